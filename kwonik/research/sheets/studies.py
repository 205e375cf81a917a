"""실태조사 대장, 조사 대장, 보고회 대장: studies, what is asked of whom, where they were told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, once, own, too_long
from kwonik.places.actions import reserve
from kwonik.research import rules
from kwonik.research.codes import StudyState
from kwonik.research.models import Event, Round, Study
from kwonik.spreadsheets import Column

from . import lookups
from .lookups import choice

SLUG = re.compile(r"[A-Za-z0-9_-]{1,50}")
STATES = lookups.words(
    StudyState,
    계획="planned",
    진행="running",
    진행중="running",
    완료="finished",
    종료="finished",
    중단="dropped",
)


def study_columns(context: Context) -> tuple[Column, ...]:
    return (
        column("title", "제목", "연구명|조사명|실태조사명|과제명", required=True),
        choice("service", "세부사업", lookups.service_words(context), "사업|사업명", required=True),
        column("from_on", "시작일", "착수일|시작|부터|연구 시작", "date", required=True),
        column("until_on", "종료일", "끝|까지|완료일|연구 종료", "date"),
        choice("state", "상태", STATES, "진행 상태|구분", help="비워 두면 '조사 중'입니다."),
        column("owner", "담당", "담당자|담당팀|연구책임"),
        column("partner", "수행 기관", "함께하는 곳|연구기관|용역사|수행기관"),
        column("interim_on", "중간보고일", "중간보고|중간보고회", "date"),
        column("final_on", "최종보고일", "최종보고|결과보고일", "date"),
        column(
            "code",
            "부르는 이름(영문)",
            "코드|약칭",
            help="보고서에서 부르는 이름. 비워 두면 저절로 정합니다.",
        ),
    )


def check_study(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"title": 200, "owner": 60, "partner": 120})
    said += taken(context, values, [row.title for row in lookups.studies(context).values()])
    try:
        rules.check_dates(values["from_on"], values["until_on"], values["interim_on"], values["final_on"])
    except rules.Refused as refused:
        said.append(str(refused))
    return said


def taken(context: Context, values: dict[str, Any], titles: Sequence[str], edition: int = 1) -> list[str]:
    """What is wrong with a row's title and code: both are its own, in the ledger and outside."""
    known = once(context, "titles taken", lambda: Counter(titles))
    codes = once(context, "codes taken", Counter)
    said = []
    title = values["title"] if edition == 1 else f"{values['title']} {edition}판"
    if known[title]:
        said.append("같은 제목이 이미 있습니다. 제목을 확인하세요.")
    code = values.get("code")
    if code and not SLUG.fullmatch(code):
        said.append("부르는 이름은 영문, 숫자, -, _ 로 50자까지 적으세요. 예: sewing-2025")
    elif code and codes[code]:
        said.append("부르는 이름이 대장 안에서 겹칩니다. 하나씩 다르게 적으세요.")
    if not said:
        known[title] += 1
        codes[code] += bool(code)
    return said


def own_codes(context: Context, kind: str, lines: Sequence[Line], day: str) -> list[str]:
    """A code for every line: its own, or the next of its year."""
    years = Counter(line.values[day].year for line in lines if not line.values.get("code"))
    following = {year: reserve(context.centre, kind, year, n) for year, n in sorted(years.items())}
    found = []
    for line in lines:
        code, year = line.values.get("code"), line.values[day].year
        if not code:
            code = rules.own_code(kind, year, following[year])
            following[year] += 1
        found.append(code)
    return found


def store_studies(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    services = lookups.services(context)
    codes = own_codes(context, "study", lines, "from_on")
    Study.objects.bulk_create(
        Study(
            **own(context, batch, line),
            service=services[line.values["service"]],
            code=code,
            title=line.values["title"],
            state=line.values["state"] or StudyState.RUNNING,
            owner=line.values["owner"] or "",
            partner=line.values["partner"] or "",
            **{name: line.values[name] for name in ("from_on", "until_on", "interim_on", "final_on")},
        )
        for line, code in zip(lines, codes, strict=True)
    )


def study_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "title": "봉제업 노동자 노동환경 실태조사",
            "service": lookups.first(lookups.service_words(context)),
            "from_on": date(2025, 2, 3),
            "until_on": date(2025, 9, 30),
            "state": StudyState.RUNNING.label,
            "owner": "정책교육팀",
            "interim_on": date(2025, 7, 16),
        }
    ]


# -- rounds -------------------------------------------------------------------------------------------------------


def round_columns(context: Context) -> tuple[Column, ...]:
    study, method, _ = lookups.round_columns(context)
    return (
        study,
        method,
        choice(
            "group", "조사 대상", lookups.code_words(context, "group"), "대상|조사대상|구분", required=True
        ),
        column("target", "목표 인원", "목표|목표 n|목표 수|표본 수", "int"),
    )


def check_round(context: Context, values: dict[str, Any]) -> list[str]:
    said = []
    key = (values["study"], values["method"], values["group"])
    service = lookups.studies(context)[values["study"]].service.code
    seen = once(context, "rounds seen", set)
    for field, label in (("method", "조사 방법"), ("group", "조사 대상")):
        if values[field] not in lookups.codes(context, field).get(service, {}):
            said.append(f"이 세부사업에서 쓰지 않는 {label}입니다. 분류표를 확인하세요.")
    if key in lookups.rounds(context) or key in seen:
        said.append("이 실태조사에 같은 방법과 대상의 조사가 이미 있습니다.")
    if (values["target"] or 0) < 0:
        said.append("목표 인원은 0 이상의 수로 적으세요.")
    seen.add(key)
    return said


def store_rounds(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    studies = lookups.studies(context)

    def code(line: Line, field: str):
        service = studies[line.values["study"]].service.code
        return lookups.codes(context, field)[service][line.values[field]]

    Round.objects.bulk_create(
        Round(
            **own(context, batch, line),
            study=studies[line.values["study"]],
            method=code(line, "method"),
            group=code(line, "group"),
            target=line.values["target"] or 0,
        )
        for line in lines
    )


def round_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "study": lookups.first(row.title for row in lookups.studies(context).values()),
            "method": lookups.first(lookups.code_words(context, "method")),
            "group": lookups.first(lookups.code_words(context, "group")),
            "target": 150,
        }
    ]


# -- events -------------------------------------------------------------------------------------------------------


def event_columns(context: Context) -> tuple[Column, ...]:
    study, *_ = lookups.round_columns(context)
    return (
        study,
        column("held_on", "연 날", "일자|날짜|개최일", "date", required=True),
        column("title", "이름", "행사명|제목|내용", required=True),
        column("place", "장소", "개최 장소"),
        column("people", "참석 인원", "인원|참석자 수", "int"),
        column("note", "메모", "비고"),
    )


def check_event(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, {"title": 120, "place": 120, "note": 300})
    if (values["people"] or 0) < 0:
        said.append("참석 인원은 0 이상의 수로 적으세요.")
    return said


def store_events(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    studies = lookups.studies(context)
    Event.objects.bulk_create(
        Event(
            **own(context, batch, line),
            study=studies[line.values["study"]],
            held_on=line.values["held_on"],
            title=line.values["title"],
            place=line.values["place"] or "",
            people=line.values["people"],
            note=line.values["note"] or "",
        )
        for line in lines
    )


def event_example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "study": lookups.first(row.title for row in lookups.studies(context).values()),
            "held_on": date(2025, 7, 16),
            "title": "중간보고회",
            "place": "센터 교육장",
            "people": 18,
        }
    ]


def _declare(code: str, label: str, model: Any, **parts: Any) -> None:
    registry.declare(
        Sheet(code=f"research.{code}", label=label, permission="research.study:import", model=model, **parts)
    )


_declare(
    "studies",
    "실태조사 대장",
    Study,
    columns=study_columns,
    check=check_study,
    store=store_studies,
    example=study_example,
)
_declare(
    "rounds",
    "조사 대장(방법과 대상)",
    Round,
    columns=round_columns,
    check=check_round,
    store=store_rounds,
    example=round_example,
)
_declare(
    "events",
    "보고회·토론회 대장",
    Event,
    columns=event_columns,
    check=check_event,
    store=store_events,
    example=event_example,
)
