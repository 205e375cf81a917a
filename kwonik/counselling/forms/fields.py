"""A place chosen by typing its name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from kwonik.counselling.rules import folded


class NamedField(forms.CharField):
    """A row of a register, typed by name while the names are suggested; gives the row, or None for an empty box.

    With an input method for Korean nothing can be typed into a list of choices, so a telephone call would wait while
    somebody presses the arrow key twenty times. `suggestions` is the id of the page's <datalist>; the form sets `rows`,
    every folded spelling -> row.
    """

    def __init__(self, *, suggestions: str, unknown: str, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": suggestions, "autocomplete": "off"})
        super().__init__(required=False, max_length=80, widget=widget, **kwargs)
        self.unknown = unknown
        self.rows: Mapping[str, Any] = {}

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        if folded(written) not in self.rows:
            raise forms.ValidationError(self.unknown)
        return self.rows[folded(written)]


def district_field(label: str = "자치구") -> NamedField:
    return NamedField(
        label=label,
        suggestions="districts",
        unknown="없는 자치구입니다. 나오는 이름 가운데서 고르거나 비워 두세요.",
    )


def site_field() -> NamedField:
    return NamedField(
        label="찾아간 곳",
        suggestions="sites",
        unknown="등록되지 않은 장소입니다. 나오는 이름 가운데서 고르세요.",
        help_text="역, 쉼터처럼 나가서 상담한 곳입니다.",
    )
