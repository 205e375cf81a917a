"""The shape of service requests as people type them, and of what the desk answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from kwonik.catalogue.models import Service
from kwonik.people.forms import PlainTextField, SealedTextField, Submission
from kwonik.places.models import Centre

from . import queries
from .access import WORK
from .codes import OPEN_STATES, RequestState, Urgency
from .models import ServiceRequest

OPEN, LATE, ALL = "", "late", "all"


class RequestFilter(forms.Form):
    state = forms.ChoiceField(
        label="상태",
        required=False,
        choices=[(OPEN, "처리할 것"), (LATE, "목표가 지난 것"), *RequestState.choices, (ALL, "모두")],
    )
    kind = forms.ChoiceField(label="종류", required=False)
    words = forms.CharField(label="제목이나 번호", required=False, max_length=60)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", "모두"), *queries.kind_labels().items()]

    def narrow(self, rows: QuerySet[ServiceRequest], now: datetime) -> QuerySet[ServiceRequest]:
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        q = Q()
        if found["state"] == OPEN:
            q &= Q(state__in=OPEN_STATES)
        elif found["state"] == LATE:
            q &= queries.overdue(now)
        elif found["state"] != ALL:
            q &= Q(state=found["state"])
        if found["kind"]:
            q &= Q(kind__code=found["kind"])
        if found["words"]:
            q &= Q(title__icontains=found["words"]) | Q(reference__icontains=found["words"])
        return rows.filter(q)


class RequestForm(forms.Form):
    kind = forms.ModelChoiceField(label="종류", queryset=None, empty_label="고르세요")
    title = PlainTextField(label="제목", max_length=120, widget=forms.TextInput(attrs={"autofocus": True}))
    text = SealedTextField(
        label="내용",
        required=False,
        max_length=4000,
        help_text="어느 화면에서 무엇을 했는지 적으면 빨리 처리됩니다. 이름이나 주민등록번호는 적지 마세요.",
    )
    urgency = forms.ChoiceField(
        label="급한 정도",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        help_text="긴급은 업무 4시간, 보통은 3영업일, 여유는 10영업일 안에 처리합니다.",
    )
    field_order: tuple[str, ...] = ("title", "kind", "text", "urgency")

    def __init__(
        self, data: Any = None, *, service: Service, kept: int | None = None, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.fields["kind"].queryset = queries.kind_choices(service, kept)

    @staticmethod
    def as_stands(row: ServiceRequest) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("kind", "title", "text", "urgency")}


class NewRequestForm(RequestForm, Submission):
    requester = PlainTextField(
        label="요청한 사람",
        max_length=60,
        required=False,
        help_text="다른 사람의 요청을 대신 올릴 때만 적습니다.",
    )
    field_order = ("title", "kind", "text", "urgency", "requester")


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(label="담당자", queryset=None, empty_label="고르세요")

    def __init__(self, data: Any = None, *, centre: Centre, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["assignee"].queryset = queries.workers(centre, WORK)


class FinishForm(forms.Form):
    answer = PlainTextField(
        label="처리 내용",
        max_length=500,
        widget=forms.TextInput(attrs={"autofocus": True}),
        help_text="요청한 사람이 봅니다.",
    )
    done_on = forms.DateField(label="처리일", required=False, help_text="비워 두면 지금입니다.")
    done_time = forms.TimeField(label="처리한 때", required=False, help_text="예: 15:30")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        day, time = found.pop("done_on", None), found.pop("done_time", None)
        if time and not day:
            self.add_error("done_on", "처리한 때를 적었으면 처리일도 적으세요.")
        if day and not time:
            self.add_error("done_time", "처리일을 적었으면 처리한 때도 적으세요. 예: 15:30")
        found["done_at"] = timezone.make_aware(datetime.combine(day, time)) if day and time else None
        return found


class ReasonForm(forms.Form):
    reason = PlainTextField(label="까닭", max_length=200, help_text="요청한 사람이 봅니다.")


class AgainForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""
