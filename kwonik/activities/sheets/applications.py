"""The ledger of applications, one for each service: who asked for what, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils import timezone

from kwonik.activities import queries, rules
from kwonik.activities.codes import SEATED, State
from kwonik.activities.models import Application, Round
from kwonik.catalogue.codes import Shape
from kwonik.ledgers import registry
from kwonik.ledgers.registry import Context, Line, Sheet, once
from kwonik.people import vault
from kwonik.people.models import Appointment
from kwonik.places.actions import workplaces
from kwonik.spreadsheets import Column

from . import lookups
from .lookups import column, folded, shared

LONGEST_WORKPLACE = 120
STATES: dict[str, str] = {
    **{label: code for code, label in State.choices},
    **dict.fromkeys(
        ("신청", "신청함", "접수함", "접수 완료", "접수완료", "신고", "신고함"), str(State.REQUESTED)
    ),
    **dict.fromkeys(("검토", "검토중", "검토 중", "검토완료"), str(State.REVIEWED)),
    **dict.fromkeys(("선정", "승인", "수락", "확정", "지원", "지원결정", "결정"), str(State.ACCEPTED)),
    **dict.fromkeys(("대기중", "대기 중", "예비"), str(State.WAITING)),
    **dict.fromkeys(("미선정", "반려", "거절", "제외", "지원안함"), str(State.REFUSED)),
    **dict.fromkeys(("배정", "배정완료"), str(State.ASSIGNED)),
    **dict.fromkeys(
        ("완료", "처리", "처리완료", "처리 완료", "조치완료", "검진완료", "접종완료", "수료"),
        str(State.DELIVERED),
    ),
    **dict.fromkeys(("평가", "평가완료"), str(State.EVALUATED)),
    **dict.fromkeys(("취소", "취하", "신청취소", "철회"), str(State.WITHDRAWN)),
}


def columns(context: Context) -> list[Column]:
    return lookups.columns(
        context,
        column(
            "state",
            "상태",
            "choice",
            choices=STATES,
            help="비워 두면 마친 날이 있으면 마침, 없으면 접수입니다.",
        ),
        column("delivered_on", "마친 날", "date"),
        column("reason", "까닭", help="지원하지 않았거나 신청을 취소한 까닭입니다."),
        column("score", "만족도", "int", help="1점부터 5점까지 적습니다."),
        column("remark", "평가 의견"),
    )


def state_of(values: dict[str, Any]) -> State:
    if values.get("state"):
        state = State(values["state"])
        return State.EVALUATED if state == State.DELIVERED and values.get("score") else state
    if values.get("delivered_on"):
        return State.EVALUATED if values.get("score") else State.DELIVERED
    return State.REQUESTED


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = lookups.wrong(context, values)
    state, who = state_of(values), values.get("appointee")
    today = once(context, "today", timezone.localdate)
    said += rules.wrong_ending(
        state,
        values["day"],
        values.get("delivered_on"),
        values.get("reason") or "",
        values.get("score"),
        today,
    )
    if values.get("phone") and not values.get("name"):
        said.append("연락처만 있고 이름이 없습니다. 이름을 적거나 연락처를 지우세요.")
    for key, most in {"workplace": LONGEST_WORKPLACE, "reason": 200, "remark": 300}.items():
        if len(values.get(key) or "") > most:
            said.append(f"글이 너무 깁니다. {most}자까지 적을 수 있습니다.")
    if who and _appointee(context, who, values["day"]) is None:
        said.append(f"'{who}'은(는) 그날 위촉되어 있던 사람이 아닙니다. 위촉 대장의 이름을 확인하세요.")
    if state == State.ASSIGNED and not who:
        said.append("배정한 신청에는 맡은 사람이 있어야 합니다.")
    if not said and state in SEATED:
        _take_places(context, values)
    return said


def _take_places(context: Context, values: dict[str, Any]) -> None:
    """What the ledger itself takes of each round so far, against what was free before it."""
    round = _round(context, lookups.kinds_of(context)[values["kind"]].pk, values["day"])
    if round is not None:
        free = once(context, "free", lambda: queries.free_places(context.centre))
        free[round.pk] -= rules.seats(values.get("people"))


def review(context: Context) -> list[str]:
    """Rounds that would hold more than their places with the whole ledger in."""
    rounds, free = context.memo.get("rounds", ()), context.memo.get("free", {})
    return [
        f"'{round.name}' 모집의 정원 {round.capacity}명보다 {-free[round.pk]}명 많아집니다. 정원을 늘리거나 상태를 고치세요."
        for round in rounds
        if free.get(round.pk, 0) < 0
    ]


def _appointee(context: Context, name: str, day: date) -> Appointment | None:
    """Whoever of that name was appointed on that day; of two the one appointed last."""

    def find() -> dict[str, list[Appointment]]:
        found: dict[str, list[Appointment]] = defaultdict(list)
        for row in Appointment.objects.filter(centre=context.centre).order_by("-from_on", "-pk"):
            found[folded(row.name)].append(row)
        return found

    rows = once(context, "appointees", find).get(folded(name), [])
    then = (row for row in rows if row.from_on <= day and (row.until_on is None or row.until_on >= day))
    return next(then, None)


def store(context: Context, lines: Sequence[Line], batch: Any) -> None:
    """A chunk of lines with their clients and workplaces: a constant number of statements."""
    clients, places = _clients(context, lines), _workplaces(context, lines)
    Application.objects.bulk_create(
        _application(context, line, shared(context, line, reference, batch), client, places)
        for line, reference, client in zip(lines, lookups.references(context, lines), clients, strict=True)
    )


def _application(
    context: Context, line: Line, common: dict[str, Any], client: int | None, places: dict[str, Any]
) -> Application:
    values = line.values
    state, done_on, day = state_of(values), values.get("delivered_on"), values["day"]
    who = values.get("appointee")
    return Application(
        **common,
        requested_on=day,
        state=state,
        client_id=client,
        applicant=values.get("applicant") or "",
        workplace=places.get(values.get("workplace") or ""),
        employees=values.get("employees"),
        appointee=_appointee(context, who, day) if who else None,
        people=values.get("people"),
        wished_on=values.get("wished_on"),
        round=_round(context, common["kind"].pk, day),
        decided_on=(done_on or day) if state in SEATED or state == State.REFUSED else None,
        reason=values.get("reason") or "",
        delivered_on=done_on,
        score=values.get("score"),
        remark=values.get("remark") or "",
    )


def _round(context: Context, kind: int, day: date) -> Round | None:
    """The round of that kind and day, one of its own kind first, as queries.round_on finds it."""
    rows = once(
        context,
        "rounds",
        lambda: list(
            Round.objects.filter(centre=context.centre, service=lookups.service_of(context)).order_by(
                "-opens_on", "-pk"
            )
        ),
    )
    fitting = [
        row
        for row in rows
        if row.kind_id in (None, kind)
        and row.opens_on <= day
        and (row.closes_on is None or row.closes_on >= day)
    ]
    return min(fitting, key=lambda row: row.kind_id is None, default=None)


def _clients(context: Context, lines: Sequence[Line]) -> list[int | None]:
    told = [(line.values.get("name") or "", line.values.get("phone") or "") for line in lines]
    known = iter(vault.client_ids(context.centre, [person for person in told if person[0]]))
    return [next(known) if name else None for name, _ in told]


def _workplaces(context: Context, lines: Sequence[Line]) -> dict[str, Any]:
    known: dict[str, Any] = once(context, "workplaces", dict)
    fresh = {name for line in lines if (name := line.values.get("workplace"))} - known.keys()
    if fresh:
        known |= workplaces(sorted(fresh))
    return known


def example(context: Context) -> list[dict[str, Any]]:
    asked = lookups.example(context)
    return [{**asked, "state": State.REQUESTED.label}]


registry.declare(
    Sheet(
        code="activities.applications",
        label="신청 대장",
        permission="activities.application:import",
        model=Application,
        columns=columns,
        check=check,
        review=review,
        store=store,
        example=example,
        variants=partial(lookups.services, Shape.APPLICATION),
    )
)
