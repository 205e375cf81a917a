"""What the list of cases is filtered by."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kwonik.catalogue.codes import Shape
from kwonik.catalogue.forms import PeriodFilter
from kwonik.catalogue.queries import labels
from kwonik.places.models import Centre
from kwonik.remedy import queries
from kwonik.remedy.codes import OPEN, CaseState, Turn

EVERYTHING = ("", "모두")
STATES = (EVERYTHING, ("open", "끝나지 않음"), *CaseState.choices)
TURNS = (EVERYTHING, *(choice for choice in Turn.choices if choice[0]))
DUE = (EVERYTHING, ("overdue", "지남"), ("soon", "오늘부터 7일 안"))


class CaseFilter(PeriodFilter):
    """State, whose turn, due date, advocate, procedure and days of opening; a filtered list has an address."""

    field_order = ("state", "turn", "due", "advocate", "forum", "issue", "since", "until", "reference")

    state = forms.ChoiceField(label="상태", required=False, choices=STATES)
    turn = forms.ChoiceField(label="누구 차례", required=False, choices=TURNS)
    due = forms.ChoiceField(label="기한", required=False, choices=DUE)
    advocate = forms.ChoiceField(label="보호관", required=False)
    forum = forms.ChoiceField(label="구제 절차", required=False)
    issue = forms.ChoiceField(label="유형", required=False)
    reference = forms.CharField(label="사건 번호", required=False, max_length=24)

    def __init__(self, data: Any, *, centre: Centre, today: date) -> None:
        super().__init__(data)
        self.today = today
        self.fields["since"].label, self.fields["until"].label = "접수일부터", "접수일까지"
        self.fields["advocate"].choices = [EVERYTHING, *queries.advocates_with_cases(centre)]
        words = labels(Shape.CASE)
        for name in ("forum", "issue"):
            self.fields[name].choices = [EVERYTHING, *words.get(name, {}).items()]

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows that match; none while the filter itself is wrong."""
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        q = self.days("opened_on")
        for name, path in _PATHS.items():
            if value := found.get(name):
                q &= Q(**{path: value})
        if state := found.get("state"):
            q &= Q(state__in=OPEN) if state == "open" else Q(state=state)
        if due := found.get("due"):
            q &= Q(state__in=OPEN) & queries.due(due, self.today)
        return rows.filter(q)


_PATHS = {
    "turn": "turn",
    "advocate": "advocate",
    "forum": "forum__code",
    "issue": "issue__code",
    "reference": "reference__icontains",
}
