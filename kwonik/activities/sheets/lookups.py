"""What every ledger here looks up once for a whole file, and the columns that a service's asks and questions make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.activities import queries, rules
from kwonik.activities.rules import Asked
from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import AnswerKind, Shape
from kwonik.catalogue.models import Code, Question, Service
from kwonik.ledgers.registry import Context, Line, once
from kwonik.places.actions import reserve
from kwonik.places.models import District, Site
from kwonik.spreadsheets import Column

HEADINGS = {
    "day": "날짜|일자|연월일|진행일|진행일자|개최일|행사일|운영일|실시일|측정일|집계일|조사일|배부일|배포일|나눔일|지급일|"
    "신청일|신청일자|접수일|접수일자|신고일|신고일자",
    "kind": "종류|구분|유형|분류|프로그램|행사|채널|직종|업종|품목|물품|물품명|신고 유형|신고유형|지원 분야",
    "title": "이름|행사명|프로그램명|캠페인명|제목|내용|주제",
    "starts_at": "시작|시작 시각|시작시간|부터",
    "ends_at": "끝|종료|종료 시각|종료시간|마친 시각|까지",
    "site": "장소|진행 장소|개최 장소|배부 장소|위치|역명",
    "district": "자치구|지역|구|소재지|관할구",
    "partner": "함께한 기관|협력기관|협력 기관|공동주최|공동 주최|주관|강사",
    "people": "인원|참여 인원|참여인원|참여자|참여자 수|참석 인원|참석자|이용 인원|수검 인원|명",
    "quantity": "수량|참여 건수|건수|개수|병수|배부 수량|배포 수량",
    "note": "비고|메모|특이사항",
    "subject": "무엇의|대상|항목|계정",
    "count": "수|집계|값|건수|구독자 수|구독자|팔로워 수|팔로워|현재 값",
    "recipient": "받은 곳|배부처|수령처|수령 기관|지급처",
    "donor": "보낸 곳|기부처|후원|후원처|제공처|제공 기관",
    "name": "성명|이름|신청인|신청자|대상자",
    "phone": "연락처|전화번호|휴대폰|휴대전화",
    "applicant": "신청 기관|기관명|단체명|신청한 곳",
    "workplace": "사업장|사업장명|업체명|회사명|상호",
    "employees": "고용 인원|고용인원|상시 근로자 수|종사자 수|직원 수",
    "appointee": "위촉된 사람|담당|안전지킴이|신고자|맡은 사람|활동가",
    "wished_on": "바라는 날|희망일|희망 일자|예약일",
    "state": "상태|진행 상태|진행상태|처리 상태|처리상태|처리 결과",
    "delivered_on": "마친 날|완료일|시행일|검진일|접종일|처리일|처리 완료일",
    "reason": "까닭|사유|미선정 사유|취소 사유",
    "score": "만족도|만족도 점수|평점",
    "remark": "평가 의견|만족도 의견|의견",
}
"""Other headings by column, parted by "|"."""

NUMBERS = ("people", "quantity", "employees", "count")
YES_NO = {"예": "yes", "네": "yes", "O": "yes", "아니오": "no", "아니요": "no", "X": "no"}
KINDS = {
    AnswerKind.TEXT: "text",
    AnswerKind.NUMBER: "int",
    AnswerKind.DATE: "date",
    AnswerKind.CHOICE: "choice",
    AnswerKind.YES_NO: "choice",
}


def folded(name: str | None) -> str:
    return "".join((name or "").split()).casefold()


@catalogue.until_next_load
def services(shape: Shape, centre: Any) -> Sequence[tuple[str, str]]:
    """The ledgers of a shape: one for each service whose records the centre keeps."""
    return tuple(queries.services(centre).filter(shape=shape).values_list("code", "name"))


def service_of(context: Context) -> Service:
    return once(context, "service", lambda: catalogue.service(context.variant))


def asks_of(context: Context) -> tuple[Asked, ...]:
    return once(context, "asks", lambda: rules.asked(service_of(context).asks))


def kinds_of(context: Context) -> dict[str, Code]:
    """code -> Code; where a retired code shares its name, the one in force."""
    rows = once(context, "kinds", lambda: list(queries.every_kind(service_of(context))))
    return {code.code: code for code in reversed(rows)}


def questions_of(context: Context) -> list[Question]:
    return once(context, "questions", lambda: list(catalogue.questions(service_of(context))))


def sites_of(context: Context) -> dict[str, Site]:
    def find() -> dict[str, Site]:
        return queries.spellings(Site.objects.select_related("district").order_by("-retired_on", "pk"))

    return once(context, "sites", find)


def districts_of(context: Context) -> dict[str, District]:
    return once(context, "districts", lambda: {row.code: row for row in District.objects.all()})


def spellings(codes: Mapping[str, Code]) -> dict[str, str]:
    """Every label and other spelling -> code, labels first."""
    labels = {code.label: code.code for code in codes.values()}
    spelt = {alias: code.code for code in codes.values() for alias in code.aliases if alias not in labels}
    return labels | spelt


# -- columns ------------------------------------------------------------------------------------------------------


def columns(context: Context, *more: Column) -> list[Column]:
    """Day, kind, what the service asks, what the shape needs besides (`more`), the service's questions."""
    service = service_of(context)
    shape = Shape(service.shape)
    names = {row.name: row.code for row in reversed(districts_of(context).values())}
    short = {name.removesuffix("구"): code for name, code in names.items() if len(name) > 2}
    found = [
        _column("day", rules.day_word(service.words, shape), "date", required=True),
        _column(
            "kind",
            "물품" if shape == Shape.HANDOUT else "종류",
            "choice",
            required=True,
            choices=spellings(kinds_of(context)),
        ),
    ]
    taken = {column.key for column in more}
    for ask in asks_of(context):
        if ask.field == "hours":
            found += [_column("starts_at", "시작", "time"), _column("ends_at", "끝", "time")]
        elif ask.field == "client":
            found += [_column("name", ask.label, help=ask.help), _column("phone", "연락처", "phone")]
        elif ask.field == "district":
            if names:
                found.append(_column("district", ask.label, "choice", choices={**short, **names}))
        elif ask.field not in taken:
            kind = "int" if ask.field in NUMBERS else "date" if ask.field == "wished_on" else "text"
            found.append(_column(ask.field, ask.label, kind, help=ask.help))
    return _apart([*found, *more, *map(_question, questions_of(context))])


def _column(key: str, label: str, kind: str = "text", **more: Any) -> Column:
    return Column(key, label, kind, aliases=tuple(filter(None, HEADINGS.get(key, "").split("|"))), **more)


column = _column


def _question(question: Question) -> Column:
    choices: Mapping[str, str] = {}
    if question.kind == AnswerKind.YES_NO:
        choices = YES_NO
    elif question.kind == AnswerKind.CHOICE and question.list:
        choices = spellings({code.code: code for code in reversed(catalogue.codes_of(question.list.code))})
    return Column(
        f"q_{question.code}",
        question.label,
        KINDS[AnswerKind(question.kind)],
        choices=choices,
        help=question.help,
        required=question.required,
    )


def _apart(found: Sequence[Column]) -> list[Column]:
    """No heading leads to two columns: what a service calls one of them is none of the others'."""
    labels = {column.label: column.key for column in found}
    often = Counter(alias for column in found for alias in {*column.aliases})
    seen: set[str] = set()
    parted = []
    for one in found:
        own = []
        for alias in one.aliases:
            if labels.get(alias, one.key) == one.key and (often[alias] == 1 or alias not in seen):
                own.append(alias)
                seen.add(alias)
        parted.append(replace(one, aliases=tuple(own)))
    return parted


# -- lines --------------------------------------------------------------------------------------------------------


def facts(context: Context, values: Mapping[str, Any]) -> dict[str, Any]:
    """A line as the actions take it."""
    told = {key: value for key, value in values.items() if not key.startswith("q_")}
    site = sites_of(context).get(folded(told.get("site")))
    district = districts_of(context).get(told.get("district") or "")
    answers = {
        key.removeprefix("q_"): value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if key.startswith("q_") and value not in (None, "")
    }
    kind = kinds_of(context)[values["kind"]]
    return {**told, "kind": kind, "site": site, "district": district, "answers": answers}


def wrong(context: Context, values: Mapping[str, Any]) -> list[str]:
    """The rules of the page, asked of a line."""
    service, told = service_of(context), facts(context, values)
    if values.get("site") and told["site"] is None:
        return [
            f"'{values['site']}'은(는) 등록되지 않은 장소입니다. 장소 이름을 확인하거나 비워 두고 메모에 적으세요."
        ]
    today = once(context, "today", timezone.localdate)
    said = rules.problems(service.shape, told, asks_of(context), today, service.counting)
    return list(dict.fromkeys(sentence for _, sentence in said))


def references(context: Context, lines: Sequence[Line]) -> list[str]:
    """A number for each line, in the order of the ledger; one reservation for each year."""
    prefix = service_of(context).prefix
    years = [line.values["day"].year for line in lines]
    following = {
        year: reserve(context.centre, f"activities-{prefix}", year, count)
        for year, count in sorted(Counter(years).items())
    }
    found = []
    for year in years:
        found.append(rules.reference(prefix, year, following[year]))
        following[year] += 1
    return found


def shared(context: Context, line: Line, reference: str, batch: Any) -> dict[str, Any]:
    """What a row of any shape takes from its line."""
    told = facts(context, line.values)
    site = told["site"]
    return {
        "centre": context.centre,
        "service": service_of(context),
        "reference": reference,
        "kind": told["kind"],
        "site": site,
        "district": told["district"] or (site.district if site else None),
        "note": told.get("note") or "",
        "answers": told["answers"],
        "recorded_by": context.by,
        "import_batch": batch,
        "import_key": line.key,
    }


def example(context: Context, **more: Any) -> dict[str, Any]:
    """A line for the template: the first kind, and a word for what must be there."""
    labels = [code.label for code in kinds_of(context).values()]
    line: dict[str, Any] = {"day": date(2025, 5, 9), "kind": labels[-1] if labels else "", **more}
    for ask in asks_of(context):
        if not ask.required or ask.field in line:
            continue
        if ask.field in NUMBERS:
            line[ask.field] = 12
        elif ask.field == "hours":
            line["starts_at"] = "14:00"
        elif ask.field == "client":
            line |= {"name": "홍길동", "phone": "010-0000-0000"}
        elif ask.field == "wished_on":
            line[ask.field] = date(2025, 5, 16)
        elif ask.field == "site":
            line[ask.field] = next((row.name for row in sites_of(context).values()), "")
        elif ask.field == "district":
            line[ask.field] = next((row.name for row in districts_of(context).values()), "")
        elif ask.field != "appointee":
            line[ask.field] = EXAMPLES.get(ask.field, "예시")
    return line


EXAMPLES = {"title": "산재노동자의 날 캠페인", "workplace": "가람상사", "partner": "서울지방고용노동청"}
