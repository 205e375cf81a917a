"""What the lists are filtered by; a filtered list has an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kwonik.catalogue.forms import PeriodFilter
from kwonik.consulting import queries
from kwonik.consulting.codes import EngagementState

STANDING, WITHDRAWN = "", "withdrawn"


def _all(names: dict[str, str]) -> list[tuple[str, str]]:
    return [("", "모두"), *names.items()]


class EngagementFilter(PeriodFilter):
    field_order = ("dated",)
    dated = forms.ChoiceField(
        label="날짜",
        required=False,
        choices=[("requested_on", "신청한 날"), ("delivered_on", "완료한 날")],
    )
    service = forms.ChoiceField(label="서비스", required=False)
    part = forms.ChoiceField(label="지원 내용", required=False)
    agreement = forms.ChoiceField(label="협약", required=False)
    workplace = forms.CharField(label="사업장", required=False, max_length=80)
    state = forms.ChoiceField(
        label="상태",
        required=False,
        choices=[(STANDING, "모두"), *EngagementState.choices, (WITHDRAWN, "철회함")],
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["service"].choices = _all(queries.service_names())
        self.fields["part"].choices = _all(queries.part_names())
        self.fields["agreement"].choices = _all(queries.agreement_names())

    def narrow(self, rows: QuerySet) -> QuerySet:
        if not self.is_valid():
            return rows.none()
        found, dated = self.cleaned_data, self.cleaned_data["dated"] or "requested_on"
        q = self.days(dated) & Q(withdrawn_at__isnull=found["state"] != WITHDRAWN)
        paths = {
            "service": "service__code",
            "agreement": "agreement__number",
            "workplace": "workplace__name__icontains",
        }
        for name, path in paths.items():
            if value := found.get(name):
                q &= Q(**{path: value})
        if found["part"]:
            q &= Q(pk__in=queries.with_part(found["part"]))
        if found["state"] not in (STANDING, WITHDRAWN):
            q &= Q(state=found["state"])
        return rows.filter(q)


class ConsultantFilter(PeriodFilter):
    """Whose work of which days."""

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["since"].required = self.fields["until"].required = True

    def narrow(self, rows: QuerySet) -> QuerySet:
        if not self.is_valid():
            return rows.none()
        return queries.with_load(rows, self.cleaned_data["since"], self.cleaned_data["until"])
