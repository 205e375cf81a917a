"""교육 신청 대장: who asked, for when, for how many, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from kwonik.education.codes import TAKEN, RequestState
from kwonik.education.models import Request
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, too_long
from kwonik.people import vault
from kwonik.places.actions import reserve
from kwonik.spreadsheets import Column

from . import lookups

LENGTHS = {"applicant": 120, "place": 120, "reason": 200, "exception": 200, "note": 300, "name": 60}
STATES: dict[str, str] = {
    **{label: code for code, label in RequestState.choices},
    "접수완료": "accepted",
    "승인": "accepted",
    "배정": "assigned",
    "배정완료": "assigned",
    "완료": "done",
    "실시": "done",
    "반려": "refused",
    "취하": "cancelled",
}


def columns(context: Context) -> list[Column]:
    return [
        Column("requested_on", "신청일", "date", required=True, aliases=("신청일자", "신청 일자", "접수일자", "일자")),
        lookups.kind_column(context),
        Column("applicant", "신청한 곳", required=True, aliases=("신청기관", "신청 기관", "기관명", "단체명", "학교명", "회사명", "신청단체")),
        Column("name", "담당자", aliases=("담당자명", "성명", "이름", "연락할 사람")),
        Column("phone", "연락처", "phone", aliases=("전화번호", "담당자 연락처", "휴대전화")),
        lookups.district_column(context),
        Column("place", "장소", aliases=("교육장소", "교육 장소")),
        Column("wished_on", "희망일", "date", required=True, aliases=("바라는 날", "희망 일자", "교육희망일", "희망일자", "교육 예정일")),
        Column("second_wish_on", "2순위 희망일", "date", aliases=("둘째로 바라는 날", "희망일2", "2순위")),
        Column("people", "인원", "int", aliases=("예상인원", "예상 인원", "신청인원", "교육인원", "인원수")),
        Column("classes", "학급", "int", aliases=("학급수", "학급 수", "반 수", "반")),
        Column("state", "상태", "choice", aliases=("처리상태", "진행상태", "처리 결과", "결과"), choices=STATES, help="비워 두면 신청입니다."),
        Column("accepted_on", "접수일", "date", aliases=("접수한 날", "승인일", "접수확정일")),
        Column("exception", "예외 사유", aliases=("기준과 다르게 받은 까닭",)),
        Column("reason", "거절·취소 사유", aliases=("거절 사유", "취소 사유", "반려 사유", "사유")),
        Column("note", "메모", aliases=("비고", "특이사항", "요청사항")),
    ]  # fmt: skip


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = too_long(values, LENGTHS) + lookups.below_zero(values, {"people": "인원"})
    if values["requested_on"] > timezone.localdate():
        said.append("신청일이 오늘보다 뒤입니다. 날짜를 확인하세요.")
    if values["classes"] is not None and not 1 <= values["classes"] <= 1000:
        said.append("학급은 1 이상입니다.")
    if (values["people"] or 0) > 100_000:
        said.append("인원이 너무 큽니다.")
    if values["accepted_on"] and values["accepted_on"] < values["requested_on"]:
        said.append("접수일이 신청일보다 앞섭니다. 날짜를 확인하세요.")
    if values["state"] in (RequestState.REFUSED, RequestState.CANCELLED) and not values["reason"]:
        said.append("거절하거나 취소한 까닭을 적으세요.")
    if values["phone"] and not values["name"]:
        said.append("연락처의 담당자 이름을 적으세요.")
    return said


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    service = lookups.service_of(context)
    years = Counter(line.values["requested_on"].year for line in lines)
    numbers = {year: reserve(context.centre, service.prefix, year, count) for year, count in years.items()}
    named = [(line.values["name"], line.values["phone"] or "") for line in lines if line.values["name"]]
    clients = iter(vault.client_ids(context.centre, named))
    rows = []
    for line in lines:
        values, year = line.values, line.values["requested_on"].year
        state = values["state"] or RequestState.REQUESTED
        rows.append(
            Request(
                centre=context.centre,
                service=service,
                kind=lookups.kind_of(context, values),
                reference=f"{service.prefix}-{year}-{numbers[year]:06}",
                state=state,
                applicant=values["applicant"],
                contact_id=next(clients) if values["name"] else None,
                district=lookups.district_of(context, values),
                place=values["place"] or "",
                requested_on=values["requested_on"],
                wished_on=values["wished_on"],
                second_wish_on=values["second_wish_on"],
                people=values["people"],
                classes=values["classes"] or 1,
                accepted_on=(values["accepted_on"] or values["requested_on"]) if state in TAKEN else None,
                exception=values["exception"] or "",
                reason=values["reason"] or "",
                note=values["note"] or "",
                recorded_by=context.by,
                import_batch=batch,
                import_key=line.key,
            )
        )
        numbers[year] += 1
    Request.objects.bulk_create(rows)


def example(context: Context) -> list[dict[str, Any]]:
    day = timezone.localdate().replace(month=1, day=10)
    return [
        {
            "requested_on": day,
            "kind": next((code.label for code in lookups.kinds(context).values()), ""),
            "applicant": "한마음복지관",
            "name": "홍길동",
            "phone": "02-000-0000",
            "wished_on": day.replace(month=2),
            "people": 30,
            "classes": 1,
            "state": RequestState.ACCEPTED.label,
            "accepted_on": day.replace(day=12),
        }
    ]
