"""How anything is refused: with a Korean sentence that says why and what to do."""

from __future__ import annotations


class Refused(ValueError):
    """Something that may not be done as asked; the message says in Korean why and what to do.

    `field` names the form field that it concerns, if one does.
    """

    field: str = ""


class PeriodClosed(Refused):
    """A row that counts in a closed month may not come, go or change; the database said so."""
