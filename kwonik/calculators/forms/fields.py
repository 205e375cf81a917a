"""Fields that read what people type for a fact, and give the JSON value that the calculation takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kwonik.calculators.rules import typed
from kwonik.labourlaw.facts import Choice, Day, Fact, Flag, Month, Number
from kwonik.labourlaw.refusing import Wrong

FEW = 7  # choices that are shown side by side; more of them stand in a list

YES, NO = "yes", "no"
ANSWERS = [(YES, "예"), (NO, "아니요")]
UNSAID = ("", "모르거나 해당 없음")


class FactField(forms.Field):
    """A field of one fact. What the fact itself does not take is refused in its own words."""

    fact: Fact

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found is None or found == "":
            return None
        try:
            self.fact.read(found)
        except Wrong as wrong:
            raise ValidationError(str(wrong)) from None
        return found


def reading(read: Callable[[str], Any], text: str) -> Any:
    """What a rule reads of the text; what it cannot read is an error of the field."""
    try:
        return read(text)
    except typed.NotRead as unread:
        raise ValidationError(str(unread)) from None


class NumberField(FactField, forms.CharField):
    """A number as people type it: with commas, with 만 and 억, with its unit."""

    def __init__(self, fact: Number, **more: Any) -> None:
        self.fact = fact
        most = fact.most or 10**9
        width = "kw-w-s" if most < 10**6 else "kw-w-m"
        attrs = {"inputmode": "numeric" if fact.whole or fact.unit == "원" else "decimal", "class": width}
        attrs |= {"autocomplete": "off"} | ({"data-unit": fact.unit} if fact.unit else {})
        super().__init__(max_length=60, widget=forms.TextInput(attrs=attrs), empty_value=None, **more)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return None if text is None else reading(typed.number, text)

    def prepare_value(self, value: Any) -> Any:
        """A year has no commas."""
        if not isinstance(value, int | float):
            return value
        return str(value) if self.fact.unit == "년" and value >= 1900 else typed.shown(value)  # type: ignore[attr-defined]

    def run_validators(self, value: Any) -> None:
        """The length is that of what was typed; the number has none."""


class DayField(FactField, forms.DateField):
    """A day as people write it: "2026. 3. 31.", "20260331", "2026-03-31"."""

    def __init__(self, fact: Day, **more: Any) -> None:
        self.fact = fact
        wrong = "날짜를 2026. 3. 31.처럼 적어 주세요. 달력에 있는 날이어야 합니다."
        super().__init__(error_messages={"invalid": wrong}, **more)

    def to_python(self, value: Any) -> str | None:
        found = super().to_python(value)
        return found and found.isoformat()


class MonthField(FactField, forms.CharField):
    """A month: "2026. 10.", "2026-10"."""

    def __init__(self, fact: Month, **more: Any) -> None:
        self.fact = fact
        attrs = {"inputmode": "numeric", "class": "kw-w-s", "placeholder": "2026. 10.", "autocomplete": "off"}
        super().__init__(max_length=20, widget=forms.TextInput(attrs=attrs), empty_value=None, **more)

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return None if text is None else reading(typed.month, text)

    def prepare_value(self, value: Any) -> Any:
        found = re.fullmatch(r"(\d{4})-(\d{2})", value) if isinstance(value, str) else None
        return f"{found[1]}. {int(found[2])}." if found else value


class ChosenField(FactField, forms.ChoiceField):
    """One of several: few as boxes, many as a list."""

    def __init__(self, fact: Fact, options: Mapping[str, str], *, initial: Any = None, **more: Any) -> None:
        self.fact = fact
        choices = [*options.items()]
        if not more.get("required", True) and initial is None:
            choices.append(UNSAID)
        few = len(choices) <= FEW
        if not few and choices[-1] != UNSAID:
            choices.insert(0, ("", "골라 주세요"))
        widget = forms.RadioSelect(attrs={"class": "kw-stacked"}) if few else forms.Select()
        super().__init__(choices=choices, widget=widget, initial=initial, **more)


class ChoiceField(ChosenField):
    def __init__(self, fact: Choice, **more: Any) -> None:
        super().__init__(fact, fact.options, **more)

    def prepare_value(self, value: Any) -> Any:
        return self.fact.also.get(value, value) if isinstance(value, str) else value  # type: ignore[attr-defined]


class FlagField(ChosenField):
    """예 or 아니요."""

    def __init__(self, fact: Flag, **more: Any) -> None:
        super().__init__(fact, dict(ANSWERS), **more)

    def clean(self, value: Any) -> Any:
        return super().clean(self.prepare_value(value))

    def to_python(self, value: Any) -> Any:
        return {YES: True, NO: False}.get(super().to_python(value))

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        return (YES if value else NO) if isinstance(value, bool) else value


SINGLE: dict[type[Fact], type[FactField]] = {
    Number: NumberField,
    Day: DayField,
    Month: MonthField,
    Flag: FlagField,
    Choice: ChoiceField,
}


def field_among(kinds: Mapping[type[Fact], type[FactField]], fact: Fact, **more: Any) -> FactField:
    """The field that asks for the fact. LookupError for a kind of fact that no field is for."""
    for kind, field in kinds.items():
        if isinstance(fact, kind):
            return field(fact, **more)
    raise LookupError(f"no field asks for a {type(fact).__name__}")
