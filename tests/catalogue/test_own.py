"""Programmes that a centre makes at its own desk."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kwonik.catalogue import actions, queries
from kwonik.catalogue.actions import NotMade, load_profile
from kwonik.catalogue.models import Code, Programme, Service
from kwonik.catalogue.queries import own_centre
from kwonik.kernel.models import AuditEvent
from tests.factories import make_account, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(folder):
    load_profile(folder)
    return make_account("centre_director", centre=own_centre())


@pytest.fixture
def programme(director):
    return actions.add_programme(by=director, centre=director.centre, name="심야 노동자 지원")


@pytest.fixture
def make(director, programme):
    """A service of lunch boxes; keywords change what is asked of the action."""

    def make(**changed):
        given = {
            "name": "도시락 나눔",
            "shape": "handout",
            "kinds": ["도시락", " 간식 ", "", "도시락"],
            "asks": [{"field": "site", "label": "나눈 곳", "required": True}],
            "words": {"one": "나눔", "day": ""},
        }
        given |= changed
        return actions.add_service(by=director, centre=director.centre, programme=programme, **given)

    return make


def kinds(service):
    return [code.label for code in queries.kinds(service) if code.retired_on is None]


def test_a_service_is_there_at_once(make):
    before = queries.service_names("handout")
    service = make()
    assert service.code not in before
    assert queries.service_names("handout")[service.code] == "도시락 나눔"
    words = queries.code_labels("item", "handout")
    assert [words[f"{service.code}-{at}"] for at in (1, 2)] == ["도시락", "간식"]
    assert service.asks == [{"field": "site", "label": "나눈 곳", "required": True, "help": ""}]
    assert service.words == {"one": "나눔"}
    assert AuditEvent.objects.filter(code="catalogue.service.added", subject_id=service.pk).exists()


def test_kinds_come_and_go_and_old_ones_stay_in_old_records(make, director):
    service = make()
    _, snack = queries.kinds(service)
    words = queries.code_labels("item", "handout")
    assert words[snack.code] == "간식"
    for wanted in (["컵밥", "도시락"], ["간식", "도시락"]):
        actions.change_service(
            by=director, centre=director.centre, service=service, name="심야 도시락", kinds=wanted, asks=[]
        )
        assert kinds(service) == wanted
    assert Code.objects.get(pk=snack.pk).retired_on is None
    with pytest.raises(NotMade, match="이미 있습니다"):
        actions.change_service(
            by=director, centre=director.centre, service=service, name="노동법률상담", kinds=["간식"], asks=[]
        )
    assert Code.objects.filter(list__servicelist__service=service).count() == 3
    assert queries.service_names("handout")[service.code] == "심야 도시락"


def test_a_profile_load_leaves_it_alone(make, folder, programme):
    service = make()
    load_profile(folder)
    assert Programme.objects.get(pk=programme.pk).retired_on is None
    assert Service.objects.get(pk=service.pk).retired_on is None
    assert kinds(service) == ["도시락", "간식"]


def test_a_profile_may_not_use_such_codes(folder, edited):
    from kwonik.catalogue.rules import ProfileRefused

    with pytest.raises(ProfileRefused, match="own-"):
        load_profile(edited("programmes.yaml", "- code: legal_aid", "- code: own-1-1"))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"shape": "case"}, "이 형태는 화면에서"),
        ({"kinds": [" ", ""]}, "종류를 하나는"),
        ({"asks": [{"field": "phone"}]}, "물을 수 없는 것"),
        ({"name": "노동법률상담"}, "이미 있습니다"),
    ],
)
def test_what_cannot_be_made_is_refused_whole(make, changed, said):
    before = Service.objects.count()
    with pytest.raises(NotMade, match=said):
        make(**changed)
    assert Service.objects.count() == before


def test_retired_and_taken_back(make, director):
    service = make()
    given = {"by": director, "centre": director.centre, "service": service}
    actions.retire_service(**given)
    assert service.code not in queries.service_names("handout")
    other = make()
    with pytest.raises(NotMade, match="다른 서비스가"):
        actions.revive_service(**given)
    actions.retire_service(**given | {"service": other})
    assert actions.revive_service(**given).retired_on is None
    assert service.code in queries.service_names("handout")


def test_only_who_may_and_only_ones_own(make, director, client):
    service = make()
    officer = make_account("programme_officer", centre=director.centre)
    with pytest.raises(PermissionDenied):
        actions.retire_service(by=officer, centre=director.centre, service=service)
    stranger = make_account("catalogue.programme:edit", centre=make_centre("other"))
    client.force_login(stranger)
    for name in ("change_service", "retire_service"):
        assert client.get(reverse(f"catalogue:{name}", args=[service.pk])).status_code == 404
    assert client.get(reverse("catalogue:own")).content.decode().count("도시락 나눔") == 0
    client.force_login(officer)
    assert client.get(reverse("catalogue:own")).status_code == 403


def test_the_desk_makes_a_programme_from_nothing(client, director):
    client.force_login(director)
    assert "아직 만든 사업이 없습니다" in client.get(reverse("catalogue:own")).content.decode()
    answer = client.post(reverse("catalogue:add_programme"), {"name": "심야 노동자 지원", "purpose": ""})
    assert client.post(reverse("catalogue:add_programme"), {"name": "심야 노동자 지원"}).status_code == 422
    assert client.get(answer.url).status_code == 200
    assert client.get(answer.url, {"shape": "case"}).status_code == 422
    second = f"{answer.url}?shape=tally"
    assert "세는 방법" in client.get(second).content.decode()
    typed = {
        "name": "심야 이용자",
        "kinds": "",
        "ask_site": "must",
        "label_site": "센 곳",
        "counting": "flow",
    }
    wrong = client.post(second, typed)
    assert wrong.status_code == 422
    assert "센 곳" in wrong.content.decode()
    client.post(second, typed | {"kinds": "방문\n상담"})
    service = Service.objects.get(name="심야 이용자")
    assert (service.shape, service.counting, service.asks[0]["label"]) == ("tally", "flow", "센 곳")
    page = reverse("catalogue:change_service", args=[service.pk])
    assert "방문" in client.get(page).content.decode()
    client.post(page, {"name": "밤 이용자", "kinds": "방문"})
    assert kinds(service) == ["방문"]
    client.post(reverse("catalogue:retire_service", args=[service.pk]))
    assert "그만 씀" in client.get(reverse("catalogue:own")).content.decode()
    client.post(reverse("catalogue:retire_service", args=[service.pk]))
    assert "그만 씀" not in client.get(reverse("catalogue:own")).content.decode()


def test_the_page_asks_the_same_number_of_questions(client, director, make, assert_constant_queries):
    client.force_login(director)
    make()
    assert_constant_queries(
        lambda: client.get(reverse("catalogue:own")),
        lambda: [make(name=f"나눔 {number}") for number in range(5)],
    )
