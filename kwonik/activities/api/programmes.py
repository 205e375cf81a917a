"""The services of the centre, what each asks, and the press of a counter."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from ninja import Status

from kwonik.activities import access, actions, queries
from kwonik.activities.access import RECORD, VIEW
from kwonik.activities.codes import MODES
from kwonik.activities.forms import PressForm
from kwonik.catalogue.codes import Counting, Shape
from kwonik.people.api import Invalid, Key, Machines, Sent, Token

from .shapes import AskedOut, PressIn, PressOut, ServiceOut, SiteOut
from .words import asked, check, form_of, service_out

router = Machines(tags=["사업 활동"])


@router.get("/services", auth=Key(VIEW), response=list[ServiceOut], summary="기록할 수 있는 서비스")
def services(request: Any) -> Any:
    """Those of every programme, the centre's own ones too."""
    shapes = [shape for shape in MODES if request.may(access.permission_for(shape, "view"))]
    return [service_out(row) for row in queries.services(request.centre) if row.shape in shapes]


@router.get("/services/{slug:service}", auth=Key(VIEW), response=AskedOut, summary="서비스가 묻는 것")
def service(request: Any, service: str) -> Any:
    found = access.get_service(service, request.centre, *MODES)
    if not request.may(access.permission_for(found.shape, "view")):
        raise Http404
    return {**service_out(found), "fields": asked(form_of(request, found, {}))}


@router.get("/sites", auth=Key(VIEW), response=list[SiteOut], summary="장소의 이름")
def sites(request: Any) -> Any:
    return [
        {"name": row.name, "district": row.district.name if row.district else None} for row in queries.sites()
    ]


@router.post(
    "/services/{slug:service}/presses",
    auth=Key(RECORD),
    response={201: PressOut},
    summary="단추로 하나 더 세거나 빼기",
)
def press(request: Any, service: str, said: PressIn, token: Token) -> Status[Any]:
    """One press of the day's counter; the same Idempotency-Key is the same press."""
    found = access.get_service(service, request.centre, Shape.TALLY)
    if found.counting != Counting.FLOW:
        raise Http404
    sent, places = Sent(request, token, said.model_dump_json()), list(queries.sites())
    site = queries.spellings(places).get("".join((said.site or "").split()).casefold())
    if said.site and site is None:
        raise Invalid({"site": ["등록되지 않은 장소입니다. 장소의 이름을 다시 확인하세요."]})
    typed = {**said.model_dump(), "token": sent.form_token, "site": site.code if site else ""}
    form = PressForm(typed, kinds=queries.kinds(found), sites=places)
    check(form)
    with sent.kept():
        tally = actions.press(by=request.user, centre=request.centre, service=found, **form.press())
    return Status(201, {"kind": tally.kind.code, "count": tally.count})
