"""Every figure equals its own list, and a row added, moved or withdrawn moves exactly what it should."""

from datetime import date

import pytest
from django.utils import timezone

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import parse
from tests.factories import make_district, make_workplace
from tests.research.factories import (
    make_book,
    make_check,
    make_event,
    make_handing,
    make_participant,
    make_printing,
    make_research_service,
    make_response,
    make_round,
    make_study,
)

AS_OF = date(2025, 9, 30)
AFTER = date(2025, 10, 1)
WRONG = {"withdrawn_at": timezone.now(), "withdrawn_reason": "잘못"}


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


@pytest.fixture
def value(window):
    """The number behind a code and cut, which must be the aggregate of its own list."""

    def ask(code, **cut):
        asked = Ask.of(f"research.{code}", **cut)
        answer = figures.compute(window, [asked])[asked]
        assert answer.value == answer.figure.value(window, asked.cut)
        return answer.value

    return ask


def test_answers_count_when_valid_and_received_in_the_period(centre, elsewhere, service, value):
    study = make_study(centre, service=service)
    workers, owners = make_round(study), make_round(study, group="owner")
    row = make_response(workers)
    make_response(owners, received_on=AS_OF)
    make_response(workers, received_on=AFTER)
    make_response(workers, valid=False, invalid_reason="비어 있음")
    make_response(workers, **WRONG)
    make_response(make_round(make_study(elsewhere, service=service)))
    assert value("responses") == 2
    assert value("responses", group="worker", method="survey", service=service.code, study=study.code) == 1
    type(row).objects.filter(pk=row.pk).update(received_on=AFTER)
    assert (value("responses"), value("responses", group="owner")) == (1, 1)


def test_somebody_who_came_twice_is_one_person_and_two_in_two_studies(centre, service, value):
    study, other = make_study(centre, service=service), make_study(centre, service=service)
    talk = make_round(study, method="fgi")
    make_participant(talk, 1)
    again = make_participant(talk, 1, held_on=date(2025, 6, 9))
    make_participant(make_round(study, method="fgi", group="owner"), 2)
    assert value("participants") == 2
    make_participant(make_round(other, method="fgi"), 1)
    assert value("participants") == 3
    assert value("participants", study=study.code) == 2
    type(again).objects.filter(pk=again.pk).update(**WRONG)
    assert value("participants", group="worker") == 2
    make_participant(talk, 9, held_on=AFTER)
    assert value("participants") == 3


def test_a_study_counts_while_it_runs(centre, service, value):
    study = make_study(centre, service=service, until_on=date(2025, 3, 1))
    make_study(centre, service=service, state="planned")
    make_study(centre, service=service, state="dropped")
    make_study(centre, service=service, from_on=AFTER)
    make_study(centre, service=service, from_on=date(2024, 1, 1), until_on=date(2024, 12, 31))
    make_study(centre, service=service, **WRONG)
    assert (
        value("studies") == value("studies", service=service.code) == value("studies", state="running") == 1
    )
    type(study).objects.filter(pk=study.pk).update(state="finished")
    assert (value("studies"), value("studies", state="running")) == (1, 0)


def test_publications_and_their_copies(centre, elsewhere, service, value):
    guide = make_book(centre, 100, service=service)
    make_book(centre, 0, kind="newsletter", service=service)
    make_book(centre, 0, published_on=AFTER, service=service)
    make_book(elsewhere, 500, service=service)
    make_printing(guide, 40, printed_on=date(2025, 8, 1))
    make_printing(guide, 7, printed_on=AFTER)
    wrong = make_printing(guide, 3)
    type(wrong).objects.filter(pk=wrong.pk).update(**WRONG)
    assert value("publications") == 2
    assert value("publications", kind="newsletter") == 1
    assert value("copies_printed") == value("copies_printed", kind="guidebook") == 140
    assert value("copies_printed", publication=guide.code) == 140
    assert value("copies_printed", kind="newsletter") == 0
    other = make_research_service("others")
    assert value("publications", service=other.code) == 0


def test_copies_handed_out_and_the_districts_they_reached(centre, service, value):
    guide, other = (
        make_book(centre, 1000, service=service),
        make_book(centre, 50, kind="newsletter", service=service),
    )
    jongno, mapo = make_district("jongno", "종로구"), make_district("mapo", "마포구")
    row = make_handing(guide, 60, district=jongno)
    make_handing(guide, 30, district=jongno, handed_on=AS_OF)
    make_handing(guide, 81, recipient="노동권리보호관")
    make_handing(guide, 500, district=mapo, handed_on=AFTER)
    make_handing(other, 5, district=mapo)
    assert value("distributed") == 176
    assert value("distributed", kind="guidebook") == value("distributed", publication=guide.code) == 171
    assert value("distribution_districts") == 2
    assert value("distribution_districts", kind="guidebook") == 1
    type(row).objects.filter(pk=row.pk).update(**WRONG)
    assert value("distributed", kind="guidebook") == 111


def test_an_organisation_counts_once_a_stage(centre, service, value):
    for name in ("가람재단", "나래공사"):
        make_check(name, centre=centre, service=service)
    site = make_check("가람재단", "site", centre=centre, service=service, checked_on=date(2025, 7, 1))
    make_check("가람재단", centre=centre, service=service, number=2)
    make_check("다온재단", centre=centre, service=service, state="planned", checked_on=None)
    make_check("라온재단", centre=centre, service=service, checked_on=AFTER)
    assert (value("checked"), value("checked", stage="desk"), value("checked", stage="site")) == (2, 2, 1)
    type(site).objects.filter(pk=site.pk).update(checked_on=AFTER)
    assert value("checked", stage="site") == 0
    standing = next(
        s
        for s in figures.standings(site, Window((centre.pk,), parse("2025-01/2025-09"), AS_OF))
        if s.figure.code == "research.checked"
    )
    assert standing.because == ["점검일이 기간 안에, 기준일까지입니다"]


def test_workplaces_asked_count_once_and_only_with_a_valid_answer(centre, service, value):
    study = make_study(centre, service=service)
    asked = make_round(study)
    row = make_response(asked, workplace=make_workplace("가람상사"))
    make_response(asked, workplace=make_workplace("(주)가람상사"))
    make_response(asked, workplace=make_workplace("나래상사"), received_on=AS_OF)
    make_response(asked)
    make_response(asked, workplace=make_workplace("다온상사"), valid=False, invalid_reason="비어 있음")
    make_response(asked, workplace=make_workplace("라온상사"), received_on=AFTER)
    make_response(asked, workplace=make_workplace("마루상사"), **WRONG)
    assert value("workplaces") == value("workplaces", study=study.code) == 2
    assert value("responses") == 4
    type(row).objects.filter(pk=row.pk).update(workplace=make_workplace("바른상사"))
    assert value("workplaces") == 3


def test_a_study_told_twice_counts_two_events(centre, service, value):
    study, other = make_study(centre, service=service), make_study(centre, service=service)
    make_event(study)
    row = make_event(study, title="최종보고회", held_on=AS_OF)
    make_event(other)
    make_event(study, held_on=AFTER)
    make_event(study, **WRONG)
    assert (value("events"), value("events", study=study.code)) == (3, 2)
    type(row).objects.filter(pk=row.pk).update(held_on=AFTER)
    assert value("events", study=study.code) == 1
