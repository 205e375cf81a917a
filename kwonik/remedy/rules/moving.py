"""What may happen to a relief case, whose turn it is then, and what is left to do. Plain Python on the table.

A case moves only by the verbs of `TRANSITIONS`. A verb is refused when the case's state does not know it, or when
a guard does not hold; the refusal is a Korean sentence that says what to do instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from kwonik.people import rules as people
from kwonik.remedy.codes import TRANSITIONS, CaseState, Transition, Turn


class Refused(people.Refused):
    """A step that the case as it stands does not allow. The message is Korean, for the person at the desk.

    `field` names the form field that it concerns, if one does.
    """

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Standing:
    """What the guards need to know of a case: nothing that names anybody."""

    state: str
    has_client: bool = False
    has_facts: bool = False
    review_only: bool = False
    small_claim: bool = False
    instruments: tuple[str, ...] = ()
    has_advocate: bool = False
    has_outcome: bool = False
    dates: tuple[str, ...] = ()

    @property
    def dates_named(self) -> str:
        """The critical dates still to be kept, in words."""
        return ", ".join(self.dates)


@dataclass(frozen=True)
class Guard:
    """A condition of a verb; `words` tell what to do while it does not hold, `{case…}` in them what it is about."""

    holds: Callable[[Standing], bool]
    words: str


NAMED = Guard(lambda case: case.has_client, "내담자를 먼저 정하세요.")
FACTS = Guard(lambda case: case.has_facts, "사실관계를 먼저 적으세요.")
INSTRUMENTS = Guard(
    lambda case: not case.small_claim or bool(case.instruments),
    "소액소송은 지급명령·가압류·소액심판 가운데 하나 이상을 골라야 합니다. 사건을 고쳐 넣으세요.",
)
NOT_REVIEW = Guard(
    lambda case: not case.review_only, "자료 검토는 보호관을 배정하지 않습니다. 센터가 직접 진행하세요."
)
OUTCOME = Guard(lambda case: case.has_outcome, "결과를 먼저 적으세요.")
DATES = Guard(
    lambda case: not case.dates,
    "아직 끝나지 않은 기한이 있습니다: {case.dates_named}. 기한마다 ‘지킴’이나 ‘필요 없음’으로 정한 다음 종결하세요.",
)

GUARDS: dict[str, tuple[Guard, ...]] = {
    "ready": (NAMED, FACTS, INSTRUMENTS),
    "assign": (NAMED, FACTS, INSTRUMENTS, NOT_REVIEW),
    "handle": (NAMED, FACTS, INSTRUMENTS),
    "close": (OUTCOME, DATES),
    "reopen": (OUTCOME,),
    "revise": (OUTCOME,),
}


def allowed(state: str) -> tuple[Transition, ...]:
    """The verbs that a state knows, in the table's order."""
    return tuple(t for t in TRANSITIONS.values() if state in t.sources)


def obstacles(verb: str, case: Standing) -> list[str]:
    """Why the verb cannot be said now, as Korean sentences; none: it can. KeyError for an unknown verb."""
    transition = TRANSITIONS[verb]
    if case.state not in transition.sources:
        return [_wrong_state(transition, case.state)]
    return [guard.words.format(case=case) for guard in GUARDS.get(verb, ()) if not guard.holds(case)]


def require(verb: str, case: Standing) -> Transition:
    """The transition, if it may happen now. Raises Refused."""
    if found := obstacles(verb, case):
        raise Refused(" ".join(found))
    return TRANSITIONS[verb]


def _wrong_state(transition: Transition, state: str) -> str:
    label = CaseState(state).label
    possible = ", ".join(t.button for t in allowed(state) if t.target)
    instead = f"지금 할 수 있는 일: {possible}." if possible else "더 할 일이 없는 사건입니다."
    return f"‘{label}’ 상태의 사건에는 ‘{transition.button}’ 단계가 없습니다. {instead}"


def turn_after(transition: Transition, before: str, has_advocate: bool, chosen: str | None = None) -> str:
    """Whose turn it is after the transition. `chosen` is what the person said, where they may say it.

    Where nobody has been assigned the centre stands in for the advocate.
    """
    turn = before if transition.turn is None else transition.turn
    if chosen is not None and transition.target is None:
        turn = chosen
    if turn == Turn.ADVOCATE and not has_advocate and transition.target != CaseState.OFFERED:
        return str(Turn.CENTRE)
    return str(turn)


def standing_turn(
    state: str, has_advocate: bool, steps: Iterable[tuple[str, date | None]]
) -> tuple[str, date | None]:
    """Turn and due date as the standing steps leave them: `steps` are (next turn, due) as recorded.

    Asked after a step was struck or corrected. Outside of ACTIVE, steps decide nothing: raises ValueError.
    """
    if state != CaseState.ACTIVE:
        raise ValueError(state)
    *_, last = [("", None), *steps]
    turn, due_on = last
    return turn or str(Turn.ADVOCATE if has_advocate else Turn.CENTRE), due_on


def check_day(
    what: str, day: date, field: str, today: date, since: date | None = None, from_words: str = "접수일"
) -> None:
    """Raises Refused when a day (named so that ~이 follows it) lies before `since` or in the future."""
    if since and day < since:
        raise Refused(f"{what}이 {from_words}보다 앞섭니다. 날짜를 바꿔 넣으세요.", field)
    if day > today:
        raise Refused(f"{what}이 오늘보다 뒤입니다. 날짜를 바꿔 넣으세요.", field)


def reference(prefix: str, year: int, number: int) -> str:
    """The number people say to each other: "R-2025-000133"."""
    return f"{prefix}-{year}-{number:06}"


def check_conclusion(opened_on: date, concluded_on: date, today: date, recovered_won: int | None) -> None:
    """Raises Refused when an outcome comes before the case, in the future, or with a negative sum."""
    check_day("결과가 난 날", concluded_on, "concluded_on", today, since=opened_on)
    if recovered_won is not None and recovered_won < 0:
        raise Refused("돌려받은 금액은 0원 이상이어야 합니다.", "recovered_won")


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[list[str]]:
    """[label, before, after] of everything that reads otherwise now, in the order of `after`."""
    return [
        [label, before.get(label, ""), words]
        for label, words in after.items()
        if before.get(label, "") != words
    ]


@dataclass(frozen=True)
class Task:
    """One line of the case's task list: done, can be done now (`verb`), or waits (`hint` says for what)."""

    label: str
    done: bool
    verb: str = ""
    hint: str = ""


def tasks(case: Standing) -> list[Task]:
    """What is done and what blocks, from facts to closing. A withdrawn case has nothing left to do."""
    if case.state == CaseState.WITHDRAWN:
        return []
    begun = case.state in (CaseState.ACTIVE, CaseState.CONCLUDED, CaseState.CLOSED)
    return [
        _task("내담자 정하기", case.has_client, "amend", case),
        _task("사실관계 적기", case.has_facts, "facts", case),
        _task("사실관계 마치기", case.state != CaseState.PREPARING, "ready", case),
        _assignment(case, begun),
        _task("결과 적기", case.has_outcome, "conclude", case),
        _task("종결", case.state == CaseState.CLOSED, "close", case),
    ]


def _assignment(case: Standing, begun: bool) -> Task:
    if case.review_only:
        return _task("센터가 검토하기", begun, "handle", case)
    if case.state == CaseState.OFFERED:
        return Task("보호관 배정", False, "", "보호관의 답을 기다립니다.")
    return _task("보호관 배정", begun, "assign", case)


def _task(label: str, done: bool, verb: str, case: Standing) -> Task:
    if done:
        return Task(label, True)
    if case.state not in TRANSITIONS[verb].sources:
        return Task(label, False, "", "앞의 일을 먼저 마치세요.")
    found = obstacles(verb, case)
    return Task(label, False, "" if found else verb, " ".join(found))
