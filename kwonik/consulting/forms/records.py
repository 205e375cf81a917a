"""One engagement: what is asked, what is decided, what was done; and agreements."""

from __future__ import annotations

from typing import Any

from django import forms

from kwonik.catalogue.models import Code, Service
from kwonik.consulting import queries
from kwonik.consulting.models import Agreement, Engagement
from kwonik.people.forms import PhoneField, PlainTextField, Submission
from kwonik.people.forms.fields import Versioned
from kwonik.places.models import Centre
from kwonik.places.queries import districts

MOST = 1_000_000


def _employees(label: str, **options: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"data-unit": "명", "class": "kw-w-s"})
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, widget=widget, **options)


class _EngagementFields(forms.Form):
    workplace = PlainTextField(
        label="사업장", max_length=120, widget=forms.TextInput(attrs={"autofocus": True, "class": "kw-w-l"})
    )
    name = PlainTextField(
        label="담당자 이름",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = PhoneField(label="연락처", required=False)
    district = forms.ModelChoiceField(label="자치구", queryset=None, required=False, empty_label="모름")
    industry = PlainTextField(label="업종", max_length=60, required=False)
    requested_on = forms.DateField(label="신청한 날")
    employees = _employees("고용 인원", required=False)
    agreement = forms.ModelChoiceField(label="협약", queryset=None, required=False, empty_label="협약 없음")
    parts = forms.ModelMultipleChoiceField(
        label="지원 내용",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kw-stacked"}),
    )
    note = PlainTextField(label="메모", max_length=300, required=False)

    def __init__(self, *args: Any, service: Service, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = queries.parts(service)
        always = queries.mandatory(known)
        optional = [code.pk for code in known if code not in always]
        self.fields["parts"].queryset = Code.objects.filter(pk__in=optional).order_by("position", "pk")
        self.fields["parts"].help_text = (
            f"{', '.join(code.label for code in always)}은(는) 반드시 들어갑니다." if always else ""
        )
        self.fields["district"].queryset = districts()
        self.fields["agreement"].queryset = Agreement.objects.filter(centre=centre).order_by("number")

    def clean(self) -> Any:
        found = super().clean() or {}
        if found.get("phone") and not found.get("name"):
            self.add_error("name", "연락처의 담당자 이름도 적으세요.")
        return found


class EngagementForm(Submission, _EngagementFields):
    """A new request."""


class AmendEngagementForm(Versioned, _EngagementFields):
    """Corrections; whom to call stays as it is when the boxes are left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = "비워 두면 적어 둔 담당자를 그대로 둡니다."


class DecideForm(forms.Form):
    reason = PlainTextField(label="까닭", max_length=200, help_text="처리 이력에 남습니다.")
    decided = forms.BooleanField(widget=forms.HiddenInput, initial=True)

    def __init__(self, *args: Any, asks_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["reason"]


class AcceptForm(forms.Form):
    """With how many employees it is taken on, and why although they are too many."""

    employees = _employees("오늘의 고용 인원", required=True)
    exception = PlainTextField(
        label="기준과 다르게 받는 까닭",
        max_length=200,
        required=False,
        help_text="고용 인원이 기준보다 많을 때만 적습니다.",
    )


class AssignForm(forms.Form):
    """Who takes it; the page lists everybody with a button of their own."""

    consultant = forms.ChoiceField(label="맡을 사람")

    def __init__(self, *args: Any, known: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultant"].choices = [(str(pk), str(pk)) for pk in known]


class DeliverForm(forms.Form):
    """Which parts were done, on which day, for how much: a tick and an amount for each part."""

    delivered_on = forms.DateField(label="완료한 날")

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = []
        for row in engagement.parts.all():
            code = row.part.code
            self.codes.append(code)
            self.fields[f"done_{code}"] = forms.BooleanField(
                label=f"{row.part.label} 마침", required=False, initial=True
            )
            self.fields[f"{code}_won"] = forms.IntegerField(
                label=f"{row.part.label} 비용",
                required=False,
                localize=True,
                min_value=0,
                max_value=1_000_000_000,
                initial=row.fee_won,
            )

    @property
    def fees(self) -> dict[str, int | None]:
        """The code of every part that was done -> its fee."""
        found = self.cleaned_data
        return {code: found[f"{code}_won"] for code in self.codes if found[f"done_{code}"]}


class EvaluateForm(forms.Form):
    satisfaction = forms.DecimalField(
        label="만족도",
        min_value=0,
        max_value=5,
        max_digits=3,
        decimal_places=2,
        help_text="5점 만점입니다.",
        widget=forms.NumberInput(attrs={"data-unit": "점", "class": "kw-w-s", "step": "0.01"}),
    )


class ReasonForm(forms.Form):
    reason = PlainTextField(
        label="철회하는 까닭", max_length=200, help_text="이력에 남습니다. 예: 두 번 적음"
    )


class ConfirmForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""

    confirmed = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class AgreementForm(Submission):
    name = PlainTextField(
        label="협약 이름",
        max_length=120,
        widget=forms.TextInput(attrs={"autofocus": True, "class": "kw-w-l"}),
    )
    partner = PlainTextField(label="협약한 기관", max_length=120)
    from_on = forms.DateField(label="시작일")
    until_on = forms.DateField(label="끝나는 날", required=False)
    note = PlainTextField(label="메모", max_length=300, required=False)
