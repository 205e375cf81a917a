"""SR 처리율: of the requests of the period those done by its last counted day, and not a day later."""

from datetime import date, datetime, timedelta

import pytest

from kwonik.kernel import figures
from kwonik.kernel.figures import Ask, Window
from kwonik.kernel.periods import SEOUL, parse
from tests.factories import make_centre
from tests.servicedesk.factories import ASKED, make_request

AS_OF = date(2025, 9, 30)
COUNTED = ("servicedesk.requests", "servicedesk.done", "servicedesk.on_time")
RATES = ("servicedesk.done_rate", "servicedesk.on_time_rate")
DAY = timedelta(days=1)


@pytest.fixture
def window(centre):
    return Window((centre.pk,), parse("2025-01/2025-09"), AS_OF)


@pytest.fixture
def rows(centre):
    """Eight that count, six of them done, five on time; and everything that must not count."""
    done = [make_request(centre, done_after=DAY) for _ in range(4)]
    make_request(centre, "content", done_after=5 * DAY)
    make_request(
        centre, urgency="urgent", requested_at=datetime(2025, 9, 30, 9, tzinfo=SEOUL), done_after=DAY / 2
    )
    late = datetime(2025, 9, 30, 23, tzinfo=SEOUL)
    after = make_request(centre, requested_at=late, done_after=2 * timedelta(hours=1))
    make_request(centre, state="returned", reason="범위 밖")
    make_request(centre, state="cancelled", reason="스스로 해결함")
    make_request(centre, requested_at=datetime(2025, 10, 1, 0, tzinfo=SEOUL), done_after=DAY)
    make_request(centre, requested_at=datetime(2024, 12, 31, 23, 59, tzinfo=SEOUL), done_after=DAY)
    make_request(make_centre("elsewhere"), done_after=DAY)
    return {"done": done, "after": after}


def every_ask():
    asks = [Ask.of(code) for code in (*COUNTED, *RATES)]
    figure, _ = figures.registry.find("servicedesk.requests")
    return asks + [
        Ask.of(code, **{cut.key: one}) for code in COUNTED for cut in figure.by for one in cut.labels()
    ]


def numbers(window):
    answers = figures.compute(window, every_ask())
    return {
        (ask.code.removeprefix("servicedesk."), *ask.cut): answer.value for ask, answer in answers.items()
    }


def test_what_was_asked_done_and_done_on_time(window, rows):
    found = numbers(window)
    assert (found["requests",], found["done",], found["on_time",]) == (8, 6, 5)
    assert (found["done_rate",], found["on_time_rate",]) == (75, 83)
    assert found["requests", ("kind", "content")] == found["done", ("kind", "content")] == 1
    assert found["on_time", ("kind", "content")] == 0
    assert found["requests", ("urgency", "urgent")] == 1


def test_every_number_is_the_aggregate_of_its_own_list(window, rows):
    for ask, answer in figures.compute(window, every_ask()).items():
        if ask.code in COUNTED:
            figure, _ = figures.registry.find(ask.code)
            assert answer.value == figure.rows(window, ask.cut).count(), ask


def test_done_an_hour_after_the_period_is_done_only_for_a_later_cut_off(window, rows, centre):
    later = Window((centre.pk,), parse("2025-01/2025-10"), date(2025, 10, 1))
    assert numbers(window)["done",] == 6
    assert numbers(later)["done",] == 7  # that one; the one asked on 1 October is done on the 2nd


def test_a_month_is_cut_off_at_its_own_end(window, rows):
    """Done in October: not done in September's column, whatever the report's other columns ask."""
    asks = [Ask.of("servicedesk.done", period=parse(month)) for month in ("2025-05", "2025-09")]
    asks += [Ask.of("servicedesk.requests", period=parse(month)) for month in ("2025-05", "2025-09")]
    assert [answer.value for answer in figures.compute(window, asks).values()] == [5, 1, 6, 2]


@pytest.mark.parametrize(
    ("values", "change"),
    [
        (
            {"state": "cancelled", "reason": "두 번 올림", "done_at": None},
            {"requests": -1, "done": -1, "on_time": -1},
        ),
        ({"state": "working", "done_at": None}, {"done": -1, "on_time": -1}),
        ({"due_at": ASKED}, {"on_time": -1}),
        (
            {"requested_at": datetime(2025, 1, 1, tzinfo=SEOUL) - timedelta(minutes=1)},
            {"requests": -1, "done": -1, "on_time": -1},
        ),
    ],
)
def test_a_request_changed_moves_what_it_should(window, rows, values, change):
    before = numbers(window)
    row = rows["done"][0]
    type(row).objects.filter(pk=row.pk).update(**values)
    after = numbers(window)
    assert {
        name: after[name,] - before[name,]
        for name in ("requests", "done", "on_time")
        if after[name,] != before[name,]
    } == change
    row.refresh_from_db()
    standing = {s.figure.code: s.counted for s in figures.standings(row, window)}
    assert standing["servicedesk.requests"] is ("requests" not in change)


def test_176_of_177_print_as_99(window, centre):
    for _ in range(176):
        make_request(centre, done_after=DAY)
    make_request(centre)
    answer = figures.compute(window, [Ask.of("servicedesk.done_rate")])[Ask.of("servicedesk.done_rate")]
    assert (answer.value, answer.printed) == (99, "99")
