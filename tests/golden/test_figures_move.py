"""Adding, moving or withdrawing one row moves exactly the figures it stands in, by exactly what it carries."""

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from kwonik.kernel import figures
from kwonik.kernel.figures import Count, Distinct, Highest, Sum

from .report import Report

ONLY_SEOUL = pytest.mark.parametrize(
    "profile", [pytest.param("seoul", marks=pytest.mark.xdist_group("seoul"))], indirect=True
)
LONG_AGO = date(2019, 1, 2)


@pytest.fixture
def report(sample) -> Report:
    return Report()


class Undo(Exception):
    pass


def gone(report: Report) -> dict[str, dict]:
    """How a row of each kind leaves the figures without being deleted."""
    ended = {"until_on": report.window.as_of - timedelta(days=1)}
    later = report.window.as_of + timedelta(days=1)
    return {
        "counselling.Consultation": {"withdrawn_at": timezone.now(), "withdrawn_reason": "시험"},
        "counselling.BoothSession": {"held_on": LONG_AGO},
        "remedy.ReliefCase": {"opened_on": LONG_AGO},
        "budget.Spending": {"spent_on": later},
        "budget.Allotment": {"decided_on": later},
        "people.StaffPost": ended,
        "people.StaffAppointment": ended,
        "people.Appointment": {"from_on": later, "until_on": None},
        "places.OrganisationUnit": ended,
        "places.Facility": ended,
        "places.Centre": ended,
        "catalogue.ServiceLimit": ended,
        "wellbeing.Hub": ended,
        "shelters.Shelter": ended,
        "shelters.OpeningHours": {"opens_at": None, "closes_at": None},
        "shelters.Booking": {"state": "no_show", "actual_heads": None},
        "research.Printing": {"printed_on": LONG_AGO},
        "servicedesk.ServiceRequest": {"requested_at": datetime(2019, 1, 2, tzinfo=UTC)},
        "shelters.VisitCount": {"day": LONG_AGO},
        "consulting.EngagementPart": {"done_on": None},
        "escrow.Member": {"phone_confirmed_at": None},
        "escrow.Contract": {"signed_at": datetime(2019, 1, 2, tzinfo=UTC)},
        "escrow.Deposit": {"state": "suspense", "held_on": None, "settled_at": None, "reason": "name"},
    }


def leaving(report: Report, row) -> dict:
    """How this row leaves: as its kind does, else withdrawn."""
    withdrawn = {"withdrawn_at": timezone.now(), "withdrawn_reason": "시험"}
    if row._meta.label in ("wellbeing.Sitting", "wellbeing.GroupSitting"):
        withdrawn["number"] = None  # those that stay keep their numbers until the transaction ends
    return gone(report).get(row._meta.label) or withdrawn


@contextmanager
def whoever_writes(row):
    """Deposits are written by the ledger alone."""
    with connection.cursor() as cursor:
        if row._meta.label == "escrow.Deposit":
            cursor.execute("SET LOCAL ROLE kwonik_ledger")
        yield
        cursor.execute("RESET ROLE")


LEVELS = ("activities.level", "education.views")
"""The latest reading counts: where it goes, the one before it stands again."""


def hanging(model, on, depth: int = 2) -> list[str]:
    """The paths from a kind of record to the one it hangs on: a sitting on its course, a booking on its shelter."""
    links = [
        field
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model is not model
    ]
    found = [field.name for field in links if field.related_model is on]
    if depth > 1:
        found += [
            f"{field.name}__{path}" for field in links for path in hanging(field.related_model, on, depth - 1)
        ]
    return found


def may_move(report: Report, row) -> set[figures.Ask]:
    """Cells that count what hangs on the row: it may leave with it."""
    found = set()
    for model, cells in report.cells.items():
        paths = hanging(model, type(row)) if model is not type(row) else []
        found |= {ask for ask, _, rows in cells if any(rows.filter(**{path: row}).exists() for path in paths)}
    return found


def carried(figure: figures.Figure, rows, row) -> object:
    """What the row adds to the cell: one, its amount, or nothing when others stand for the same person or place."""
    if figure.code in LEVELS:
        return None
    match figure.measure:
        case Count():
            return 1
        case Sum(path):
            return rows.filter(pk=row.pk).values_list(path, flat=True).get()
        case Distinct(path):
            value = rows.filter(pk=row.pk).values_list(path, flat=True).get()
            return 0 if rows.exclude(pk=row.pk).filter(**{path: value}).exists() else 1
        case Highest(path):
            others = rows.exclude(pk=row.pk).order_by(f"-{path}").values_list(path, flat=True).first()
            value = rows.filter(pk=row.pk).values_list(path, flat=True).get()
            return 0 if others == value else None


def standing_in(report: Report, row) -> dict[figures.Ask, object]:
    """The counted cells in which the row stands, with what it carries there."""
    found = {}
    for ask, figure, rows in report.cells.get(type(row), ()):
        if rows.filter(pk=row.pk).exists() and (share := carried(figure, rows, row)) != 0:
            found[ask] = share
    return found


def kinds(report: Report):
    """One row for every different set of cells a row can stand in, up to a handful a kind of record."""
    for ask in report.counted():
        row = report.rows(ask).order_by("pk").first()
        if row is not None:
            yield row


def test_a_row_that_leaves_takes_exactly_its_share_along(report):
    before, seen, counted = report.values(), set(), 0
    for row in kinds(report):
        if (row._meta.label, row.pk) in seen:
            continue
        seen.add((row._meta.label, row.pk))
        expected = standing_in(report, row)
        try:
            with transaction.atomic():
                with whoever_writes(row):
                    type(row)._default_manager.filter(pk=row.pk).update(**leaving(report, row))
                after = report.values()
                raise Undo
        except Undo:
            moved = {ask for ask in report.asks if after[ask] != before[ask]}
            others = may_move(report, row) if moved & set(report.counted()) != set(expected) else set()
            assert set(expected) <= moved & set(report.counted()) <= set(expected) | others, row
            assert moved <= report.resting_on(set(expected) | others), row  # a rate may round to what it was
            for ask, share in expected.items():
                assert share is None or before[ask] - after[ask] == share, (row, ask)
        counted += len(expected)
    assert counted > len(seen) > 5  # a further booth at the same station moves nothing, all others do
    assert report.values() == before


def test_a_row_added_adds_exactly_its_share(report):
    from kwonik.counselling.models import Consultation
    from kwonik.remedy.models import ReliefCase

    before = report.values()
    for model in (Consultation, ReliefCase):
        ask = next(
            a for a in report.counted() if report.rows(a).model is model and a.cut and report.rows(a).exists()
        )
        row = report.rows(ask).order_by("-pk").first()
        expected = standing_in(report, row)
        row.pk, row.reference, row.import_key, row.form_token = None, "시험-1", None, None
        row._state.adding = True
        row.save()
        after = report.values()
        assert {a for a in report.asks if after[a] != before[a]} == report.resting_on(set(expected))
        assert all(after[a] - before[a] == 1 for a in expected)
        before = after


def ids_moved(report: Report, change) -> set[str]:
    """The ids of the source document's figures that a change moves."""
    from kwonik.catalogue.queries import own_centre
    from kwonik.reports import queries

    def numbers():
        spec, window = report.spec, report.window
        found = queries.composed(report.template, own_centre(), window.period, window.as_of, spec.dated_on)
        return {id: value for id, (value, _) in found.by_id.items()}

    before = numbers()
    change()
    after = numbers()
    return {id for id in before if before[id] != after[id]}


@ONLY_SEOUL
@pytest.mark.parametrize(
    ("service", "party", "channel", "issue", "moved"),
    [
        ("legal", "worker", "phone", "unpaid_wages", {"S.01.counsel.total", "S.01.counsel.worker"}),
        ("legal", "employer", "phone", None, {"S.01.counsel.total", "S.01.counsel.employer"}),
        ("tax", None, "visit", None, {"S.03.tax.total", "S.03.tax.방문"}),
        ("tax", None, "online", None, {"S.03.tax.total", "S.03.tax.온라인"}),
    ],
)
def test_a_consultation_moved_into_the_past_moves_these_and_no_other(
    report, service, party, channel, issue, moved
):
    from kwonik.counselling.models import Consultation

    rows = Consultation.objects.filter(
        service__code=service, channel__code=channel, booth=None, withdrawn_at=None
    )
    rows = rows.filter(occurred_on__range=(report.window.period.first_on, report.window.period.last_on))
    rows = rows.filter(
        is_business_contact=False,
        **({"party": party} if party else {}),
        **({"issue__code": issue} if issue else {}),
    )
    row = rows.filter(centre__in=report.window.centres).first()

    assert (
        ids_moved(report, lambda: Consultation.objects.filter(pk=row.pk).update(occurred_on=LONG_AGO))
        == moved
    )


@ONLY_SEOUL
def test_a_won_spent_moves_the_line_its_tier_and_the_total(report):
    from kwonik.budget.models import Spending

    if report.template.code != "main-report":
        return
    row = Spending.objects.filter(line__code="tax_counselling", spent_on__lte=report.window.as_of).first()

    moved = ids_moved(
        report, lambda: Spending.objects.filter(pk=row.pk).update(amount_won=row.amount_won + 1)
    )

    assert {id for id in moved if not id.endswith("집행률")} == {
        f"S.bud.{line}.{column}" for line in ("01", "02", "12") for column in ("집행액", "집행잔액")
    }
