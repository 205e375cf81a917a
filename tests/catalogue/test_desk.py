"""The catalogue's pages: what is loaded, when, and correcting the calendar."""

from datetime import date

import pytest
from django.urls import reverse

from kwonik.catalogue.actions import load_profile
from kwonik.catalogue.models import ProfileLoad
from kwonik.catalogue.queries import own_centre
from kwonik.kernel.models import AuditEvent, CalendarOverride
from tests.factories import make_account

pytestmark = pytest.mark.django_db

PAGES = ("programmes", "lists", "questions", "roles", "loads", "calendar")


@pytest.fixture
def loaded(folder):
    load_profile(folder)
    return folder


@pytest.fixture
def reader(client, loaded):
    """Logged in as the director of the profile's own centre."""
    client.force_login(make_account("centre_director", centre=own_centre()))
    return client


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("programmes", ["취약노동자 법률구조", "노동법률상담", "노동상담 유형", "취업노동자 세무상담"]),
        ("lists", ["임금체불", "체불임금", "소액소송(지급명령·가압류를 고름)"]),
        ("questions", ["고용 형태", "하나 고르기 (고용 형태)"]),
        ("roles", ["상담노무사", "2단계 인증 필요", "상담을 적습니다", "함께 가질 수 없는 역할"]),
        ("loads", ["seoul", "프로필을 읽은 내역"]),
        ("calendar", ["고친 날이 없습니다"]),
    ],
)
def test_pages_show_what_is_loaded(reader, name, words):
    response = reader.get(reverse(f"catalogue:{name}"))

    assert response.status_code == 200
    text = response.content.decode()
    for word in words:
        assert word in text


@pytest.mark.parametrize("name", PAGES)
def test_pages_stand_before_anything_is_loaded(client, name):
    client.force_login(make_account("catalogue.profile:view", "catalogue.calendar:view"))

    assert client.get(reverse(f"catalogue:{name}")).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_others_are_refused(client, name):
    client.force_login(make_account("people.staff:view"))

    assert client.get(reverse(f"catalogue:{name}")).status_code == 403


def test_a_load_shows_its_changes(reader, loaded, edited):
    edited(
        "lists.yaml",
        "label: 임금체불, aliases: [임금 체불, 체불임금, 임금]",
        "label: 체불, aliases: [임금체불]",
    )
    load_profile(loaded)

    text = reader.get(reverse("catalogue:load", args=[ProfileLoad.objects.first().pk])).content.decode()

    assert "변경" in text
    assert "<del>임금체불</del> → 체불" in text
    assert reader.get(reverse("catalogue:load", args=[0])).status_code == 404


def test_retired_codes_are_marked(reader, loaded, edited):
    edited("lists.yaml", "  - {code: labour_union, label: 노동조합, aliases: [노동 조합, 노조]}\n", "")
    load_profile(loaded)

    text = reader.get(reverse("catalogue:lists")).content.decode()

    assert text.count("폐지") == 1


@pytest.mark.parametrize("name", PAGES)
def test_pages_ask_as_many_queries_however_much_is_loaded(
    reader, folder, edited, assert_constant_queries, name
):
    def grow():
        edited(
            "lists.yaml",
            "- {code: other, label: 기타,",
            "- {code: more, label: 더}\n  - {code: other, label: 기타,",
        )
        edited(
            "roles.yaml",
            "roles:\n",
            "roles:\n- {code: guest, name: 손님, permissions: [reports.report:view]}\n",
        )
        edited("programmes.yaml", "programmes:\n", "programmes:\n- {code: more, name: 더하기}\n")
        load_profile(folder)
        CalendarOverride.objects.create(
            day=date(2026, 3, 3), name="x", declared_on=date(2026, 3, 1), source="x"
        )

    assert_constant_queries(lambda: reader.get(reverse(f"catalogue:{name}")), grow)


GIVEN = {
    "day": "2026. 6. 2.",
    "is_what": "holiday",
    "name": "임시공휴일",
    "declared_on": "2026-05-12",
    "source": "관보 제1호",
}


def test_a_temporary_holiday_is_added_and_taken_back(reader):
    response = reader.post(reverse("catalogue:correct"), GIVEN)

    assert response.status_code == 302
    override = CalendarOverride.objects.get()
    assert (override.day, override.name) == (date(2026, 6, 2), "임시공휴일")
    assert AuditEvent.objects.filter(code="catalogue.calendar.corrected", subject_id=override.pk).exists()
    text = reader.get(reverse("catalogue:calendar"), {"year": "2026"}).content.decode()
    assert "임시공휴일" in text
    assert "관보 제1호" in text

    address = reverse("catalogue:restore", args=[override.pk])
    assert "지울까요?" in reader.get(address).content.decode()
    assert CalendarOverride.objects.exists()
    assert reader.post(address).status_code == 302
    assert not CalendarOverride.objects.exists()
    assert AuditEvent.objects.filter(code="catalogue.calendar.restored").exists()
    assert reader.post(address).status_code == 404


def test_a_public_holiday_becomes_a_working_day(reader):
    reader.post(reverse("catalogue:correct"), {**GIVEN, "day": "2026-10-09", "is_what": "working"})

    assert CalendarOverride.objects.get().name == ""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": ""}, "쉬는 날이면 공휴일 이름을 적으세요."),
        ({"is_what": "working"}, "이미 근무일입니다"),
        ({"day": "2026-06-06", "is_what": "working"}, "토요일이나 일요일"),
        ({"day": "2026-10-09", "name": "한글날"}, "이미 &#39;한글날&#39;"),
        ({"day": "언젠가"}, "고칠 곳이"),
        ({"source": ""}, "고칠 곳이"),
    ],
)
def test_corrections_that_say_nothing_are_refused_and_nothing_is_lost(reader, change, told):
    response = reader.post(reverse("catalogue:correct"), {**GIVEN, **change})

    assert response.status_code == 422
    text = response.content.decode()
    assert told in text
    kept = "source" if "source" not in change else "name"
    assert f'value="{GIVEN[kept]}"' in text
    assert not CalendarOverride.objects.exists()


def test_who_may_only_look_cannot_correct(client):
    client.force_login(make_account("catalogue.calendar:view"))

    assert "달력 고치기" not in client.get(reverse("catalogue:calendar")).content.decode()
    assert client.get(reverse("catalogue:correct")).status_code == 403
    assert client.post(reverse("catalogue:correct"), GIVEN).status_code == 403
