"""A calculation's facts as a form.

form = FactsForm(calculation, request.POST)          # bound; FactsForm(calculation, inputs={...}) shows JSON inputs
if form.is_valid():
    form.inputs                                      # {"hire_date": "2014-10-02", "wages_3m": 9000000}
    form.result                                      # the labourlaw Result
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from kwonik.calculators.rules import worksheet
from kwonik.labourlaw import Calculation, Refused, Result
from kwonik.labourlaw.calculation import Asked
from kwonik.labourlaw.facts import Amounts, Choice, Day, Fact, Flag, Many, Month, Number

from .lines import field_of

UNANSWERED = "답을 적거나 골라 주세요."


def order(calculation: Calculation) -> list[str]:
    """The names of the facts in the order they are asked: what must be known first, then what may be."""
    return sorted(calculation.asks, key=lambda name: not calculation.asks[name].required)


class FactsForm(forms.Form):
    """Asks for the facts of a calculation and computes; nothing typed is lost, and every refusal names its field.

    `only`: just these facts, read but not computed from. `asking`: questions as labels, for whoever is asked one by
    one. After `is_valid()` stands the answer in `result`, and the facts as JSON values in `inputs`.
    """

    def __init__(
        self,
        calculation: Calculation,
        data: Any = None,
        *,
        inputs: Mapping[str, Any] | None = None,
        only: Collection[str] | None = None,
        asking: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(data, initial=dict(inputs or {}), **more)
        self.calculation = calculation
        self.whole = only is None
        self.result: Result | None = None
        for name in order(calculation):
            if only is None or name in only:
                asked = calculation.asks[name]
                label = asked.fact.ask if asking and asked.fact.ask else asked.fact.label
                self.fields[name] = field_of(
                    asked.fact,
                    required=asked.required,
                    label=label,
                    initial=usual(asked),
                    help_text=hint(asked),
                )
                if asking:
                    self.fields[name].error_messages["required"] = UNANSWERED

    @property
    def inputs(self) -> dict[str, Any]:
        """The facts that were given, as JSON values for the library."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}

    def clean(self) -> dict[str, Any] | None:
        found = super().clean()
        if self.whole and not self.errors:
            try:
                self.result = self.calculation(**self.inputs)
            except Refused as refused:
                for name, words in refused.problems.items():
                    self.add_error(name if name in self.fields else None, words)
        return found


def usual(asked: Asked) -> Any:
    """What a fact that need not be told is taken for, where a choice can show it."""
    return asked.default if not asked.required and isinstance(asked.fact, Flag | Choice) else None


def hint(asked: Asked) -> str:
    """What the fact means, how it is written, and what it is taken for when nothing is typed."""
    fact, default = asked.fact, asked.default
    said = [fact.note, "" if any(char.isdigit() for char in fact.note) else how_to_write(fact)]
    if not asked.required and not isinstance(fact, Flag | Choice) and not re.search("비우|비워", fact.note):
        said.append(
            "비워 두어도 됩니다." if default is None else f"비우면 {worksheet.said(fact, default)}입니다."
        )
    return " ".join(filter(None, said))


def how_to_write(fact: Fact) -> str:
    """An example of what may be typed for the fact."""
    if isinstance(fact, Number) and fact.unit == "원":
        return "예: 3,000,000 또는 300만."
    if isinstance(fact, Number) and fact.most == 1 and not fact.whole:
        return "예: 80% 또는 0.8."
    if isinstance(fact, Day):
        return "예: 2026. 3. 31."
    if isinstance(fact, Month):
        return "예: 2026. 10."
    if isinstance(fact, Many) and fact.fewest == fact.longest:
        return f"{fact.fewest}개를 차례대로 적습니다."
    if isinstance(fact, Many):
        return "차례대로 한 줄에 하나씩 적습니다."
    if isinstance(fact, Amounts) and not fact.names:
        return "한 줄에 하나씩, 이름과 값을 한 칸 띄어 적습니다."
    return ""
