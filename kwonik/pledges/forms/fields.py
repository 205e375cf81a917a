"""Fields that the forms of pledges share."""

from __future__ import annotations

from typing import Any

from django import forms

from kwonik.people.forms import PlainTextField
from kwonik.pledges import rules


def line(label: str, most: int, **more: Any) -> PlainTextField:
    return PlainTextField(label=label, max_length=most, **more)


def text(label: str, most: int, rows: int = 3, **more: Any) -> PlainTextField:
    return PlainTextField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def year(**more: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "kw-w-s"})
    return forms.IntegerField(label="연도", min_value=2000, max_value=2100, widget=widget, **more)


def won(**more: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"class": "kw-w-m", "inputmode": "numeric"})
    return forms.IntegerField(
        label="금액", min_value=0, max_value=10**15, localize=True, widget=widget, **more
    )


class QuarterField(forms.CharField):
    """ "2022년 3분기" as 20223."""

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return rules.read_quarter(text)
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def prepare_value(self, value: Any) -> Any:
        return rules.quarter_in_words(value) if isinstance(value, int) else value


def chosen(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    """One of a list, none of which is chosen beforehand."""
    return forms.ChoiceField(label=label, choices=[("", "고르세요"), *choices])
