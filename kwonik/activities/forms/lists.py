"""What the list of a service's records is filtered by; a filtered list has an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kwonik.activities import queries
from kwonik.activities.codes import State
from kwonik.activities.models import Application
from kwonik.catalogue.forms import PeriodFilter
from kwonik.catalogue.models import Service

STANDING, WITHDRAWN, ALL = "", "withdrawn", "all"


class ListFilter(PeriodFilter):
    kind = forms.ChoiceField(label="종류", required=False)
    state = forms.ChoiceField(label="상태", required=False)
    reference = forms.CharField(label="번호", required=False, max_length=24)
    kept = forms.ChoiceField(
        label="철회",
        required=False,
        choices=[(STANDING, "철회하지 않음"), (WITHDRAWN, "철회함"), (ALL, "모두")],
    )

    def __init__(self, data: Any, *, service: Service, model: Any) -> None:
        super().__init__(data)
        self.model = model
        kinds = [(code.code, code.label) for code in queries.every_kind(service)]
        self.fields["kind"].choices = [("", "모두"), *dict(reversed(kinds)).items()]
        if model is Application:
            self.fields["state"].choices = [("", "모두"), *State.choices]
        else:
            del self.fields["state"]

    def narrow(self, rows: QuerySet) -> QuerySet:
        """The rows that match."""
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        wanted = {
            "kind__code": found["kind"],
            "state": found.get("state"),
            "reference__icontains": found["reference"],
        }
        rows = rows.filter(
            self.days(self.model.DAY), Q(**{path: value for path, value in wanted.items() if value})
        )
        if found["kept"] == ALL:
            return rows
        return rows.filter(withdrawn_at__isnull=found["kept"] == STANDING)
