"""Django's TextChoices, told to the type checker: a member is a str with a label."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import Enum

    class TextChoices(str, Enum):  # noqa: UP042 - as Django's own
        """Members are written `WORKER = "worker", "노동자"`."""

        _value_: str
        label: str
        choices: list[tuple[str, str]]
        labels: list[str]
        values: list[str]

else:
    from django.db.models import TextChoices

__all__ = ["TextChoices"]
