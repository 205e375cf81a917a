"""What the lists are filtered by; a filtered list has an address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kwonik.consulting import queries
from kwonik.consulting.codes import EngagementState

STANDING, WITHDRAWN = "", "withdrawn"


def _all(names: dict[str, str]) -> list[tuple[str, str]]:
    return [("", "모두"), *names.items()]


class _Days(forms.Form):
    def clean(self) -> Any:
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", "끝이 시작보다 앞섭니다. 날짜를 다시 확인하세요.")
        return found


class EngagementFilter(_Days):
    dated = forms.ChoiceField(
        label="날짜",
        required=False,
        choices=[("requested_on", "신청한 날"), ("delivered_on", "완료한 날")],
    )
    since = forms.DateField(label="부터", required=False)
    until = forms.DateField(label="까지", required=False)
    service = forms.ChoiceField(label="서비스", required=False)
    part = forms.ChoiceField(label="지원 내용", required=False)
    agreement = forms.ChoiceField(label="협약", required=False)
    workplace = forms.CharField(label="사업장", required=False, max_length=80)
    state = forms.ChoiceField(
        label="상태",
        required=False,
        choices=[(STANDING, "모두"), *EngagementState.choices, (WITHDRAWN, "철회함")],
    )

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data or {"since": f"{today.year}-01-01", "dated": "requested_on"})
        self.fields["service"].choices = _all(queries.service_names())
        self.fields["part"].choices = _all(queries.part_names())
        self.fields["agreement"].choices = _all(queries.agreement_names())

    def narrow(self, rows: QuerySet) -> QuerySet:
        if not self.is_valid():
            return rows.none()
        found, dated = self.cleaned_data, self.cleaned_data["dated"] or "requested_on"
        q = Q(withdrawn_at__isnull=found["state"] != WITHDRAWN)
        paths = {
            "since": f"{dated}__gte",
            "until": f"{dated}__lte",
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


class ConsultantFilter(_Days):
    """Whose work of which days."""

    since = forms.DateField(label="부터")
    until = forms.DateField(label="까지")

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data or {"since": f"{today.year}-01-01", "until": str(today)})

    def narrow(self, rows: QuerySet) -> QuerySet:
        if not self.is_valid():
            return rows.none()
        return queries.with_load(rows, self.cleaned_data["since"], self.cleaned_data["until"])
