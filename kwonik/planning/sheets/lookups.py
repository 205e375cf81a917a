"""What the ledgers of this room look up and say alike, once for a whole file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from kwonik.ledgers.registry import Context, Line, once
from kwonik.places.actions import reserve
from kwonik.planning import queries, rules
from kwonik.planning.models import Row
from kwonik.spreadsheets import Column

CODE_HELP = "보고서에서 부르는 이름. 비워 두면 저절로 정합니다."


def programmes(context: Context) -> dict[str, Any]:
    return once(context, "programmes", lambda: {row.code: row for row in queries.programmes(context.centre)})


def services(context: Context) -> dict[str, Any]:
    return once(context, "services", lambda: {row.code: row for row in queries.services(context.centre)})


def programme_words(context: Context) -> dict[str, str]:
    rows = list(programmes(context).values())
    aliases = {alias: row.code for row in rows for alias in row.aliases}
    return aliases | {row.name: row.code for row in rows}


def service_words(context: Context) -> dict[str, str]:
    """Names of services; one that two services share is nobody's."""
    rows = list(services(context).values())
    names = Counter(row.name for row in rows)
    return {row.name: row.code for row in rows if names[row.name] == 1}


def choice(
    key: str, label: str, choices: Mapping[str, str], aliases: str, required: bool = False, help: str = ""
) -> list[Column]:
    if not choices:
        return []
    others = tuple(filter(None, aliases.split("|")))
    return [Column(key, label, "choice", required=required, aliases=others, choices=choices, help=help)]


def said_of_code(context: Context, model: type[Row], code: str | None) -> list[str]:
    """A code is its own among the centre's rows and within the ledger."""
    taken = once(
        context,
        "codes",
        lambda: set(model._default_manager.filter(centre=context.centre).values_list("code", flat=True)),
    )
    if not code:
        return []
    if not queries.SLUG.fullmatch(code):
        return ["부르는 이름은 영문, 숫자, -, _ 로 50자까지 적으세요. 예: theatre-2025-10"]
    if code in taken:
        return ["부르는 이름이 이미 있습니다. 하나씩 다르게 적으세요."]
    taken.add(code)
    return []


def own_codes(context: Context, kind: str, lines: Sequence[Line], day: str) -> list[str]:
    years = Counter(line.values[day].year for line in lines if not line.values["code"])
    following = {year: reserve(context.centre, kind, year, n) for year, n in sorted(years.items())}
    found = []
    for line in lines:
        code, year = line.values["code"], line.values[day].year
        if not code:
            code = rules.own_code(kind, year, following[year])
            following[year] += 1
        found.append(code)
    return found
