"""Every number equals the aggregate of its own list, and one row moves exactly what it should."""

from datetime import date

import pytest
from django.utils import timezone

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from kwonik.people.models import Client
from tests.activities.factories import (
    make_application,
    make_handout,
    make_session,
    make_tally,
)
from tests.factories import make_centre, make_client, make_district, make_site, make_workplace

AS_OF, AFTER = date(2025, 9, 30), date(2025, 10, 1)
WITHDRAWN = {"withdrawn_at": timezone.now(), "withdrawn_reason": "잘못"}


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


def value(window, code, **cut):
    ask = Ask.of(f"activities.{code}", **cut)
    return figures.compute(window, [ask])[ask].value


def because(row, window, code):
    found = next(s for s in figures.standings(row, window) if s.figure.code == f"activities.{code}")
    return found.because


def test_sessions_people_and_quantity(window, campaigns):
    jongno, station = make_district("jongno"), make_site("jonggak")
    make_session(campaigns, "memorial", people=30, site=station)
    row = make_session(campaigns, "gear", people=12, quantity=40, district=jongno, held_on=AS_OF)
    make_session(campaigns, "gear", people=None)
    make_session(campaigns, "gear", people=99, held_on=AFTER)
    make_session(campaigns, "gear", people=99, centre=make_centre("elsewhere"))
    gone = make_session(campaigns, "gear", people=99, **WITHDRAWN)

    assert value(window, "sessions") == 3
    assert value(window, "sessions", service="campaigns", kind="gear") == 2
    assert value(window, "people") == 42
    assert value(window, "people", site="jonggak") == 30
    assert value(window, "quantity", district="jongno") == 40
    assert because(row, window, "people") == []
    assert because(gone, window, "sessions") == ["철회하지 않았습니다"]

    type(row).objects.filter(pk=row.pk).update(held_on=AFTER)
    assert (value(window, "sessions"), value(window, "people")) == (2, 30)
    type(row).objects.filter(pk=row.pk).delete()
    assert value(window, "sessions", kind="gear") == 1


def test_what_is_counted_adds_up_and_readings_do_not(window, counting, readings):
    make_tally(counting, "rider", count=7)
    make_tally(counting, "rider", count=3, counted_on=AS_OF)
    make_tally(counting, "driver", count=2)
    make_tally(counting, "driver", count=50, counted_on=AFTER)
    make_tally(counting, "driver", count=50, **WITHDRAWN)
    make_tally(readings, "kakao", count=1000)

    assert value(window, "counted") == 12
    assert value(window, "counted", service="count", kind="rider") == 10
    assert value(window, "level") == 1000


def test_the_level_is_the_latest_reading_of_every_subject(window, readings):
    make_tally(readings, "instagram", count=2400, counted_on=date(2024, 12, 31))
    make_tally(readings, "instagram", count=2418, counted_on=date(2025, 3, 31))
    last = make_tally(readings, "instagram", count=3077, counted_on=AS_OF)
    make_tally(readings, "kakao", count=1200, counted_on=date(2025, 6, 30))
    make_tally(readings, "kakao", count=3114, counted_on=date(2025, 9, 26))
    make_tally(readings, "kakao", count=9999, counted_on=AFTER)
    other = make_tally(readings, "kakao", subject="사업주 채널", count=50)
    make_tally(readings, "kakao", count=8888, counted_on=AS_OF, centre=make_centre("elsewhere"))

    assert value(window, "level", kind="kakao", service="readings") == 3114 + 50
    assert value(window, "level") == 3077 + 3114 + 50
    assert value(window, "risen", kind="instagram") == 677
    assert value(window.during(parse("2025-04/2025-09")), "risen", kind="instagram") == 659
    assert value(window, "risen", kind="kakao") == 3164
    assert because(other, window, "level") == []
    listed = figures.registry.find("activities.level")[0].rows(window, ())
    assert sum(listed.values_list("count", flat=True)) == value(window, "level")

    type(last).objects.filter(pk=last.pk).update(**WITHDRAWN, withdrawn_by=None)
    assert value(window, "level", kind="instagram") == 2418
    assert value(window.during(parse("2025-04/2025-09")), "risen", kind="instagram") == 0


def test_readings_of_different_places_do_not_replace_each_other(window, readings):
    make_tally(readings, "kakao", count=10, site=make_site("a"), counted_on=date(2025, 5, 1))
    make_tally(readings, "kakao", count=20, site=make_site("b"), counted_on=date(2025, 6, 1))
    make_tally(readings, "kakao", count=40, counted_on=date(2025, 7, 1))
    make_tally(readings, "kakao", count=11, site=make_site("a"), counted_on=date(2025, 8, 1))

    assert value(window, "level") == 11 + 20 + 40


def test_handouts_with_places_and_districts(window, water):
    jongno, mapo = make_district("jongno"), make_district("mapo")
    station = make_site("jonggak", district=jongno)
    row = make_handout(water, "bottle", quantity=12_000, site=station, district=jongno)
    make_handout(water, "bottle", quantity=500, site=station, district=jongno)
    make_handout(water, "ice", quantity=300, recipient="라이더 모임", district=mapo)
    make_handout(water, "ice", quantity=300, recipient="라이더 모임")
    make_handout(water, "ice", quantity=7)
    make_handout(water, "ice", quantity=9, handed_on=AFTER, recipient="다른 곳")

    assert value(window, "handed_out") == 13_107
    assert value(window, "handed_out", service="water", item="bottle") == 12_500
    assert value(window, "handout_places") == 2
    assert value(window, "handout_places", item="bottle") == 1
    assert value(window, "handout_districts") == 2
    type(row).objects.filter(district=mapo).update(**WITHDRAWN)
    assert (value(window, "handout_districts"), value(window, "handout_places")) == (1, 2)


def test_applications_and_who_applied_survive_a_merge(window, support, centre):
    one, two, three = (make_client(centre, name) for name in ("김하나", "이두리", "박세나"))
    for client in (one, one, two, three):
        make_application(support, "printing", client=client)
    row = make_application(
        support, "jewellery", client=None, applicant="가온협회", state="refused", reason="대상 아님"
    )
    make_application(support, "jewellery", client=three, requested_on=AFTER)

    assert value(window, "applications") == 5
    assert value(window, "applications", state="refused") == 1
    assert value(window, "applicants") == value(window, "applicants", kind="printing") == 3
    Client.objects.filter(pk=two.pk).update(merged_into=one)
    assert value(window, "applicants") == 2
    assert value(window, "applicants", kind="jewellery") == 0
    type(row).objects.filter(pk=row.pk).update(requested_on=AFTER)
    assert value(window, "applications") == 4


def test_what_was_delivered_counts_on_the_day_it_was(window, support):
    gaon, hanbit = make_workplace("가온주얼리"), make_workplace("한빛인쇄")
    early = date(2024, 12, 20)
    make_application(
        support, "jewellery", workplace=gaon, people=5, requested_on=early, delivered_on=date(2025, 2, 3)
    )
    make_application(support, "jewellery", workplace=gaon, people=None, delivered_on=AS_OF)
    row = make_application(support, "printing", workplace=hanbit, people=3, delivered_on=AS_OF)
    make_application(support, "printing", workplace=make_workplace("다온"), people=9, delivered_on=AFTER)
    make_application(support, "printing", workplace=make_workplace("라온"), people=9, state="accepted")

    assert value(window, "delivered") == 3
    assert value(window, "delivered_people") == 9
    assert value(window, "delivered_people", kind="jewellery", service="support") == 6
    assert value(window, "delivered_workplaces") == 2
    assert value(window, "delivered_workplaces", kind="jewellery") == 1
    assert because(row, window, "delivered_people") == []
    type(row).objects.filter(pk=row.pk).update(delivered_on=AFTER)
    assert (value(window, "delivered_people"), value(window, "delivered_workplaces")) == (6, 1)


def test_every_figure_cut_by_everything_is_its_own_list(
    window, campaigns, counting, readings, water, support
):
    jongno = make_district("jongno")
    site = make_site("jonggak", district=jongno)
    place = {"site": site, "district": jongno}
    make_session(campaigns, quantity=4, partner="가람재단", **place)
    make_tally(counting, **place)
    make_tally(readings, **place)
    make_handout(water, people=5, **place)
    make_application(support, delivered_on=AS_OF, people=4, workplace=make_workplace(), **place)
    counted = [one for one in figures.registry.counted() if one.code.startswith("activities.")]

    assert len(counted) == 16
    for one in counted:
        asks = [Ask.of(one.code)]
        asks += [Ask.of(one.code, **{cut.key: key}) for cut in one.by for key in cut.labels()]
        answers = figures.compute(window, asks)
        assert {answer.value for answer in answers.values()} - {0} or one.code == "activities.applicants"
        for ask, answer in answers.items():
            assert answer.value == one.value(window, ask.cut), ask


def test_partners_are_counted_once_each_by_name(window, campaigns):
    first = make_session(campaigns, "memorial", partner="가람재단")
    make_session(campaigns, "memorial", partner="가람재단", held_on=AS_OF)
    make_session(campaigns, "gear", partner="나래공사")
    make_session(campaigns, "gear", partner="")
    make_session(campaigns, "gear", partner="다온협회", held_on=AFTER)
    make_session(campaigns, "gear", partner="라온협회", **WITHDRAWN)

    assert (value(window, "partners"), value(window, "partners", kind="memorial")) == (2, 1)
    type(first).objects.filter(pk=first.pk).update(partner="마루센터")
    assert (value(window, "partners"), value(window, "partners", kind="memorial")) == (3, 2)


def test_handouts_by_the_time_and_by_the_head(window, water):
    for people in (50, 50, 51):
        row = make_handout(water, people=people)
    make_handout(water, people=900, handed_on=AFTER)
    make_handout(water, people=900, **WITHDRAWN)

    assert (value(window, "handouts"), value(window, "handed_people")) == (3, 151)
    assert value(window, "people_each") == 50
    type(row).objects.filter(pk=row.pk).update(people=60)
    assert value(window, "people_each") == 53
    type(row).objects.all().update(**WITHDRAWN)
    assert value(window, "people_each") is None
