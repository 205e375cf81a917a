"""심리상담 회기 대장: a line is one sitting. Its course is found by person, route and first day, or made by its first line.

What was said never comes in by a ledger: notes are the counsellor's, who writes them here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.registry import Context, Sheet, once, too_long
from kwonik.people.models import Client
from kwonik.people.queries import clients_matching
from kwonik.people.rules import name_key, phone_digits
from kwonik.spreadsheets import Column
from kwonik.wellbeing import queries, rules
from kwonik.wellbeing.codes import TAKING, Confirmation, Route, SittingState
from kwonik.wellbeing.models import Course, Sitting

from .lookups import (
    clients_by_reference,
    column,
    counsellor_on,
    hub_on,
    hubs,
    issues,
    limit_of,
    service_of,
    spellings,
    state_of,
    today,
)
from .storing import keep_notes, store

ROUTES = {"개인": Route.INDIVIDUAL, "개인상담": Route.INDIVIDUAL, "센터": Route.INDIVIDUAL} | {
    word: Route.HUB for word in ("권역별", "거점", "거점센터", "권역")
}
ROUTES |= {route.label: route for route in Route}
STATES = {"진행": SittingState.HELD, "완료": SittingState.HELD, "실시": SittingState.HELD}
STATES |= {"불참": SittingState.NO_SHOW, "노쇼": SittingState.NO_SHOW, "취소": SittingState.CANCELLED}
STATES |= {state.label: state for state in SittingState}
CONFIRMED = {"O": Confirmation.SIGNATURE, "사인": Confirmation.SIGNATURE}
CONFIRMED |= {"확인번호": Confirmation.CODE, "문자확인": Confirmation.CODE}
CONFIRMED |= {kind.label: kind for kind in Confirmation}


def columns(context: Context) -> tuple[Column, ...]:
    names = {hub.name: hub.name for hub in hubs(context)}
    return (
        column("held_on", "상담일", "일자|날짜|상담일자|상담 일시|진행일", "date", required=True),
        column("name", "이름", "성명|내담자|내담자명|신청인"),
        column("phone", "연락처", "전화번호|휴대폰|전화|휴대전화", "phone"),
        column(
            "reference",
            "내담자 번호",
            "내담자번호|관리번호",
            help="등록된 내담자면 이름 대신 번호만 적어도 됩니다.",
        ),
        column(
            "route",
            "경로",
            "구분|상담구분|상담 구분|유형(개인/권역)",
            "choice",
            required=True,
            choices=ROUTES,
        ),
        column("hub", "거점센터", "기관|상담기관|권역 기관|거점", "choice", choices=names)
        if names
        else column("hub", "거점센터", "기관|상담기관|권역 기관|거점"),
        column("counsellor", "상담사", "담당 상담사|객원상담사|객원 심리상담사|담당|상담자", required=True),
        column(
            "issue",
            "유형",
            "상담유형|주호소|호소문제|상담 주제",
            "choice",
            required=True,
            choices=spellings(issues(context)),
        ),
        column("opened_on", "시작일", "개시일|접수일|신청일|첫 상담일", "date", required=True),
        column("number", "회기", "차수|회차|회기수", "int", help="상담일 차례로 다시 매깁니다."),
        column("minutes", "시간(분)", "시간|상담시간|소요시간", "int"),
        column("place", "장소", "상담장소"),
        column(
            "state",
            "상태",
            "진행여부|결과|진행 여부",
            "choice",
            choices=STATES,
            help="비워 두면 진행함입니다.",
        ),
        column("confirmation", "내담자 확인", "확인|서명|확인서", "choice", choices=CONFIRMED),
        column("closed_on", "종결일", "마친 날|종료일", "date"),
        column("stopped_reason", "중단한 까닭", "중단사유|중단 사유|비고"),
    )


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = [
        sentence
        for _, sentence in rules.problems_of_a_sitting(
            state=state_of(values),
            held_on=values["held_on"],
            today=today(context),
            opened_on=values["opened_on"],
            minutes=values.get("minutes"),
        )
    ]
    said += too_long(values, {"name": 60, "counsellor": 60, "place": 80, "stopped_reason": 200})
    said += _who_and_where(context, values)
    if values.get("confirmation") and state_of(values) != SittingState.HELD:
        said.append("진행하지 않은 회기에 내담자 확인이 있습니다. 상태나 확인을 고치세요.")
    if values.get("closed_on") and values["closed_on"] < values["held_on"]:
        said.append("종결일이 상담일보다 앞섭니다. 날짜를 확인하세요.")
    if values.get("stopped_reason") and not values.get("closed_on"):
        said.append("중단한 까닭이 있으면 종결일도 적으세요.")
    return said or _too_many(context, values)


def _who_and_where(context: Context, values: dict[str, Any]) -> Iterable[str]:
    if reference := values.get("reference"):
        if reference not in clients_by_reference(context):
            yield f"'{reference}' 내담자가 없습니다. 번호를 확인하거나 이름과 연락처를 적으세요."
    elif not (values.get("name") and values.get("phone")):
        yield "누구인지 알 수 없습니다. 이름과 연락처를 함께 적거나 내담자 번호를 적으세요."
    day = values["opened_on"]
    if values["route"] == Route.INDIVIDUAL:
        if values.get("hub"):
            yield "개인 심리상담에 거점센터가 적혀 있습니다. 경로를 권역별로 고치거나 거점센터를 비우세요."
        if counsellor_on(context, values["counsellor"], day) is None:
            yield f"'{values['counsellor']}' 님은 시작일에 위촉된 객원 심리상담사가 아닙니다. 위촉 대장을 확인하세요."
    elif hub_on(context, values.get("hub"), day) is None:
        yield "시작일에 협약이 이어지고 있는 거점센터를 적으세요."


def _too_many(context: Context, values: dict[str, Any]) -> list[str]:
    """The person's sittings of the year so far, those of the ledger included: as an officer would be told."""
    if state_of(values) not in TAKING:
        return []
    year = values["held_on"].year
    person = values.get("reference") or (name_key(values["name"]), phone_digits(values["phone"]))
    use = once(context, ("use", person, year), lambda: _use(context, values, year))
    counted: Counter = context.memo.setdefault("counted", Counter())
    counted[person, year] += 1
    try:
        rules.check_person(use, counted[person, year])
    except rules.Refused as refused:
        return [str(refused)]
    return []


def _use(context: Context, values: dict[str, Any], year: int) -> rules.Use:
    if reference := values.get("reference"):
        client = Client.objects.filter(pk=clients_by_reference(context)[reference]).first()
    else:
        client = clients_matching(context.centre, values["name"], values["phone"]).order_by("pk").first()
    if client is not None:
        return queries.use_of(client, service_of(context), year)
    return rules.Use(year, limit_of(context, year), 0, 0)


def example(context: Context) -> list[dict[str, Any]]:
    labels = [code.label for code in issues(context).values()]
    return [
        {
            "held_on": date(2025, 5, 9),
            "name": "홍길동",
            "phone": "010-0000-0000",
            "route": Route.HUB.label,
            "hub": next((hub.name for hub in hubs(context)), ""),
            "counsellor": "윤서연",
            "issue": labels[0] if labels else "",
            "opened_on": date(2025, 5, 2),
            "number": 2,
            "minutes": 50,
            "state": SittingState.HELD.label,
            "confirmation": Confirmation.SIGNATURE.label,
        }
    ]


registry.declare(
    Sheet(
        code="wellbeing.sittings",
        label="심리상담 회기 대장",
        permission="wellbeing.sitting:import",
        model=Sitting,
        also=(Course,),
        prepare_undo=keep_notes,
        columns=columns,
        check=check,
        store=store,
        example=example,
        variants=lambda centre: list(queries.service_names().items()),
    )
)
