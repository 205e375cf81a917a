"""One record of education: its request, the lecture, the roster, a video."""

from __future__ import annotations

from typing import Any

from django import forms

from kwonik.catalogue.models import Code, Service
from kwonik.catalogue.queries import codes
from kwonik.education import rules
from kwonik.people.forms import PhoneField, PlainTextField, Submission
from kwonik.people.forms.fields import Versioned
from kwonik.places.queries import districts

MOST = 100_000
UNITS = {"people": "명", "classes": "학급", "won": "원", "views": "회"}


def _count(
    label: str, unit: str, *, required: bool = False, least: int = 0, **options: Any
) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"data-unit": UNITS[unit], "class": "kw-w-s"})
    return forms.IntegerField(
        label=label, required=required, min_value=least, max_value=MOST, widget=widget, **options
    )


class _OfService(forms.Form):
    """A form whose kinds are those of one service; a service of one kind does not ask for it."""

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = codes(service, "kind")
        rows = Code.objects.filter(pk__in=[code.pk for code in known]).order_by("position", "pk")
        self.fields["kind"].queryset = rows
        if len(known) == 1:
            self.fields["kind"].initial = known[0].pk
        self.fields["district"].queryset = districts()


def _kind() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label="종류", queryset=None, empty_label="고르세요")


def _district() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(label="자치구", queryset=None, required=False, empty_label="모름")


class _RequestFields(_OfService):
    applicant = PlainTextField(
        label="신청한 곳",
        max_length=120,
        widget=forms.TextInput(attrs={"autofocus": True, "class": "kw-w-l"}),
    )
    kind = _kind()
    name = PlainTextField(
        label="담당자 이름",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label="연락처", required=False)
    district = _district()
    place = PlainTextField(label="교육할 곳", max_length=120, required=False)
    requested_on = forms.DateField(label="신청한 날")
    wished_on = forms.DateField(label="바라는 날")
    second_wish_on = forms.DateField(label="둘째로 바라는 날", required=False)
    people = _count("예상 인원", "people", least=1)
    classes = _count("학급", "classes", required=True, least=1, initial=1)
    note = PlainTextField(label="메모", max_length=300, required=False)

    def clean(self) -> Any:
        found = super().clean() or {}
        if found.get("phone") and not found.get("name"):
            self.add_error("name", "연락처의 담당자 이름도 적으세요.")
        return found


class RequestForm(Submission, _RequestFields):
    """A new request."""


class AmendRequestForm(_RequestFields):
    """Corrections of a request; whom to call stays as it is when the boxes are left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "비워 두면 적어 둔 담당자를 그대로 둡니다."


class DecideForm(forms.Form):
    """A verb of a request: a reason where one is needed, an exception where the group is too small."""

    reason = PlainTextField(label="까닭", max_length=200, help_text="처리 이력에 남습니다.")
    exception = PlainTextField(
        label="기준과 다르게 받는 까닭",
        max_length=200,
        required=False,
        help_text="인원이 기준보다 적을 때만 적습니다.",
    )
    decided = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def __init__(self, *args: Any, asks_reason: bool, accepts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]
        if not accepts:
            del self.fields["exception"]


class _LectureFields(_OfService):
    title = PlainTextField(
        label="교육 이름",
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "class": "kw-w-l"}),
    )
    kind = _kind()
    series = PlainTextField(
        label="강좌", max_length=80, required=False, help_text="여러 회를 묶는 이름이 있으면 적습니다."
    )
    audience = PlainTextField(
        label="들은 곳", max_length=120, required=False, help_text="기관, 학교, 모임의 이름"
    )
    held_on = forms.DateField(label="교육하는 날")
    starts_at = forms.TimeField(label="시작 시각", required=False, help_text="예: 14:00")
    ends_at = forms.TimeField(label="마치는 시각", required=False, help_text="예: 16:00")
    place = PlainTextField(label="장소", max_length=120, required=False)
    district = _district()
    classes = _count("학급", "classes", required=True, least=1, initial=1)
    people_registered = _count("신청한 사람", "people")
    note = PlainTextField(label="메모", max_length=300, required=False)

    def clean(self) -> Any:
        found = super().clean() or {}
        try:
            rules.check_hours(found.get("starts_at"), found.get("ends_at"))
        except rules.Refused as refused:
            self.add_error("ends_at", str(refused))
        return found


class LectureForm(Submission, _LectureFields):
    """A new lecture."""


class AmendLectureForm(Versioned, _LectureFields):
    """Corrections of a lecture."""


class ResultForm(forms.Form):
    """What came of a lecture: who came to the end counts, not who signed up."""

    people_completed = _count(
        "마친 사람", "people", required=True, help_text="끝까지 참여한 사람입니다. 보고서의 수가 됩니다."
    )
    people_registered = _count("신청한 사람", "people")
    classes = _count("학급", "classes", required=True, least=1)
    satisfaction = forms.DecimalField(
        label="만족도 평균",
        required=False,
        min_value=0,
        max_value=5,
        max_digits=3,
        decimal_places=2,
        help_text="5점 만점입니다.",
        widget=forms.NumberInput(attrs={"data-unit": "점", "class": "kw-w-s", "step": "0.01"}),
    )
    answered = _count("만족도에 답한 사람", "people")


class AssignForm(forms.Form):
    """Who gives the lecture; the page lists everybody with a button of their own."""

    instructor = forms.ChoiceField(label="강사")
    fee_won = forms.IntegerField(
        label="강사비", required=False, localize=True, min_value=0, max_value=100_000_000
    )

    def __init__(self, *args: Any, known: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instructor"].choices = [(str(pk), str(pk)) for pk in known]


class EnrolForm(forms.Form):
    name = PlainTextField(
        label="이름",
        max_length=60,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    phone = PhoneField(label="연락처", required=False)


class AttendanceForm(forms.Form):
    """Who came to the end, of the roster."""

    attended = forms.MultipleChoiceField(
        label="수료한 사람",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kw-stacked"}),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], came: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attended"].choices = people
        self.fields["attended"].initial = came


class VideoForm(Submission):
    title = PlainTextField(
        label="영상 이름",
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "class": "kw-w-l"}),
    )
    published_on = forms.DateField(label="올린 날")
    platform = PlainTextField(label="올린 곳", max_length=80, help_text="예: 평생학습포털")


class ReadingForm(Submission):
    """What the counter shows."""

    read_on = forms.DateField(label="읽은 날")
    views = forms.IntegerField(
        label="조회수",
        min_value=0,
        max_value=2_000_000_000,
        widget=forms.NumberInput(attrs={"data-unit": "회", "autofocus": True}),
    )
    source = PlainTextField(label="어디에서 읽음", max_length=120, required=False)


class ReasonForm(forms.Form):
    reason = PlainTextField(
        label="철회하는 까닭", max_length=200, help_text="이력에 남습니다. 예: 두 번 적음"
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""

    confirmed = forms.BooleanField(widget=forms.HiddenInput, initial=True)
