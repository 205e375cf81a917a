"""An edition is what was published, for ever; what moves afterwards is told with the rows and whoever moved them."""

import copy
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from kwonik.budget.models import Allotment, BudgetLine, Spending
from kwonik.kernel import audit, journal
from kwonik.kernel.models import AuditEvent
from kwonik.kernel.periods import parse
from kwonik.places.rules import Refused
from kwonik.reports import actions, queries
from kwonik.reports.codes import RowMove
from kwonik.reports.models import Edition, EditionFigure, EditionFile, FigureDefinition
from tests.factories import make_account

from .conftest import BODY

YEAR = parse("2025-01/2025-09")
CHECK = {"id": "spent", "is": "T.spent", "sum": ["T.spent"]}


@pytest.fixture
def publisher(centre):
    return make_account(
        "reports.edition:publish",
        "reports.report:view",
        "reports.figure:explain",
        "reports.period:close",
        "reports.period:settle",
        "reports.exception:grant",
        "budget.line:view",
        centre=centre,
    )


@pytest.fixture
def closed(centre, publisher, spendings):
    for level in ("centre", "city"):
        actions.close(by=publisher, centre=centre, period=YEAR, level=level)


def publish(publisher, template, centre, **other) -> Edition:
    asked = {"period": YEAR, "as_of": date(2025, 9, 30), "dated_on": date(2025, 10, 15)}
    return actions.publish(by=publisher, template=template, centre=centre, **asked | other)


@pytest.fixture
def edition(closed, publisher, template, centre):
    return publish(publisher, template, centre)


@pytest.fixture
def open_again(edition, centre, publisher):
    for level in ("city", "centre"):
        actions.reopen(by=publisher, centre=centre, period=YEAR, level=level, reason="고칠 것이 있음")


def moved(edition) -> dict[str, queries.Moved]:
    """What moved, by its number in the source document or else by its words."""
    return {one.figure.ref or one.figure.label: one for one in queries.drift(edition).moved}


def test_an_edition_keeps_value_print_rows_definition_and_files(edition, spendings):
    spent = edition.figures.get(ref="T.spent")

    assert (spent.value, spent.printed, spent.unit, spent.kind) == (300_000, "300,000", "원", "counted")
    assert spent.rows == [spendings[0].pk, spendings[1].pk]
    assert spent.measured == ["100000", "200000"]
    assert (spent.definition.code, spent.definition.version) == ("budget.spent", 1)
    rate = edition.figures.get(ref="T.rate")
    assert [edition.figures.get(place=place).code for place in rate.parts] == [
        "budget.spent",
        "budget.allotted",
    ]
    assert {file.form for file in edition.files.all()} == {"html", "pdf", "hwpx", "xlsx"}
    assert edition.number == 1 and not queries.broken(edition)
    assert edition.tree["is"] == "Report"
    assert AuditEvent.objects.filter(code="reports.edition.published", subject_id=edition.pk).exists()


def test_an_edition_cannot_be_changed(edition):
    figure = edition.figures.first()
    for act in (
        lambda: Edition.objects.filter(pk=edition.pk).update(number=9),
        lambda: EditionFile.objects.filter(edition=edition).delete(),
        lambda: EditionFigure.objects.filter(pk=figure.pk).update(value=1),
        lambda: FigureDefinition.objects.filter(pk=figure.definition_id).update(meaning="다른 뜻"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_whoever_goes_around_the_database_is_found_out(edition):
    with transaction.atomic(), journal.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_editionfigure DISABLE TRIGGER USER")
        cursor.execute("UPDATE reports_editionfigure SET value = 1 WHERE ref = 'T.spent'")
        cursor.execute("ALTER TABLE reports_editionfigure ENABLE TRIGGER USER")

    assert any("집행액" in said for said in queries.broken(edition))


def test_nothing_is_published_before_both_steps_are_closed(centre, publisher, template, spendings):
    with pytest.raises(Refused, match="센터 마감을 하지 않은 달"):
        publish(publisher, template, centre)
    actions.close(by=publisher, centre=centre, period=YEAR, level="centre")
    with pytest.raises(Refused, match="시 마감을 하지 않은 달"):
        publish(publisher, template, centre)
    assert not Edition.objects.exists()


def with_body(template, **changes):
    template.body = copy.deepcopy(BODY) | changes
    template.save()
    return template


def test_nothing_is_published_while_a_check_fails_or_waits(closed, publisher, template, centre):
    wrong = {"id": "wrong", "is": "T.spent", "sum": ["T.spent", "T.rate"]}
    with pytest.raises(Refused, match="맞지 않는 검산이 있습니다: wrong"):
        publish(publisher, with_body(template, checks=[CHECK, wrong]), centre)
    waiting = {"id": "later", "is": "T.spent", "sum": ["T.later"]}
    with pytest.raises(Refused, match="아직 할 수 없는 검산이 있습니다: later"):
        publish(publisher, with_body(template, checks=[waiting], awaited=["T.later"]), centre)
    edition = publish(publisher, with_body(template, checks=[CHECK]), centre)
    assert [one["id"] for one in edition.checks] == ["spent"]


def test_nothing_is_published_while_numbers_are_missing_unless_they_may(closed, publisher, template, centre):
    pending = {"text": "집계 전", "ids": ["T.one"]}
    blocks = [*BODY["blocks"], {"pending": pending}]
    with pytest.raises(Refused, match=r"아직 세지 않는 수가 있습니다: T\.one"):
        publish(publisher, with_body(template, blocks=blocks), centre)
    blocks = [*BODY["blocks"], {"pending": pending | {"allowed": True}}]
    assert publish(publisher, with_body(template, blocks=blocks), centre)


def test_a_correction_is_a_new_edition_with_a_reason(edition, publisher, template, centre):
    with pytest.raises(Refused, match="정정 사유"):
        publish(publisher, template, centre)
    second = publish(publisher, template, centre, reason="집행액 누락")
    assert (second.number, second.supersedes, second.reason) == (2, edition, "집행액 누락")
    assert queries.latest_edition(template, centre, YEAR) == second


def test_the_same_form_publishes_once(closed, publisher, template, centre):
    token = "0e0c0c4e-6a6c-4dd9-a6f0-000000000001"
    assert publish(publisher, template, centre, form_token=token) == publish(
        publisher, template, centre, form_token=token
    )


def test_at_first_nothing_has_moved_and_it_comes_out_again(edition):
    found = queries.drift(edition)
    assert not found.moved and not found.shifted and found.total == edition.figures.filter(shown=True).count()
    assert not queries.recomputed(edition)


def test_a_late_entry_a_withdrawal_and_an_amount_are_told_with_who_did_it(
    edition, open_again, line, spendings, publisher
):
    late = Spending.objects.create(
        centre=line.centre, line=line, spent_on=date(2025, 5, 5), amount_won=70_000, summary="늦게 적음"
    )
    audit.record("budget.spending.recorded", late, by=publisher)
    Spending.objects.filter(pk=spendings[0].pk).update(
        withdrawn_at="2025-12-01T00:00:00+09:00", withdrawn_reason="두 번 적음"
    )
    Spending.objects.filter(pk=spendings[1].pk).update(amount_won=190_000)

    spent = moved(edition)["T.spent"]
    rows = {row.pk: row for row in spent.rows}

    assert spent.now == 260_000 and spent.change == -40_000
    assert rows[late.pk].move == RowMove.LATE
    assert [event.code for event in rows[late.pk].events] == ["budget.spending.recorded"]
    assert rows[spendings[0].pk].move == RowMove.WITHDRAWN
    assert (rows[spendings[1].pk].move, rows[spendings[1].pk].before, rows[spendings[1].pk].after) == (
        RowMove.AMOUNT,
        "200000",
        "190000",
    )
    assert rows[spendings[1].pk].columns == ("금액(원)",)
    assert not queries.recomputed(edition) and not queries.broken(edition)


def test_a_row_moved_to_another_cell_is_told_as_that(edition, open_again, line, spendings, centre):
    other = BudgetLine.objects.create(
        centre=centre, year=2025, code="other", group="programme", area="교육 사업", name="교육"
    )
    Allotment.objects.create(centre=centre, line=other, decided_on=date(2025, 1, 2), amount_won=900_000)
    Spending.objects.filter(pk=spendings[0].pk).update(line=other)

    found = moved(edition)
    of_line = found["집행액 (취약노동자 법률구조)"]
    assert of_line.now == 200_000
    assert [row.move for row in of_line.rows] == [RowMove.LEFT]
    assert "T.spent" not in found
    assert found["T.rate"].now == Decimal("17.6")


def test_the_same_number_of_other_rows_is_told_apart(edition, open_again, line, spendings):
    Spending.objects.filter(pk=spendings[0].pk).delete()
    Spending.objects.create(
        centre=line.centre, line=line, spent_on=date(2025, 5, 5), amount_won=100_000, summary="다시 적음"
    )

    found = queries.drift(edition)

    assert not found.moved
    (spent,) = [one for one in found.shifted if one.figure.ref == "T.spent"]
    assert {row.move for row in spent.rows} == {RowMove.LATE, RowMove.DELETED}


def test_the_number_of_statements_does_not_grow_with_what_moved(
    edition, open_again, line, assert_constant_queries
):
    def spend(count):
        for day in range(1, count + 1):
            Spending.objects.create(
                centre=line.centre, line=line, spent_on=date(2025, 5, day), amount_won=1, summary="하나"
            )

    spend(1)
    assert_constant_queries(lambda: queries.drift(edition), lambda: spend(5))
