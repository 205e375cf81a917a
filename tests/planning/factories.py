"""Plans, targets and statements with sensible defaults; straight to the tables."""

from datetime import date
from itertools import count

from kwonik.catalogue.models import Programme
from kwonik.places.models import Centre
from kwonik.planning.models import Plan, Statement, Target
from tests.factories import make_centre

_numbers = count(1)


def make_programme(code: str = "programme", **fields) -> Programme:
    return Programme.objects.get_or_create(code=code, defaults={"name": f"사업 {code}", **fields})[0]


def make_plan(centre: Centre | None = None, **fields) -> Plan:
    number = next(_numbers)
    defaults = {
        "programme": fields.pop("programme", None) or make_programme(),
        "code": f"plan-{number}",
        "text": f"노동 인문학 특강 {number}",
        "from_on": date(2025, 10, 1),
        "until_on": date(2025, 11, 30),
        "count": 2,
        "unit": "회",
    }
    return Plan.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})


def make_target(centre: Centre | None = None, **fields) -> Target:
    defaults = {
        "figure": "people.rights_advocates",
        "year": 2025,
        "value": 100,
        "decided_on": date(2025, 1, 15),
        "reason": "사업계획서",
    }
    return Target.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})


def make_statement(centre: Centre | None = None, **fields) -> Statement:
    number = next(_numbers)
    defaults = {
        "code": f"statement-{number}",
        "label": f"얼음물 배포 {number}",
        "value": 100_000,
        "unit": "병",
        "document": "협조 공문",
        "document_on": date(2025, 9, 19),
    }
    return Statement.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})
