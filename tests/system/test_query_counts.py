"""However many records there are and however long they grew, a page asks the same number of questions."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import fill, lengthen

from .doors import OF_ONE_PERSON, Door, doors

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("world")]

MOST = 30
MOST_OF = {"reports:report": 150, "reports:programmes": 60, "today": 45}
"""Pages that print the numbers of all programmes: a few statements for every kind of record, none for a number. A day's page asks
once for each queue of whoever opens it."""
AS_FILES = {
    "counselling:consultations": "?format=xlsx",
    "remedy:deadlines": "?format=xlsx",
    "reports:rows": "&format=xlsx",
    "reports:report": "?format=xlsx",
}


def asked(client, address: str) -> list[str]:
    connection.queries_log.clear()  # it holds a few thousand; full, it grows no more and nothing would be counted
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
        b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [query["sql"] for query in captured]


def test_no_page_asks_more_when_there_is_more(world, everything, browsers):
    rows = dict(world.ours.rows)
    pages = {
        (door.name, address): browsers.get(OF_ONE_PERSON.get(door.permission, ""), everything)
        for door in doors()
        if door.method != "POST" and ":" in door.name
        for address in addresses(door, rows)
    } | {("today", f"/today/#{role}"): client for role, client in browsers.items() if role != "anonymous"}

    def measured() -> dict[tuple[str, str], list[str]]:
        return {page: asked(client, page[1]) for page, client in pages.items()}

    def grow() -> None:
        fill(world.ours)
        lengthen(world.ours, rows)

    grow()
    measured()  # fills what is kept between requests
    before = measured()
    grow()
    grow()
    measured()  # a programme made at the desk makes the catalogue be read anew
    after = measured()

    grown = {page: more(before[page], after[page]) for page in pages if len(after[page]) != len(before[page])}
    assert not grown
    limits = {page: MOST_OF.get(page[0], MOST) for page in pages}
    assert {page: len(after[page]) for page in pages if not 3 <= len(after[page]) <= limits[page]} == {}


def addresses(door: Door, rows) -> list[str]:
    address = door.address(rows)
    return [address, address + AS_FILES[door.name]] if door.name in AS_FILES else [address]


def more(before: list[str], after: list[str]) -> list[str]:
    """The questions that were asked more often, without what they asked for."""
    counted = Counter(map(shape, after)) - Counter(map(shape, before))
    return [f"{count}x {sql}" for sql, count in counted.items()]


def shape(sql: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b|_x\d+", "?", sql)[:400]
