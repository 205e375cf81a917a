"""The calculator beside the note: a calculation chosen, its facts typed, its worksheet put into the note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

from kwonik.calculators import queries as calculators
from kwonik.calculators.forms import FactsForm
from kwonik.calculators.models import KeptCalculation
from kwonik.calculators.rules import worksheet
from kwonik.calculators.rules.worksheet import Sheet
from kwonik.counselling import access
from kwonik.counselling.codes import SAME_FACTS, SUGGESTED
from kwonik.labourlaw import CALCULATIONS, Calculation, Result

PREFIX = "fact"
OPEN, COMPUTE, INSERT, DROP, CLOSE = "open", "compute", "insert", "drop", "close"


class ChooseForm(forms.Form):
    """Any calculation there is, by subject."""

    calculate = forms.ChoiceField(label="다른 계산", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        every = calculators.calculations()
        subjects = groupby(sorted(every, key=lambda one: one.subject), key=lambda one: one.subject)
        groups = [(subject, [(one.name, one.title) for one in found]) for subject, found in subjects]
        self.fields["calculate"].choices = [("", "고르세요"), *groups]


class Panel:
    """What stands beside the note. `typed` is the whole intake page as it was sent or kept in a draft.

    `given` are facts known from elsewhere, as JSON values.
    `pressed` is which of its buttons was: "open:severance_pay", "compute", "insert", "drop:<address>", "close".
    """

    def __init__(
        self,
        typed: MultiValueDict,
        pressed: str = "",
        *,
        today: date,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        self.typed, self.today, self.given = typed, today, given or {}
        self.pressed, _, what = pressed.partition(":")
        name = {OPEN: what or typed.get("calculate", ""), CLOSE: ""}.get(
            self.pressed, typed.get("calculated", "")
        )
        self.calculation = CALCULATIONS.get(name)
        self.chooser = ChooseForm()
        self.suggested = suggested([typed.get("issue", ""), *typed.getlist("other_issues")])
        tokens = [token for token in typed.getlist("calculations") if (self.pressed, token) != (DROP, what)]
        self.kept: list[KeptCalculation] = access.kept_calculations(tokens) if tokens else []
        self.judged = self.pressed in (COMPUTE, INSERT)
        self.facts = self._facts(self.calculation) if self.calculation else None
        self.result: Result | None = None
        if self.facts is not None and self.judged and self.facts.is_valid():
            self.result = self.facts.result
        self.sheet: Sheet | None = worksheet.sheet_of(self.result, today) if self.result else None

    @property
    def refused(self) -> bool:
        return self.judged and self.result is None

    @property
    def inserts(self) -> bool:
        return self.pressed == INSERT and self.sheet is not None

    @property
    def attaches(self) -> bool:
        return self.inserts and bool(self.typed.get("attach"))

    @property
    def note(self) -> str:
        """Result, steps and sources as plain text."""
        return worksheet.note(self.sheet) if self.sheet else ""

    @property
    def must(self) -> list[forms.BoundField]:
        """The facts without which there is no result."""
        return [bound for bound in self.facts or () if bound.field.required]

    @property
    def may(self) -> list[forms.BoundField]:
        return [bound for bound in self.facts or () if not bound.field.required]

    @property
    def told(self) -> bool:
        """Whether any fact that need not be told was, or is wrong."""
        initial = self.facts.initial if self.facts else {}
        return any(bound.errors or bound.name in initial or bound.data for bound in self.may)

    def _facts(self, calculation: Calculation) -> FactsForm:
        """Judged as sent; else with what was typed for it, for another calculation, or elsewhere on the page."""
        if self.judged:
            return FactsForm(calculation, self.typed, prefix=PREFIX)
        form = FactsForm(calculation, prefix=PREFIX)
        form.initial = {
            name: value for name in form.fields if (value := self._known(form, name)) not in (None, "", [])
        }
        return form

    def _known(self, form: FactsForm, name: str) -> Any:
        key = form.add_prefix(name)
        if any(typed == key or typed.startswith(f"{key}_") for typed in self.typed):
            return form.fields[name].widget.value_from_datadict(self.typed, {}, key)
        return answer(self.typed, name) or self.given.get(name)


def answer(typed: Mapping[str, Any], fact: str) -> str:
    """What the intake page's further questions say of a fact, where one of them asks for just that."""
    for question in (fact, *SAME_FACTS.get(fact, ())):
        if said := typed.get(f"q_{question}"):
            return str(said)
    return ""


def suggested(issues: Sequence[str]) -> list[Calculation]:
    """The calculations that are asked for with these issues, each once."""
    names = dict.fromkeys(name for issue in issues for name in SUGGESTED.get(issue, ()))
    return [CALCULATIONS[name] for name in names if name in CALCULATIONS]
