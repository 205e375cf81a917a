"""What a citizen sees: what was made public, with where it comes from, the same to everybody."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from kwonik.kernel.figures import Ask
from kwonik.kernel.periods import Period
from kwonik.portal import actions
from tests.counselling.factories import make_consultation
from tests.editions import HALF, make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(centre, director, consultations, asks):
    return make_edition(director, centre, *asks)


@pytest.fixture
def release(director, edition):
    return actions.release(by=director, edition=edition)


@pytest.fixture
def corrected(centre, director, edition, asks):
    """Nine more workers were written down late."""
    for day in range(1, 10):
        make_consultation(centre=centre, occurred_on=date(2025, 3, day))
    return actions.release(by=director, edition=make_edition(director, centre, *asks, corrects=edition))


def page(client, name, *args, **given) -> str:
    return client.get(reverse(name, args=args), **given).content.decode()


def test_what_is_not_public_yet_is_nowhere(client, edition):
    assert "아직 공개한 보고서가 없습니다" in page(client, "portal:statistics")
    for name in ("edition", "csv", "json"):
        assert client.get(reverse(f"portal:{name}", args=[edition.pk])).status_code == 404


def test_the_list_leads_to_the_edition_and_that_to_its_numbers(client, release):
    address = reverse("portal:edition", args=[release.pk])
    assert f'href="{address}"' in page(client, "portal:statistics")

    shown = page(client, "portal:edition", release.pk)

    assert "3의 배수로" in shown
    assert "공공누리" in shown
    assert release.digest in shown
    assert re.findall(r'data-label="수"[^>]*>([\d,]+)\*', shown)


def test_no_true_number_of_people_and_no_way_inside_is_public(client, release):
    for name in ("edition", "csv", "json"):
        shown = page(client, f"portal:{name}", release.pk)
        numbers = {int(n.replace(",", "")) for n in re.findall(r'data-label="수"[^>]*>([\d,]+)', shown)}
        assert all(number % 3 == 0 for number in numbers)
        for inside in ("/reports/", "/today", str(int(release.figures.first().key))):
            assert inside not in shown
        asking = {reverse("counselling:request-new")}
        assert set(re.findall(r"/counselling/[^\"]*", shown)) <= asking, (
            "the one way in is to ask for counselling"
        )


def test_csv_and_json_say_the_same_and_where_it_comes_from(client, release):
    answer = client.get(reverse("portal:csv", args=[release.pk]))
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    written = client.get(reverse("portal:json", args=[release.pk])).json()

    assert [int(line["값"]) for line in lines] == [figure["value"] for figure in written["figures"]]
    assert [line["보호 방법"] for line in lines] == ["3의 배수로 바꿈"] * 3
    first = lines[0]
    assert (first["수치"], first["판"], first["정의 판"], first["기준일"]) == (
        "counselling.legal", "1", "1", "2025-06-30",
    )  # fmt: skip
    assert first["지문"] == written["edition"]["digest"] == release.digest
    assert written["licence"] == first["이용 허락"]
    assert written["report"]["name"] == "상담 통계"
    assert written["figures"][1]["words"].endswith("노동자")


@pytest.mark.parametrize("name", ["statistics", "corrections", "edition", "csv", "json"])
def test_whoever_has_it_already_is_told_so(client, release, name):
    args = [release.pk] if name in ("edition", "csv", "json") else []
    address = reverse(f"portal:{name}", args=args)
    first = client.get(address)

    assert "public" in first["Cache-Control"]
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.post(address).status_code == 405


def test_a_page_with_an_account_on_it_is_kept_by_nobody(client, director, release):
    client.force_login(director)
    assert "public" not in client.get(reverse("portal:edition", args=[release.pk])).headers.get(
        "Cache-Control", ""
    )


def test_a_correction_is_told_on_both_sides_with_what_it_changed(client, release, corrected):
    old = page(client, "portal:edition", release.pk)
    assert "바로잡은 판이 있습니다" in old
    assert reverse("portal:edition", args=[corrected.pk]) in old

    told = page(client, "portal:corrections")

    assert "늦게 적은 상담을 더함" in told
    before, after = (one.figures.order_by("figure__place").first().printed for one in (release, corrected))
    assert f"{before}</td>" in told
    assert f"{after}</td>" in told


def test_what_was_taken_back_says_why_and_shows_no_number(client, director, release):
    actions.withdraw(by=director, release=release, reason="기준일을 잘못 적음")

    shown = page(client, "portal:edition", release.pk)

    assert "기준일을 잘못 적음" in shown
    assert 'data-label="수"' not in shown
    assert "기준일을 잘못 적음" in page(client, "portal:corrections")
    assert client.get(reverse("portal:csv", args=[release.pk])).status_code == 404
    assert client.get(reverse("portal:series", args=[release.figures.first().pk])).status_code == 404


def test_a_number_over_the_editions_gives_way_to_its_correction(
    client, centre, director, release, corrected, asks
):
    later = Period(date(2025, 7, 1), date(2025, 12, 31))
    for day in range(1, 8):
        make_consultation(centre=centre, occurred_on=date(2025, 8, day))
    actions.release(by=director, edition=make_edition(director, centre, *asks, period=later))

    shown = unescape(page(client, "portal:series", release.figures.order_by("figure__place").first().pk))

    assert [label in shown for label in (HALF.label, later.label)] == [True, True]
    assert reverse("portal:edition", args=[corrected.pk]) in shown
    table = shown[shown.index("<table") :]
    assert table.count('data-label="보호 방법"') == 2


def test_the_front_page_leads_there(client, db):
    assert f'href="{reverse("portal:statistics")}"' in page(client, "home")


def test_the_desk_shows_what_will_go_out_before_it_does(client, director, edition):
    client.force_login(director)
    address = reverse("portal:release", args=[edition.pk])

    shown = client.get(address).content.decode()
    assert "3의 배수로 바꿈" in shown
    assert ">11<" in shown, "the number of the report stands beside the public one"

    assert client.post(address).status_code == 302
    assert "공개함" in page(client, "portal:editions")
    assert client.get(address).status_code == 302


def test_taking_back_asks_for_the_reason(client, director, release):
    client.force_login(director)
    address = reverse("portal:withdraw", args=[release.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "기준일을 잘못 적음"}).status_code == 302
    release.refresh_from_db()
    assert release.withdrawn_by == director


def test_what_contradicts_itself_is_refused_on_the_page(client, director, centre, consultations):
    edition = make_edition(director, centre, Ask.of("counselling.legal"))
    figure = edition.figures.get()
    figure.pk, figure.place, figure.value = None, figure.place + 1, 99
    figure.save(force_insert=True)
    client.force_login(director)

    answer = client.post(reverse("portal:release", args=[edition.pk]))

    assert answer.status_code == 422
    assert "같은 기록을 같은 조건으로 센 두 수가 다릅니다" in answer.content.decode()
