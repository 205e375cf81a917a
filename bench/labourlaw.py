"""A million severance payments through the library against bare loops, and 100,000 deadlines after a new holiday.

All three compute the same fields from the same facts in the same run; the library reads them from JSON values and
writes a worksheet (steps, articles, assumptions) to each. The bare loops are the same arithmetic and nothing else: once
with fractions, which are exact, and once with decimals, which are not. Goals: at most 3x the one, 10x the other.
"""

import random
import statistics
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import islice
from math import ceil

from bench import ground
from kwonik.kernel.calendar import WorkingCalendar
from kwonik.labourlaw import CALCULATIONS
from kwonik.labourlaw.subjects.deadlines import terms
from kwonik.labourlaw.subjects.severance import window_of

PAYMENTS, KINDS_OF_FACTS = 1_000_000, 10_000
GOALS = {"분수": 3.0, "십진수": 10.0}
DEADLINES, SECONDS = 100_000, 5.0
NEW_HOLIDAY = date(2027, 4, 30)


def main() -> None:
    _severance()
    _deadlines()


def _severance() -> None:
    people = facts()
    library = CALCULATIONS["severance_pay"]
    read = [library.read(each) for each in people]
    for each, known in zip(people[:500], read[:500], strict=True):
        paid = library(**each).severance
        assert paid == with_fractions(**known) == library.of(**known).severance
        assert abs(paid - with_decimals(**known)) <= 1
    took: dict[str, list[float]] = {"JSON": [], "읽은 사실": [], "분수": [], "십진수": []}
    runs = {"JSON": (library, people), "읽은 사실": (library.of, read), "분수": (with_fractions, read)}
    runs["십진수"] = (with_decimals, read)
    for _ in range(PAYMENTS // KINDS_OF_FACTS):  # in turn, so that a busy machine is busy for all
        for name, (answer, rows) in runs.items():
            took[name].append(ground.seconds(lambda answer=answer, rows=rows: _answer(answer, rows)))
    print(
        f"퇴직금 {PAYMENTS:,}건:",
        ", ".join(f"{name} {sum(seconds):,.1f}초" for name, seconds in took.items()),
        flush=True,
    )
    for name, goal in GOALS.items():
        for ours in ("JSON", "읽은 사실"):
            pairs = zip(took[ours], took[name], strict=True)
            ratio = statistics.median(one / other for one, other in pairs)
            ground.report(f"풀이까지({ours}) / {name}만", sum(took[ours]), sum(took[name]), ratio, goal)


def _answer(answer, rows: list[dict]) -> None:
    for row in rows:
        answer(**row)


def facts() -> list[dict]:
    """Made-up people: hired 2005-2024, gone up to 2026, paid 1 to 9 million won a month."""
    chance = random.Random(5)
    found = []
    for _ in range(KINDS_OF_FACTS):
        hired = date(2005, 1, 1) + timedelta(days=chance.randrange(7_000))
        left = hired + timedelta(days=chance.randrange(200, 7_800))
        found.append(
            {
                "hire_date": hired.isoformat(),
                "retire_date": min(left, date(2026, 11, 22)).isoformat(),
                "wages_3m": chance.randrange(3_000_000, 27_000_000),
                "annual_bonus": chance.randrange(0, 9_000_000),
                "annual_leave_pay": chance.randrange(0, 900_000),
                "ordinary_daily_wage": chance.randrange(30_000, 300_000),
            }
        )
    return found


def with_fractions(
    hire_date, retire_date, wages_3m, annual_bonus, annual_leave_pay, ordinary_daily_wage, **_
):
    start, end = window_of(retire_date)
    window = (end - start).days + 1
    total = wages_3m + (annual_bonus + annual_leave_pay) * Fraction(3, 12)
    average = Fraction(ceil(total / window * 100), 100)
    used = max(average, ordinary_daily_wage)
    return int(used * 30 * (retire_date - hire_date).days / 365 + Fraction(1, 2))


def with_decimals(hire_date, retire_date, wages_3m, annual_bonus, annual_leave_pay, ordinary_daily_wage, **_):
    start, end = window_of(retire_date)
    window = (end - start).days + 1
    year = int(annual_bonus) + int(annual_leave_pay)
    total = Decimal(int(wages_3m)) + Decimal(year) * 3 / 12
    average = (total / window).quantize(Decimal("0.01"), ROUND_CEILING)
    used = max(average, Decimal(int(ordinary_daily_wage)))
    return (used * 30 * (retire_date - hire_date).days / 365).quantize(Decimal(1), ROUND_HALF_UP)


def _deadlines() -> None:
    """Every deadline is dated by the calendar before and after a holiday declared late; those that move are named."""
    chance = random.Random(6)
    kinds = [*terms().values()]
    cases = [
        (chance.choice(kinds), date(2024, 1, 1) + timedelta(days=chance.randrange(1_060)))
        for _ in range(DEADLINES)
    ]
    before = WorkingCalendar()
    dated = [term.last_day(event, before) for term, event in cases]
    moved: list[tuple[date, date]] = []

    def date_again() -> None:
        after = WorkingCalendar({NEW_HOLIDAY: "임시공휴일"})
        again = (term.last_day(event, after) for term, event in cases)
        moved.extend((old, new) for old, new in zip(dated, again, strict=True) if old != new)

    seconds = ground.seconds(date_again)
    assert moved and all(old == NEW_HOLIDAY < new for old, new in islice(moved, 100))
    verdict = "목표 안" if seconds <= SECONDS else "목표 밖"
    print(
        f"기한 {DEADLINES:,}건을 새 공휴일로 다시 셈: {seconds:.2f}초, {len(moved):,}건이 밀림"
        f" (목표 {SECONDS:.0f}초 이하, {verdict})",
        flush=True,
    )


if __name__ == "__main__":
    main()
