"""Fields for words and numbers of people: none lets a resident registration number through."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kwonik.people import actions, rules


class PlainTextField(forms.CharField):
    """One line of words: NFC, no control characters; a resident number is refused and the attempt kept."""

    def to_python(self, value: Any) -> str:
        return rules.tidy(super().to_python(value) or "")

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        refuse_resident_number(text, where=str(self.label or ""))
        return text


class SealedTextField(forms.CharField):
    """Free text that the vault will seal (상담 내용, 사실관계): several lines, resident numbers refused."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = 20_000, **options: Any) -> None:
        options.setdefault("help_text", "주민등록번호는 적지 마세요.")
        super().__init__(max_length=max_length, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        refuse_resident_number(text, where=str(self.label or ""))
        return text


class PhoneField(PlainTextField):
    """A telephone number as people say it, 7 to 15 digits; kept as typed, found by its digits."""

    widget = forms.TextInput(attrs={"type": "tel", "class": "kw-w-m", "autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if text and not rules.SHORTEST_PHONE <= len(rules.phone_digits(text)) <= 15:
            raise ValidationError("전화번호를 지역번호나 010부터 적으세요. 예: 010-1234-5678")
        return text


def refuse_resident_number(text: str, *, where: str) -> None:
    """Raises ValidationError, and keeps in the audit trail that it was tried."""
    try:
        rules.refuse_resident_number(text)
    except rules.ResidentNumberRefused as refused:
        actions.note_resident_number(where=where)
        raise ValidationError(str(refused), code="resident_number") from None


class Submission(forms.Form):
    """A form that makes a row: sent twice, it makes one."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)


class Versioned(forms.Form):
    """A form that changes a row; `version` is the row's when the form was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    data: Any

    def renew(self, version: int, why: str) -> None:
        """Somebody else was first: what was typed stays, the next submission is about the row as it is now."""
        typed = self.data.copy()
        typed["version"] = str(version)
        self.data = typed
        self.add_error(None, why)


class DayForm(forms.Form):
    """As of which day a register is shown; today when nothing is given."""

    day = forms.DateField(label="기준일", required=False)


class EndForm(forms.Form):
    """The last day of something."""

    until_on = forms.DateField(label="마지막 날", initial=timezone.localdate, help_text="이날까지 있습니다.")
