"""What both ledgers look up, once for a whole file: codes, places, districts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.counselling import queries
from kwonik.ledgers.registry import Context, once
from kwonik.places.models import District, Site
from kwonik.spreadsheets import Column


def service_of(context: Context) -> Service:
    return once(context, "service", lambda: catalogue.service(context.variant))


def codes_of(context: Context, field: str) -> dict[str, Code]:
    """code -> Code of one field of the service; where a retired code shares its name, the one in force."""
    every = once(context, "codes", lambda: queries.every_code(service_of(context)))
    return once(context, f"codes of {field}", lambda: {c.code: c for c in reversed(every.get(field, []))})


def spellings(codes: Mapping[str, Code]) -> dict[str, str]:
    """Every label and other spelling -> code, labels first; a label wins over another code's spelling."""
    labels = {code.label: code.code for code in codes.values()}
    spelt = {alias: code.code for code in codes.values() for alias in code.aliases if alias not in labels}
    return labels | spelt


def sites_by_name(context: Context) -> dict[str, Site]:
    """Sites, retired ones too, by folded name."""
    return once(context, "sites", lambda: queries.sites_by_name(Site.objects.order_by("-retired_on", "pk")))


def districts_by_code(context: Context) -> dict[str, District]:
    return once(context, "districts", lambda: {row.code: row for row in District.objects.all()})


def district_spellings(context: Context) -> dict[str, str]:
    return {
        name: row.code for name, row in queries.districts_by_name(districts_by_code(context).values()).items()
    }


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
