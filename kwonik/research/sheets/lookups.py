"""What the ledgers of this room look up, once for a whole file: studies, rounds, publications, codes, districts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from kwonik.catalogue.models import Code, Service
from kwonik.kernel.choices import TextChoices
from kwonik.ledgers.registry import Context, once
from kwonik.places.models import District
from kwonik.research import queries
from kwonik.research.models import Publication, Round, Study
from kwonik.spreadsheets import Column


def words(choices: type[TextChoices], **more: str) -> dict[str, str]:
    """Every label of a fixed choice, and its other spellings, -> code."""
    return {label: code for code, label in choices.choices} | more


def choice(
    key: str,
    label: str,
    choices: Mapping[str, str],
    aliases: str = "",
    *,
    required: bool = False,
    help: str = "",
) -> Column:
    others = tuple(filter(None, aliases.split("|")))
    return Column(key, label, "choice", required=required, aliases=others, choices=choices, help=help)


# -- services and their codes -----------------------------------------------------------------------------------


def services(context: Context) -> dict[str, Service]:
    return once(context, "services", lambda: {row.code: row for row in queries.services()})


def service_words(context: Context) -> dict[str, str]:
    return {row.name: code for code, row in services(context).items()} | {c: c for c in services(context)}


def codes(context: Context, field: str) -> dict[str, dict[str, Code]]:
    """Service code -> code -> Code of a field."""

    def find() -> dict[str, dict[str, Code]]:
        return {
            service: {code.code: code for code in found} for service, found in queries.codes(field).items()
        }

    return once(context, f"codes of {field}", find)


def code_words(context: Context, field: str) -> dict[str, str]:
    """Every label and other spelling over all services -> code; a label wins over another code's spelling."""
    every = [code for found in codes(context, field).values() for code in found.values()]
    labels = {code.label: code.code for code in every}
    return {alias: code.code for code in every for alias in code.aliases if alias not in labels} | labels


def districts(context: Context) -> dict[str, District]:
    return once(context, "districts", lambda: {row.code: row for row in queries.districts()})


def district_words(context: Context) -> dict[str, str]:
    """ "종로구" and "종로" alike; a name of two letters ("중구") keeps its ending."""
    found = {}
    for code, row in districts(context).items():
        found[row.name] = code
        if len(short := row.name.removesuffix("구")) > 1:
            found[short] = code
    return found


# -- rows that a ledger's lines hang on ---------------------------------------------------------------------------


def studies(context: Context) -> dict[str, Study]:
    """The centre's studies by code."""

    def find() -> dict[str, Study]:
        rows = Study.objects.standing().filter(centre=context.centre).select_related("service")
        return {row.code: row for row in rows}

    return once(context, "studies", find)


def study_words(context: Context) -> dict[str, str]:
    return named(studies(context).values())


def publications(context: Context) -> dict[str, Publication]:
    """The centre's publications by code."""

    def find() -> dict[str, Publication]:
        rows = queries.publications(Publication.objects.standing().filter(centre=context.centre))
        return {row.code: row for row in rows}

    return once(context, "publications", find)


def publication_words(context: Context) -> dict[str, str]:
    return named(publications(context).values())


def named(rows: Iterable[Any]) -> dict[str, str]:
    """Titles and codes -> code; of two with one title the later edition."""
    found = sorted(rows, key=lambda row: getattr(row, "edition", 1))
    return {row.code: row.code for row in found} | {row.title: row.code for row in found}


def rounds(context: Context) -> dict[tuple[str, str, str], Round]:
    """The centre's rounds by study, method and group."""

    def find() -> dict[tuple[str, str, str], Round]:
        rows = Round.objects.standing().filter(centre=context.centre)
        joined = rows.select_related("study", "method", "group")
        return {(row.study.code, row.method.code, row.group.code): row for row in joined}

    return once(context, "rounds", find)


def round_columns(context: Context) -> tuple[Column, ...]:
    return (
        choice("study", "실태조사", study_words(context), "실태조사·연구|연구명|조사명|연구", required=True),
        choice("method", "조사 방법", code_words(context, "method"), "방법|조사방법", required=True),
        choice(
            "group",
            "조사 대상",
            code_words(context, "group"),
            "대상|조사대상|응답자 구분|구분",
            help="대상이 하나뿐인 조사에서는 비워 두어도 됩니다.",
        ),
    )


def round_of(context: Context, values: Mapping[str, Any]) -> Round | None:
    """The round a line belongs to; without a group the only one of its method."""
    study, method, group = values["study"], values["method"], values.get("group")
    if group:
        return rounds(context).get((study, method, group))
    found = [row for (s, m, _), row in rounds(context).items() if (s, m) == (study, method)]
    return found[0] if len(found) == 1 else None


NO_ROUND = "이 실태조사에 없는 조사 방법이나 대상입니다. 조사를 먼저 더하거나 방법과 대상을 확인하세요."


# -- sentences --------------------------------------------------------------------------------------------------


def said_of_day(day: date | None, what: str) -> list[str]:
    late = day is not None and day > timezone.localdate()
    return [f"{what}이 오늘보다 뒤입니다. 날짜를 확인하세요."] if late else []


def said_of_copies(copies: int | None) -> list[str]:
    wrong = copies is not None and not 0 < copies < 10**8
    return ["부수는 1 이상의 수로 적으세요."] if wrong else []


def first(words: Iterable[str]) -> str:
    return next(iter(words), "")
