"""Fields for several values at once: one on each line, or a row for each where their number or names are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kwonik.calculators.rules import typed
from kwonik.kernel import resident_numbers
from kwonik.labourlaw.facts import Amounts, Fact, Many, Number

from .fields import NO, SINGLE, UNSAID, YES, ChosenField, FactField, FlagField, field_among, reading

ROWS = 12  # so many values of a fixed number get a row each; more are typed line by line
LONGEST_TEXT = 20_000
GAP = re.compile(r"\s*[:=\t]\s*|\s+")
DIGITS = frozenset("0123456789+-")


class Rows(forms.MultiWidget):
    """One line for each value, with its name before it."""

    template_name = "calculators/_rows.html"
    use_fieldset = True

    def __init__(self, labels: list[str], each: forms.Field) -> None:
        self.labels = labels
        choices = {"choices": each.choices} if isinstance(each, forms.ChoiceField) else {}
        super().__init__([type(each.widget)(each.widget.attrs, **choices) for _ in labels])

    def decompress(self, value: Any) -> list[Any]:
        return [*value] if isinstance(value, list | tuple) else [None] * len(self.widgets)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["lines"] = [*zip(self.labels, context["widget"]["subwidgets"], strict=True)]
        return context


class LinesField(FactField, forms.CharField):
    """Several values, one on each line; those of a fixed small number as rows."""

    fact: Many | Amounts

    def __init__(self, fact: Many | Amounts, *, labels: list[str], example: str, **more: Any) -> None:
        self.fact, self.labels = fact, labels
        self.each = field_among(SINGLE, fact.each, required=False)
        if isinstance(self.each, ChosenField):
            self.each.choices = [
                ("", "골라 주세요"),
                *self.each.choices[: -1 if self.each.choices[-1] == UNSAID else None],
            ]
            self.each.widget = forms.Select(choices=self.each.choices)
        attrs = {"rows": 6, "placeholder": example, "autocomplete": "off"}
        widget = Rows(labels, self.each) if labels else forms.Textarea(attrs=attrs)
        super().__init__(widget=widget, empty_value=None, strip=False, **more)

    def clean(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            rows = [None if row in (None, "") else str(row) for row in value]
            value = rows if any(row is not None for row in rows) else None
        elif isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise ValidationError("너무 깁니다. 줄을 줄여 주세요.")
        return super().clean(value)

    def to_python(self, value: Any) -> Any:
        if not value or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, str) and resident_numbers.find(value):
            raise ValidationError("주민등록번호로 보이는 숫자가 있습니다. 지우고 다시 적어 주세요.")
        return self.gathered(value)

    def gathered(self, value: Any) -> Any:
        raise NotImplementedError

    def one(self, where: str, text: str) -> Any:
        """The value on one line. ValidationError says where it stands."""
        try:
            return self.each.clean(self.meant(text))
        except ValidationError as wrong:
            raise ValidationError(f"{where}: {' '.join(wrong.messages)}") from None

    def meant(self, text: str) -> str:
        """What is typed for one of several: "예" or its name stands for its key."""
        if isinstance(self.each, FlagField):
            return YES if reading(typed.answer, text) else NO
        if isinstance(self.each, ChosenField):
            return {label: key for key, label in self.each.choices}.get(text.strip(), text.strip())
        return text

    def shown(self, value: Any) -> Any:
        """A value of a line as somebody would type it."""
        if isinstance(value, bool):
            return "예" if value else "아니요"
        if isinstance(self.each, ChosenField):
            return dict(self.each.choices).get(value, value)
        return self.each.prepare_value(value)


class ManyField(LinesField):
    """A list of values of one kind."""

    def __init__(self, fact: Many, **more: Any) -> None:
        fixed = fact.longest if fact.fewest == fact.longest <= ROWS else 0
        labels = [f"{row}번째" for row in range(1, fixed + 1)]
        super().__init__(fact, labels=labels, example="한 줄에 하나씩", **more)

    def gathered(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            value = [line for line in re.split(r"[\n;]|\s\s+|,\s", value) if line.strip()]
            if len(value) == 1 and isinstance(self.fact.each, Number) and re.search(r"\d\s+\d", value[0]):
                value = value[0].split()
        found = [self.one(f"{row}번째", text) for row, text in enumerate(value, 1)]
        if None in found:
            raise ValidationError(f"{found.index(None) + 1}번째 값이 비어 있습니다. 모두 적어 주세요.")
        return found

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        if self.labels:
            return [self.each.prepare_value(each) for each in value]
        return "\n".join(str(self.shown(each)) for each in value)


class AmountsField(LinesField):
    """Named values: with names that are known a row for each, else a line "기본급 2,000,000"."""

    fact: Amounts

    def __init__(self, fact: Amounts, **more: Any) -> None:
        super().__init__(
            fact, labels=[*fact.names.values()], example="기본급 2,500,000\n식대 200,000", **more
        )

    def gathered(self, value: Any) -> dict[str, Any]:
        if isinstance(value, str):
            pairs = [self._parted(line) for line in value.splitlines() if line.strip()]
        else:
            pairs = [(name, text) for name, text in zip(self.fact.names, value, strict=False) if text]
        found: dict[str, Any] = {}
        for name, text in pairs:
            if name in found:
                raise ValidationError(f"‘{name}’이(가) 두 번 있습니다. 한 줄로 합쳐 주세요.")
            found[name] = self.one(f"‘{self.fact.names.get(name, name)}’", text)
        return found

    def _parted(self, line: str) -> tuple[str, str]:
        """ "직책 수당: 20만 원" -> ("직책 수당", "20만 원"): the value begins where the rest can be read."""
        first = None
        for gap in GAP.finditer(line.strip()):
            name, value = line.strip()[: gap.start()].rstrip(" :="), line.strip()[gap.end() :]
            if name and value[:1] in DIGITS:
                first = first or (name, value)
                try:
                    self.each.clean(self.meant(value))
                except ValidationError:
                    continue
                return name, value
        if first is None:
            raise ValidationError(f"‘{line.strip()[:40]}’: 이름을 적고 한 칸 띈 뒤 값을 적어 주세요.")
        return first

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        if self.labels:
            return [self.each.prepare_value(value.get(name)) for name in self.fact.names]
        return "\n".join(f"{name} {self.shown(each)}" for name, each in value.items())


FIELDS: dict[type[Fact], type[FactField]] = {**SINGLE, Many: ManyField, Amounts: AmountsField}


def field_of(fact: Fact, **more: Any) -> FactField:
    """The field that asks for the fact, whatever its kind."""
    return field_among(FIELDS, fact, **more)
