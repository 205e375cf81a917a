"""A check of an organisation: what its service's indicators ask, and what is to be improved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from kwonik.people.forms import PlainTextField, Submission
from kwonik.places.rules import LONGEST_NAME
from kwonik.research.actions import CheckFacts
from kwonik.research.codes import CheckStage, CheckState

OPEN, MET, UNMET = "", "yes", "no"
ANSWERS = ((MET, "이행"), (UNMET, "미이행"), (OPEN, "해당 없음"))


class CheckFilter(forms.Form):
    """Which round the board shows."""

    round = forms.ChoiceField(label="차수", required=False)

    def __init__(self, *args: Any, rounds: Sequence[tuple[int, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = {f"{year}-{number}": (year, number) for year, number in rounds}
        self.fields["round"].choices = [(k, f"{y}년 {n}차") for k, (y, n) in self.rounds.items()]

    def chosen(self, otherwise: tuple[int, int]) -> tuple[int, int]:
        asked = self.cleaned_data.get("round") if self.is_valid() else ""
        return self.rounds.get(asked or "", next(iter(self.rounds.values()), otherwise))


class CheckForm(forms.Form):
    """What was found; `indicators` are (code, label)."""

    state = forms.ChoiceField(
        label="상태", choices=CheckState.choices, initial=CheckState.DONE, widget=forms.RadioSelect
    )
    checked_on = forms.DateField(label="점검일", required=False, help_text="예정이면 비워 둡니다.")
    follow_up = PlainTextField(label="개선할 것", max_length=300, required=False)
    follow_up_on = forms.DateField(label="개선 기한", required=False)

    def __init__(self, *args: Any, indicators: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = [code for code, _ in indicators]
        for code, label in indicators:
            self.fields[f"indicator_{code}"] = forms.ChoiceField(
                label=label, choices=ANSWERS, required=False, initial=OPEN, widget=forms.RadioSelect
            )

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[f"indicator_{code}"] for code in self.indicators]

    def facts(self) -> CheckFacts:
        told = self.cleaned_data
        answers = {code: told[f"indicator_{code}"] for code in self.indicators}
        return CheckFacts(
            state=told["state"],
            checked_on=told["checked_on"],
            results={code: answer == MET for code, answer in answers.items() if answer},
            follow_up=told["follow_up"],
            follow_up_on=told["follow_up_on"],
        )


class RecordCheckForm(CheckForm, Submission):
    organisation = PlainTextField(
        label="기관",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"list": "organisations", "autocomplete": "off"}),
    )
    year = forms.IntegerField(
        label="연도", min_value=2000, max_value=2100, widget=forms.NumberInput(attrs={"class": "kw-w-s"})
    )
    number = forms.IntegerField(
        label="차수",
        min_value=1,
        max_value=100,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "kw-w-s"}),
    )
    stage = forms.ChoiceField(label="점검 방법", choices=CheckStage.choices, widget=forms.RadioSelect)
