"""이행점검 대장: one row for each organisation and stage of a round, with what was found of each indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, once, own, too_long
from kwonik.places import actions as places
from kwonik.places.rules import LONGEST_NAME, name_key
from kwonik.research import queries, rules
from kwonik.research.codes import CheckStage, CheckState
from kwonik.research.models import ComplianceCheck
from kwonik.research.rules import Checked
from kwonik.spreadsheets import Column

from . import lookups
from .lookups import choice

STAGES = lookups.words(CheckStage, 서면="desk", 자료점검="desk", 현장="site", 방문점검="site")
STATES = lookups.words(CheckState, 완료="done", 점검완료="done", 개선요청="improve", 개선완료="cleared")
ANSWERS = {
    **dict.fromkeys(("이행", "예", "O", "o", "있음"), "yes"),
    **dict.fromkeys(("미이행", "아니오", "X", "x", "없음"), "no"),
    "해당 없음": "",
}
Key = tuple[str, int, int, str]


def _indicators(context: Context) -> dict[str, dict[str, str]]:
    """Service code -> indicator code -> what it asks."""

    def find() -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for code, service in lookups.services(context).items():
            found[code] = {row.code: row.label for row in queries.indicators(service)}
        return {code: asked for code, asked in found.items() if asked}

    return once(context, "indicators", find)


def columns(context: Context) -> tuple[Column, ...]:
    asked = {code: label for found in _indicators(context).values() for code, label in found.items()}
    return (
        choice(
            "service",
            "세부사업",
            lookups.service_words(context),
            "사업|사업명",
            help="점검하는 세부사업이 하나뿐이면 비워 두어도 됩니다.",
        ),
        column("year", "연도", "점검연도|회계연도", "int", help="비워 두면 점검일이 든 해입니다."),
        column("number", "차수", "회차|점검 차수", "int", help="비워 두면 1차입니다."),
        column("organisation", "기관", "기관명|점검 기관|사업장|대상 기관", required=True),
        choice("stage", "점검 방법", STAGES, "방법|구분|점검구분", required=True),
        column("checked_on", "점검일", "일자|날짜|점검 일자", "date", help="비워 두면 예정입니다."),
        choice("state", "상태", STATES, "진행 상태|조치 상태", help="비워 두면 '점검함'입니다."),
        *(
            choice(f"indicator_{code}", label, ANSWERS, help="이행, 미이행, 해당 없음 가운데 하나")
            for code, label in asked.items()
        ),
        column("follow_up", "개선할 것", "개선사항|조치사항|개선 요청"),
        column("follow_up_on", "개선 기한", "조치 기한|기한", "date"),
    )


def _service(context: Context, values: dict[str, Any]) -> str:
    """The service a line checks: its own, or the only one that has indicators."""
    found = _indicators(context)
    return values["service"] or (next(iter(found)) if len(found) == 1 else "")


def _key(context: Context, values: dict[str, Any]) -> Key:
    day = values["checked_on"]
    year = values["year"] or (day.year if day else 0)
    return _service(context, values), year, values["number"] or 1, name_key(values["organisation"])


def _standing(context: Context) -> dict[Key, list[Checked]]:
    """What stands already, and what the ledger brings so far."""

    def find() -> dict[Key, list[Checked]]:
        rows = ComplianceCheck.objects.standing().filter(centre=context.centre)
        found: dict[Key, list[Checked]] = defaultdict(list)
        for row in rows.select_related("service", "organisation"):
            key = (row.service.code, row.year, row.number, row.organisation.name_key)
            found[key].append(Checked(row.stage, row.checked_on))
        return found

    return once(context, "standing", find)


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"organisation": LONGEST_NAME, "follow_up": 300})
    said += lookups.said_of_day(values["checked_on"], "점검일")
    service, year, number, name = key = _key(context, values)
    if not service:
        said.append("어느 세부사업의 점검인지 '세부사업'에 적으세요.")
    if not 2000 <= year <= 2100:
        said.append("점검연도를 네 자리로 적으세요. 점검일을 적으면 비워 두어도 됩니다.")
    if not 1 <= number <= 100:
        said.append("차수는 1 이상의 수로 적으세요.")
    if values["state"] not in (None, CheckState.PLANNED) and values["checked_on"] is None:
        said.append("점검일이 없는데 점검한 것으로 적혔습니다. 점검일을 적으세요.")
    if values["state"] == CheckState.PLANNED and values["checked_on"]:
        said.append("예정인데 점검일이 있습니다. 상태를 확인하세요.")
    if not name:
        said.append("기관 이름을 적으세요.")
    if any(one.stage == values["stage"] for one in _standing(context)[key]):
        said.append("이 기관의 같은 차수, 같은 방법의 점검이 이미 있습니다.")
    if not said:
        _standing(context)[key].append(Checked(values["stage"], values["checked_on"]))
        once(context, "names", dict)[key] = values["organisation"]
    return said


def review(context: Context) -> list[str]:
    """Organisations checked on the spot before on paper, with the whole ledger in."""
    said = []
    for key, name in context.memo.get("names", {}).items():
        try:
            rules.check_stages(_standing(context)[key])
        except rules.Refused as refused:
            said.append(f"{name}: {refused}")
    return said


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    services = lookups.services(context)
    organisations = places.workplaces({line.values["organisation"] for line in lines})
    rows = []
    for line in lines:
        values = line.values
        service, year, number, _ = _key(context, values)
        asked = _indicators(context).get(service, {})
        told = {code: values.get(f"indicator_{code}") for code in asked}
        results = {code: answer == "yes" for code, answer in told.items() if answer}
        score = rules.score(results)
        state = values["state"] or (CheckState.DONE if values["checked_on"] else CheckState.PLANNED)
        rows.append(
            ComplianceCheck(
                **own(context, batch, line),
                service=services[service],
                year=year,
                number=number,
                organisation=organisations[values["organisation"]],
                stage=values["stage"],
                state=state,
                checked_on=values["checked_on"],
                results=results,
                score=None if score is None else int(score),
                follow_up=values["follow_up"] or "",
                follow_up_on=values["follow_up_on"],
            )
        )
    ComplianceCheck.objects.bulk_create(rows)


def example(context: Context) -> list[dict[str, Any]]:
    names = (
        [services[code].name for code in _indicators(context)]
        if (services := lookups.services(context))
        else []
    )
    row = {"service": lookups.first(names), "organisation": "한강공원관리원"}
    return [
        {**row, "stage": CheckStage.DESK.label, "checked_on": date(2025, 5, 14), "number": 1},
        {
            **row,
            "stage": CheckStage.SITE.label,
            "checked_on": date(2025, 8, 20),
            "number": 1,
            "state": CheckState.IMPROVE.label,
            "follow_up": "악성 민원 대응 지침을 부서별로 갖출 것",
        },
    ]


registry.declare(
    Sheet(
        code="research.checks",
        label="이행점검 대장",
        permission="research.check:import",
        model=ComplianceCheck,
        columns=columns,
        check=check,
        review=review,
        store=store,
        example=example,
    )
)
