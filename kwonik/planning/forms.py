"""The shape of plans, targets and statements as people type them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from kwonik.people.forms import PlainTextField, Submission

from . import queries
from .actions import PlanFacts, StatementFacts
from .codes import LATE, UNITS, Bound, PlanState

ALL = ("", "모두")
UNIT_HELP = f"예: {', '.join(UNITS[:5])}"


class OfProgramme(forms.Form):
    """A form that names a programme."""

    programme = forms.ModelChoiceField(label="사업", queryset=None, empty_label="고르세요")

    def __init__(self, *args: Any, centre: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = queries.programmes(centre)


class PlanFilter(forms.Form):
    year = forms.IntegerField(label="연도", required=False, min_value=2000, max_value=2100)
    programme = forms.ChoiceField(label="사업", required=False)
    state = forms.ChoiceField(label="상태", required=False, choices=[ALL, (LATE, "늦음"), *PlanState.choices])

    def __init__(self, *args: Any, centre: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = queries.programmes(centre)
        self.fields["programme"].choices = [ALL, *((row.code, row.name) for row in rows)]

    def narrow(self, rows: Any, today: Any) -> Any:
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        if found["year"]:
            rows = rows.filter(from_on__year__lte=found["year"], until_on__year__gte=found["year"])
        if found["programme"]:
            rows = rows.filter(programme__code=found["programme"])
        if found["state"] == LATE:
            rows = rows.filter(state=PlanState.PLANNED, until_on__lt=today)
        elif found["state"]:
            rows = rows.filter(state=found["state"])
        return rows.filter(withdrawn_at__isnull=True)


class PlanForm(OfProgramme, Submission):
    text = PlainTextField(
        label="할 일",
        max_length=300,
        help_text="보고서의 향후계획에 적듯이. 예: 노동 인문학 특강",
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    service = forms.ModelChoiceField(label="세부사업", queryset=None, required=False, empty_label="사업 전체")
    from_on = forms.DateField(label="시작하는 날")
    until_on = forms.DateField(label="끝나는 날", help_text="이날이 지나도 마치지 않으면 '늦음'이 됩니다.")
    count = forms.IntegerField(
        label="계획한 수",
        min_value=0,
        max_value=10**9,
        required=False,
        localize=True,
        widget=forms.TextInput(attrs={"class": "kw-w-s", "inputmode": "numeric"}),
    )
    unit = PlainTextField(label="단위", max_length=10, required=False, help_text=UNIT_HELP)
    bound = forms.ChoiceField(
        label="수의 뜻", choices=Bound.choices, initial=Bound.EXACT, widget=forms.RadioSelect
    )
    code = forms.SlugField(
        label="부르는 이름(영문)",
        max_length=50,
        required=False,
        help_text="보고서 서식에서 부르는 이름입니다. 비워 두면 저절로 정합니다.",
    )

    field_order = ("text", "programme", "service", "from_on", "until_on", "count", "unit", "bound")

    def __init__(self, *args: Any, centre: Any, **kwargs: Any) -> None:
        super().__init__(*args, centre=centre, **kwargs)
        self.fields["service"].queryset = queries.services(centre)

    def clean(self):
        found = super().clean()
        service, programme = found.get("service"), found.get("programme")
        if service and programme and service.programme_id != programme.pk:
            self.add_error("service", "고른 사업의 세부사업이 아닙니다. 다시 고르세요.")
        if (found.get("count") is None) != (not found.get("unit")) and "count" not in self.errors:
            self.add_error("unit", "계획한 수와 단위는 함께 적거나 함께 비워 두세요.")
        return found

    def facts(self) -> PlanFacts:
        return PlanFacts(**{name: self.cleaned_data[name] for name in PlanFacts.__dataclass_fields__})


class DoneForm(forms.Form):
    done_on = forms.DateField(label="마친 날", initial=timezone.localdate)


class DropForm(forms.Form):
    dropped_on = forms.DateField(label="그만두기로 한 날", initial=timezone.localdate)
    reason = PlainTextField(label="그만둔 까닭", max_length=200)


class SureForm(forms.Form):
    """Nothing to fill in; what the rules refuse is said on it."""

    sure = forms.BooleanField(widget=forms.HiddenInput, initial=True)


class WithdrawForm(forms.Form):
    reason = PlainTextField(label="철회하는 까닭", max_length=200, help_text="이력에 남습니다.")


class YearForm(forms.Form):
    year = forms.ChoiceField(label="연도", required=False)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), f"{year}년") for year in years]
        self.years = years

    def chosen(self, otherwise: int) -> int:
        asked = self.cleaned_data.get("year") if self.is_valid() else ""
        return int(asked) if asked else (self.years[0] if self.years else otherwise)


class FigureForm(forms.Form):
    """Which figure shall have a target: chosen first, since each is cut differently."""

    figure = forms.ChoiceField(label="수치")

    def __init__(self, *args: Any, centre: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = queries.figure_choices(centre)


class TargetForm(Submission):
    year = forms.IntegerField(
        label="연도", min_value=2000, max_value=2100, widget=forms.NumberInput(attrs={"class": "kw-w-s"})
    )
    value = forms.IntegerField(
        label="목표",
        min_value=0,
        max_value=10**14,
        localize=True,
        widget=forms.TextInput(attrs={"class": "kw-w-m", "inputmode": "numeric"}),
    )
    decided_on = forms.DateField(label="정한 날", initial=timezone.localdate)
    reason = PlainTextField(label="근거", max_length=200, help_text="예: 2025년 사업계획서")

    def __init__(self, *args: Any, cuts: Mapping[str, tuple[str, Mapping[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cuts = list(cuts)
        for key, (label, codes) in cuts.items():
            self.fields[f"cut_{key}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", "나누지 않음"), *codes.items()]
            )

    def told(self) -> dict[str, Any]:
        found = self.cleaned_data
        cut = {key: value for key in self.cuts if (value := found[f"cut_{key}"])}
        names = ("year", "value", "decided_on", "reason", "form_token")
        return {"cut": cut, **{name: found[name] for name in names}}


class StatementForm(OfProgramme, Submission):
    label = PlainTextField(label="무엇", max_length=120, help_text="예: 얼음물 배포")
    value = forms.IntegerField(
        label="수",
        min_value=-(10**14),
        max_value=10**14,
        localize=True,
        widget=forms.TextInput(attrs={"class": "kw-w-m", "inputmode": "numeric"}),
    )
    unit = PlainTextField(label="단위", max_length=10, help_text=UNIT_HELP)
    about = forms.BooleanField(label="어림수입니다 (약)", required=False)
    printed = PlainTextField(label="문서의 표기", max_length=60, required=False, help_text="예: 약 10만병")
    document = PlainTextField(label="문서", max_length=200, help_text="어느 문서에 적힌 수인지")
    document_on = forms.DateField(label="문서 날짜")
    code = forms.SlugField(label="부르는 이름(영문)", max_length=50, required=False)

    field_order = ("label", "value", "unit", "about", "printed", "document", "document_on", "programme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].required = False

    def facts(self) -> StatementFacts:
        names = StatementFacts.__dataclass_fields__
        return StatementFacts(**{name: self.cleaned_data[name] for name in names})
