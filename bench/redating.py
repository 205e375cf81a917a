"""100,000 critical dates re-dated after a late holiday: goal at most 10 seconds, all of them moved in one statement.

The dates of 100,000 cases end on one working day, which becomes a holiday: the worst there can be. Then another holiday,
which moves none of them.
"""

from datetime import date, timedelta
from itertools import cycle
from typing import Any

from bench import ground

ROWS, GOAL = 100_000, 10.0
DATABASE = "bench_redating"
LAST_ON, QUIET_ON = date(2027, 3, 3), date(2027, 3, 8)
DAYS = 20


def main() -> None:
    with ground.database(DATABASE):
        by = fill()
        for what, day in (("모두 옮김", LAST_ON), ("하나도 옮기지 않음", QUIET_ON)):
            count, took = redated(by, day)
            verdict = "목표 안" if took <= GOAL else "목표 밖"
            print(
                f"기한 {ROWS:,}건 가운데 {count:,}건 다시 셈 ({what}): {took:.2f}초 (목표 {GOAL:.0f}초, {verdict})",
                flush=True,
            )


def redated(by: Any, day: date) -> tuple[int, float]:
    """How many dates a holiday on that day, besides the one before, moves, and in how many seconds."""
    from django.db import transaction

    from kwonik.kernel.calendar import WorkingCalendar
    from kwonik.kernel.reckoned import Correction
    from kwonik.remedy.actions import redate

    counts: list[int] = []

    def work() -> None:
        with transaction.atomic():
            calendar = WorkingCalendar({LAST_ON: "임시공휴일", day: "임시공휴일"})
            counts.append(redate(by, Correction(day, "임시공휴일"), calendar))

    took = ground.seconds(work)
    return counts[0], took


def fill() -> Any:
    """A centre with 100,000 cases, a date in each: every one ends on LAST_ON."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from kwonik.kernel.copying import copy_in
    from kwonik.remedy.models import CriticalDate, ReliefCase
    from tests.factories import make_account, make_centre, make_service

    centre, service = make_centre("bench"), make_service("remedy")
    by = make_account(centre=centre)
    from kwonik.catalogue.queries import codes_by_field

    codes = {field: found[0].pk for field, found in codes_by_field(service).items()}
    now = date(2026, 11, 1)

    def copy(model: Any, count: int, **columns: Any) -> None:
        rows = zip(*(cycle(values) for values in columns.values()), strict=False)
        copy_in(model, list(columns), [next(rows) for _ in range(count)])

    copy(
        ReliefCase,
        ROWS,
        centre_id=[centre.pk],
        service_id=[service.pk],
        reference=[f"R-{n:06}" for n in range(ROWS)],
        client_group_id=[codes["client_group"]],
        issue_id=[codes["issue"]],
        forum_id=[codes["forum"]],
        opened_on=[now],
        turn_since=[now],
        turn=["centre"],
        state=["preparing"],
    )
    copy(
        CriticalDate,
        ROWS,
        case_id=list(ReliefCase.objects.values_list("pk", flat=True)),
        term=[f"직접 정한 기한 {n}" for n in range(DAYS)],
        nature=["own"],
        amount=list(range(DAYS)),
        unit=["days"],
        event_on=[LAST_ON - timedelta(days=n) for n in range(DAYS)],
        raw_last_on=[LAST_ON],
        last_on=[LAST_ON],
        known_on=[now],
        state=["open"],
    )
    return by
