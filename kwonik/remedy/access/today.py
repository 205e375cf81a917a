"""What of relief work waits for whoever looks at their day."""

from __future__ import annotations

from datetime import date, timedelta

from kwonik.kernel import queues
from kwonik.kernel.queues import Queue, Todo
from kwonik.people.access import may
from kwonik.places.models import Centre
from kwonik.remedy import queries, rules
from kwonik.remedy.codes import WITHIN, Turn
from kwonik.remedy.models import CriticalDate, ReliefCase

from .rows import ANSWER, VIEW, VIEW_ASSIGNED, VIEW_DATES, visible

SOON = timedelta(days=1)
MOST = 50
AHEAD = timedelta(days=WITHIN[1])


def _todo(case: ReliefCase, page: str = "remedy:case", note: str = "") -> Todo:
    return Todo(
        f"{case.reference} {case.issue} · {case.forum}",
        page,
        (case.pk,),
        note=note or case.get_state_display(),
        turn=case.get_turn_display(),
        since=case.turn_since,
        due_on=case.due_on,
    )


def _centre_turn(account, centre: Centre, today: date) -> list[Todo]:
    return [_todo(case) for case in queries.waiting_for_centre(centre)[:MOST]]


def _due(account, centre: Centre, today: date) -> list[Todo]:
    return [_todo(case) for case in queries.due_elsewhere(centre, today + SOON)[:MOST]]


def _to_close(account, centre: Centre, today: date) -> list[Todo]:
    return [_todo(case, note=f"결과: {case.outcome}") for case in queries.concluded(centre)[:MOST]]


def _offers(account, centre: Centre, today: date) -> list[Todo]:
    return [
        Todo(
            f"{offer.case.issue} · {offer.case.forum}",
            "remedy:offer",
            (offer.pk,),
            note="맡을 수 있는지 답해 주세요",
            turn="나",
            since=offer.offered_at,
            due_on=offer.due_on,
        )
        for offer in queries.unanswered(account, centre)[:MOST]
    ]


def _in_hand(account, centre: Centre, today: date) -> list[Todo]:
    return [
        Todo(
            f"{case.reference} {case.issue} · {case.forum}",
            "remedy:my-case",
            (case.pk,),
            turn="나" if case.turn == Turn.ADVOCATE else case.get_turn_display(),
            since=case.turn_since,
            due_on=case.due_on,
        )
        for case in queries.in_hand(account, centre)[:MOST]
    ]


def _dates(account, centre: Centre, today: date) -> list[Todo]:
    """Critical dates that passed unkept and those of the next days, the longest overdue on top."""
    rows = queries.dates_until(visible(account, VIEW_DATES).filter(centre=centre), today + AHEAD)
    page = "remedy:case" if may(account, VIEW, centre) else "remedy:my-case"
    return [
        Todo(
            f"{found.case.reference} {found.term}",
            page,
            (found.case_id,),
            note=_date_note(found, today),
            turn=found.case.get_turn_display(),
            due_on=found.last_on,
        )
        for found in rows[:MOST]
    ]


def _date_note(found: CriticalDate, today: date) -> str:
    if rules.is_lost(found.state, found.nature, found.last_on, today):
        return f"{found.get_nature_display()}이 지났습니다"
    unsure = " · 확인 전" if found.state == "proposed" else ""
    return f"{found.get_nature_display()} · {rules.left_words(found.last_on, today)}{unsure}"


for _queue in (
    Queue(
        "remedy.dates",
        "권리구제 기한",
        VIEW_DATES,
        _dates,
        "지났거나 두 주 안에 끝나는 기한이 없습니다.",
        10,
    ),
    Queue("remedy.offers", "답할 배정 물음", ANSWER, _offers, "답을 기다리는 배정이 없습니다.", 15),
    Queue("remedy.in_hand", "내가 맡은 사건", VIEW_ASSIGNED, _in_hand, "맡은 사건이 없습니다.", 25),
    Queue(
        "remedy.due",
        "기한이 닥친 권리구제 사건",
        "remedy.case:edit",
        _due,
        "기한이 닥친 사건이 없습니다.",
        50,
    ),
    Queue(
        "remedy.centre",
        "센터 차례인 권리구제 사건",
        "remedy.case:edit",
        _centre_turn,
        "센터 차례인 사건이 없습니다.",
        60,
    ),
    Queue(
        "remedy.concluded",
        "종결을 기다리는 사건",
        "remedy.case:close",
        _to_close,
        "종결을 기다리는 사건이 없습니다.",
        70,
    ),
):
    queues.declare(_queue)
