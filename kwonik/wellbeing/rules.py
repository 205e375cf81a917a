"""How many sittings somebody may have, and what a sitting must say. Plain Python; facts come in as arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kwonik.places.rules import Refused

from .codes import CourseState, Route, SittingState

LONGEST_SITTING = 480  # minutes
MOST_PEOPLE = 2_000
MOST_EXTENDED = 20


@dataclass(frozen=True)
class Use:
    """What one person has taken of a year's sittings over all routes: held ones and those agreed for a day to come.

    `limit` is the profile's (None: as many as one likes), `extra` what an officer added with a reason.
    """

    year: int
    limit: int | None
    extra: int
    taken: int

    @property
    def allowed(self) -> int | None:
        return None if self.limit is None else self.limit + self.extra

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else max(0, self.allowed - self.taken)


def check_person(use: Use, more: int = 1) -> None:
    """Nobody has more sittings in a calendar year than the programme gives one person. Raises Refused.

    Ten a year: after 7 of a visiting counsellor and 3 at a hub the eleventh is refused, wherever it is asked for.
    """
    if use.allowed is not None and use.taken + more > use.allowed:
        raise Refused(
            f"{use.year}년에 한 사람이 받을 수 있는 {use.allowed}회기를 모두 썼습니다"
            f"(개인과 권역별을 합쳐 {use.taken}회기). 더 필요하면 '회기 늘리기'에 까닭을 적으세요."
        )


def check_course(taken: int, quota: int, more: int = 1) -> None:
    """A course holds no more sittings than were agreed for it. Raises Refused."""
    if taken + more > quota:
        raise Refused(
            f"이 상담에 정한 {quota}회기를 모두 썼습니다. 더 필요하면 '회기 늘리기'에 까닭을 적으세요."
        )


def quota_of_a_new_course(use: Use, asked: int | None) -> int:
    """The sittings a new course is given: those asked for, or all that are left. Raises Refused."""
    if use.left == 0:
        check_person(use)
    if asked is None:
        return use.left or 1
    if use.left is not None and asked > use.left:
        raise Refused(f"올해 남은 회기는 {use.left}회기입니다. 그 안에서 정하세요.")
    return asked


def problems_of_a_sitting(
    *, state: str, held_on: date, today: date, opened_on: date, minutes: int | None
) -> Iterator[tuple[str, str]]:
    """(field, sentence) of everything wrong with what a sitting says."""
    if state in (SittingState.HELD, SittingState.NO_SHOW) and held_on > today:
        yield "held_on", "아직 오지 않은 날입니다. 예정으로 적거나 날짜를 확인하세요."
    if held_on < opened_on:
        yield "held_on", f"상담을 연 날({opened_on})보다 앞섭니다. 날짜를 확인하세요."
    if minutes is not None and not 1 <= minutes <= LONGEST_SITTING:
        yield "minutes", f"시간은 1분에서 {LONGEST_SITTING}분 사이로 적으세요."


def check_sitting(**facts) -> None:
    """Raises Refused with everything that `problems_of_a_sitting` found."""
    if found := [sentence for _, sentence in problems_of_a_sitting(**facts)]:
        raise Refused(" ".join(found))


def check_route(route: str, *, has_hub: bool, has_counsellor: bool, counsellor_name: str) -> None:
    """A visiting counsellor for the individual route; a hub, and who counsels there, for the other. Raises Refused."""
    if route == Route.INDIVIDUAL and (has_hub or not has_counsellor):
        raise Refused("개인 심리상담은 객원 심리상담사를 고르고 거점센터는 비워 두세요.")
    if route == Route.HUB and not has_hub:
        raise Refused("권역별 심리상담은 거점센터를 고르세요.")
    if route == Route.HUB and has_counsellor == bool(counsellor_name):
        raise Refused(
            "거점센터의 상담사 이름을 적거나 객원 심리상담사를 고르세요. 둘 가운데 하나만 적습니다."
        )


def check_open(state: str) -> None:
    if state != CourseState.OPEN:
        raise Refused("마친 상담입니다. 회기를 더 적으려면 먼저 다시 여세요.")


def problems_of_a_group_sitting(
    *, held_on: date, today: date, people: int, minutes: int | None
) -> Iterator[tuple[str, str]]:
    if held_on > today:
        yield "held_on", "아직 오지 않은 날입니다. 진행한 뒤에 적으세요."
    if not 1 <= people <= MOST_PEOPLE:
        yield "people", f"참여한 사람은 1명에서 {MOST_PEOPLE:,}명 사이로 적으세요."
    if minutes is not None and not 1 <= minutes <= LONGEST_SITTING:
        yield "minutes", f"시간은 1분에서 {LONGEST_SITTING}분 사이로 적으세요."


def check_group_sitting(**facts) -> None:
    """Raises Refused."""
    if found := [sentence for _, sentence in problems_of_a_group_sitting(**facts)]:
        raise Refused(" ".join(found))
