"""What the lists of consultations and booths are filtered by; a filtered list has an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kwonik.catalogue.codes import Shape
from kwonik.catalogue.forms import PeriodFilter
from kwonik.catalogue.queries import labels
from kwonik.counselling import queries
from kwonik.counselling.codes import BoothKind, Party

STANDING, WITHDRAWN, ALL = "", "withdrawn", "all"


class ConsultationFilter(PeriodFilter):
    service = forms.ChoiceField(label="서비스", required=False)
    party = forms.ChoiceField(label="구분", required=False, choices=[("", "모두"), *Party.choices])
    channel = forms.ChoiceField(label="경로", required=False)
    issue = forms.ChoiceField(label="유형", required=False)
    reference = forms.CharField(label="상담 번호", required=False, max_length=24)
    state = forms.ChoiceField(
        label="상태",
        required=False,
        choices=[(STANDING, "철회하지 않음"), (WITHDRAWN, "철회함"), (ALL, "모두")],
    )
    mine = forms.BooleanField(label="내가 한 상담만", required=False)
    client = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, account: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.account = account
        words = labels(Shape.CONSULTATION)
        for name in ("service", "channel", "issue"):
            self.fields[name].choices = [("", "모두"), *words.get(name, {}).items()]

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows that match; an issue matches as the main one or as a further one."""
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        q = self.days("occurred_on")
        for name, path in _PATHS.items():
            if value := found.get(name):
                q &= Q(**{path: value})
        if issue := found.get("issue"):
            further = queries.with_further_issue(issue)
            q &= Q(issue__code=issue) | Q(pk__in=further)
        if found.get("mine"):
            q &= Q(counsellor=self.account)
        if found["state"] != ALL:
            q &= Q(withdrawn_at__isnull=found["state"] == STANDING)
        return rows.filter(q)


_PATHS = {
    "service": "service__code",
    "party": "party",
    "channel": "channel__code",
    "reference": "reference__icontains",
    "client": "client",
}


class BoothFilter(PeriodFilter):
    kind = forms.ChoiceField(label="구분", required=False, choices=[("", "모두"), *BoothKind.choices])

    def narrow(self, rows: QuerySet) -> QuerySet:
        if not self.is_valid():
            return rows.none()
        q = self.days("held_on")
        if kind := self.cleaned_data.get("kind"):
            q &= Q(kind=kind)
        return rows.filter(q)
