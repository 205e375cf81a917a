"""Boxes that several forms of a case share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.kernel import resident_numbers

RESIDENT_NUMBER = "주민등록번호로 보이는 숫자가 있습니다. 저장할 수 없으니 그 숫자를 지우세요."


class SafeText(forms.CharField):
    """Words that hold no resident registration number."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if resident_numbers.find(text):
            raise forms.ValidationError(RESIDENT_NUMBER)
        return text


def memo(label: str, rows: int = 5, required: bool = True, help_text: str = "", **attrs: Any) -> SafeText:
    """A box for many lines."""
    widget = forms.Textarea(attrs={"rows": rows, **attrs})
    return SafeText(label=label, max_length=20_000, required=required, help_text=help_text, widget=widget)


def reason(label: str = "까닭", help_text: str = "사건 이력에 남습니다.", **given: Any) -> SafeText:
    return SafeText(label=label, max_length=200, help_text=help_text, **given)


class OncePage(forms.Form):
    """A page that is stored once, however often it is sent."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class CodeField(forms.ChoiceField):
    """One code of a service's list; cleans to the Code. `offer` fills it."""

    def __init__(self, *, radio: bool = False, **given: Any) -> None:
        super().__init__(widget=forms.RadioSelect if radio else forms.Select, **given)
        self.radio = radio
        self.offered: dict[str, Code] = {}

    def offer(self, codes: Iterable[Code], kept: Code | None = None) -> None:
        """These codes, and the one that the record already has."""
        self.offered = {code.code: code for code in (*codes, *([kept] if kept else []))}
        blank = [] if self.radio else [("", "고르세요")]
        self.choices = [*blank, *((code.code, code.label) for code in self.offered.values())]

    def clean(self, value: Any) -> Code | None:
        return self.offered.get(super().clean(value))


def offer_codes(form: forms.Form, service: Service, stored: Any = None) -> None:
    """Fills every CodeField of the form from the service's lists; one query."""
    codes = catalogue.codes_by_field(service)
    for name, field in form.fields.items():
        if isinstance(field, CodeField):
            field.offer(codes.get(name, []), getattr(stored, name, None))
