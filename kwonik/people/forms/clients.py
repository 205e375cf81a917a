"""Finding, registering, amending and merging clients."""

from __future__ import annotations

from typing import Any

from django import forms

from kwonik.people import rules
from kwonik.people.codes import Purpose

from .fields import PhoneField, PlainTextField, Submission, Versioned

_NAME = {"autocomplete": "off", "class": "kw-w-m"}
OPENING = (
    Purpose.COUNSELLING,
    Purpose.REMEDY,
    Purpose.WELLBEING,
    Purpose.SUPPORT,
    Purpose.EDUCATION,
    Purpose.CONSULTING,
    Purpose.RENTAL,
    Purpose.CORRECTION,
)
"""The purposes somebody may give for opening an identity by hand; the others belong to their own pages."""


class SearchForm(forms.Form):
    """By name, by the whole telephone number or its last four digits. Sent by POST: neither enters an address."""

    name = PlainTextField(
        label="이름",
        required=False,
        max_length=rules.LONGEST_NAME,
        widget=forms.TextInput({**_NAME}),
    )
    phone = PlainTextField(
        label="전화번호",
        required=False,
        max_length=40,
        help_text="전체 번호 또는 뒤 네 자리",
        widget=forms.TextInput({"type": "tel", "class": "kw-w-m", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["name"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        digits = rules.phone_digits(found.get("phone", ""))
        if found.get("phone") and len(digits) != rules.TAIL and len(digits) < rules.SHORTEST_PHONE:
            self.add_error("phone", "전체 번호나 뒤 네 자리를 적으세요.")
        elif not self.errors and not (found.get("name") or digits):
            raise forms.ValidationError("이름이나 전화번호 가운데 하나는 적으세요.")
        return found


class RegisterForm(Submission):
    name = PlainTextField(label="이름", max_length=rules.LONGEST_NAME, widget=forms.TextInput(_NAME))
    phone = PhoneField(label="전화번호", required=False)


class AmendClientForm(Versioned):
    name = PlainTextField(label="이름", max_length=rules.LONGEST_NAME, widget=forms.TextInput(_NAME))
    phone = PhoneField(label="전화번호", required=False)


class OpenForm(forms.Form):
    """Why an identity is opened: it goes into the access log."""

    purpose = forms.ChoiceField(
        label="여는 까닭",
        choices=[(purpose.value, purpose.label) for purpose in OPENING],
        help_text="연 사람과 시각, 까닭이 접속기록에 남습니다.",
    )


class MergeForm(forms.Form):
    """Which other entry is the same person."""

    reference = PlainTextField(
        label="합칠 내담자 번호",
        max_length=20,
        help_text="같은 사람인 다른 내담자의 번호. 예: C-2025-000012",
        widget=forms.TextInput({"class": "kw-w-m"}),
    )
