"""SR 대장: a line is one request, done or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from kwonik.catalogue import queries as catalogue
from kwonik.kernel.periods import SEOUL
from kwonik.ledgers import registry
from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, Sheet, once, too_long
from kwonik.places.actions import reserve
from kwonik.spreadsheets import Column

from . import queries, rules
from .access import WORK
from .codes import WITH_REASON, RequestState, Urgency
from .models import ServiceRequest

STATES = {"완료": RequestState.DONE, "처리": RequestState.DONE, "처리완료": RequestState.DONE}
STATES |= {"진행": RequestState.WORKING, "진행 중": RequestState.WORKING, "진행중": RequestState.WORKING}
STATES |= {"취소": RequestState.CANCELLED, "철회": RequestState.CANCELLED, "불가": RequestState.RETURNED}
STATES |= {state.label: state for state in RequestState}
URGENCIES = {"상": Urgency.URGENT, "중": Urgency.NORMAL, "하": Urgency.LOW, "일반": Urgency.NORMAL}
URGENCIES |= {"높음": Urgency.URGENT, "낮음": Urgency.LOW} | {one.label: one for one in Urgency}
LENGTHS = {"title": 120, "text": 4000, "requester": 60, "assignee": 60, "answer": 500, "reason": 200}


def columns(context: Context) -> tuple[Column, ...]:
    return (
        _column("requested_at", "요청일시", "요청일|접수일|접수일시|등록일|일자", "datetime", required=True),
        _column(
            "kind", "종류", "구분|분류|요청유형|SR유형|유형", "choice", required=True, choices=_kinds(context)
        ),
        _column("title", "제목", "요청제목|요청명|SR명|요청사항", required=True),
        _column("text", "내용", "요청내용|상세내용|비고"),
        _column("requester", "요청자", "요청한 사람|신청자|요청부서", required=True),
        _column(
            "urgency",
            "급한 정도",
            "긴급도|중요도|우선순위",
            "choice",
            choices=URGENCIES,
            help="비워 두면 보통입니다.",
        ),
        _column(
            "state",
            "상태",
            "처리상태|진행상태|처리여부",
            "choice",
            choices=STATES,
            help="비워 두면 처리일시로 압니다.",
        ),
        _column("assignee", "담당자", "처리자|담당|처리담당"),
        _column("done_at", "처리일시", "처리일|완료일|완료일시", "datetime"),
        _column("answer", "처리 내용", "처리내용|조치내용|처리결과|조치사항"),
        _column("reason", "까닭", "반려사유|취소사유|사유"),
    )


def _column(key: str, label: str, aliases: str, kind: str = "text", **options: Any) -> Column:
    return Column(key, label, kind, aliases=tuple(aliases.split("|")), **options)


def _service(context: Context):
    return once(context, "service", lambda: queries.services().get(code=context.variant))


def _codes(context: Context) -> dict[str, int]:
    return once(context, "codes", lambda: {code.code: code.pk for code in queries.kinds(_service(context))})


def _kinds(context: Context) -> dict[str, str]:
    def find() -> dict[str, str]:
        codes = queries.kinds(_service(context))
        labels = {code.label: code.code for code in codes}
        return labels | {alias: c.code for c in codes for alias in c.aliases if alias not in labels}

    return once(context, "kinds", find)


def _moment(value: datetime | None) -> datetime | None:
    """A ledger's wall clock is Seoul's."""
    return value.replace(tzinfo=SEOUL) if value else None


def _state(values: dict[str, Any]) -> str:
    return values.get("state") or (RequestState.DONE if values.get("done_at") else RequestState.RECEIVED)


def check(context: Context, values: dict[str, Any]) -> list[str]:
    said = []
    now = once(context, "now", timezone.now)
    requested_at, done_at = _moment(values["requested_at"]), _moment(values.get("done_at"))
    state = _state(values)
    try:
        assert requested_at
        rules.check_times(requested_at, now, done_at)
    except rules.Refused as refused:
        said.append(str(refused))
    if (state == RequestState.DONE) != (done_at is not None):
        said.append("처리 완료면 처리일시를 적고, 아니면 비워 두세요.")
    if (state in WITH_REASON) != bool(values.get("reason")):
        said.append("반려했거나 취소했으면 까닭을 적고, 아니면 비워 두세요.")
    if state in (RequestState.ASSIGNED, RequestState.WORKING) and not values.get("assignee"):
        said.append("배정했거나 처리 중이면 담당자를 적으세요.")
    return said + too_long(values, LENGTHS)


def store(context: Context, lines: Sequence[Line], batch: ImportBatch) -> None:
    service, calendar = _service(context), once(context, "calendar", catalogue.working_calendar)
    accounts = once(context, "accounts", lambda: _accounts(context))
    references = _references(context, [line.values["requested_at"].year for line in lines])
    rows = []
    for line, reference in zip(lines, references, strict=True):
        values = line.values
        requested_at = _moment(values["requested_at"])
        assert requested_at
        urgency = values.get("urgency") or Urgency.NORMAL
        assignee = values.get("assignee") or ""
        rows.append(
            ServiceRequest(
                centre=context.centre,
                service=service,
                reference=reference,
                kind_id=_codes(context)[values["kind"]],
                title=values["title"],
                text=values.get("text") or "",
                requested_at=requested_at,
                requester=values["requester"],
                urgency=urgency,
                due_at=rules.due_at(requested_at, urgency, calendar),
                state=_state(values),
                assignee_id=accounts.get(assignee),
                assignee_name=assignee,
                done_at=_moment(values.get("done_at")),
                answer=values.get("answer") or "",
                reason=values.get("reason") or "",
                recorded_by=context.by,
                import_batch=batch,
                import_key=line.key,
            )
        )
    ServiceRequest.objects.bulk_create(rows)


def _references(context: Context, years: Sequence[int]) -> list[str]:
    """A number for each line in the order of the ledger; one reservation for each year."""
    service = _service(context)
    following = {
        year: reserve(context.centre, service.code, year, count)
        for year, count in sorted(Counter(years).items())
    }
    references = []
    for year in years:
        references.append(f"{service.prefix}-{year}-{following[year]:06}")
        following[year] += 1
    return references


def _accounts(context: Context) -> dict[str, int]:
    """Names of those who work on requests; a name two people bear is nobody's."""
    found = list(queries.workers(context.centre, WORK).values_list("name", "pk"))
    counted = Counter(name for name, _ in found)
    return {name: pk for name, pk in found if counted[name] == 1}


def example(context: Context) -> list[dict[str, Any]]:
    return [
        {
            "requested_at": datetime(2025, 5, 9, 10, 30),
            "kind": next(iter(_kinds(context)), ""),
            "title": "상담 신청 화면의 글자 깨짐",
            "requester": "김하나",
            "urgency": Urgency.NORMAL.label,
            "assignee": "이두리",
            "done_at": datetime(2025, 5, 12, 15, 0),
            "answer": "글꼴 설정을 고쳤습니다.",
        }
    ]


registry.declare(
    Sheet(
        code="servicedesk.requests",
        label="전산 요청 대장",
        permission="servicedesk.request:import",
        model=ServiceRequest,
        columns=columns,
        check=check,
        store=store,
        example=example,
        variants=lambda centre: list(queries.service_names().items()),
    )
)
