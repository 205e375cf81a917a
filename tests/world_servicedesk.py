"""The service requests of the world that tests watch: one in every state."""

from __future__ import annotations

from typing import Any

from kwonik.catalogue.models import Service
from kwonik.people.models import Account
from kwonik.places.models import Centre
from kwonik.servicedesk import actions
from kwonik.servicedesk.queries import kinds


def service_requests(by: Account, centre: Centre, number: int) -> dict[str, Any]:
    """Received, being worked on, done, returned, cancelled; all asked by whoever works on them."""
    service = Service.objects.get(code="service_request")

    def asked(title: str):
        return actions.receive_request(
            by=by,
            centre=centre,
            service=service,
            kind=kinds(service)[0],
            title=f"{title} {number}",
            text="첫 화면",
        )

    return {
        "service_request": asked("글자 깨짐"),
        "working_request": actions.start_request(by=by, request=asked("배너 교체")),
        "done_request": actions.finish_request(by=by, request=asked("계정 요청"), answer="만들어 줌"),
        "returned_request": actions.return_request(by=by, request=asked("새 화면"), reason="내년에 함"),
        "cancelled_request": actions.cancel_request(by=by, request=asked("두 번 올림"), reason="두 번 올림"),
    }
