"""Making an edition public: exact where nobody can be told from it, protected where people are counted."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from kwonik.budget.models import Allotment, BudgetLine, Spending
from kwonik.disclosure import Earlier, Printed, found, pair_of
from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Figure
from kwonik.kernel.models import AuditEvent
from kwonik.kernel.periods import Period
from kwonik.kernel.rounding import HALF_UP
from kwonik.portal import actions, queries
from kwonik.portal.codes import Method
from kwonik.portal.models import PublicFigure
from kwonik.portal.rules import Refused
from tests.counselling.factories import make_consultation
from tests.editions import HALF, make_edition
from tests.factories import make_account

pytestmark = pytest.mark.django_db


def test_counts_of_people_go_out_as_multiples_of_three(centre, director, consultations, asks):
    edition = make_edition(director, centre, *asks)

    released = actions.release(by=director, edition=edition)

    shown = list(queries.figures_of(released))
    assert [row.figure.value for row in shown] == [12, 11, 1]
    assert {row.method for row in shown} == {Method.PROTECTED}
    assert all(row.value % 3 == 0 and abs(row.value - row.figure.value) <= 3 for row in shown)
    assert shown[2].value == 0, "one employer cannot be told from none"
    assert AuditEvent.objects.get(code="portal.release.made").detail == {"edition": edition.pk}


def test_the_report_inside_stays_exact(centre, director, consultations, asks):
    edition = make_edition(director, centre, *asks)
    actions.release(by=director, edition=edition)

    assert [figure.value for figure in edition.figures.all()] == [12, 11, 1]


def test_the_preview_shows_what_goes_out(centre, director, consultations, asks):
    edition = make_edition(director, centre, *asks)
    shown = [(row.figure.place, row.printed) for row in actions.preview(edition).figures]

    released = actions.release(by=director, edition=edition)

    assert [(row.figure.place, row.printed) for row in queries.figures_of(released)] == shown
    assert PublicFigure.objects.count() == 3


def test_two_releases_cannot_be_subtracted(centre, director, consultations, asks):
    """A day later one more employer came: nobody can tell."""
    first = actions.release(by=director, edition=make_edition(director, centre, *asks))
    make_consultation(centre=centre, occurred_on=date(2025, 7, 1), party="employer")
    longer = Period(HALF.first_on, date(2025, 7, 1))
    second = actions.release(by=director, edition=make_edition(director, centre, *asks, period=longer))

    tables = [
        Printed({row.words: int(row.value) for row in rows[1:]}, int(rows[0].value))
        for rows in (list(queries.figures_of(one)) for one in (first, second))
    ]
    assert not found(pair_of(tables[1], Earlier(tables[0], inside=True)))
    workers = [list(queries.figures_of(one))[1] for one in (first, second)]
    assert workers[0].key == workers[1].key
    assert workers[0].value == workers[1].value, "the same rows are printed alike"


def test_what_counts_no_people_goes_out_as_it_is(centre, director):
    line = BudgetLine.objects.create(
        centre=centre, year=2025, code="legal_aid", group="programme", area="법률지원", name="법률구조"
    )
    Allotment.objects.create(centre=centre, line=line, decided_on=date(2025, 1, 2), amount_won=800_000)
    Spending.objects.create(
        centre=centre, line=line, spent_on=date(2025, 3, 3), amount_won=300_001, summary="한 번"
    )
    edition = make_edition(director, centre, Ask.of("budget.spent"), Ask.of("budget.execution_rate"))

    released = actions.release(by=director, edition=edition)

    assert [(row.printed, row.method) for row in queries.figures_of(released)] == [
        ("300,001", Method.EXACT),
        ("37.5", Method.EXACT),
    ]


def test_a_rate_of_people_is_worked_out_anew_from_what_is_public(
    centre, director, consultations, monkeypatch
):
    monkeypatch.setattr(figures.registry, "_by_code", dict(figures.registry._by_code))
    figures.declare(
        figures.Derived(
            "counselling.grown_", "증가율", "늘어난 비율.", "%",
            ("counselling.legal", figures.year_earlier("counselling.legal")), figures.growth(HALF_UP), "지난해와",
        )
    )  # fmt: skip
    for day in range(1, 8):
        make_consultation(centre=centre, occurred_on=date(2024, 2, day))
    edition = make_edition(director, centre, Ask.of("counselling.grown_"))

    released = actions.release(by=director, edition=edition)

    (shown,) = queries.figures_of(released)
    now, before = (
        row.value
        for row in PublicFigure.objects.filter(release=released, figure__shown=False).order_by(
            "figure__place"
        )
    )
    assert shown.method == Method.DERIVED
    assert shown.value == round((now - before) * 100 / before)


def test_won_that_people_got_is_not_public(centre, director):
    edition = make_edition(director, centre, Ask.of("remedy.recovered"))

    (shown,) = queries.figures_of(actions.release(by=director, edition=edition))

    assert (shown.method, shown.value, shown.printed) == (Method.WITHHELD, None, "비공개")


def test_two_numbers_of_one_fact_that_differ_are_refused(centre, director, consultations, asks):
    edition = make_edition(director, centre, asks[0])
    figure = edition.figures.get()
    figure.pk, figure.place, figure.value = None, 2, Decimal(99)
    figure.save(force_insert=True)

    with pytest.raises(Refused, match="같은 기록을 같은 조건으로 센 두 수가 다릅니다"):
        actions.release(by=director, edition=edition)


def test_an_edition_is_made_public_once(centre, director, consultations, asks):
    edition = make_edition(director, centre, *asks)
    actions.release(by=director, edition=edition)

    with pytest.raises(Refused, match="이미 공개한 판"):
        actions.release(by=director, edition=edition)


def test_a_release_taken_back_says_why_and_is_not_forgotten(centre, director, consultations, asks):
    released = actions.release(by=director, edition=make_edition(director, centre, *asks))

    actions.withdraw(by=director, release=released, reason="기준일을 잘못 적음")

    released.refresh_from_db()
    assert released.withdrawn_reason == "기준일을 잘못 적음"
    assert queries.public_figures(centre, ["counselling.legal"]).count() == 3
    with pytest.raises(Refused, match="이미 거둔"):
        actions.withdraw(by=director, release=released, reason="또")


def test_only_whoever_answers_for_the_numbers_may_make_them_public(centre, director, consultations, asks):
    officer = make_account("reports.report:view", centre=centre)
    edition = make_edition(director, centre, *asks)

    with pytest.raises(PermissionDenied):
        actions.release(by=officer, edition=edition)
    released = actions.release(by=director, edition=edition)
    with pytest.raises(PermissionDenied):
        actions.withdraw(by=officer, release=released, reason="x")


def test_what_is_public_cannot_be_changed_even_in_the_database(centre, director, consultations, asks):
    released = actions.release(by=director, edition=make_edition(director, centre, *asks))

    for change in (
        lambda: PublicFigure.objects.update(printed="9"),
        lambda: PublicFigure.objects.all().delete(),
        lambda: type(released).objects.update(digest="1" * 64),
        lambda: type(released).objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


NOBODY = {
    "consulting.consultants", "consulting.engagements", "consulting.fees", "consulting.part_sites", "consulting.requests", "consulting.sites",
    "education.accepted_people", "education.accepted_requests", "education.audiences", "education.classes", "education.lectures", "education.minutes",
    "education.people", "education.requests", "education.timed_lectures", "education.weeks", "escrow.members", "escrow.members_unsealed",
    "shelters.booking_people", "shelters.bookings",
}  # fmt: skip
"""Their rows lead to a client who asked for others: workplaces, lectures and groups are counted, not that person. A member of the escrow
may be a client too; that somebody has joined tells nothing of that."""


def test_every_figure_over_records_of_clients_is_protected_or_says_why_not():
    led = {
        figure.code
        for figure in figures.registry.counted()
        if queries.leads_to_clients(figure.source().model) and not queries.protects_people(figure)
    }

    assert led == NOBODY
    for code in ("counselling.{service}", "remedy.cases", "wellbeing.people", "wellbeing.sittings",
                 "activities.applicants", "research.participants", "research.responses"):  # fmt: skip
        figure = figures.registry.counted_as(code)
        assert isinstance(figure, Figure)
        assert queries.protects_people(figure), code
