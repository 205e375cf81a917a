"""The day's close: which breaks are listed, who owns one, how it is settled, whose turn it is to seal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from kwonik.escrow import queries
from kwonik.escrow.codes import BreakClass, BreakState, Way
from kwonik.people.forms import SealedTextField, Submission


class BreakFilter(forms.Form):
    state = forms.ChoiceField(label="상태", required=False, choices=[("", "모두"), *BreakState.choices])
    kind = forms.ChoiceField(label="구분", required=False, choices=[("", "모두"), *BreakClass.choices])

    def narrow(self, rows: QuerySet) -> QuerySet:
        given = self.cleaned_data if self.is_valid() else {}
        return queries.closing.breaks(rows, given.get("state", ""), given.get("kind", ""))


class OwnerForm(forms.Form):
    owner = forms.ChoiceField(
        label="맡을 사람",
        help_text="차이를 정리할 권한이 있는 사람입니다.",
        widget=forms.RadioSelect(attrs={"class": "kw-stacked"}),
    )

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        self.fields["owner"].choices = [(pk, str(one)) for pk, one in self.people.items()]

    @property
    def chosen(self) -> Any:
        return self.people[self.cleaned_data["owner"]]


HINTS = {
    Way.SUSPENSE: "누구의 돈인지 밝혀질 때까지 장부에 따로 올려 둡니다.",
    Way.ADJUSTMENT: "차이만큼 장부를 고치고 '차이 정리' 계정에 남깁니다.",
    Way.EXPLAINED: "은행의 거래명세가 잘못되었을 때만 고릅니다. 잔액이 다르면 그래도 봉인할 수 없습니다.",
}


class CorrectionForm(Submission):
    way = forms.ChoiceField(label="정리할 방법", widget=forms.RadioSelect(attrs={"class": "kw-stacked"}))
    words = SealedTextField(
        label="까닭",
        max_length=1000,
        help_text="은행에 언제 물어 무슨 말을 들었는지 적으세요. 이용자의 이름과 계좌번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, ways: tuple[Way, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(str(way.value), f"{way.label}. {HINTS[way]}") for way in ways]


class TurnForm(forms.Form):
    """Which of the two the button was for when the page was opened."""

    turn = forms.ChoiceField(choices=[("first", "첫 번째"), ("second", "두 번째")])
