"""The shape of what officers and counsellors type about courses, sittings, groups and hubs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from kwonik.catalogue.models import Service
from kwonik.people.forms import PhoneField, PlainTextField, SealedTextField, Submission
from kwonik.places.models import Centre

from . import queries, rules
from .codes import Confirmation, CourseState, Route, SittingState
from .models import Course, Group, GroupSitting, Hub, Sitting

MINUTES = forms.NumberInput(attrs={"data-unit": "분", "class": "kw-w-s"})


def with_all(choices: Any) -> list[tuple[str, str]]:
    return [("", "모두"), *choices]


class CourseFilter(forms.Form):
    route = forms.ChoiceField(label="경로", required=False, choices=with_all(Route.choices))
    state = forms.ChoiceField(
        label="상태",
        required=False,
        choices=[*with_all(CourseState.choices), ("withdrawn", "철회함")],
    )
    hub = forms.ChoiceField(label="거점센터", required=False)
    year = forms.IntegerField(label="시작한 해", required=False, min_value=2000, max_value=2100)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["hub"].choices = with_all(queries.hub_labels().items())

    def narrow(self, rows: QuerySet[Course]) -> QuerySet[Course]:
        """The courses that match; withdrawn ones only when asked for."""
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        if found["state"] == "withdrawn":
            q = Q(withdrawn_at__isnull=False)
        else:
            q = Q(withdrawn_at__isnull=True)
            if found["state"]:
                q &= Q(state=found["state"])
        if found["route"]:
            q &= Q(route=found["route"])
        if found["hub"]:
            q &= Q(hub__name=found["hub"])
        if found["year"]:
            q &= Q(opened_on__year=found["year"])
        return rows.filter(q)


class Counselled(forms.Form):
    """Who counsels, and about what."""

    issue = forms.ModelChoiceField(label="유형", queryset=None, empty_label="고르세요")
    counsellor = forms.ModelChoiceField(
        label="객원 심리상담사", queryset=None, required=False, empty_label="없음"
    )
    counsellor_name = PlainTextField(
        label="거점센터의 상담사",
        max_length=60,
        required=False,
        help_text="권역별 심리상담에서 거점센터가 정한 상담사의 이름입니다.",
    )

    def choose_from(self, service: Service, centre: Centre, day: date) -> None:
        self.fields["issue"].queryset = queries.issue_choices(service)
        self.fields["counsellor"].queryset = queries.counsellors(centre, day)


class CourseForm(Counselled, Submission):
    name = PlainTextField(label="이름", max_length=60, widget=forms.TextInput(attrs={"autofocus": True}))
    phone = PhoneField(label="연락처", required=False)
    route = forms.ChoiceField(label="경로", choices=Route.choices, widget=forms.RadioSelect)
    hub = forms.ModelChoiceField(label="거점센터", queryset=None, required=False, empty_label="없음")
    opened_on = forms.DateField(label="시작일")
    quota = forms.IntegerField(
        label="정한 회기",
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"data-unit": "회기", "class": "kw-w-s"}),
        help_text="비워 두면 올해 남은 회기를 모두 줍니다.",
    )
    field_order = (
        *("name", "phone", "route", "hub", "counsellor", "counsellor_name"),
        *("issue", "opened_on", "quota"),
    )

    def __init__(
        self, data: Any = None, *, service: Service, centre: Centre, today: date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.choose_from(service, centre, today)
        self.fields["hub"].queryset = Hub.objects.filter(queries.STANDING, centre=centre)


class AmendCourseForm(Counselled):
    field_order = ("issue", "counsellor", "counsellor_name")

    def __init__(self, data: Any = None, *, course: Course, today: date, **options: Any) -> None:
        initial = {name: getattr(course, name) for name in ("issue", "counsellor", "counsellor_name")}
        super().__init__(data, initial=initial, **options)
        self.choose_from(course.service, course.centre, today)
        chosen = self.fields["counsellor"].queryset
        if course.counsellor_id:
            self.fields["counsellor"].queryset = chosen | type(course.counsellor).objects.filter(
                pk=course.counsellor_id
            )
        if course.route == Route.INDIVIDUAL:
            del self.fields["counsellor_name"]


class ExtendForm(Submission):
    sittings = forms.IntegerField(
        label="늘릴 회기",
        min_value=1,
        max_value=rules.MOST_EXTENDED,
        widget=forms.NumberInput(attrs={"data-unit": "회기", "class": "kw-w-s", "autofocus": True}),
    )
    year = forms.IntegerField(label="연도", min_value=2000, max_value=2100)
    reason = PlainTextField(
        label="까닭", max_length=200, help_text="이력에 남습니다. 병명이나 상담 내용은 적지 마세요."
    )


class CloseForm(forms.Form):
    closed_on = forms.DateField(label="마친 날")
    stopped_reason = PlainTextField(
        label="중단한 까닭",
        max_length=200,
        required=False,
        help_text="중간에 그만두었을 때만 적습니다. 비워 두면 종결입니다. 상담 내용은 적지 마세요.",
    )


class SittingForm(forms.Form):
    held_on = forms.DateField(label="상담일", widget=forms.DateInput(attrs={"autofocus": True}))
    state = forms.ChoiceField(label="상태", choices=SittingState.choices, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        label="시간", required=False, min_value=1, max_value=rules.LONGEST_SITTING, widget=MINUTES
    )
    place = PlainTextField(label="장소", max_length=80, required=False)
    confirmation = forms.ChoiceField(
        label="내담자 확인",
        required=False,
        choices=[("", "아직 받지 않음"), *Confirmation.choices],
        help_text="회기가 있었음을 내담자가 무엇으로 확인했는지 고릅니다. 진행한 회기만 고를 수 있습니다.",
    )

    @staticmethod
    def as_stands(sitting: Sitting) -> dict[str, Any]:
        return {
            name: getattr(sitting, name) for name in ("held_on", "state", "minutes", "place", "confirmation")
        }


class NewSittingForm(SittingForm, Submission):
    field_order = ("held_on", "state", "minutes", "place", "confirmation")


class NoteForm(forms.Form):
    text = SealedTextField(
        label="상담 기록",
        required=False,
        help_text="봉인되어 나만 열 수 있고, 열 때마다 접속기록에 남습니다. 주민등록번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 14, "autofocus": True}),
    )


class GroupForm(forms.Form):
    name = PlainTextField(label="집단 이름", max_length=80, widget=forms.TextInput(attrs={"autofocus": True}))
    theme = PlainTextField(label="주제", max_length=60, help_text="예: 원예치유, 명상과 호흡")
    workplace = PlainTextField(label="함께한 사업장", max_length=80, required=False)

    @staticmethod
    def as_stands(group: Group) -> dict[str, Any]:
        return {"name": group.name, "theme": group.theme, "workplace": group.workplace or ""}


class NewGroupForm(GroupForm, Submission):
    field_order = ("name", "theme", "workplace")


class GroupSittingForm(forms.Form):
    held_on = forms.DateField(label="진행한 날", widget=forms.DateInput(attrs={"autofocus": True}))
    people = forms.IntegerField(
        label="참여한 사람",
        min_value=1,
        max_value=rules.MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"data-unit": "명", "class": "kw-w-s"}),
    )
    minutes = forms.IntegerField(
        label="시간", required=False, min_value=1, max_value=rules.LONGEST_SITTING, widget=MINUTES
    )
    place = PlainTextField(label="장소", max_length=80, required=False)
    leader = PlainTextField(label="진행자", max_length=60, required=False)

    @staticmethod
    def as_stands(sitting: GroupSitting) -> dict[str, Any]:
        return {name: getattr(sitting, name) for name in ("held_on", "people", "minutes", "place", "leader")}


class NewGroupSittingForm(GroupSittingForm, Submission):
    field_order = ("held_on", "people", "minutes", "place", "leader")


class HubForm(forms.Form):
    region = PlainTextField(
        label="권역", max_length=40, help_text="예: 서부", widget=forms.TextInput(attrs={"autofocus": True})
    )
    name = PlainTextField(label="기관", max_length=80)
    from_on = forms.DateField(label="협약 시작일")
    until_on = forms.DateField(label="협약 끝난 날", required=False, help_text="이어지면 비워 둡니다.")
    note = PlainTextField(label="메모", max_length=200, required=False)

    @staticmethod
    def as_stands(hub: Hub) -> dict[str, Any]:
        return {name: getattr(hub, name) for name in ("region", "name", "from_on", "until_on", "note")}


class NewHubForm(HubForm, Submission):
    field_order = ("region", "name", "from_on", "until_on", "note")


class WithdrawForm(forms.Form):
    reason = PlainTextField(
        label="철회하는 까닭", max_length=200, help_text="이력에 남습니다. 예: 다른 사람의 것을 잘못 적음"
    )


class AgainForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""

    again = forms.BooleanField(widget=forms.HiddenInput, initial=True)
