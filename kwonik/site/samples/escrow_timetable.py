"""Which member joined when, and who signed, deposited, delivered and approved what on which day: drawn once, always the same."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from kwonik.escrow.codes import BANKS
from kwonik.kernel.calendar import WorkingCalendar

from . import persons
from .chance import Chance, spread
from .escrow_recipe import EscrowRecipe, MemberLogin, Trade

SLOW = ("silent", "split", "halves", "returned", "changes", "withdrawn", "short", "named")
"""These take weeks: they are signed in time to be over on the last day."""
SLOW_DAYS, QUICK_DAYS = 40, 12
COMPANIES = ("미디어", "출판", "소프트", "인쇄", "기획", "영상", "문화", "여행", "무역", "교육")
_WORKING = WorkingCalendar()
_CHECK = (1, 3, 7, 1, 3, 7, 1, 3, 5)


@dataclass(frozen=True)
class Joining:
    """Somebody who signs up on a day. `business_number` is a company's; the telephone is nobody's."""

    number: int
    day: date
    name: str
    phone: str
    born_on: date
    is_freelancer: bool
    business_number: str
    account_number: str
    bank: str
    login: MemberLogin | None = None


@dataclass
class Agreed:
    """A contract: who with whom, over what, and how it goes."""

    number: int
    day: date
    story: str
    freelancer: Joining
    commissioner: Joining
    trade: Trade
    title: str
    amounts: list[int]


@dataclass(frozen=True)
class Step:
    """What somebody does on a day: a verb of `escrow_scene`, about a contract's milestone."""

    verb: str
    contract: Agreed
    milestone: int = 1


@dataclass
class Timetable:
    """Everything by day."""

    joinings: dict[date, list[Joining]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[date, list[Step]] = field(default_factory=lambda: defaultdict(list))
    contracts: list[Agreed] = field(default_factory=list)


def later(day: date, days: int) -> date:
    """So many working days on."""
    return _WORKING.add_working(day, days)


def draw(profile: str, recipe: EscrowRecipe) -> Timetable:
    """The whole half year of a recipe."""
    table = Timetable()
    chance = Chance(profile, "escrow")
    joined = _joinings(chance, recipe)
    for one in joined:
        table.joinings[one.day].append(one)
    table.contracts = _contracts(chance, recipe, joined)
    for agreed in table.contracts:
        _tell(chance, agreed, partial(_note, table, agreed))
    return table


def _note(table: Timetable, agreed: Agreed, verb: str, day: date, milestone: int) -> None:
    table.steps[day].append(Step(verb, agreed, milestone))


def _joinings(chance: Chance, recipe: EscrowRecipe) -> list[Joining]:
    days = [
        max(day, recipe.from_on) for day in spread(chance, recipe.members, recipe.months, recipe.until_on)
    ]
    logins = {0: recipe.freelancer, 1: recipe.commissioner}
    kinds = [at < recipe.freelancers for at in range(recipe.members)]
    chance.shuffle(kinds)
    kinds[0], kinds[1] = True, False
    places = persons.workplaces(chance, recipe.members - recipe.freelancers, COMPANIES)
    found = []
    for number, day in enumerate(days):
        login, is_freelancer = logins.get(number), kinds[number]
        is_business = not is_freelancer and (number == 1 or chance.percent(70))
        name = login.name if login else places.pop() if is_business else persons.name(chance)
        found.append(
            Joining(
                number,
                day,
                name,
                f"010-0000-{number + 1:04}",
                date(chance.randint(1966, 2003), chance.randint(1, 12), chance.randint(1, 28)),
                is_freelancer,
                _business_number(chance) if is_business else "",
                f"110{chance.randrange(10**9):09}",
                chance.choice(sorted(BANKS)),
                login,
            )
        )
    return found


def _business_number(chance: Chance) -> str:
    """Ten digits that check themselves (국세청 사업자등록번호 검증식)."""
    digits = [chance.randint(1, 9) for _ in range(9)]
    total = sum(digit * weight for digit, weight in zip(digits, _CHECK, strict=True)) + digits[8] * 5 // 10
    return "".join(map(str, digits)) + str((10 - total % 10) % 10)


def _contracts(chance: Chance, recipe: EscrowRecipe, joined: list[Joining]) -> list[Agreed]:
    """Each on its day, between two who had joined before; slow ones early enough."""
    stories: list[str] = [story for story, count in recipe.contracts.items() for _ in range(count)]
    last = recipe.until_on - timedelta(days=QUICK_DAYS)
    days = spread(chance, len(stories), recipe.signed_months, last)
    chance.shuffle(stories)
    early = recipe.until_on - timedelta(days=SLOW_DAYS)
    stories.sort(key=lambda story: story not in SLOW)
    slow = sum(story in SLOW for story in stories)
    in_time = chance.sample([at for at, day in enumerate(days) if day <= early], slow)
    rest = [at for at in range(len(days)) if at not in set(in_time)]
    places = [*in_time, *rest]
    amounts = iter(_amounts(chance, recipe, stories))
    sides = [[one for one in joined if one.is_freelancer == side] for side in (True, False)]
    found = []
    for number, (story, at) in enumerate(zip(stories, places, strict=True)):
        day = days[at]
        known = number < 2 or number % 40 == 0
        one, other = (
            side[0] if known else side[chance.randrange(max(1, bisect_left(side, day, key=lambda j: j.day)))]
            for side in sides
        )
        trade = chance.choice(recipe.trades)
        won = [] if story == "direct" else [next(amounts) for _ in range(2 if story == "halves" else 1)]
        found.append(
            Agreed(number, day, story, one, other, trade, chance.choice(trade.titles), won or [400_000])
        )
    return sorted(found, key=lambda one: (one.day, one.number))


def _amounts(chance: Chance, recipe: EscrowRecipe, stories: list[str]) -> list[int]:
    """What is deposited makes the recipe's sum exactly; what is never deposited is signed beside it."""
    held = sum(2 if story == "halves" else 1 for story in stories if story not in ("unpaid", "direct"))
    split = iter(chance.split(recipe.held_won, held, spread=70))
    return [
        300_000 if story == "unpaid" else next(split)
        for story in stories
        if story != "direct"
        for _ in range(2 if story == "halves" else 1)
    ]


# -- how contracts go ----------------------------------------------------------------------------------------------

Say = Callable[[str, date, int], None]


def _tell(chance: Chance, agreed: Agreed, say: Say) -> None:
    """Every step of one contract on its day."""
    day = agreed.day
    say("sign", day, 1)
    if agreed.story == "unpaid":
        return
    if agreed.story == "direct":
        say("deliver", later(day, 3), 1)
        say("take_over", later(day, 5), 1)
        return
    day = _held(agreed, say, later(day, chance.choice((0, 0, 1))))
    if agreed.story == "cancelled":
        say("cancel_before_work", later(day, 1), 1)
        return
    quick = agreed.story not in SLOW
    day = later(day, 1 if quick else chance.randint(2, 6))
    if agreed.story == "together":
        say("ask_to_cancel", day, 1)
        say("cancel_together", later(day, 1), 1)
        return
    say("deliver", day, 1)
    day = _judged(chance, agreed, say, day)
    if agreed.story == "halves":
        for verb in ("deposit", "deliver", "approve"):
            day = later(day, 2)
            say(verb, day, 2)


def _held(agreed: Agreed, say: Say, day: date) -> date:
    """The deposit, with what goes wrong first."""
    if agreed.story == "short":
        say("deposit_short", day, 1)
        say("refund_deposit", later(day, 1), 1)
        day = later(day, 2)
    if agreed.story == "named":
        say("deposit_named", day, 1)
        day = later(day, 1)
        say("match_deposit", day, 1)
        return day
    say("deposit", day, 1)
    return day


def _judged(chance: Chance, agreed: Agreed, say: Say, day: date) -> date:
    """From the delivery to the money; the day on which the first milestone is over."""
    wait = 1 if agreed.story not in SLOW else chance.randint(1, 3)
    if agreed.story == "silent":
        return day
    if agreed.story == "changes":
        say("ask_changes", later(day, 1), 1)
        day = later(day, 3)
        say("deliver", day, 1)
    if agreed.story == "withdrawn":
        say("open_dispute", later(day, 1), 1)
        day = later(day, 3)
        say("take_back_dispute", day, 1)
    if agreed.story == "split":
        verbs = ("open_dispute", "assign", "note_talk", "propose_split", "sign_split", "divide")
        for at, verb in enumerate(verbs, 1):
            say(verb, later(day, at), 1)
        return later(day, len(verbs))
    day = later(day, wait)
    say("approve", day, 1)
    if agreed.story == "returned":
        say("give_back", later(day, 1), 1)
        say("bind_another", later(day, 3), 1)
    return day
