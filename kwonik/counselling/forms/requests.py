"""A worker's request as it is typed on a telephone, its look-up, and the small forms of its page at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from kwonik.calculators.models import KeptCalculation
from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.counselling import queries, rules
from kwonik.counselling.actions import Wanted
from kwonik.counselling.codes import REQUEST_OPEN, CloseReason, Hours, Party, RequestState, Wish
from kwonik.counselling.models import Request
from kwonik.people.forms import PhoneField, PlainTextField, SealedTextField, Submission
from kwonik.people.rules import LONGEST_NAME

_STACKED = {"class": "kw-stacked"}
OPEN, MINE, ENDED, ALL = "", "mine", "ended", "all"


class RequestForm(Submission):
    """상담 신청: about what, from where, how and when to be reached, by whom. `homepage` is a trap for programs."""

    issues = forms.MultipleChoiceField(
        label="무슨 일로 상담하고 싶으세요?",
        help_text="여러 개를 골라도 됩니다. 잘 모르면 가장 가까운 것을 고르세요.",
        widget=forms.CheckboxSelectMultiple,
    )
    party = forms.ChoiceField(
        label="노동자인가요, 사용자(사업주)인가요?",
        choices=Party.choices,
        initial=Party.WORKER,
        widget=forms.RadioSelect,
    )
    district = forms.ChoiceField(label="어디에서 일하나요?", required=False)
    text = SealedTextField(
        label="어떤 일이 있었나요?",
        required=False,
        max_length=4000,
        help_text="적고 싶은 만큼만 적으세요. 상담한 사람만 읽습니다. 주민등록번호는 적지 마세요.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    wish = forms.ChoiceField(
        label="어떻게 상담할까요?",
        choices=Wish.choices,
        initial=Wish.CALL,
        help_text="찾아오더라도 먼저 전화로 시간을 정합니다.",
        widget=forms.RadioSelect(attrs=_STACKED),
    )
    hours = forms.MultipleChoiceField(
        label="언제 연락하면 좋은가요?",
        required=False,
        choices=Hours.choices,
        help_text="고르지 않으면 센터가 여는 시간에 연락합니다.",
        widget=forms.CheckboxSelectMultiple,
    )
    wished_on = forms.DateField(
        label="바라는 날", required=False, help_text="정해 둔 날이 없으면 비워 두세요."
    )
    name = PlainTextField(
        label="이름",
        required=False,
        max_length=LONGEST_NAME,
        help_text="밝히고 싶지 않으면 비워 두세요.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "kw-w-m"}),
    )
    phone = PhoneField(
        label="연락받을 전화번호",
        help_text="예: 010-1234-5678",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "kw-w-m"}),
    )
    consented = forms.BooleanField(
        label="개인정보를 모으고 쓰는 데 동의합니다",
        error_messages={"required": "동의해야 연락드릴 수 있습니다. 동의하지 않으면 전화로 상담하세요."},
    )
    sensitive_consented = forms.BooleanField(
        label="내용에 적은 건강, 노동조합 가입 같은 민감정보도 상담에 쓰는 데 동의합니다(선택)",
        required=False,
    )
    homepage = forms.CharField(
        label="비워 두는 칸",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        services: Sequence[Service],
        kept: Sequence[KeptCalculation] = (),
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.kept = {one.token: one for one in kept}
        if kept:
            self.fields["calculations"] = forms.MultipleChoiceField(
                label="함께 보낼 계산 결과",
                required=False,
                choices=[(one.token, str(one)) for one in kept],
                initial=[*self.kept],
                widget=forms.CheckboxSelectMultiple(attrs=_STACKED),
            )
        self.offered: dict[str, tuple[Service, Code]] = {}
        groups = []
        for service in services:
            codes = catalogue.codes(service, "issue")
            self.offered |= {f"{service.code}:{code.code}": (service, code) for code in codes}
            groups.append((service.name, [(f"{service.code}:{code.code}", code.label) for code in codes]))
        self.fields["issues"].choices = (
            groups if len(groups) > 1 else [one for _, codes in groups for one in codes]
        )
        self.districts = {district.code: district for district in queries.districts()}
        named = [(code, district.name) for code, district in self.districts.items()]
        self.fields["district"].choices = [("", "모르거나 여기에 없음"), *named]

    def clean_issues(self) -> list[tuple[Service, Code]]:
        found = [self.offered[value] for value in self.cleaned_data["issues"]]
        if len({service.pk for service, _ in found}) > 1:
            raise forms.ValidationError(
                "한 번에 한 가지 상담만 신청할 수 있습니다. 다른 상담은 따로 신청하세요."
            )
        return found

    def clean_homepage(self) -> str:
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError("비워 두어야 하는 칸이 채워져 있습니다. 지우고 다시 보내세요.")
        return ""

    @property
    def calculations(self) -> list[KeptCalculation]:
        return [self.kept[token] for token in self.cleaned_data.get("calculations", [])]

    @property
    def trapped(self) -> bool:
        return bool(self.errors.get("homepage"))

    @property
    def wanted(self) -> Wanted:
        found = self.cleaned_data
        return Wanted(
            service=found["issues"][0][0],
            issues=[code for _, code in found["issues"]],
            party=found["party"],
            wish=found["wish"],
            district=self.districts.get(found["district"]),
            hours=found["hours"],
            wished_on=found["wished_on"],
            sensitive_consented=found["sensitive_consented"],
        )

    @property
    def caller(self) -> rules.Caller:
        return rules.Caller(*(self.cleaned_data[name] for name in ("name", "phone", "text")))


class LookUpForm(forms.Form):
    """One's own request: by its number and the telephone number it was made with."""

    number = PlainTextField(
        label="접수번호",
        max_length=20,
        help_text="예: K7M2-Q9XD",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "kw-w-m"}),
    )
    phone = PhoneField(label="신청할 때 적은 전화번호")


class RequestFilter(forms.Form):
    state = forms.ChoiceField(
        label="상태",
        required=False,
        choices=[(OPEN, "연락할 것"), (MINE, "내가 맡은 것"), (ENDED, "끝난 것"), (ALL, "모두")],
    )
    number = forms.CharField(label="접수번호", required=False, max_length=20)

    def narrow(self, rows: QuerySet[Request], account: Any) -> QuerySet[Request]:
        if not self.is_valid():
            return rows.none()
        state, number = self.cleaned_data["state"], self.cleaned_data["number"]
        if number:
            return rows.filter(number=rules.folded_number(number))
        narrowed = {
            OPEN: Q(state__in=REQUEST_OPEN),
            MINE: Q(state=RequestState.TAKEN, taken_by=account),
            ENDED: ~Q(state__in=REQUEST_OPEN),
            ALL: Q(),
        }
        return rows.filter(narrowed[state])


class TryForm(forms.Form):
    again_on = forms.DateField(
        label="다시 연락할 날", required=False, help_text="비워 두면 2영업일 뒤입니다."
    )

    def clean_again_on(self) -> date | None:
        day = self.cleaned_data["again_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("다시 연락할 날이 지난 날입니다. 오늘이나 그 뒤를 고르세요.")
        return day


class CloseForm(forms.Form):
    """Why a request ends without a consultation; whoever asked reads both."""

    reason = forms.ChoiceField(
        label="까닭", choices=CloseReason.choices, widget=forms.RadioSelect(attrs=_STACKED)
    )
    note = PlainTextField(
        label="신청한 사람에게 하는 말",
        required=False,
        max_length=200,
        help_text="어디에서 도움을 받을 수 있는지, 기관 이름과 전화번호를 적으세요. 신청한 사람이 봅니다.",
    )
