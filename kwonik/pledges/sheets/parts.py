"""The ledgers of a card's parts: each line names its pledge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, column, own, too_long
from kwonik.pledges import rules
from kwonik.pledges.codes import Channel, FundSource, MoneyStage, NoteKind
from kwonik.pledges.models import Communication, Goal, Milestone, Money, NextStep, Note, Officer, Part
from kwonik.spreadsheets import Column

from .lookups import choice, pledge_column, pledges

Values = dict[str, Any]


@dataclass(frozen=True)
class Ledger:
    """How the lines of one kind of part are read: its columns, what they become, what may be wrong with them."""

    name: str
    label: str
    model: type[Part]
    columns: Callable[[], tuple[Column, ...]]
    example: Mapping[str, Any]
    longest: Mapping[str, int]
    made: Callable[[Values], Values] = lambda values: values
    check: Callable[[Context, Values], list[str]] = lambda context, values: []
    optional: tuple[str, ...] = ()


def _quarters(values: Values) -> Values:
    names = ("first_quarter", "last_quarter", "done_quarter")
    return values | {name: rules.read_quarter(values[name]) if values[name] else None for name in names}


def _check_milestone(context: Context, values: Values) -> list[str]:
    try:
        made = _quarters(values)
    except ValueError as wrong:
        return [str(wrong)]
    said = []
    if made["last_quarter"] < made["first_quarter"]:
        said.append("마칠 분기가 시작 분기보다 앞섭니다. 분기를 확인하세요.")
    if bool(made["done_quarter"]) != bool(values["evidence"]):
        said.append("마친 분기와 마친 근거는 함께 적거나 함께 비워 두세요.")
    if values["weight"] is not None and not 0 < values["weight"] < 1000:
        said.append("가중치는 1 이상의 수로 적으세요.")
    return said


def _money(values: Values) -> Values:
    after = (values["year"] or "").strip() in ("임기후", "임기 후")
    return values | {"year": None if after else int(_digits(values["year"])), "after_term": after}


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _check_money(context: Context, values: Values) -> list[str]:
    said = []
    digits = _digits(values["year"])
    if values["year"].strip() not in ("임기후", "임기 후") and not (digits and 2000 <= int(digits) <= 2100):
        said.append("연도를 네 자리로, 임기 뒤라면 '임기후'라고 적으세요.")
    if values["amount_won"] < 0:
        said.append("금액은 0 이상이어야 합니다. 줄일 것은 그 행을 철회하세요.")
    return said


def _check_communication(context: Context, values: Values) -> list[str]:
    said = []
    if values["count"] is not None and values["count"] < 1:
        said.append("횟수는 1 이상이어야 합니다.")
    if values["told"] is not None and not values["code"]:
        said.append("제목이 말하는 수가 있으면 부르는 이름(영문)도 적으세요.")
    if values["code"]:
        taken = context.memo.setdefault(
            "told", set(Communication.objects.standing().values_list("pledge__code", "code"))
        )
        if (values["pledge"], values["code"]) in taken:
            said.append("부르는 이름이 이미 있습니다. 하나씩 다르게 적으세요.")
        taken.add((values["pledge"], values["code"]))
    return said


def _communication(values: Values) -> Values:
    return values | {"count": values["count"] or 1, "listed": values["listed"] != "no"}


def _check_next(context: Context, values: Values) -> list[str]:
    said = []
    if values["until_on"] < values["from_on"]:
        said.append("끝나는 날이 시작하는 날보다 앞섭니다. 날짜를 확인하세요.")
    if (values["count"] is None) != (not values["unit"]):
        said.append("계획한 수와 단위는 함께 적거나 함께 비워 두세요.")
    if values["count"] is not None and not values["code"]:
        said.append("계획한 수가 있으면 부르는 이름(영문)도 적으세요.")
    return said


def _check_goal(context: Context, values: Values) -> list[str]:
    if not 2000 <= values["year"] <= 2100:
        return ["연도를 네 자리로 적으세요."]
    taken = context.memo.setdefault(
        "goals", set(Goal.objects.standing().values_list("pledge__code", "area", "year"))
    )
    one = (values["pledge"], values["area"], values["year"])
    if one in taken:
        return ["이 공약의 그 분야, 그 연도의 목표가 이미 있습니다."]
    taken.add(one)
    return []


LISTED = {**dict.fromkeys(("실음", "O", "예"), "yes"), **dict.fromkeys(("싣지 않음", "X", "아니오"), "no")}
LEDGERS = (
    Ledger(
        "officers",
        "공약 담당자 대장",
        Officer,
        lambda: (
            column("post", "직위", "직급", required=True),
            column("name", "이름", "성명|담당자", required=True),
            column("phone", "전화", "전화번호|내선"),
        ),
        {"post": "고용노동과장", "name": "김미정", "phone": "1234"},
        {"post": 40, "name": 40, "phone": 20},
        optional=("phone",),
    ),
    Ledger(
        "goals",
        "공약 연차별 목표 대장",
        Goal,
        lambda: (
            column("area", "분야", "구분", required=True),
            column("year", "연도", "연차", "int", required=True),
            column("text", "목표", "연차별 목표|내용", required=True),
        ),
        {"area": "쉼터 조성", "year": 2025, "text": "쉼터 1개소 조성"},
        {"area": 60, "text": 500},
        check=_check_goal,
    ),
    Ledger(
        "notes",
        "공약 지표와 점검 대장",
        Note,
        lambda: (
            choice("kind", "무엇", NoteKind, "구분|항목", required=True),
            column("text", "내용", "지표|점검 내용", required=True),
        ),
        {"kind": NoteKind.INDICATOR.value, "text": "조성한 쉼터 수"},
        {"text": 300},
    ),
    Ledger(
        "milestones",
        "공약 로드맵 대장",
        Milestone,
        lambda: (
            column("text", "세부 추진계획", "추진계획|내용", required=True),
            column("weight", "가중치", "비중", "int", help="비워 두면 1입니다."),
            column("first_quarter", "시작 분기", "시작", required=True, help="2022년 3분기처럼"),
            column("last_quarter", "마칠 분기", "끝|종료 분기", required=True),
            column("done_quarter", "마친 분기", "완료 분기"),
            column("evidence", "마친 근거", "근거|증빙"),
        ),
        {"text": "터 고르기", "weight": 2, "first_quarter": "2022년 3분기", "last_quarter": "2022년 4분기"},
        {"text": 200, "evidence": 200},
        made=lambda values: _quarters(values) | {"weight": values["weight"] or 1},
        check=_check_milestone,
        optional=("evidence",),
    ),
    Ledger(
        "money",
        "공약 투자와 집행 대장",
        Money,
        lambda: (
            column("year", "연도", "회계연도|연차", required=True, help="임기 뒤라면 '임기후'"),
            choice("source", "재원", FundSource, "구분", required=True),
            choice("stage", "단계", MoneyStage, "계획/확보/집행", required=True),
            column("amount_won", "금액", "금액(원)", "won", required=True, help="원 단위로 적으세요."),
            column("document", "근거 문서", "근거|출처", required=True),
            column("decided_on", "정한 날", "결정일|일자", "date", required=True),
        ),
        {
            "year": "2025",
            "source": FundSource.CITY.value,
            "stage": MoneyStage.PLANNED.value,
            "amount_won": 1_999_000_000,
            "document": "공약 실천계획서",
            "decided_on": date(2022, 12, 20),
        },
        {"document": 200},
        made=_money,
        check=_check_money,
    ),
    Ledger(
        "communications",
        "공약 시민소통 대장",
        Communication,
        lambda: (
            choice("channel", "길", Channel, "구분|소통 방법", required=True),
            column("held_on", "한 날", "일자|날짜|보도일", "date", required=True),
            column("title", "제목", "내용", required=True, help="제목이 말하는 수는 {수}로 적습니다."),
            column("url", "주소", "URL|링크"),
            column("count", "횟수", "건수", "int", help="비워 두면 1입니다."),
            Column("listed", "카드에 제목을 실음", "choice", aliases=("게재",), choices=LISTED),
            column("told", "제목이 말하는 수", "인원", "int"),
            column("code", "부르는 이름(영문)", "코드|약칭"),
        ),
        {"channel": Channel.PRESS.value, "held_on": date(2025, 2, 10), "title": "쉼터 개소 언론보도"},
        {"title": 200, "url": 300, "code": 50},
        made=_communication,
        check=_check_communication,
        optional=("url", "code"),
    ),
    Ledger(
        "nextsteps",
        "공약 향후 추진계획 대장",
        NextStep,
        lambda: (
            column("area", "분야", "구분", required=True),
            column("text", "할 일", "내용|추진계획", required=True),
            column("from_on", "시작", "시작일", "date", required=True),
            column("until_on", "끝", "종료일", "date", required=True),
            column("count", "계획한 수", "횟수|인원", "int"),
            column("unit", "단위"),
            column("code", "부르는 이름(영문)", "코드|약칭"),
        ),
        {
            "area": "쉼터 조성",
            "text": "쉼터 운영",
            "from_on": date(2026, 1, 1),
            "until_on": date(2026, 12, 31),
        },
        {"area": 60, "text": 200, "unit": 10, "code": 50},
        check=_check_next,
        optional=("unit", "code"),
    ),
)


def _sheet(ledger: Ledger) -> Sheet:
    def columns(context: Context) -> Sequence[Column]:
        return (pledge_column(context), *ledger.columns())

    def check(context: Context, values: Values) -> list[str]:
        if values["pledge"] not in pledges(context):
            return ["이 공약이 없습니다. 공약 대장을 먼저 가져오세요."]
        return [*too_long(values, ledger.longest), *ledger.check(context, values)]

    def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
        ledger.model._default_manager.bulk_create(
            ledger.model(**own(context, batch, line), position=number, **_fields(context, line.values))
            for number, line in enumerate(lines, 1)
        )

    def _fields(context: Context, values: Values) -> Values:
        made = ledger.made(values) | {"pledge": pledges(context)[values["pledge"]]}
        return made | {name: made[name] or "" for name in ledger.optional}

    def example(context: Context) -> list[Values]:
        return [{"pledge": next(iter(pledges(context)), ""), **ledger.example}]

    return Sheet(
        code=f"pledges.{ledger.name}",
        label=ledger.label,
        permission="pledges.pledge:import",
        model=ledger.model,
        columns=columns,
        check=check,
        store=store,
        example=example,
    )


for _ledger in LEDGERS:
    registry.declare(_sheet(_ledger))
