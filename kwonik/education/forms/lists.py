"""What the lists are filtered by; a filtered list has an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kwonik.catalogue.forms import PeriodFilter
from kwonik.education import queries
from kwonik.education.codes import RequestState

STANDING, HELD, PLANNED, WITHDRAWN = "", "held", "planned", "withdrawn"


def _all(names: dict[str, str]) -> list[tuple[str, str]]:
    return [("", "모두"), *names.items()]


class ServiceFilter(PeriodFilter):
    """Rows of a service in a run of days; `dated` is the row's day."""

    dated = ""
    paths: dict[str, str] = {}

    service = forms.ChoiceField(label="서비스", required=False)

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["service"].choices = _all(queries.service_names())

    def narrow(self, rows: QuerySet) -> QuerySet:
        if not self.is_valid():
            return rows.none()
        found, q = self.cleaned_data, self.days(self.dated)
        for name, path in self.paths.items():
            if value := found.get(name):
                q &= Q(**{path: value})
        return rows.filter(q & self.states(found.get("state", "")))

    def states(self, state: str) -> Q:
        return Q(withdrawn_at__isnull=state != WITHDRAWN)


class LectureFilter(ServiceFilter):
    dated = "held_on"
    paths = {
        "service": "service__code",
        "kind": "kind__code",
        "district": "district__code",
        "title": "title__icontains",
    }

    kind = forms.ChoiceField(label="종류", required=False)
    district = forms.ChoiceField(label="자치구", required=False)
    title = forms.CharField(label="교육 이름", required=False, max_length=80)
    state = forms.ChoiceField(
        label="상태",
        required=False,
        choices=[
            (STANDING, "철회하지 않음"),
            (HELD, "결과를 적음"),
            (PLANNED, "결과를 적기 전"),
            (WITHDRAWN, "철회함"),
        ],
    )

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = _all(queries.kind_names())
        self.fields["district"].choices = _all(queries.district_names())

    def states(self, state: str) -> Q:
        q = super().states(state)
        return q & Q(people_completed__isnull=state == PLANNED) if state in (HELD, PLANNED) else q


class RequestFilter(ServiceFilter):
    dated = "requested_on"
    paths = {"service": "service__code", "kind": "kind__code", "applicant": "applicant__icontains"}

    kind = forms.ChoiceField(label="종류", required=False)
    applicant = forms.CharField(label="신청한 곳", required=False, max_length=80)
    state = forms.ChoiceField(
        label="상태",
        required=False,
        choices=[(STANDING, "모두"), *RequestState.choices, (WITHDRAWN, "철회함")],
    )

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["kind"].choices = _all(queries.kind_names())

    def states(self, state: str) -> Q:
        q = super().states(state)
        return q & Q(state=state) if state not in (STANDING, WITHDRAWN) else q


class VideoFilter(ServiceFilter):
    dated = "published_on"
    paths = {"service": "service__code", "title": "title__icontains"}

    title = forms.CharField(label="영상 이름", required=False, max_length=80)
    state = forms.ChoiceField(
        label="상태", required=False, choices=[(STANDING, "철회하지 않음"), (WITHDRAWN, "철회함")]
    )


class InstructorFilter(PeriodFilter):
    """Whose lectures of which days, and of which speciality."""

    kind = forms.ChoiceField(label="전문 분야", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["since"].required = self.fields["until"].required = True
        self.fields["kind"].choices = _all(queries.kind_names())

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Instructors with their load in these days."""
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        if found["kind"]:
            rows = rows.filter(specialities__contains=[found["kind"]])
        return queries.pool(rows, found["since"], found["until"])
