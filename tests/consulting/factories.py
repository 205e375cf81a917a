"""Rows of consulting with sensible defaults; straight to the tables."""

from datetime import date
from itertools import count

from kwonik.consulting.models import Agreement, Engagement, EngagementPart
from tests.factories import code_of, make_appointment, make_centre, make_service, make_workplace

DAY = date(2025, 5, 9)
PARTS = (
    ("hr", "인사노무컨설팅", "mandatory"),
    ("work_rules", "취업규칙제·개정"),
    ("statutory_training", "법정 의무교육"),
)
_numbers = count(1)


def make_consulting(code: str = "business", parts=PARTS, **fields):
    given = {"shape": "application", "room": "consulting", "prefix": "B", "lists": {"part": parts}}
    return make_service(code, **{**given, **fields})


def make_agreement(**fields) -> Agreement:
    number = next(_numbers)
    defaults = {
        "number": number,
        "name": f"협약 {number}",
        "partner": "그룹홈협의회",
        "from_on": date(2025, 8, 4),
    }
    centre = fields.pop("centre", None) or make_centre("main")
    return Agreement.objects.create(centre=centre, **{**defaults, **fields})


def make_engagement(workplace: str = "", parts: tuple[str, ...] = ("hr",), **fields) -> Engagement:
    """Delivered on DAY unless told otherwise."""
    number = next(_numbers)
    service = fields.pop("service", None) or make_consulting()
    centre = fields.pop("centre", None) or make_centre("main")
    state = fields.get("state", "delivered")
    done = state in ("delivered", "evaluated")
    defaults = {
        "state": state,
        "reference": f"B-2025-{number:06}",
        "workplace": make_workplace(workplace or f"사업장 {number}"),
        "requested_on": date(2025, 4, 1),
        "employees": 12,
        "accepted_on": date(2025, 4, 3) if state not in ("requested", "reviewed", "waiting") else None,
        "delivered_on": DAY if done else None,
    }
    if (done or state == "assigned") and "consultant" not in fields:
        defaults["consultant"] = make_appointment(centre=centre)
    row = Engagement.objects.create(service=service, centre=centre, **{**defaults, **fields})
    for part in parts:
        EngagementPart.objects.create(
            centre=centre,
            engagement=row,
            part=code_of(service, "part", part),
            done_on=row.delivered_on,
            fee_won=100_000 if done else None,
        )
    return row
