"""The ledgers of pledges, row by row as the recipe lists them; what no list tells (titles not printed) is spread evenly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from kwonik.catalogue.rules.profile import Code, Line40, Line80, Line120, Line200, Part
from kwonik.kernel.rounding import share_out
from kwonik.pledges import codes

from .tables import Heading, Table

Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Long = Annotated[str, Field(min_length=1, max_length=500)]
Year = Annotated[int, Field(ge=2000, le=2100)]
MILLION = 1_000_000


class Pledged(Part):
    code: Code
    number: str = ""
    title: Line120
    original: Long
    election: Line80
    term_from_on: date
    term_until_on: date
    nature: Literal["new", "continued"]
    span: Literal["within", "after"]
    funding: Literal["budget", "none"]
    actor: Literal["own", "joint", "national", "provincial", "private"]
    central_help: Literal["none", "money", "law", "both"]
    department: Line80
    goal: Long
    from_on: date
    until_on: date
    content: Long
    status: str = ""
    status_on: date | None = None
    decided_by: str = ""
    basis: str = ""


class Official(Part):
    post: Line40
    name: Line40
    phone: str = ""


class Aimed(Part):
    area: Line80
    text: Long
    years: list[Year]


class Noted(Part):
    kind: Literal["indicator", "strength", "improvement", "communication_plan"]
    text: Line200


class Stepped(Part):
    text: Line200
    weight: Annotated[int, Field(ge=1)] = 1
    first_quarter: Line40
    last_quarter: Line40
    done_quarter: str = ""
    evidence: str = ""


class Funded(Part):
    """Millions of won by year; `decided`: the day of each year's decision, or of all."""

    stage: Literal["planned", "secured", "executed"]
    source: Literal["national", "provincial", "city", "other"]
    document: Line200
    decided: dict[str, date]
    millions: dict[str, Annotated[int, Field(ge=0)]]


class Told(Part):
    channel: Literal["hearing", "survey", "advice", "press", "sns", "other"]
    held_on: date
    title: Line200
    told: int | None = None
    code: str = ""


class Unlisted(Part):
    """So many in all between two months, one row every so many months; their titles do not stand in the card."""

    channel: Literal["hearing", "survey", "advice", "press", "sns", "other"]
    count: Annotated[int, Field(ge=1)]
    first: Month
    last: Month
    every: Annotated[int, Field(ge=1)]
    title: Line200


class Next(Part):
    area: Line80
    text: Line200
    count: int | None = None
    unit: str = ""
    code: str = ""


class PledgesRecipe(Part):
    """`centre` keeps the pledges; the parts are all of one `pledge`, the next steps of one year."""

    centre: Code
    pledges_file: Line80
    pledge: Code
    next_year: Year
    pledges: list[Pledged]
    officers: list[Official]
    goals: list[Aimed]
    notes: list[Noted]
    milestones: list[Stepped]
    money: list[Funded]
    nextsteps: list[Next]
    unlisted: list[Unlisted]
    communications: list[Told]


Row = dict[str, Any]


def _label(of: Any, code: str) -> str:
    return of(code).label if code else ""


def pledge_rows(recipe: PledgesRecipe) -> list[Row]:
    kinds = {
        "nature": codes.Nature,
        "span": codes.Span,
        "funding": codes.Funding,
        "actor": codes.Actor,
        "central_help": codes.CentralHelp,
        "status": codes.Progress,
    }
    return [
        pledged.model_dump() | {key: _label(of, getattr(pledged, key)) for key, of in kinds.items()}
        for pledged in recipe.pledges
    ]


def goal_rows(recipe: PledgesRecipe) -> list[Row]:
    return [{"area": one.area, "text": one.text, "year": year} for one in recipe.goals for year in one.years]


def money_rows(recipe: PledgesRecipe) -> list[Row]:
    return [
        {
            "year": year,
            "source": codes.FundSource(one.source).label,
            "stage": codes.MoneyStage(one.stage).label,
            "amount_won": millions * MILLION,
            "document": f"{year}년 {one.document}" if one.stage != "planned" else one.document,
            "decided_on": one.decided.get(year) or one.decided["all"],
        }
        for one in recipe.money
        for year, millions in one.millions.items()
    ]


def communication_rows(recipe: PledgesRecipe) -> list[Row]:
    listed = [
        one.model_dump() | {"channel": codes.Channel(one.channel).label, "count": 1, "listed": "실음"}
        for one in recipe.communications
    ]
    return [*listed, *(row for one in recipe.unlisted for row in _spread(one))]


def _spread(one: Unlisted) -> Iterator[Row]:
    first, last = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (one.first, one.last))
    months = list(range(first, last + 1, one.every))[: one.count]
    for month, count in zip(months, share_out(one.count, [1] * len(months)), strict=True):
        year, number = divmod(month, 12)
        yield {
            "channel": codes.Channel(one.channel).label,
            "held_on": date(year, number + 1, 28),
            "title": f"{one.title}({year}년 {number + 1}월)",
            "count": count,
            "listed": "싣지 않음",
            "told": None,
            "code": "",
        }


def next_rows(recipe: PledgesRecipe) -> list[Row]:
    year = recipe.next_year
    days = {"from_on": date(year, 1, 1), "until_on": date(year, 12, 31)}
    return [one.model_dump() | days for one in recipe.nextsteps]


def note_rows(recipe: PledgesRecipe) -> list[Row]:
    return [{"kind": codes.NoteKind(one.kind).label, "text": one.text} for one in recipe.notes]


Headings = Mapping[str, str]
PLEDGES: Headings = {
    "약칭": "code",
    "공약명": "title",
    "원문": "original",
    "선거명": "election",
    "임기 시작": "term_from_on",
    "임기 끝": "term_until_on",
    "성격": "nature",
    "기간": "span",
    "재원": "funding",
    "사업주체": "actor",
    "도움 필요성": "central_help",
    "담당부서": "department",
    "최종목표": "goal",
    "사업 시작": "from_on",
    "사업 끝": "until_on",
    "사업내용": "content",
    "이행 상태": "status",
    "판정일": "status_on",
    "판정자": "decided_by",
    "판정 근거": "basis",
}
STEPS: Headings = {
    "추진계획": "text",
    "가중치": "weight",
    "시작 분기": "first_quarter",
    "종료 분기": "last_quarter",
    "완료 분기": "done_quarter",
    "증빙": "evidence",
}
MONEY: Headings = {
    "회계연도": "year",
    "재원": "source",
    "단계": "stage",
    "금액(원)": "amount_won",
    "근거 문서": "document",
    "결정일": "decided_on",
}
TOLD: Headings = {
    "구분": "channel",
    "보도일": "held_on",
    "제목": "title",
    "건수": "count",
    "게재": "listed",
    "인원": "told",
    "약칭": "code",
}
NEXT: Headings = {
    "분야": "area",
    "할 일": "text",
    "시작일": "from_on",
    "종료일": "until_on",
    "횟수": "count",
    "단위": "unit",
    "약칭": "code",
}


def ledgers(recipe: PledgesRecipe) -> Iterator[tuple[str, str, Callable[[], Table]]]:
    """Sheet, file name and table of each ledger; pledges come first, their parts name them."""
    yield "pledges.pledges", recipe.pledges_file, _maker(recipe.pledges_file, PLEDGES, pledge_rows(recipe))
    (title,) = (one.title for one in recipe.pledges if one.code == recipe.pledge)
    officials = [one.model_dump() for one in recipe.officers]
    steps = [one.model_dump() for one in recipe.milestones]
    for name, file, headings, rows in (
        ("officers", "공약 담당자.xlsx", {"직위": "post", "성명": "name", "내선": "phone"}, officials),
        (
            "goals",
            "공약 연차별 목표.xlsx",
            {"분야": "area", "연도": "year", "목표": "text"},
            goal_rows(recipe),
        ),
        ("notes", "공약 지표와 점검.xlsx", {"구분": "kind", "내용": "text"}, note_rows(recipe)),
        ("milestones", "공약 로드맵.xlsx", STEPS, steps),
        ("money", "공약 투자와 집행.xlsx", MONEY, money_rows(recipe)),
        ("communications", "공약 시민소통.xlsx", TOLD, communication_rows(recipe)),
        ("nextsteps", "공약 향후 추진계획.xlsx", NEXT, next_rows(recipe)),
    ):
        named = {"공약명": "pledge", **headings}
        yield f"pledges.{name}", file, _maker(file, named, [{"pledge": title, **row} for row in rows])


def _maker(file: str, headings: Headings, rows: Sequence[Row]) -> Callable[[], Table]:
    table = Table(
        title=file.rsplit(".", 1)[0],
        headings=[Heading(label, width=18) for label in headings],
        rows=[[row[key] for key in headings.values()] for row in rows],
    )
    return lambda: table
