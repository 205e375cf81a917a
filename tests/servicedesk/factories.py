"""Service requests with sensible defaults."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from kwonik.catalogue.models import Service
from kwonik.kernel.periods import SEOUL
from kwonik.places.models import Centre
from kwonik.servicedesk.models import ServiceRequest
from tests.factories import code_of, make_centre, make_service

ASKED = datetime(2025, 5, 9, 10, 30, tzinfo=SEOUL)
VIEW, ASK, WORK = "servicedesk.request:view", "servicedesk.request:ask", "servicedesk.request:work"
IMPORT = "servicedesk.request:import"
_numbers = count(1)


def make_desk() -> Service:
    kinds = (("error", "오류 수정"), ("content", "콘텐츠 게시"))
    return make_service(
        "requests", name="포털 요청", shape="case", room="servicedesk", prefix="SR", lists={"kind": kinds}
    )


def make_request(
    centre: Centre | None = None, kind: str = "error", done_after: timedelta | None = None, **fields: Any
) -> ServiceRequest:
    """Received; with `done_after`, done that long after it was asked."""
    service = make_desk()
    number = next(_numbers)
    asked = fields.get("requested_at", ASKED)
    if done_after is not None:
        fields |= {"state": "done", "done_at": asked + done_after, "assignee_name": "한지훈"}
    defaults = {
        "service": service,
        "reference": f"SR-2025-{number:06}",
        "kind": code_of(service, "kind", kind),
        "title": f"첨부가 올라가지 않음 {number}",
        "requested_at": asked,
        "requester": "김하나",
        "due_at": asked + timedelta(days=3),
    }
    return ServiceRequest.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})
