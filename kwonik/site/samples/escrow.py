"""Half a year of the freelancer escrow, day by day: what people did, what the clock and the bank did, and two people's seal.

The clock of this program stands on the day that is played; the ledger and the actions are the real ones. A day is whole or not at
all, and the next run goes on behind the last one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from django.db import connection, transaction
from django.utils import timezone

from kwonik.catalogue.rules import Profile
from kwonik.escrow import actions, queries
from kwonik.escrow.models import BusinessDay
from kwonik.kernel.periods import SEOUL
from kwonik.people.models import Account

from .escrow_bank import SampleBank
from .escrow_recipe import EscrowRecipe
from .escrow_scene import Scene
from .escrow_timetable import Timetable, draw

DAY = timedelta(days=1)
NIGHT, EVENING, OPENING = clock_time(0, 40), clock_time(17, 30), clock_time(8, 30)
SECONDS_FOR_THE_CHAIN = 300
"""So long is waited for transactions of others, behind which the chain cannot be sealed."""


@contextmanager
def clock() -> Iterator[Callable[[date, clock_time], None]]:
    """Inside, it is when one says: `set(day, hour)`; Python's clock only, the database keeps its own."""
    real = timezone.now
    now = [real()]

    def put(day: date, hour: clock_time) -> None:
        now[0] = datetime.combine(day, hour, SEOUL)

    timezone.now = lambda: now[0]
    try:
        with actions.untold():
            yield put
    finally:
        timezone.now = real


class HalfYear:
    """Plays a recipe's days and seals them."""

    def __init__(
        self,
        profile: Profile,
        recipe: EscrowRecipe,
        accounts: Mapping[str, Account],
        say: Callable[[str], object],
    ) -> None:
        self.recipe, self.accounts, self.say = recipe, accounts, say
        self.bank = SampleBank()
        self.scene = Scene(recipe, accounts, self.bank)
        self.table: Timetable = draw(profile.head.code, recipe)

    def play(self) -> None:
        """Whatever of it has not been yet."""
        began, contracts = time.monotonic(), 0
        with clock() as put:
            for day in self._days():
                if not BusinessDay.objects.filter(dated_on=day).exists():
                    self._live(day, put)
                self._seal(put, wait=False)
                contracts += sum(step.verb == "sign" for step in self.table.steps.get(day, ()))
                if (day + DAY).month != day.month:
                    took = f"{time.monotonic() - began:.1f}초"
                    self.say(f"  안심결제 {day.year}년 {day.month}월까지 계약 {contracts}건 ({took})")
            self._seal(put, wait=True)

    def _days(self) -> list[date]:
        """Days that are not sealed yet, in order."""
        until = queries.closing.sealed_until()
        first = until + DAY if until else self.recipe.from_on
        return [first + at * DAY for at in range((self.recipe.until_on - first).days + 1)]

    @transaction.atomic
    def _live(self, day: date, put: Callable[[date, clock_time], None]) -> None:
        """One day, whole: the clock's work at night, people's by day, the bank's in the evening, its statement next morning."""
        put(day, NIGHT)
        actions.expire_overdue(now=timezone.now())
        actions.accept_in_silence()
        actions.warn_of_silence(now=timezone.now())
        for at, one in enumerate(self.table.joinings.get(day, ())):
            put(day, _hour(9, at))
            self.scene.join(one)
        for at, step in enumerate(self.table.steps.get(day, ())):
            put(day, _hour(13, at))
            self.scene.do(step)
        put(day, EVENING)
        actions.take_lines(bank=self.bank, on=day)
        actions.verify_payees(bank=self.bank)
        actions.write_payouts()
        actions.resend_payouts()
        actions.write_refunds()
        actions.send_waiting(bank=self.bank)
        put(day + DAY, NIGHT)
        actions.take_statement(bank=self.bank, on=day)
        actions.reconcile(on=day)

    def _seal(self, put: Callable[[date, clock_time], None], wait: bool) -> None:
        """Two people seal every day that was lived. Where somebody else's transaction holds the chain up, later days do it."""
        rows = list(
            BusinessDay.objects.filter(sealed_at=None, dated_on__lte=self.recipe.until_on).order_by(
                "dated_on"
            )
        )
        if not rows or not _chained(rows[-1].dated_on, SECONDS_FOR_THE_CHAIN if wait else 0):
            return
        one, other = (self.accounts[name] for name in self.recipe.seal)
        for day in rows:
            put(day.dated_on + DAY, OPENING)
            actions.seal_first(by=one, day=day)
            actions.seal_second(by=other, day=day)


def _hour(first: int, at: int) -> clock_time:
    """Four minutes apart."""
    return clock_time(first + min(at, 50) * 4 // 60, min(at, 50) * 4 % 60)


def _chained(until: date, seconds: float) -> bool:
    """Whether every event of the days is in the chain; waits as long as that for others to end what they are at."""
    deadline = time.monotonic() + seconds
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT ledger.seal()")
        if not queries.closing.books(until).loose:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.2)


def play(
    profile: Profile,
    recipe: EscrowRecipe | None,
    accounts: Mapping[str, Account],
    say: Callable[[str], object],
) -> None:
    """Plays what the recipe says, if it says anything."""
    if recipe:
        HalfYear(profile, recipe, accounts, say).play()
