"""What the ledgers of pledges look up and say alike, once for a whole file."""

from __future__ import annotations

from kwonik.kernel.choices import TextChoices
from kwonik.ledgers.registry import Context, once
from kwonik.pledges.models import Pledge
from kwonik.spreadsheets import Column


def pledges(context: Context) -> dict[str, Pledge]:
    """The organisation's own pledges by code."""

    def find() -> dict[str, Pledge]:
        found = Pledge.objects.filter(centre=context.centre, withdrawn_at__isnull=True)
        return {row.code: row for row in found}

    return once(context, "pledges", find)


def pledge_column(context: Context) -> Column:
    """A pledge by its name, its number or its code."""
    rows = pledges(context).values()
    words = {row.number: row.code for row in rows if row.number}
    words |= {row.title: row.code for row in rows} | {row.code: row.code for row in rows}
    if not words:
        return Column("pledge", "공약", required=True, help="먼저 공약 대장을 가져오세요.")
    return Column("pledge", "공약", "choice", required=True, aliases=("공약명", "공약 번호"), choices=words)


def choice(
    key: str, label: str, of: type[TextChoices], aliases: str = "", required: bool = False, help: str = ""
) -> Column:
    others = tuple(filter(None, aliases.split("|")))
    words = {label: code for code, label in of.choices}
    return Column(key, label, "choice", required=required, aliases=others, choices=words, help=help)
