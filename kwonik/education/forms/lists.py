"""What the lists are filtered by; a filtered list has an address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kwonik.education import queries
from kwonik.education.codes import RequestState

STANDING, HELD, PLANNED, WITHDRAWN = "", "held", "planned", "withdrawn"


def _all(names: dict[str, str]) -> list[tuple[str, str]]:
    return [("", "모두"), *names.items()]


class PeriodFilter(forms.Form):
    """A run of days, both ends may be open; `dated` is the row's day."""

    dated = ""
    paths: dict[str, str] = {}

    since = forms.DateField(label="부터", required=False)
    until = forms.DateField(label="까지", required=False)
    service = forms.ChoiceField(label="서비스", required=False)

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["service"].choices = _all(queries.service_names())

    @classmethod
    def of_year(cls, data: Any, today: date):
        """This year's rows unless something is asked."""
        return cls(data or {"since": f"{today.year}-01-01"})

    def clean(self) -> Any:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", "끝이 시작보다 앞섭니다. 날짜를 다시 확인하세요.")
        return found

    def narrow(self, rows: QuerySet) -> QuerySet:
        if not self.is_valid():
            return rows.none()
        found, q = self.cleaned_data, Q()
        if since := found.get("since"):
            q &= Q(**{f"{self.dated}__gte": since})
        if until := found.get("until"):
            q &= Q(**{f"{self.dated}__lte": until})
        for name, path in self.paths.items():
            if value := found.get(name):
                q &= Q(**{path: value})
        return rows.filter(q & self.states(found.get("state", "")))

    def states(self, state: str) -> Q:
        return Q(withdrawn_at__isnull=state != WITHDRAWN)


class LectureFilter(PeriodFilter):
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


class RequestFilter(PeriodFilter):
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


class VideoFilter(PeriodFilter):
    dated = "published_on"
    paths = {"service": "service__code", "title": "title__icontains"}

    title = forms.CharField(label="영상 이름", required=False, max_length=80)
    state = forms.ChoiceField(
        label="상태", required=False, choices=[(STANDING, "철회하지 않음"), (WITHDRAWN, "철회함")]
    )


class InstructorFilter(forms.Form):
    """Whose lectures of which days, and of which speciality."""

    since = forms.DateField(label="부터")
    until = forms.DateField(label="까지")
    kind = forms.ChoiceField(label="전문 분야", required=False)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data or {"since": f"{today.year}-01-01", "until": str(today)})
        self.fields["kind"].choices = _all(queries.kind_names())

    def clean(self) -> Any:
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["until"] < found["since"]:
            self.add_error("until", "끝이 시작보다 앞섭니다. 날짜를 다시 확인하세요.")
        return found

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Instructors with their load in these days."""
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        if found["kind"]:
            rows = rows.filter(specialities__contains=[found["kind"]])
        return queries.pool(rows, found["since"], found["until"])
