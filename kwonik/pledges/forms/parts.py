"""The shape of each part of a card."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from kwonik.kernel import figures
from kwonik.people.forms import Submission
from kwonik.pledges import queries, rules
from kwonik.pledges.codes import Channel, FundSource, MoneyStage, NoteKind
from kwonik.pledges.models import (
    Communication,
    Goal,
    Milestone,
    Money,
    NextStep,
    Note,
    Officer,
    Part,
    Picture,
    Result,
)

from . import fields

MOST_PICTURE = 2_000_000


class PartForm(Submission):
    """A row of the card; `position` says where it stands among its like."""

    position = forms.IntegerField(
        label="순서",
        min_value=0,
        max_value=999,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "kw-w-s"}),
    )

    def __init__(self, *args: Any, pledge: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pledge = pledge
        self.order_fields(
            [*(name for name in self.fields if name not in ("position", "form_token")), "position"]
        )

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "form_token"}


class OfficerForm(PartForm):
    post = fields.line("직위", 40)
    name = fields.line("이름", 40, help_text="공무원의 이름과 사무실 전화만 적습니다. 카드에 실립니다.")
    phone = fields.line("전화", 20, required=False)


class GoalForm(PartForm):
    area = fields.line("분야", 60)
    year = fields.year()
    text = fields.text("목표", 500, help_text="한 줄에 하나씩 적으세요.")


class NoteForm(PartForm):
    kind = forms.ChoiceField(label="무엇", choices=NoteKind.choices, widget=forms.RadioSelect)
    text = fields.line("내용", 300)


class MilestoneForm(PartForm):
    text = fields.line("세부 추진계획", 200)
    weight = forms.IntegerField(
        label="가중치",
        min_value=1,
        max_value=999,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "kw-w-s"}),
        help_text="이행률은 마친 가중치를 모든 가중치로 나눈 것입니다.",
    )
    first_quarter = fields.QuarterField(label="시작 분기", max_length=20, help_text="예: 2025년 3분기")
    last_quarter = fields.QuarterField(label="마칠 분기", max_length=20)
    done_quarter = fields.QuarterField(label="마친 분기", max_length=20, required=False)
    evidence = fields.line("마친 근거", 200, required=False, help_text="마친 것을 보여 주는 문서")

    def clean(self) -> Any:
        found = super().clean() or {}
        first, last = found.get("first_quarter"), found.get("last_quarter")
        if first and last and last < first:
            self.add_error("last_quarter", "마칠 분기가 시작 분기보다 앞섭니다. 분기를 확인하세요.")
        if (
            bool(found.get("done_quarter")) != bool(found.get("evidence"))
            and "done_quarter" not in self.errors
        ):
            self.add_error("evidence", "마친 분기와 마친 근거는 함께 적거나 함께 비워 두세요.")
        return found


class MoneyForm(PartForm):
    stage = forms.ChoiceField(label="단계", choices=MoneyStage.choices, widget=forms.RadioSelect)
    source = forms.ChoiceField(label="재원", choices=FundSource.choices, widget=forms.RadioSelect)
    year = fields.year(required=False, help_text="임기 뒤의 돈이면 비워 두세요.")
    amount_won = fields.won(
        required=False,
        help_text="원 단위로 적으세요. 아래에서 예산 과목을 고르면 비워 둘 수 있습니다: 장부의 집행액을 씁니다.",
    )
    document = fields.line("근거 문서", 200)
    decided_on = forms.DateField(label="정한 날", initial=timezone.localdate)
    line = forms.ModelChoiceField(
        label="예산 과목",
        queryset=None,
        required=False,
        empty_label="장부와 잇지 않음",
        help_text="집행을 우리 예산 장부와 맞추어 볼 때 고르세요.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = queries.budget_lines(self.pledge.centre)

    def clean(self) -> Any:
        found = super().clean() or {}
        if found.get("line") and found.get("stage") != MoneyStage.EXECUTED:
            self.add_error("line", "예산 과목은 집행에만 잇습니다. 단계를 집행으로 고치거나 비워 두세요.")
        if found.get("amount_won") is None and not found.get("line") and "amount_won" not in self.errors:
            self.add_error("amount_won", "금액을 적으세요.")
        return found

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"after_term": self.cleaned_data["year"] is None}


class CommunicationForm(PartForm):
    channel = fields.chosen("길", Channel.choices)
    held_on = forms.DateField(label="한 날", initial=timezone.localdate)
    title = fields.line("제목", 200, help_text="제목이 말하는 수는 {수}로 적고 아래에 그 수를 적으세요.")
    url = forms.URLField(label="주소", max_length=300, required=False, assume_scheme="https")
    count = forms.IntegerField(label="횟수", min_value=1, max_value=100_000, initial=1)
    listed = forms.BooleanField(label="카드에 제목을 싣습니다", required=False, initial=True)
    told = forms.IntegerField(label="제목이 말하는 수", min_value=0, max_value=10**8, required=False)

    def clean(self) -> Any:
        found = super().clean() or {}
        if ("{수}" in (found.get("title") or "")) != (found.get("told") is not None):
            self.add_error("told", "제목에 {수}가 있으면 그 수를 적고, 없으면 비워 두세요.")
        return found


class ResultForm(PartForm):
    area = fields.line("분야", 60)
    text = fields.line("내용", 200, help_text="수치가 설 자리를 {수}로 적으세요. 예: 노동법률상담 {수}건")
    figure = forms.ChoiceField(label="수치", required=False)
    cut = fields.line("구분", 200, required=False, help_text="나눌 때만. 예: issue=unpaid_wages")
    days = fields.line(
        "기간", 30, required=False, help_text="예: 2025 또는 2022-07/2025-12. 비워 두면 카드의 기간"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [("", "수치 없이"), *_figures()]
        if isinstance(self.initial.get("cut"), dict):
            self.initial["cut"] = ", ".join(f"{key}={value}" for key, value in self.initial["cut"].items())

    def clean_cut(self) -> dict[str, str]:
        pairs = [part.split("=") for part in (self.cleaned_data["cut"] or "").split(",") if part.strip()]
        if any(len(pair) != 2 for pair in pairs):
            raise forms.ValidationError("구분은 '이름=값'으로 적으세요. 예: issue=unpaid_wages")
        return {key.strip(): value.strip() for key, value in pairs}

    def clean(self) -> Any:
        found = super().clean() or {}
        if ("{수}" in (found.get("text") or "")) != bool(found.get("figure")):
            self.add_error("figure", "내용에 {수}가 있으면 수치를 고르고, 없으면 비워 두세요.")
        return found


def _figures() -> list[tuple[str, str]]:
    found = ((figure.code, f"{figure.label} ({figure.code})") for figure in figures.registry.all())
    return sorted((pair for pair in found if "{" not in pair[0]), key=lambda pair: pair[1])


class NextStepForm(PartForm):
    area = fields.line("분야", 60)
    text = fields.line("할 일", 200)
    from_on = forms.DateField(label="시작하는 날", help_text="한 해 내내면 1월 1일부터 12월 31일까지")
    until_on = forms.DateField(label="끝나는 날")
    count = forms.IntegerField(label="계획한 수", min_value=0, max_value=10**8, required=False)
    unit = fields.line("단위", 10, required=False, help_text="예: 회, 명")

    def clean(self) -> Any:
        found = super().clean() or {}
        if (found.get("count") is None) != (not found.get("unit")) and "count" not in self.errors:
            self.add_error("unit", "계획한 수와 단위는 함께 적거나 함께 비워 두세요.")
        first, last = found.get("from_on"), found.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "끝나는 날이 시작하는 날보다 앞섭니다. 날짜를 확인하세요.")
        return found


class PictureForm(PartForm):
    image = forms.FileField(label="그림(PNG)", required=False, help_text="PNG 파일, 2MB까지")
    alt = fields.line("그림을 설명하는 글", 200, help_text="보지 못하는 사람에게 읽어 줄 말")
    caption = fields.line("그림 아래의 글", 100)
    taken_on = forms.DateField(label="찍은 날", required=False)

    def clean_image(self) -> bytes | None:
        sent = self.cleaned_data["image"]
        if not sent:
            if self.initial.get("caption"):
                return None
            raise forms.ValidationError("그림 파일을 고르세요.")
        if sent.size > MOST_PICTURE:
            raise forms.ValidationError("그림이 너무 큽니다. 2MB까지 올릴 수 있습니다. 줄여서 다시 올리세요.")
        content = sent.read()
        if said := rules.said_of_picture(content):
            raise forms.ValidationError(said)
        return content

    def facts(self) -> dict[str, Any]:
        found = super().facts()
        return found if found["image"] else {name: value for name, value in found.items() if name != "image"}


PART_FORMS: dict[str, tuple[type[Part], type[PartForm]]] = {
    "officer": (Officer, OfficerForm),
    "goal": (Goal, GoalForm),
    "note": (Note, NoteForm),
    "milestone": (Milestone, MilestoneForm),
    "money": (Money, MoneyForm),
    "communication": (Communication, CommunicationForm),
    "result": (Result, ResultForm),
    "nextstep": (NextStep, NextStepForm),
    "picture": (Picture, PictureForm),
}
