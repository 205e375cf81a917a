"""설문 응답 대장, 면접 참여 대장: who answered and who came, nobody named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.catalogue.codes import Behaviour
from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, once, own, too_long
from kwonik.places import actions as places
from kwonik.places.rules import LONGEST_NAME
from kwonik.research.codes import ResponseChannel
from kwonik.research.models import Participant, Response
from kwonik.spreadsheets import Column

from . import lookups
from .lookups import choice

CHANNELS = lookups.words(
    ResponseChannel,
    웹="online",
    인터넷="online",
    모바일="online",
    우편="paper",
    현장="paper",
    대면="interview",
    **{"지면": "paper", "종이 설문": "paper", "면접조사": "interview", "온라인 설문": "online"},
)
VALIDITY = {
    **dict.fromkeys(("유효", "유효함", "정상", "O", "o", "Y"), "yes"),
    **dict.fromkeys(("무효", "무효함", "제외", "X", "x", "N"), "no"),
}


def response_columns(context: Context) -> tuple[Column, ...]:
    return (
        *lookups.round_columns(context),
        column("received_on", "받은 날", "응답일|회수일|일자|날짜|제출일", "date", required=True),
        choice("channel", "받은 방법", CHANNELS, "회수 방법|응답 방법|채널|경로", required=True),
        choice("valid", "유효 여부", VALIDITY, "유효|유효/무효", help="비워 두면 유효입니다."),
        column("invalid_reason", "무효 사유", "사유|제외 사유"),
        column("workplace", "사업장·기관", "사업장|사업장명|기관|기관명|응답 기관|방문 사업장"),
    )


def check_response(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"invalid_reason": 120, "workplace": LONGEST_NAME})
    said += lookups.said_of_day(values["received_on"], "받은 날")
    said += _round_problem(
        context, values, Behaviour.QUESTIONNAIRE, "설문이 아닌 조사입니다. 면접 참여 대장에 적으세요."
    )
    reason = values["invalid_reason"]
    if values["valid"] == "no" and not reason:
        said.append("무효인 까닭을 '무효 사유'에 적으세요.")
    if values["valid"] != "no" and reason:
        said.append("무효 사유가 있는데 유효로 적혔습니다. 둘 가운데 하나를 고치세요.")
    return said


def _round_problem(
    context: Context, values: dict[str, Any], behaviour: Behaviour, sentence: str
) -> list[str]:
    round = lookups.round_of(context, values)
    if round is None:
        return [lookups.NO_ROUND]
    return [] if round.method.behaviour == behaviour else [sentence]


def store_responses(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    names = {line.values["workplace"] for line in lines} - {None, ""}
    workplaces = places.workplaces(sorted(names)) if names else {}
    Response.objects.bulk_create(
        Response(
            **own(context, batch, line),
            round=lookups.round_of(context, line.values),
            received_on=line.values["received_on"],
            channel=line.values["channel"],
            valid=line.values["valid"] != "no",
            invalid_reason=line.values["invalid_reason"] or "",
            workplace=workplaces.get(line.values["workplace"] or ""),
        )
        for line in lines
    )


def _round_example(context: Context, behaviour: Behaviour) -> dict[str, Any]:
    found = next((row for row in lookups.rounds(context).values() if row.method.behaviour == behaviour), None)
    if found is None:
        return {"study": "", "method": "", "group": ""}
    return {"study": found.study.title, "method": found.method.label, "group": found.group.label}


def response_example(context: Context) -> list[dict[str, Any]]:
    row = _round_example(context, Behaviour.QUESTIONNAIRE)
    return [
        {**row, "received_on": date(2025, 5, 9), "channel": ResponseChannel.PAPER.label, "valid": "유효"},
        {
            **row,
            "received_on": date(2025, 5, 9),
            "channel": ResponseChannel.ONLINE.label,
            "valid": "무효",
            "invalid_reason": "절반 넘게 비어 있음",
        },
    ]


# -- participants -------------------------------------------------------------------------------------------------


def participant_columns(context: Context) -> tuple[Column, ...]:
    return (
        *lookups.round_columns(context),
        column("held_on", "진행한 날", "면접일|일자|날짜|진행일", "date", required=True),
        column(
            "number",
            "참여자 번호",
            "번호|참여번호|참가자 번호|ID",
            "int",
            required=True,
            help="한 실태조사 안에서 한 사람은 늘 같은 번호입니다. 이름은 적지 않습니다.",
        ),
    )


def check_participant(context: Context, values: dict[str, Any]) -> list[str]:
    said = lookups.said_of_day(values["held_on"], "진행한 날")
    said += _round_problem(
        context, values, Behaviour.TALK, "면접이 아닌 조사입니다. 설문 응답 대장에 적으세요."
    )
    if not 0 < values["number"] < 10**6:
        said.append("참여자 번호는 1 이상의 수로 적으세요.")
    if said:
        return said
    round = lookups.round_of(context, values)
    assert round
    key = (round.pk, values["held_on"], values["number"])
    if key in once(context, "people", lambda: _people(context)):
        said.append("같은 날 같은 번호의 참여자가 이미 있습니다. 번호를 확인하세요.")
    context.memo["people"].add(key)
    return said


def _people(context: Context) -> set[tuple[int, date, int]]:
    rows = Participant.objects.standing().filter(centre=context.centre)
    return set(rows.values_list("round", "held_on", "number"))


def store_participants(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    Participant.objects.bulk_create(
        Participant(
            **own(context, batch, line),
            round=lookups.round_of(context, line.values),
            held_on=line.values["held_on"],
            number=line.values["number"],
        )
        for line in lines
    )


def participant_example(context: Context) -> list[dict[str, Any]]:
    row = _round_example(context, Behaviour.TALK)
    return [{**row, "held_on": date(2025, 6, 12), "number": number} for number in (1, 2)]


registry.declare(
    Sheet(
        code="research.responses",
        label="설문 응답 대장",
        permission="research.study:import",
        model=Response,
        columns=response_columns,
        check=check_response,
        store=store_responses,
        example=response_example,
    )
)
registry.declare(
    Sheet(
        code="research.participants",
        label="면접 참여 대장",
        permission="research.study:import",
        model=Participant,
        columns=participant_columns,
        check=check_participant,
        store=store_participants,
        example=participant_example,
    )
)
