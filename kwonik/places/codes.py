"""Kinds of places. Data only."""

from kwonik.kernel import audit
from kwonik.kernel.choices import TextChoices


class CentreKind(TextChoices):
    CITY = "city", "시 센터"
    REGIONAL = "regional", "권역 센터"
    DISTRICT = "district", "자치구 센터"
    GOVERNMENT = "government", "지자체 부서"


class UnitKind(TextChoices):
    HEAD = "head", "센터장"
    OFFICE = "office", "사무국"
    TEAM = "team", "팀"


class PurposeKind(TextChoices):
    """Section Ⅱ of the main report: what the centre is for, from the widest to the nearest."""

    VISION = "vision", "비전"
    VALUES = "values", "핵심가치"
    GOALS = "goals", "목표"
    TASKS = "tasks", "전략과제"


class SiteKind(TextChoices):
    STATION = "station", "지하철역"
    SHELTER = "shelter", "쉼터"
    CENTRE = "centre", "센터"
    PARTNER = "partner", "협력 기관"
    OTHER = "other", "그 밖의 장소"


class ClosingLevel(TextChoices):
    """마감의 단계: the centre settles its own month first, then the city takes it over."""

    CENTRE = "centre", "센터 마감"
    CITY = "city", "시 마감"


audit.declare(
    [
        audit.Event("places.facility.added", "시설을 올림"),
        audit.Event("places.facility.ended", "시설을 내림"),
        audit.Event("places.unit.added", "부서를 만듦"),
        audit.Event("places.unit.ended", "부서를 없앰"),
    ]
)
