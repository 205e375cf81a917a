"""Boxes of a record: a place chosen by typing its name, numbers of people and things, the profile's questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from kwonik.activities import queries, rules
from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import AnswerKind
from kwonik.catalogue.models import Code, Question
from kwonik.people.forms import PlainTextField

YES_NO = [("", "고르지 않음"), ("yes", "예"), ("no", "아니오")]
FEW = 8
"""So many choices stand as boxes for a thumb; more of them in a list."""


class NamedField(forms.CharField):
    """A place typed by name while the names are suggested by the page's <datalist id=`suggestions`>; gives the row.

    `offer(rows)` says what may be typed; a name with a blank too many is the same name.
    """

    def __init__(self, *, suggestions: str, unknown: str, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": suggestions, "autocomplete": "off"})
        super().__init__(max_length=80, widget=widget, **kwargs)
        self.unknown = unknown
        self.rows: Mapping[str, Any] = {}

    def offer(self, rows: Iterable[Any]) -> None:
        self.rows = queries.spellings(rows)

    def clean(self, value: Any) -> Any:
        written = super().clean(value)
        if not written:
            return None
        row = self.rows.get("".join(written.split()).casefold())
        if row is None:
            raise forms.ValidationError(self.unknown)
        return row


def site_field(**options: Any) -> NamedField:
    unknown = "등록되지 않은 장소입니다. 나오는 이름 가운데서 고르거나 비워 두고 메모에 적으세요."
    return NamedField(suggestions="sites", unknown=unknown, **options)


def district_field(**options: Any) -> NamedField:
    unknown = "없는 자치구입니다. 나오는 이름 가운데서 고르거나 비워 두세요."
    return NamedField(suggestions="districts", unknown=unknown, **options)


def number_field(unit: str = "", least: int = 0, **options: Any) -> forms.IntegerField:
    attrs = {"class": "kw-w-s", **({"data-unit": unit} if unit else {})}
    return forms.IntegerField(
        min_value=least, max_value=rules.MOST, widget=forms.NumberInput(attrs=attrs), **options
    )


def choice_of(codes: Iterable[Code], label: str, autofocus: bool = False) -> forms.ChoiceField:
    """One of the codes: boxes where there are few, a list where there are many; a single one is chosen already."""
    offered = [(code.code, code.label) for code in codes]
    initial = offered[0][0] if len(offered) == 1 else None
    if len(offered) <= FEW:
        return forms.ChoiceField(label=label, choices=offered, widget=forms.RadioSelect, initial=initial)
    return forms.ChoiceField(label=label, choices=[("", "고르세요"), *offered], initial=initial)


def answer_name(question: Question) -> str:
    return f"q_{question.code}"


def answer_field(question: Question) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": question.required,
    }
    match question.kind:
        case AnswerKind.NUMBER:
            return forms.IntegerField(**common)
        case AnswerKind.DATE:
            return forms.DateField(**common)
        case AnswerKind.YES_NO:
            return forms.ChoiceField(choices=YES_NO, **common)
        case AnswerKind.CHOICE:
            offered = catalogue.codes_of(question.list.code) if question.list else []
            choices = [("", "고르지 않음"), *((code.code, code.label) for code in offered)]
            return forms.ChoiceField(choices=choices, **common)
    return PlainTextField(max_length=500, **common)
