"""Records and applications of a service: listed, read, written down, corrected, withdrawn, reinstated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from ninja import Query, Status

from kwonik.activities import access, actions, queries
from kwonik.activities.access import DECIDE, SEE
from kwonik.activities.codes import MOVES
from kwonik.activities.forms import ListFilter, MoveForm, ReasonForm
from kwonik.catalogue.codes import Shape
from kwonik.people.api import Key, Machines, Sent, Token

from .shapes import Amendment, ClientOut, Facts, ListOut, MoveIn, Reason, RecordOut
from .words import check, form_of, record_out, typed

PER_PAGE = 100
LAST_PAGE = 10_000
PLAIN = (Shape.SESSION, Shape.TALLY, Shape.HANDOUT)

router = Machines(tags=["사업 활동"])


def _stored(request: Any, service: Any, facts: Facts, token: UUID) -> Any:
    """The record that was sent, or that it became when it was sent before."""
    sent, model = Sent(request, token, facts.model_dump_json()), queries.model_of(service.shape)

    def earlier() -> Any:
        return sent.again() and queries.by_token(model, sent.form_token, request.centre)

    if entry := earlier():
        return entry
    form = form_of(request, service, typed(facts))
    if not form.is_valid() and (entry := earlier()):
        return entry  # its twin was stored while this one was looked at
    check(form)
    with sent.kept():
        return actions.record(
            by=request.user,
            centre=request.centre,
            service=service,
            facts=form.facts(),
            form_token=sent.form_token,
        )


def _operations(things: str, word: str, shapes: tuple[Shape, ...], may: Mapping[str, str]) -> None:
    """The operations on records of these shapes, each with its permission: `may` view, record, withdraw."""
    every = f"/services/{{slug:service}}/{things}"
    one = f"{every}/{{int:pk}}"

    def row(request: Any, service: str, pk: int, verb: str = "view") -> Any:
        found = access.get_service(service, request.centre, *shapes)
        entry = access.get_entry(request.user, found.shape, pk, may[verb])
        if entry.service_id != found.pk:
            raise Http404
        return entry

    @router.get(
        every, auth=Key(may["view"]), response=ListOut, operation_id=f"list_{things}", summary=f"{word} 목록"
    )
    def listing(
        request: Any,
        service: str,
        since: str = Query("", alias="from"),
        until: str = Query("", alias="to"),
        kind: str = "",
        withdrawn: bool = False,
        page: int = Query(1, ge=1, le=LAST_PAGE),
    ) -> Any:
        """The newest first, those that count; or, asked for, those withdrawn."""
        found = access.get_service(service, request.centre, *shapes)
        rows = access.visible(request.user, found.shape).filter(centre=request.centre, service=found)
        wanted = {"since": since, "until": until, "kind": kind, "kept": "withdrawn" if withdrawn else ""}
        narrowing = ListFilter(wanted, service=found, model=rows.model)
        check(narrowing, {"since": "from", "until": "to"})
        rows = queries.newest_first(narrowing.narrow(rows))
        count, start = rows.count(), (page - 1) * PER_PAGE
        return {
            "items": [record_out(entry) for entry in queries.with_words(rows[start : start + PER_PAGE])],
            "count": count,
            "page": page,
            "pages": -(-count // PER_PAGE),
        }

    @router.post(
        every,
        auth=Key(may["record"]),
        response={201: RecordOut},
        operation_id=f"record_{things}",
        summary=f"{word} 적기",
    )
    def record(request: Any, service: str, facts: Facts, token: Token) -> Status[Any]:
        """The same Idempotency-Key with the same content is the same record."""
        found = access.get_service(service, request.centre, *shapes)
        return Status(201, record_out(_stored(request, found, facts, token)))

    @router.get(
        one, auth=Key(may["view"]), response=RecordOut, operation_id=f"get_{things}", summary=f"{word} 하나"
    )
    def get(request: Any, service: str, pk: int) -> Any:
        return record_out(row(request, service, pk))

    @router.put(
        one,
        auth=Key(may["record"]),
        response=RecordOut,
        operation_id=f"amend_{things}",
        summary=f"{word} 고치기",
    )
    def amend(request: Any, service: str, pk: int, facts: Amendment) -> Any:
        """All that the service asks for, as it is right; 409 when somebody was first."""
        stored = row(request, service, pk, "record")
        form = form_of(request, stored.service, typed(facts), stored)
        check(form)
        return record_out(
            actions.amend(by=request.user, entry=stored, facts=form.facts(), version=facts.version)
        )

    @router.post(
        f"{one}/withdraw",
        auth=Key(may["withdraw"]),
        response=RecordOut,
        operation_id=f"withdraw_{things}",
        summary=f"{word} 철회하기",
    )
    def withdraw(request: Any, service: str, pk: int, said: Reason) -> Any:
        """It stays readable and leaves every figure."""
        entry = row(request, service, pk, "withdraw")
        form = ReasonForm(said.model_dump())
        check(form)
        return record_out(actions.withdraw(by=request.user, entry=entry, reason=form.cleaned_data["reason"]))

    @router.post(
        f"{one}/reinstate",
        auth=Key(may["withdraw"]),
        response=RecordOut,
        operation_id=f"reinstate_{things}",
        summary=f"철회한 {word} 되살리기",
    )
    def reinstate(request: Any, service: str, pk: int) -> Any:
        return record_out(actions.reinstate(by=request.user, entry=row(request, service, pk, "withdraw")))


_operations("records", "기록", PLAIN, access.OF_RECORDS)
_operations("applications", "신청", (Shape.APPLICATION,), access.OF_APPLICATIONS)


def _application(request: Any, service: str, pk: int, permission: str) -> Any:
    row = access.get_application(request.user, pk, permission)
    if row.service.code != service:
        raise Http404
    return row


@router.post(
    "/services/{slug:service}/applications/{int:pk}/moves/{slug:code}",
    auth=Key(DECIDE),
    response=RecordOut,
    summary="신청의 다음 단계 적기",
)
def move(request: Any, service: str, pk: int, code: str, said: MoveIn) -> Any:
    """Review, accept, put off, refuse, assign, deliver, evaluate, cancel, reopen or undo, as at the desk."""
    row, found = _application(request, service, pk, DECIDE), MOVES.get(code)
    if found is None:
        raise Http404
    typed_in = {name: str(value) for name, value in said.model_dump(exclude_none=True).items()}
    form = MoveForm(typed_in, move=found, application=row, today=timezone.localdate())
    check(form)
    return record_out(actions.VERBS[code](by=request.user, application=row, **form.cleaned_data))


@router.get(
    "/services/{slug:service}/applications/{int:pk}/client",
    auth=Key(SEE),
    response=ClientOut,
    summary="신청한 사람의 이름과 전화번호 열기",
)
def client(request: Any, service: str, pk: int) -> Any:
    """Who applied; the opening is kept in the access log."""
    row = _application(request, service, pk, SEE)
    who = access.open_client(request.user, row, action="application.view")
    return {"reference": row.client and row.client.reference, "name": who.name, "phone": who.phone}
