"""What a move of an application asks, the reason of a withdrawal, the places of a round."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from kwonik.activities import queries, rules
from kwonik.activities.codes import Move
from kwonik.activities.models import Application
from kwonik.catalogue.models import Code
from kwonik.people.forms import PlainTextField

from .fields import number_field

REASONS = {
    "refuse": ("지원하지 않는 까닭", "신청한 사람에게 알릴 말로 적습니다. 예: 서울 밖 사업장"),
    "cancel": ("신청을 취소한 까닭", "예: 일정이 맞지 않음"),
}


class MoveForm(forms.Form):
    """The boxes of one move (codes.MOVES): none, or the day, the people, the reason, the person, the score."""

    def __init__(self, *args: Any, move: Move, application: Application, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.move = move
        for name in move.asks:
            self.fields[name] = self._field(name, application, today)

    def _field(self, name: str, application: Application, today: date) -> forms.Field:
        match name:
            case "decided_on":
                return forms.DateField(
                    label="결정한 날", initial=today, help_text="그날의 지원 기준을 따릅니다."
                )
            case "delivered_on":
                return forms.DateField(label="마친 날", initial=today)
            case "people":
                return number_field(
                    "명", 1, label="지원받은 인원", initial=application.people, required=False
                )
            case "appointee":
                rows = queries.appointees(application.centre, today)
                return forms.ModelChoiceField(
                    rows, label="맡을 사람", empty_label="고르세요", initial=application.appointee_id
                )
            case "score":
                points = [(str(n), f"{n}점") for n in reversed(rules.SCORES)]
                return forms.TypedChoiceField(
                    label="만족도", coerce=int, choices=points, widget=forms.RadioSelect
                )
            case "remark":
                return PlainTextField(label="의견", max_length=300, required=False)
        label, help_text = REASONS[self.move.code]
        return PlainTextField(label=label, max_length=200, help_text=help_text)


class ReasonForm(forms.Form):
    """Why a record is withdrawn."""

    reason = PlainTextField(
        label="철회하는 까닭", max_length=200, help_text="이력에 남습니다. 예: 두 번 적음"
    )


class RoundForm(forms.Form):
    """How many places from when to when."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = PlainTextField(label="이름", max_length=60, help_text="예: 2025년 1차")
    kind = forms.ChoiceField(label="종류", required=False)
    opens_on = forms.DateField(label="신청을 여는 날")
    closes_on = forms.DateField(label="닫는 날", required=False, help_text="비워 두면 닫지 않습니다.")
    capacity = number_field("명", 1, label="정원")

    def __init__(self, *args: Any, kinds: Iterable[Code] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {code.code: code for code in kinds or ()}
        if kinds is None:
            del self.fields["kind"]
        else:
            offered = [("", "모든 종류"), *((code.code, code.label) for code in self.kinds.values())]
            self.fields["kind"].choices = offered

    def clean(self):
        found = super().clean()
        opens_on, closes_on = found.get("opens_on"), found.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", "닫는 날이 여는 날보다 앞섭니다. 날짜를 다시 확인하세요.")
        return found

    def places(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        found = {name: self.cleaned_data[name] for name in ("name", "opens_on", "closes_on", "capacity")}
        return found | ({"kind": self.kinds.get(self.cleaned_data["kind"])} if "kind" in self.fields else {})


class PressForm(forms.Form):
    """One press of a counter."""

    token = forms.UUIDField()
    day = forms.DateField()
    step = forms.TypedChoiceField(coerce=int, choices=[("1", "+1"), ("-1", "-1")])
    kind = forms.CharField(max_length=50)
    site = forms.CharField(max_length=50, required=False)

    def __init__(self, data: Any, *, kinds: Iterable[Code], sites: Iterable[Any]) -> None:
        super().__init__(data)
        self.kinds = {code.code: code for code in kinds}
        self.sites = {site.code: site for site in sites}

    def clean_kind(self) -> Code:
        if (code := self.kinds.get(self.cleaned_data["kind"])) is None:
            raise forms.ValidationError("없는 종류입니다.")
        return code

    def clean_site(self) -> Any:
        code = self.cleaned_data["site"]
        if code and code not in self.sites:
            raise forms.ValidationError("없는 장소입니다.")
        return self.sites.get(code)

    def knows(self, site: str) -> bool:
        return site in self.sites

    def press(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("kind", "site", "day", "step", "token")}
