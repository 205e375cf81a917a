"""Organisation, hotline and facilities as of a day: section Ⅰ of the main report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from kwonik.kernel import figures
from kwonik.kernel.figures import Column, Condition, Count, Cut, Figure, Listing, Sum, Window

from .codes import CentreKind, PurposeKind, UnitKind
from .models import Centre, Facility, HistoryEntry, OrganisationUnit, Purpose, standing_on

IN_CENTRES = Condition("이 센터의 것임", lambda w: Q(centre__in=w.centres))
BEGUN = Condition("기준일에 이미 시작됨", lambda w: Q(from_on__lte=w.as_of))
NOT_ENDED = Condition("기준일에 끝나지 않음", lambda w: Q(until_on__isnull=True) | Q(until_on__gte=w.as_of))
DATES = (Column("시작일", "from_on", "date"), Column("끝난 날", "until_on", "date"))


def facility_labels() -> dict[str, str]:
    return {name: name for name in Facility.objects.order_by("position").values_list("name", flat=True)}


figures.declare(
    Figure(
        code="places.units",
        label="조직",
        meaning="기준일에 있는 센터장 자리, 사무국, 팀의 수.",
        unit="개",
        source=OrganisationUnit.objects.all,
        conditions=(IN_CENTRES, BEGUN, NOT_ENDED),
        measure=Count(),
        by=(Cut("kind", "구분", "kind", lambda: dict(UnitKind.choices)),),
        columns=(
            Column("부서", "name"),
            Column("구분", "kind", labels=lambda: dict(UnitKind.choices)),
            *DATES,
        ),
        permission="places.unit:view",
        listed="places:units",
    )
)
figures.declare(
    Figure(
        code="places.hotline_centres",
        label="대표전화를 함께 쓰는 노동센터",
        meaning="기준일에 이 센터와 같은 대표 상담전화를 받는 노동센터의 수(이 센터 포함).",
        unit="개",
        source=Centre.objects.all,
        conditions=(
            Condition("같은 대표전화를 씀", lambda w: Q(pk__in=w.network)),
            BEGUN,
            NOT_ENDED,
        ),
        measure=Count(),
        by=(Cut("kind", "구분", "kind", lambda: dict(CentreKind.choices)),),
        columns=(
            Column("센터", "name"),
            Column("구분", "kind", labels=lambda: dict(CentreKind.choices)),
            *DATES,
        ),
        permission="places.unit:view",
        listed="places:units",
    )
)
figures.declare(
    Figure(
        code="places.facility_area",
        label="시설 면적",
        meaning="기준일에 쓰는 시설의 면적(제곱미터).",
        unit="㎡",
        source=Facility.objects.all,
        conditions=(IN_CENTRES, BEGUN, NOT_ENDED),
        measure=Sum("area_m2"),
        by=(Cut("facility", "시설", "name", facility_labels),),
        columns=(
            Column("시설", "name"),
            Column("주소", "address"),
            Column("층별", "floors"),
            Column("면적(㎡)", "area_m2", "number"),
            *DATES,
        ),
        permission="places.facility:view",
        listed="places:facilities",
    )
)


def facilities(window: Window) -> list[dict[str, Any]]:
    rows = Facility.objects.filter(standing_on(window.as_of), centre__in=window.centres)
    fields = ("name", "address", "floors", "structure", "use", "holder")
    return [
        {**row, "cut": {"facility": row["name"]}} for row in rows.order_by("position", "pk").values(*fields)
    ]


def units(window: Window) -> list[dict[str, Any]]:
    """Teams with their duties, as the report's table of duties prints them."""
    rows = OrganisationUnit.objects.filter(
        standing_on(window.as_of), centre__in=window.centres, kind=UnitKind.TEAM
    )
    return [
        {"name": unit.name, "duties": "\n".join(f"- {duty}" for duty in unit.duties)}
        for unit in rows.order_by("position", "pk")
    ]


def history(window: Window) -> list[dict[str, Any]]:
    """주요연혁 up to the as-of date, by month."""
    rows = HistoryEntry.objects.filter(centre__in=window.centres, happened_on__lte=window.as_of)
    return [
        {"month": f"{entry.happened_on:%Y.%m}", "text": entry.text, "note": entry.note}
        for entry in rows.order_by("happened_on", "pk")
    ]


def purposes(kind: PurposeKind) -> Callable[[Window], list[dict[str, Any]]]:
    """Lines of section Ⅱ of one kind that are in force on the as-of date."""

    def lines(window: Window) -> list[dict[str, Any]]:
        rows = Purpose.objects.filter(standing_on(window.as_of), centre__in=window.centres, kind=kind)
        return list(rows.order_by("position", "pk").values("text"))

    return lines


for _kind in PurposeKind:
    figures.declare_listing(Listing(f"places.{_kind.value}", _kind.label, ("text",), purposes(_kind)))
figures.declare_listing(
    Listing(
        "places.facilities", "시설", ("name", "address", "floors", "structure", "use", "holder"), facilities
    )
)
figures.declare_listing(Listing("places.units", "부서별 주요 업무", ("name", "duties"), units))
figures.declare_listing(Listing("places.history", "주요연혁", ("month", "text", "note"), history))
