"""What the ledgers look up, once for a whole file: shelters, rooms, sites by whatever name somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kwonik.ledgers.models import ImportBatch
from kwonik.ledgers.registry import Context, Line, once
from kwonik.places.models import District, Facility, Site
from kwonik.shelters.codes import ShelterKind
from kwonik.shelters.models import Room, Shelter
from kwonik.spreadsheets import Column

KINDS: dict[str, str] = {
    **{label: code for code, label in ShelterKind.choices},
    "거점": "hub",
    "거점형": "hub",
    "지하철": "subway",
    "지하철역": "subway",
    "간이": "mini",
    "역사": "subway",
    "컨테이너": "mini",
    "간이형": "mini",
}


def shelters(context: Context) -> dict[int, Shelter]:
    def find() -> dict[int, Shelter]:
        rows = Shelter.objects.filter(centre=context.centre).select_related("site")
        return {row.pk: row for row in rows.order_by("-position", "-pk")}

    return once(context, "shelters", find)


def shelter_names(context: Context) -> dict[str, str]:
    """Every name of a shelter and of its place -> the shelter's number."""
    found: dict[str, str] = {}
    for row in shelters(context).values():
        others = [row.site.name, *row.site.aliases]
        found |= {name: str(row.pk) for name in (*others, row.name.removesuffix("쉼터"), row.name)}
    return found


def rooms(context: Context) -> dict[tuple[int, str], Room]:
    """Rooms by shelter and name."""

    def find() -> dict[tuple[int, str], Room]:
        rows = Room.objects.filter(centre=context.centre).select_related("shelter").order_by("pk")
        return {(row.shelter_id, key(row.name)): row for row in rows}

    return once(context, "rooms", find)


def key(name: str) -> str:
    return "".join(name.split()).casefold()


def _by_name(rows: Iterable[Any]) -> dict[str, Any]:
    return {key(name): row for row in rows for name in (*getattr(row, "aliases", ()), row.name)}


def sites(context: Context) -> dict[str, Site]:
    return once(context, "sites", lambda: _by_name(Site.objects.filter(retired_on__isnull=True)))


def facilities(context: Context) -> dict[str, Facility]:
    def find() -> dict[str, Facility]:
        return _by_name(Facility.objects.filter(centre=context.centre))

    return once(context, "facilities", find)


def districts(context: Context) -> dict[str, District]:
    return once(context, "districts", lambda: _by_name(District.objects.all()))


# -- what the registers' ledgers share ----------------------------------------------------------------------------

FROM = ("개소일", "운영 시작일", "시작일", "적용일", "문 연 날")
UNTIL = ("종료일", "닫은 날", "폐소일", "운영 종료일")


def shelter_column(context: Context) -> Column:
    aliases = ("쉼터명", "쉼터 이름", "시설", "시설명", "장소")
    names = shelter_names(context)
    return Column("shelter", "쉼터", "choice", required=True, aliases=aliases, choices=names)


def wrong_dates(values: dict[str, Any]) -> list[str]:
    first, last = values["from_on"], values.get("until_on")
    return ["끝난 날이 시작일보다 앞섭니다. 날짜를 확인하세요."] if last and last < first else []


def wrong_times(values: dict[str, Any]) -> list[str]:
    lonely = (values.get("opens_at") is None) != (values.get("closes_at") is None)
    return ["여는 시각과 닫는 시각을 함께 적으세요. 쉬는 날이면 둘 다 비웁니다."] if lonely else []


def brought(context: Context, line: Line, batch: ImportBatch) -> dict[str, Any]:
    return {"centre": context.centre, "import_batch": batch, "import_key": line.key}


def first_shelter(context: Context) -> str:
    return next((row.name for row in shelters(context).values()), "중앙쉼터")
