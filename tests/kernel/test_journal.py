"""The journal of changes: every table that a figure reads is watched, and any state of them can be asked for again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from kwonik.kernel import journal
from kwonik.kernel.figures import registry, watching
from kwonik.kernel.models import Change
from kwonik.kernel.refusals import PeriodClosed
from kwonik.places.models import District

pytestmark = pytest.mark.django_db


def triggers() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'kwonik_%'")
        return set(cursor.fetchall())


def test_every_table_that_a_figure_reads_is_watched():
    read = {
        table for figure in registry.counted() for table in watching.tables_of(watching.statement_of(figure))
    }
    stand = triggers()

    assert "counselling_consultation" in read
    for event in ("insert", "update", "delete"):
        assert {table for table, name in stand if name == f"kwonik_journal_{event}"} == read


def test_every_table_of_a_dated_figure_is_kept_when_a_month_is_closed():
    dated = {figure.source().model._meta.db_table for figure in registry.counted() if figure.settles_by}
    stand = triggers()

    for event in ("insert", "update", "delete"):
        assert {table for table, name in stand if name == f"kwonik_closed_{event}"} == dated


def test_what_came_changed_and_went_is_noted():
    start = journal.position()
    row = District.objects.create(code="here", name="여기구")
    District.objects.filter(pk=row.pk).update(name="저기구")
    District.objects.filter(pk=row.pk).update(name="저기구")
    pk = row.pk
    row.delete()

    came, changed, went = Change.objects.filter(pk__gt=start)
    assert (came.table, came.arrived) == ("places_district", [pk])
    assert (changed.row, changed.was["name"]) == (pk, "여기구")
    assert (went.row, went.was["name"]) == (pk, "저기구")
    assert came.transaction == went.transaction


def test_as_of_a_change_every_table_stands_as_it_stood():
    kept = District.objects.create(code="kept", name="그대로구")
    gone = District.objects.create(code="gone", name="가는구")
    told = District.objects.create(code="told", name="처음구")
    then = journal.position()
    District.objects.filter(pk=told.pk).update(name="나중구")
    District.objects.filter(pk=told.pk).update(name="더나중구")
    District.objects.create(code="late", name="늦은구")
    District.objects.filter(pk=gone.pk).delete()

    with journal.as_of(then):
        names = set(District.objects.values_list("name", flat=True))

    assert names == {"그대로구", "가는구", "처음구"}
    assert set(District.objects.values_list("name", flat=True)) == {"그대로구", "더나중구", "늦은구"}
    assert kept.pk


def test_the_database_itself_says_that_a_month_is_closed():
    said = "2025년 9월은 마감한 달입니다."
    with pytest.raises(PeriodClosed, match=said), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'KW001', MESSAGE = '{said}'; END $$")


def test_installing_again_does_nothing():
    assert not journal.install()


def test_a_moment_is_a_change_too():
    District.objects.create(code="before", name="앞구")
    moment = Change.objects.latest("pk").at
    then = Change.objects.latest("pk").pk
    District.objects.create(code="after", name="뒤구")

    assert journal.position_at(moment) == then < journal.position()


@pytest.mark.django_db(transaction=True)
def test_the_position_of_a_snapshot_is_exact_while_others_write():
    """Whoever writes when the snapshot is taken is waited for, and may go on at once; who comes later is not seen."""
    writing, taken = Event(), Event()

    def write() -> None:
        with transaction.atomic():
            District.objects.create(code="early", name="이른구")
            writing.set()
            sleep(0.3)
        taken.wait(10)
        District.objects.create(code="late", name="늦은구")
        connection.close()

    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(write)
        assert writing.wait(10)
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            position = journal.position()
            taken.set()
            done.result(10)
            seen = set(District.objects.values_list("code", flat=True))
            changes = Change.objects.filter(table="places_district")
            assert seen == {"early"}
            assert [change.pk <= position for change in changes] == [True]
    assert Change.objects.filter(table="places_district", pk__gt=position).count() == 1
