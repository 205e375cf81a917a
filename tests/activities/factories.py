"""A service of each shape, and rows of them with sensible defaults: say only what the test is about."""

from datetime import date
from itertools import count
from typing import Any

from kwonik.activities.models import Application, Handout, Round, Session, Tally
from kwonik.catalogue.codes import ASKS, Room, Shape
from kwonik.catalogue.models import Code, Service
from kwonik.places.models import Centre
from tests import factories
from tests.factories import make_centre, make_service

factories.ROLES["activities_officer"] = ("activities.", "ledgers.", "people.client", "reports.")

A_DAY = date(2025, 5, 9)
_numbers = count(1)


def asks(shape: Shape, *fields: str, required: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [
        {"field": field, "label": ASKS[shape][field], "required": field in required, "help": ""}
        for field in fields
    ]


def _service(code: str, shape: Shape, field: str, codes: tuple, said: list, **fields: Any) -> Service:
    return make_service(
        code, shape=shape, lists={field: codes}, asks=said, room=Room.ACTIVITIES, **{"name": code, **fields}
    )


def make_campaigns() -> Service:
    said = asks(
        Shape.SESSION,
        *("title", "hours", "site", "district", "partner", "people", "quantity", "note"),
        required=("people",),
    )
    kinds = (("memorial", "추모"), ("gear", "안전용품"))
    words = {"one": "캠페인", "day": "연 날"}
    return _service("campaigns", Shape.SESSION, "kind", kinds, said, name="캠페인", words=words, prefix="CP")


def make_count() -> Service:
    kinds = (("rider", "배달라이더"), ("driver", "대리기사"))
    said = asks(Shape.TALLY, "site", "note")
    return _service("count", Shape.TALLY, "kind", kinds, said, name="이용자 세기", prefix="TC")


def make_readings() -> Service:
    kinds = (("kakao", "카카오톡채널"), ("instagram", "인스타그램"))
    said = asks(Shape.TALLY, "subject", "note")
    words = {"one": "구독자 수"}
    return _service(
        "readings",
        Shape.TALLY,
        "kind",
        kinds,
        said,
        counting="level",
        name="구독자",
        words=words,
        prefix="CA",
    )


def make_handouts() -> Service:
    said = asks(Shape.HANDOUT, "donor", "site", "district", "recipient", "people", "note")
    items = (("bottle", "생수"), ("ice", "얼음물"))
    return _service("water", Shape.HANDOUT, "item", items, said, name="생수나눔", prefix="WA")


def make_support() -> Service:
    said = asks(
        Shape.APPLICATION,
        *(
            "client",
            "applicant",
            "workplace",
            "employees",
            "people",
            "appointee",
            "district",
            "wished_on",
            "note",
        ),
    )
    kinds = (("jewellery", "주얼리업"), ("printing", "인쇄업"))
    words = {"one": "검진 신청"}
    return _service(
        "support", Shape.APPLICATION, "kind", kinds, said, name="건강검진 지원", words=words, prefix="HC"
    )


def kind_of(service: Service, code: str = "") -> Code:
    rows = Code.objects.filter(list__servicelist__service=service)
    return rows.get(code=code) if code else rows.first()


def _common(service: Service, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "centre": fields.pop("centre", None) or make_centre("main"),
        "service": service,
        "kind": kind_of(service, kind),
        "reference": f"{service.prefix}-T-{next(_numbers):04}",
    }


def make_session(service: Service, kind: str = "", **fields: Any) -> Session:
    common = _common(service, kind, fields)
    return Session.objects.create(**{**common, "held_on": A_DAY, "people": 10, **fields})


def make_tally(service: Service, kind: str = "", **fields: Any) -> Tally:
    common = _common(service, kind, fields)
    return Tally.objects.create(
        **{**common, "counted_on": A_DAY, "count": 5, "counting": service.counting, **fields}
    )


def make_handout(service: Service, kind: str = "", **fields: Any) -> Handout:
    common = _common(service, kind, fields)
    return Handout.objects.create(**{**common, "handed_on": A_DAY, "quantity": 100, **fields})


def make_application(service: Service, kind: str = "", **fields: Any) -> Application:
    """A delivered one says `delivered_on`; whoever is decided for was so on the day it came in."""
    common = _common(service, kind, fields)
    if fields.get("delivered_on"):
        fields.setdefault("state", "delivered")
    if fields.get("state") in ("accepted", "assigned", "delivered", "evaluated"):
        fields.setdefault("decided_on", fields.get("requested_on", A_DAY))
    return Application.objects.create(**{**common, "requested_on": A_DAY, **fields})


def make_round(service: Service, capacity: int = 2, **fields: Any) -> Round:
    centre: Centre = fields.pop("centre", None) or make_centre("main")
    defaults = {"name": f"{next(_numbers)}차", "opens_on": date(2025, 1, 1)}
    return Round.objects.create(centre=centre, service=service, capacity=capacity, **{**defaults, **fields})
