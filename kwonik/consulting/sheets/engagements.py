"""컨설팅·자문 대장: which workplace asked, what was done there, by whom, for how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.consulting import queries, rules
from kwonik.consulting.codes import EngagementState
from kwonik.consulting.models import Agreement, Engagement, EngagementPart
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, once, too_long
from kwonik.people import vault
from kwonik.people.codes import AppointedRole
from kwonik.people.models import Appointment
from kwonik.places.actions import reserve, workplaces
from kwonik.places.queries import districts
from kwonik.spreadsheets import Column

LENGTHS = {"workplace": 120, "industry": 60, "exception": 200, "reason": 200, "note": 300, "name": 60}
ENDED = {"거절": "refused", "반려": "refused", "취소": "cancelled", "취하": "cancelled", "대기": "waiting"}
FEE = "fee_"
SEVERAL = "여럿이면 쉼표로 나눕니다. 필수 지원은 적지 않아도 들어갑니다."
MOST_EMPLOYEES = 1_000_000


def service_of(context: Context) -> Service:
    return once(context, "service", lambda: catalogue.service(context.variant))


def parts_of(context: Context) -> dict[str, Code]:
    return once(context, "parts", lambda: {code.code: code for code in queries.parts(service_of(context))})


def columns(context: Context) -> list[Column]:
    parts = parts_of(context).values()
    labels = {code.label: code.code for code in parts}
    spelt = {alias: code.code for code in parts for alias in code.aliases if alias not in labels}
    fees = [
        Column(f"{FEE}{code.code}", f"{code.label} 비용", "won", aliases=(f"{code.label} 자문료", f"{code.label} 수당"))
        for code in parts
    ]  # fmt: skip
    agreements = {name: str(pk) for name, pk in _agreements(context).items()}
    return [
        Column("requested_on", "신청일", "date", required=True, aliases=("신청일자", "접수일자", "일자")),
        Column("workplace", "사업장", required=True, aliases=("사업장명", "업체명", "기관명", "회사명", "상호")),
        Column("name", "담당자", aliases=("사업주", "대표자", "성명", "담당자명", "신청인")),
        Column("phone", "연락처", "phone", aliases=("전화번호", "휴대전화", "담당자 연락처")),
        Column("district", "자치구", "choice", aliases=("지역", "소재지", "소재 자치구"), choices=_district_names(context)),
        Column("industry", "업종", aliases=("업태", "종목")),
        Column("employees", "고용 인원", "int", aliases=("근로자 수", "근로자수", "상시근로자", "상시 근로자 수", "직원 수", "고용인원")),
        Column("accepted_on", "접수일", "date", aliases=("접수한 날", "승인일", "선정일")),
        Column("employees_accepted", "접수일 고용 인원", "int", aliases=("접수한 날의 고용 인원",), help="비워 두면 고용 인원과 같습니다."),
        Column("exception", "예외 사유", aliases=("기준과 다르게 받은 까닭",)),
        *([Column("agreement", "협약", "choice", aliases=("업무협약", "협약명"), choices=agreements)] if agreements else []),
        Column("parts", "지원 내용", "choices", aliases=("컨설팅 내용", "자문 내용", "지원 항목"), choices=labels | spelt, help=SEVERAL),
        Column("consultant", "맡은 사람", aliases=("담당 노무사", "담당노무사", "컨설턴트", "자문위원", "노무사", "보호관")),
        Column("delivered_on", "완료일", "date", aliases=("완료한 날", "완료일자", "컨설팅 완료일", "실시일")),
        *fees,
        Column("satisfaction", "만족도", "decimal", aliases=("만족도(5점)",), help="5점 만점입니다."),
        Column("ended", "거절·취소", "choice", aliases=("처리상태", "상태"), choices=ENDED | _plain_states()),
        Column("reason", "거절·취소 사유", aliases=("거절 사유", "취소 사유", "사유")),
        Column("note", "메모", aliases=("비고", "특이사항")),
    ]  # fmt: skip


def _plain_states() -> dict[str, str]:
    """What else stands in a column of states; the days of the line say it anyway."""
    return dict.fromkeys(("신청", "검토", "접수", "배정", "진행", "진행중", "완료", "종료"), "")


def _agreements(context: Context) -> dict[str, int]:
    def find() -> dict[str, int]:
        return dict(Agreement.objects.filter(centre=context.centre).values_list("name", "pk"))

    return once(context, "agreements", find)


def _districts(context: Context) -> dict[str, Any]:
    return once(context, "districts", lambda: {row.code: row for row in districts()})


def _district_names(context: Context) -> dict[str, str]:
    rows = _districts(context).values()
    short = {row.name[:-1]: row.code for row in rows if len(row.name) > 2 and row.name[-1] in "구시군"}
    return {row.name: row.code for row in rows} | short


def _consultant(context: Context, name: str, day: date) -> Appointment | str:
    """The advocate in force that day, or a sentence that says why there is none."""

    def find() -> dict[str, list[Appointment]]:
        rows = Appointment.objects.filter(centre=context.centre, role=AppointedRole.RIGHTS_ADVOCATE)
        found: dict[str, list[Appointment]] = {}
        for row in rows.order_by("pk"):
            found.setdefault(row.name, []).append(row)
        return found

    named = once(context, "consultants", find).get(name, [])
    standing = [row for row in named if row.from_on <= day and (row.until_on is None or row.until_on >= day)]
    if len(standing) == 1:
        return standing[0]
    if standing:
        return f"'{name}' 님이 여럿입니다. 이 줄은 화면에서 적으세요."
    return (
        f"'{name}' 님은 그날 위촉된 노동권리보호관이 아닙니다. 이름을 확인하거나 위촉 대장에 먼저 올리세요."
    )


def state_of(values: Mapping[str, Any]) -> str:
    """Where the engagement stands, from the days that the line has."""
    if values.get("ended"):
        return values["ended"]
    if values["delivered_on"]:
        done = values["satisfaction"] is not None
        return EngagementState.EVALUATED if done else EngagementState.DELIVERED
    if values["accepted_on"]:
        return EngagementState.ASSIGNED if values["consultant"] else EngagementState.ACCEPTED
    return EngagementState.REQUESTED


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, LENGTHS)
    today = timezone.localdate()
    for key, word in (("employees", "고용 인원"), ("employees_accepted", "접수일 고용 인원")):
        if values[key] is not None and not 0 <= values[key] <= MOST_EMPLOYEES:
            said.append(f"{word}을(를) 확인하세요: {values[key]}")
    said += [
        f"비용은 0 이상입니다: {values[key]:,}"
        for key in values
        if key.startswith(FEE) and (values[key] or 0) < 0
    ]
    if values["satisfaction"] is not None and not 0 <= values["satisfaction"] <= 5:
        said.append("만족도는 0부터 5까지입니다.")
    if values["requested_on"] > today:
        said.append("신청일이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    if values["accepted_on"] and values["accepted_on"] < values["requested_on"]:
        said.append("접수일이 신청일보다 앞섭니다. 날짜를 확인하세요.")
    if values["phone"] and not values["name"]:
        said.append("연락처의 담당자 이름을 적으세요.")
    if values.get("ended") in ("refused", "cancelled") and not values["reason"]:
        said.append("거절하거나 취소한 까닭을 적으세요.")
    if values.get("ended") and values["delivered_on"]:
        said.append("거절·취소하거나 기다리는 신청에 완료일이 있습니다. 하나를 지우세요.")
    if values["delivered_on"] and not (values["accepted_on"] and values["consultant"]):
        said.append("완료한 컨설팅에는 접수일과 맡은 사람이 있어야 합니다.")
    return said + _further(context, values, today)


def _further(context: Context, values: dict[str, Any], today: date) -> list[str]:
    """What the service's rules say about the line."""
    said = []
    if values["delivered_on"]:
        try:
            rules.check_delivery(values["delivered_on"], values["accepted_on"], today)
        except rules.Refused as refused:
            said.append(str(refused))
    if values["accepted_on"] and not values["exception"]:
        below = queries.below(service_of(context), values["accepted_on"])
        employees = values["employees_accepted"]
        if too_many := rules.too_many(values["employees"] if employees is None else employees, below):
            said.append(f"{too_many} 예외 사유 칸에 적습니다.")
    if values["consultant"]:
        found = _consultant(context, values["consultant"], values["delivered_on"] or values["requested_on"])
        if isinstance(found, str):
            said.append(found)
    return said


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    service = service_of(context)
    years = Counter(line.values["requested_on"].year for line in lines)
    numbers = {year: reserve(context.centre, service.prefix, year, count) for year, count in years.items()}
    named = [(line.values["name"], line.values["phone"] or "") for line in lines if line.values["name"]]
    clients = iter(vault.client_ids(context.centre, named))
    called = workplaces(line.values["workplace"] for line in lines)
    rows = []
    for line in lines:
        year = line.values["requested_on"].year
        row = _engagement(context, line, batch, f"{service.prefix}-{year}-{numbers[year]:06}")
        row.workplace = called[line.values["workplace"]]
        row.contact_id = next(clients) if line.values["name"] else None
        numbers[year] += 1
        rows.append(row)
    Engagement.objects.bulk_create(rows)
    EngagementPart.objects.bulk_create(
        EngagementPart(
            centre=context.centre,
            engagement=row,
            part=code,
            done_on=row.delivered_on,
            fee_won=line.values[f"{FEE}{code.code}"] if row.delivered_on else None,
        )
        for row, line in zip(rows, lines, strict=True)
        for code in chosen(context, line.values)
    )


def chosen(context: Context, values: Mapping[str, Any]) -> list[Code]:
    """The mandatory parts, and those the line names."""
    known = parts_of(context)
    always = [code.code for code in queries.mandatory(list(known.values()))]
    return [known[code] for code in dict.fromkeys([*always, *(values["parts"] or ())])]


def _engagement(context: Context, line: Line, batch: ImportBatch, reference: str) -> Engagement:
    values = line.values
    consultant = None
    if values["consultant"]:
        consultant = _consultant(
            context, values["consultant"], values["delivered_on"] or values["requested_on"]
        )
    employees = values["employees_accepted"]
    return Engagement(
        centre=context.centre,
        service=service_of(context),
        reference=reference,
        state=state_of(values),
        district=_districts(context).get(values["district"] or ""),
        industry=values["industry"] or "",
        requested_on=values["requested_on"],
        employees=values["employees"],
        accepted_on=values["accepted_on"],
        employees_accepted=(values["employees"] if employees is None else employees)
        if values["accepted_on"]
        else None,
        exception=values["exception"] or "",
        agreement_id=int(values["agreement"]) if values.get("agreement") else None,
        consultant=consultant,
        delivered_on=values["delivered_on"],
        satisfaction=values["satisfaction"],
        reason=values["reason"] or "",
        note=values["note"] or "",
        recorded_by=context.by,
        import_batch=batch,
        import_key=line.key,
    )


def example(context: Context) -> list[dict[str, Any]]:
    year = timezone.localdate().year
    parts = [code.label for code in parts_of(context).values()]
    return [
        {
            "requested_on": date(year, 1, 6),
            "workplace": "가람상사",
            "name": "홍길동",
            "phone": "02-000-0000",
            "industry": "도소매업",
            "employees": 12,
            "accepted_on": date(year, 1, 8),
            "parts": ", ".join(parts[:2]),
        }
    ]
