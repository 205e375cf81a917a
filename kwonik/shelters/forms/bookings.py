"""Requests for a room, what lists of them are narrowed by, and the small forms of a booking's page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from kwonik.catalogue.forms import PeriodFilter
from kwonik.kernel.periods import SEOUL
from kwonik.people.forms.fields import PhoneField, PlainTextField
from kwonik.shelters import rules
from kwonik.shelters.codes import BookingState

from .fields import Submission, small


class BookingForm(Submission):
    room = forms.ModelChoiceField(label="공간", queryset=None, empty_label="고르세요")
    day = forms.DateField(label="이용일")
    starts = forms.TimeField(label="시작", help_text="예: 14:00")
    ends = forms.TimeField(label="끝", help_text="자정을 넘기면 다음 날 시각")
    group = PlainTextField(
        label="모임", max_length=80, help_text="모임이나 단체의 이름. 사람 이름은 적지 않습니다."
    )
    heads = small("인원", 1, 2000, "명")
    purpose = forms.ModelChoiceField(label="목적", queryset=None, empty_label="고르세요")
    name = PlainTextField(label="연락할 사람", max_length=60, required=False)
    phone = PhoneField(label="전화번호", required=False)
    wait = forms.BooleanField(label="이미 찬 시간이면 대기로 신청", required=False)

    field_order = ("room", "day", "starts", "ends", "group", "heads", "purpose", "name", "phone", "wait")

    def __init__(self, *args: Any, rooms: Any, purposes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room, purpose = self.fields["room"], self.fields["purpose"]
        room.queryset, purpose.queryset = rooms, purposes
        room.label_from_instance = lambda row: f"{row.shelter} {row} ({row.seats}석)"

    def clean(self):
        found = super().clean() or {}
        if all(found.get(name) is not None for name in ("day", "starts", "ends")):
            starts = datetime.combine(found["day"], found["starts"], SEOUL)
            ends = datetime.combine(found["day"], found["ends"], SEOUL)
            found["starts_at"] = starts
            found["ends_at"] = ends if ends > starts else ends + timedelta(days=1)
        if found.get("phone") and not found.get("name"):
            self.add_error("name", "누구의 번호인지 적으세요.")
        return found

    @property
    def facts(self) -> dict[str, Any]:
        names = (
            "room",
            "starts_at",
            "ends_at",
            "group",
            "heads",
            "purpose",
            "name",
            "phone",
            "wait",
            "form_token",
        )
        return {name: self.cleaned_data[name] for name in names}


class BookingFilter(PeriodFilter):
    shelter = forms.ModelChoiceField(label="쉼터", queryset=None, required=False, empty_label="모두")
    state = forms.ChoiceField(label="상태", required=False, choices=[("", "모두"), *BookingState.choices])
    group = forms.CharField(label="모임", required=False, max_length=80)

    def __init__(self, *args: Any, shelters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shelter"].queryset = shelters

    def narrow(self, rows: Any) -> Any:
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        asked = {
            "room__shelter": found["shelter"],
            "state": found["state"],
            "group_key__contains": rules.group_key(found["group"]),
        }
        return rows.filter(self.days("held_on"), **{path: value for path, value in asked.items() if value})


class CalendarFilter(forms.Form):
    day = forms.DateField(label="날짜", required=False)
    shelter = forms.ModelChoiceField(label="쉼터", queryset=None, required=False, empty_label="모두")

    def __init__(self, *args: Any, shelters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shelter"].queryset = shelters

    def clean_day(self) -> date | None:
        day = self.cleaned_data["day"]
        if day and not 2000 <= day.year < 2100:
            raise forms.ValidationError("2000년부터 2099년까지의 날짜를 적으세요.")
        return day


class ReasonForm(forms.Form):
    reason = PlainTextField(label="까닭", max_length=200, help_text="신청한 모임에 알릴 말입니다.")


class CancelForm(forms.Form):
    reason = PlainTextField(label="까닭", max_length=200, required=False)


class HeadsForm(forms.Form):
    heads = small("온 사람 수", 1, 2000, "명")


class SureForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""

    sure = forms.BooleanField(widget=forms.HiddenInput, initial=True)
