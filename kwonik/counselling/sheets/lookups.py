"""What both ledgers look up, once for a whole file: codes, places, districts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.counselling import queries
from kwonik.ledgers.registry import Context
from kwonik.places.codes import SiteKind
from kwonik.places.models import District, Site
from kwonik.spreadsheets import Column


def once(context: Context, key: str, find: Callable[[], Any]) -> Any:
    """Looked up once for the whole ledger."""
    if key not in context.memo:
        context.memo[key] = find()
    return context.memo[key]


def service_of(context: Context) -> Service:
    return once(context, "service", lambda: catalogue.service(context.variant))


def codes_of(context: Context, field: str) -> dict[str, Code]:
    """code -> Code of one field of the service; where a retired code shares its name, the one in force."""
    every = once(context, "codes", lambda: queries.every_code(service_of(context)))
    return once(context, f"codes of {field}", lambda: {c.code: c for c in reversed(every.get(field, []))})


def spellings(codes: Mapping[str, Code]) -> dict[str, str]:
    """Every label and other spelling -> code; a label wins over another code's spelling."""
    spelt = {alias: code.code for code in codes.values() for alias in code.aliases}
    return spelt | {code.label: code.code for code in codes.values()}


def sites_by_name(context: Context) -> dict[str, Site]:
    """Sites by folded name and other names; a station also without "역"."""

    def find() -> dict[str, Site]:
        found: dict[str, Site] = {}
        for site in Site.objects.all():
            names = [site.name, *site.aliases]
            if site.kind == SiteKind.STATION:
                names += [name.removesuffix("역") for name in names]
            for name in names:
                found.setdefault(folded(name), site)
        return found

    return once(context, "sites", find)


def folded(name: str | None) -> str:
    return "".join((name or "").split()).casefold()


def districts_by_code(context: Context) -> dict[str, District]:
    return once(context, "districts", lambda: {row.code: row for row in District.objects.all()})


def district_spellings(context: Context) -> dict[str, str]:
    """ "종로구" and "종로"; 중구 has no short name."""
    rows = districts_by_code(context).values()
    short = {row.name.removesuffix("구"): row.code for row in rows if len(row.name) > 2}
    return short | {row.name: row.code for row in rows}


def column(
    key: str,
    label: str,
    aliases: Mapping[str, str],
    kind: str = "text",
    *,
    required: bool = False,
    help: str = "",
) -> Column:
    """A column whose other headings stand in a table of words parted by "|"."""
    return Column(key, label, kind, required=required, aliases=_headings(aliases, key), help=help)


def choice(
    key: str,
    label: str,
    aliases: Mapping[str, str],
    choices: Mapping[str, str],
    kind: str = "choice",
    *,
    required: bool = False,
    help: str = "",
) -> list[Column]:
    """A column of choices; none where the profile offers nothing to choose."""
    if not choices:
        return []
    return [
        Column(
            key, label, kind, required=required, aliases=_headings(aliases, key), choices=choices, help=help
        )
    ]


def _headings(aliases: Mapping[str, str], key: str) -> tuple[str, ...]:
    return tuple(filter(None, aliases.get(key, "").split("|")))


def first_of(words: Iterable[str], default: str = "") -> str:
    return next(iter(words), default)
