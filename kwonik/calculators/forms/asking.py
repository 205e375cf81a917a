"""One question after the other, without a session: the answers so far travel in the form, as they were typed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from kwonik.calculators.rules import worksheet
from kwonik.labourlaw import Calculation

from .facts import FactsForm, order, usual

ROW = re.compile(r"(?P<name>.+)_\d+")


@dataclass(frozen=True)
class Question:
    """One question of a calculation: the number-th `of` those that must be answered, or of those that may be."""

    name: str
    number: int
    of: int
    required: bool
    may_skip: bool
    """Nothing need be told, and no usual answer is chosen already."""
    before: str | None
    after: str | None
    may_finish: bool
    """All that must be told stands before this question."""


class Asking:
    """What is being asked. `typed` is the form as it was sent, `at` the question on the page, `review`: back to the result."""

    def __init__(self, calculation: Calculation, typed: Any) -> None:
        self.calculation = calculation
        self.typed = typed
        self.names = order(calculation)
        at = typed.get("at", "")
        self.at = at if at in self.names else self.names[0]
        self.review = typed.get("review") == "1"
        go, _, name = typed.get("go", "next").partition(".")
        self.go = go
        self.edited = name if name in self.names else ""

    def question(self, name: str) -> Question:
        at = self.names.index(name)
        asks = self.calculation.asks
        alike = [other for other in self.names if asks[other].required == asks[name].required]
        return Question(
            name=name,
            number=alike.index(name) + 1,
            of=len(alike),
            required=asks[name].required,
            may_skip=not (asks[name].required or usual(asks[name]) is not None),
            before=self.names[at - 1] if at else None,
            after=self.names[at + 1] if at + 1 < len(self.names) else None,
            may_finish=not any(asks[later].required for later in self.names[at + 1 :]),
        )

    def carried(self, but: str = "") -> list[tuple[str, str]]:
        """(name, text) of every answer so far, those of the question `but` left out."""
        found = []
        for key in self.typed:
            row = ROW.fullmatch(key)
            fact = key if key in self.names else row["name"] if row else ""
            if fact in self.names and fact != but:
                found += [(key, text) for text in self.typed.getlist(key)]
        return found

    def shown(self, name: str) -> FactsForm:
        """The form of one question with what was typed before."""
        form = FactsForm(self.calculation, only=[name], asking=True)
        field = form.fields[name]
        if (typed := self._typed(form, name)) is not None:
            form.initial[name] = typed
        elif self.names.index(name) and not hasattr(field, "choices"):
            field.widget.attrs["autofocus"] = True
        return form

    def answered(self, name: str) -> FactsForm:
        """The form of one question with the answer as it was sent."""
        return FactsForm(self.calculation, self.typed, only=[name], asking=True)

    def whole(self) -> FactsForm:
        """All answers together."""
        return FactsForm(self.calculation, self.typed)

    def again(self) -> FactsForm:
        """All questions with what was typed before, not judged."""
        form = FactsForm(self.calculation)
        form.initial = {name: typed for name in self.names if (typed := self._typed(form, name)) is not None}
        return form

    def refused(self, name: str, whole: FactsForm) -> FactsForm:
        """The form of one question with what the facts together say against its answer."""
        form = self.answered(name)
        if form.is_valid():
            form.add_error(name, whole.errors[name].as_data())
        return form

    def without(self, name: str) -> Asking:
        """The same with no answer to this question."""
        typed = self.typed.copy()
        for key in self._keys(name):
            del typed[key]
        return Asking(self.calculation, typed)

    def answers(self, but: str = "", unsaid: bool = False) -> list[tuple[str, str, str]]:
        """(name, label, what was answered) so far; with `unsaid` also what nobody answered, "" then."""
        form = FactsForm(self.calculation, self.typed, only=self.names)
        form.is_valid()
        found = []
        for name in self.names:
            fact = self.calculation.asks[name].fact
            value = form.cleaned_data.get(name)
            if name != but and (value is not None or unsaid):
                text = "" if value is None else worksheet.said(fact, fact.read(value))
                found.append((name, fact.label, text))
        return found

    def _typed(self, form: FactsForm, name: str) -> Any:
        """What was typed for the question, as its widget shows it; None when nothing was."""
        keys = self._keys(name)
        return form.fields[name].widget.value_from_datadict(self.typed, {}, name) if keys else None

    def _keys(self, name: str) -> list[str]:
        return [
            key for key in self.typed if key == name or (ROW.fullmatch(key) or {"name": ""})["name"] == name
        ]
