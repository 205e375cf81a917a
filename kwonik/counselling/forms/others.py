"""Booths, hotline calls, referrals, and the small forms of a record's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from kwonik.counselling import queries, rules
from kwonik.counselling.codes import BoothKind
from kwonik.kernel import resident_numbers
from kwonik.places.codes import SiteKind
from kwonik.places.models import Centre

from .fields import district_field

AUTOMATIC = ""


def refuse_resident_number(text: str) -> str:
    """A box's text as it was, or the error that tells to take the number out."""
    if resident_numbers.find(text):
        raise forms.ValidationError(rules.RESIDENT_NUMBER)
    return text


class AmendBoothForm(forms.Form):
    """What stands around a booth: kind, hours, who went."""

    kind = forms.ChoiceField(
        label="구분", choices=BoothKind.choices, initial=BoothKind.REGULAR, widget=forms.RadioSelect
    )
    starts_at = forms.TimeField(label="시작 시각", required=False, help_text="예: 18:00")
    ends_at = forms.TimeField(label="마친 시각", required=False, help_text="예: 20:00")
    staff = forms.CharField(label="나간 사람", required=False, max_length=200)
    note = forms.CharField(label="메모", required=False, max_length=300)

    def clean_note(self) -> str:
        return refuse_resident_number(self.cleaned_data["note"])

    def clean(self):
        found = super().clean()
        starts_at, ends_at = found.get("starts_at"), found.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", "마친 시각이 시작 시각보다 앞섭니다. 시각을 다시 확인하세요.")
        return found


class BoothForm(AmendBoothForm):
    """A booth's station and day, chosen once."""

    site = forms.ModelChoiceField(label="역", queryset=None, empty_label="고르세요")
    held_on = forms.DateField(label="연 날")

    field_order = ("site", "held_on", "kind", "starts_at", "ends_at", "staff", "note")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = queries.places().filter(kind=SiteKind.STATION)
        self.fields["held_on"].initial = today


class ContactForm(forms.Form):
    """A call to the shared number: from which district, who and what, when to call back, which centre."""

    district = district_field("어느 자치구에서 일합니까?")
    name = forms.CharField(
        label="이름", required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = forms.CharField(
        label="전화번호",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label="내용",
        required=False,
        max_length=4000,
        help_text="주민등록번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    callback_on = forms.DateField(label="다시 걸 날", required=False)
    to = forms.ModelChoiceField(
        label="맡을 센터",
        queryset=None,
        required=False,
        empty_label="자치구를 맡은 센터",
        to_field_name="code",
    )

    def __init__(self, *args: Any, centre: Centre, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.districts = list(queries.districts())
        self.fields["district"].rows = queries.districts_by_name(self.districts)
        self.fields["to"].queryset = queries.network(centre)

    def clean_text(self) -> str:
        return refuse_resident_number(self.cleaned_data["text"])

    def clean_callback_on(self) -> date | None:
        day = self.cleaned_data["callback_on"]
        if day and day < self.today:
            raise forms.ValidationError("다시 걸 날이 지난 날입니다. 오늘이나 그 뒤를 고르세요.")
        return day

    def clean(self):
        found = super().clean()
        if not any(found.get(name) for name in ("name", "phone", "text")) and not self.errors:
            raise forms.ValidationError(
                "누가 왜 걸었는지 하나는 적으세요. 이름, 전화번호, 내용 가운데 아무것이나 됩니다."
            )
        return found

    @property
    def caller(self) -> rules.Caller:
        return rules.Caller(*(self.cleaned_data[name] for name in ("name", "phone", "text")))


class TransferForm(forms.Form):
    to = forms.ModelChoiceField(
        label="넘겨받을 센터", queryset=None, empty_label="고르세요", to_field_name="code"
    )

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = queries.network(centre).exclude(pk=centre.pk)


class ReferralForm(forms.Form):
    """Where to, what to tell, what goes along. Without the client's consent nothing does (개인정보 보호법 제17조)."""

    to_centre = forms.ModelChoiceField(
        label="받는 센터", queryset=None, empty_label="고르세요", to_field_name="code"
    )
    text = forms.CharField(
        label="전하는 말",
        max_length=4000,
        help_text="상담 기록은 열리지 않습니다. 받는 센터가 알아야 할 것을 여기에 적으세요. 주민등록번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    share_identity = forms.BooleanField(label="이름과 전화번호를 함께 전합니다", required=False)
    consented = forms.BooleanField(
        label="내담자가 연계와 정보 전달에 동의했습니다",
        error_messages={"required": "내담자의 동의를 받은 뒤 표시하세요."},
    )

    def __init__(self, *args: Any, centres: Iterable[Centre], anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_centre"].queryset = centres
        if anonymous:
            del self.fields["share_identity"]

    def clean_text(self) -> str:
        return refuse_resident_number(self.cleaned_data["text"])


class ReasonForm(forms.Form):
    """Why something is withdrawn or declined."""

    reason = forms.CharField(label="까닭", max_length=200, widget=forms.TextInput(attrs={"class": "kw-w-l"}))

    def clean_reason(self) -> str:
        return refuse_resident_number(self.cleaned_data["reason"])


class FollowUpForm(forms.Form):
    again_on = forms.DateField(
        label="또 연락할 날", required=False, help_text="더 연락하지 않으면 비워 두세요."
    )
