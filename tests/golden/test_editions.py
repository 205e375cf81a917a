"""After 1,000 edits and a changed definition every old edition is what it was, and drift names what moved, nothing else."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Q
from django.utils import timezone

from kwonik.catalogue.models import ReportTemplate
from kwonik.catalogue.queries import own_centre
from kwonik.documents import html
from kwonik.kernel import figures, journal
from kwonik.kernel.figures import Condition, Derived
from kwonik.kernel.periods import Period, parse
from kwonik.places.models import Centre
from kwonik.reports import access, actions, queries
from kwonik.reports.queries import ask_of
from tests.factories import make_account
from tests.pledges.factories import make_milestone, make_pledge, make_status
from tests.sample import other_database

from .edits import Edits

EDITS = 1_000


def only(profile: str):
    return pytest.mark.parametrize(
        "profile", [pytest.param(profile, marks=pytest.mark.xdist_group(profile))], indirect=True
    )


@pytest.fixture(
    scope="module", params=[pytest.param(p, marks=pytest.mark.xdist_group(p)) for p in ("seoul", "anyang")]
)
def profile(request, sample_copy, django_db_blocker):
    with django_db_blocker.unblock(), other_database(sample_copy(request.param)):
        yield request.param


@pytest.fixture
def centre(sample):
    return own_centre()


@pytest.fixture
def publisher(centre):
    return make_account(
        "reports.edition:publish",
        "reports.period:close",
        "reports.period:settle",
        "reports.exception:grant",
        "people.client:merge",
        centre=centre,
    )


@pytest.fixture
def clerk(centre):
    return make_account("people.client:merge", centre=centre)


@pytest.fixture
def spec(centre):
    (template,) = access.templates()
    return queries.spec_of(template)


@pytest.fixture
def publish(centre, publisher, spec):
    def one(reason="", subject=""):
        (template,) = access.templates()
        return actions.publish(
            by=publisher,
            template=template,
            centre=centre,
            period=parse(spec.period),
            as_of=spec.as_of,
            dated_on=spec.dated_on,
            subject=subject,
            reason=reason,
        )

    return one


def without_checks() -> None:
    """Edits at random do not add up; the document is published all the same."""
    (template,) = access.templates()
    template.body = {**template.body, "checks": []}
    template.save()


@pytest.fixture
def closed(centre, publisher, spec):
    """Both steps for the centre and for those below it; the sample's accounts below are not asked to come."""
    period = parse(spec.period)
    for one in Centre.objects.filter(parent=centre):
        if not queries.with_nobody(Centre.objects.filter(pk=one.pk), timezone.localdate()).exists():
            there = make_account("reports.period:close", centre=one)
            actions.close(by=there, centre=one, period=period, level="centre")
    for level in ("centre", "city"):
        actions.close(by=publisher, centre=centre, period=period, level=level)


@pytest.fixture
def excepted(closed, centre, publisher, clerk, spec):
    """The clerk may write everywhere all the same."""
    for room in queries.rooms():
        actions.grant_exception(
            by=publisher,
            centre=centre,
            account=clerk,
            room=room,
            period=parse(spec.period),
            until_at=timezone.now() + timedelta(days=1),
            reason="시험",
        )


class Recount:
    """The same numbers counted without any of our machinery: one figure, one cell, one list at a time."""

    def __init__(self, edition) -> None:
        self.window = queries.window_of_edition(edition)
        shown = [one for one in edition.figures.order_by("place") if one.shown]
        self.cells = {one.place: self.cell(ask_of(one)) for one in shown}

    def cell(self, ask) -> tuple[Decimal | None, tuple]:
        figure, fixed = figures.registry.find(ask.code)
        if isinstance(figure, Derived):
            parts = [self.cell(part) for part in figures.inputs(figure, ask, self.window)]
            value = figure.formula(*(value for value, _ in parts))
            return (None if value is None else Decimal(value)), ()
        period: Period = ask.period or self.window.period
        if not figure.ahead and period.first_on > self.window.as_of:
            return Decimal(0), ()
        rows = figure.rows(self.window.during(period), (*ask.cut, *fixed))
        path = getattr(figure.measure, "path", None)
        found = sorted(rows.order_by().values_list("pk", *([path] if path else [])), key=str)
        kind = type(figure.measure).__name__
        held = [line[1] for line in found if len(line) > 1 and line[1] is not None]
        value = {
            "Count": lambda: len(found),
            "Sum": lambda: sum(held),
            "Distinct": lambda: len(set(held)),
            "Highest": lambda: max(held, default=None),
        }[kind]()
        return (None if value is None else Decimal(value)), tuple(found)

    def against(self, other: "Recount") -> tuple[set[int], set[int]]:
        """The places that hold another value there, and those that hold the same one made of other rows."""
        moved = {place for place, (value, _) in self.cells.items() if other.cells[place][0] != value}
        shifted = {place for place, (_, rows) in self.cells.items() if other.cells[place][1] != rows}
        return moved, shifted - moved


def named(moved) -> set[int]:
    return {one.figure.place for one in moved}


def contents(edition) -> dict[str, bytes]:
    return {file.form: bytes(file.content) for file in edition.files.all()}


@only("seoul")
def test_a_thousand_edits_change_no_edition_and_drift_names_what_moved(
    excepted, publish, centre, clerk, spec
):
    edits = Edits(4, clerk, centre)
    first = publish()
    counted, printed = Recount(first), contents(first)
    edits.make(EDITS // 2)
    without_checks()
    second = publish("늦은 기록을 더함")
    counted_again, printed_again = Recount(second), contents(second)
    edits.make(EDITS // 2)
    after = Recount(first)

    assert edits.done.total() == EDITS and len(edits.done) == 5
    for edition, then, files in ((first, counted, printed), (second, counted_again, printed_again)):
        moved, shifted = then.against(after)
        found = queries.drift(edition)
        assert moved and named(found.moved) == moved
        assert named(found.shifted) == shifted
        assert all(one.now == after.cells[one.figure.place][0] for one in found.moved)
        assert contents(edition) == files
        assert not queries.broken(edition)
        assert not queries.recomputed(edition)
        with journal.as_of(edition.position):
            template = ReportTemplate(code=spec.code, body=edition.body)
            again = queries.composed(template, centre, edition.period, edition.as_of, edition.dated_on)
            assert html.write(again.report) == files["html"]


@only("anyang")
def test_the_card_of_another_pledge_has_editions_of_its_own(closed, publish, centre):
    second = make_pledge(centre, title="노동인권센터 분소 설치", funding="none")
    make_status(second, "behind")
    make_milestone(second, first_quarter=20251, last_quarter=20252)

    card, other = publish(), publish(subject=second.code)
    corrected = publish("자료를 더함", subject=second.code)

    assert [one.number for one in (card, other, corrected)] == [1, 1, 2]
    assert corrected.supersedes == other
    assert other.name == "공약 이행 관리카드: 노동인권센터 분소 설치"
    assert (
        second.title in contents(other)["html"].decode()
        and second.title not in contents(card)["html"].decode()
    )
    assert len(card.checks) == 57 and not other.checks, "a card answers for the numbers it prints"
    assert not queries.broken(other) and not queries.recomputed(other)


def test_a_changed_definition_changes_no_edition_and_is_told(closed, publish, monkeypatch):
    edition = publish()
    files = contents(edition)
    counted = Recount(edition)
    figure = figures.registry.counted_as("counselling.{service}")
    narrower = replace(
        figure,
        meaning=f"{figure.meaning} 전화로 한 것만 센다.",
        conditions=(*figure.conditions, Condition("전화로 상담함", lambda window: Q(channel__code="phone"))),
    )
    monkeypatch.setitem(figures.registry._by_code, figure.code, narrower)

    found = queries.drift(edition)
    moved, _ = counted.against(Recount(edition))

    assert moved and named(found.moved) == moved
    assert all(one.redefined for one in found.moved if one.figure.kind == "counted")
    assert not queries.recomputed(edition) and not queries.broken(edition)
    assert contents(edition) == files
    versions = actions.note_definitions()
    assert versions[figure.code].version == 2
    assert all(one.definition.version == 1 for one in edition.figures.filter(code="counselling.legal"))
