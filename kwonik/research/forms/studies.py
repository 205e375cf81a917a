"""Studies, rounds, answers by count and day, people by number, meetings."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from kwonik.people.forms import PlainTextField, Submission
from kwonik.places.rules import LONGEST_NAME
from kwonik.research import queries
from kwonik.research.actions import StudyFacts
from kwonik.research.codes import MOST_AT_ONCE, ResponseChannel, StudyState

ALL, UNCHOSEN = ("", "모두"), ("", "고르세요")
MOST_PEOPLE = 200
_NUMBERS = re.compile(r"(\d{1,6})(?:\s*[-~]\s*(\d{1,6}))?")


class OfService(forms.Form):
    """A form that names one of the room's services; it must be given `services`."""

    service = forms.ChoiceField(label="세부사업")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {row.code: row for row in queries.services()}
        named = [(row.code, row.name) for row in self.services.values()]
        self.fields["service"].choices = [UNCHOSEN, *named]

    def clean_service(self) -> Any:
        return self.services[self.cleaned_data["service"]]


class StudyFilter(forms.Form):
    service = forms.ChoiceField(label="세부사업", required=False)
    state = forms.ChoiceField(label="상태", required=False, choices=[ALL, *StudyState.choices])
    word = forms.CharField(label="제목", required=False, max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [ALL, *queries.service_labels().items()]

    def narrow(self, rows: Any) -> Any:
        if not self.is_valid():
            return rows.none()
        paths = {"service": "service__code", "state": "state", "word": "title__icontains"}
        asked = {path: value for name, path in paths.items() if (value := self.cleaned_data[name])}
        return rows.filter(withdrawn_at__isnull=True, **asked)


class StudyForm(OfService, Submission):
    title = PlainTextField(label="제목", max_length=200, widget=forms.TextInput(attrs={"autofocus": True}))
    state = forms.ChoiceField(
        label="상태", choices=StudyState.choices, initial=StudyState.RUNNING, widget=forms.RadioSelect
    )
    from_on = forms.DateField(label="시작한 날")
    until_on = forms.DateField(label="끝나는 날", required=False)
    interim_on = forms.DateField(label="중간보고일", required=False)
    final_on = forms.DateField(label="최종보고일", required=False)
    owner = PlainTextField(label="담당", max_length=60, required=False, help_text="팀이나 담당자")
    partner = PlainTextField(label="함께하는 곳(수행 기관)", max_length=120, required=False)
    note = PlainTextField(label="메모", max_length=300, required=False)
    code = forms.SlugField(
        label="부르는 이름(영문)",
        max_length=50,
        required=False,
        help_text="보고서 서식에서 부르는 이름입니다. 비워 두면 저절로 정합니다. 예: sewing-2025",
    )

    field_order = ("title", "service", "state", "from_on", "until_on", "interim_on", "final_on")

    def facts(self) -> StudyFacts:
        told = {name: value for name, value in self.cleaned_data.items() if name != "form_token"}
        return StudyFacts(**told)


class TargetForm(forms.Form):
    target = forms.IntegerField(
        label="목표 인원",
        min_value=0,
        max_value=1_000_000,
        localize=True,
        widget=forms.TextInput(attrs={"data-unit": "명", "inputmode": "numeric"}),
        help_text="정하지 않았으면 0",
    )


class RoundForm(TargetForm, Submission):
    method = forms.ChoiceField(label="조사 방법", widget=forms.RadioSelect)
    group = forms.ChoiceField(label="조사 대상", widget=forms.RadioSelect)

    field_order = ("method", "group", "target")

    def __init__(self, *args: Any, service: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {name: queries.codes(name).get(service, []) for name in ("method", "group")}
        for name, found in self.rows.items():
            self.fields[name].choices = [(code.code, code.label) for code in found]
        self.fields["target"].initial = 0

    def clean(self):
        found = super().clean()
        for name, rows in self.rows.items():
            if code := found.get(name):
                found[name] = next(row for row in rows if row.code == code)
        return found


class CountForm(forms.Form):
    received_on = forms.DateField(label="받은 날")
    channel = forms.ChoiceField(
        label="받은 방법",
        choices=ResponseChannel.choices,
        initial=ResponseChannel.PAPER,
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label="장수",
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.NumberInput(attrs={"data-unit": "장", "class": "kw-w-s", "autofocus": True}),
    )


class ResponsesForm(CountForm, Submission):
    invalid_reason = PlainTextField(
        label="무효 사유",
        max_length=120,
        required=False,
        help_text="무효인 응답을 적을 때만. 예: 절반 넘게 비어 있음. 적으면 모두 무효로 들어갑니다.",
    )
    workplace = PlainTextField(
        label="사업장·기관",
        max_length=LONGEST_NAME,
        required=False,
        help_text="사업장이나 기관마다 조사할 때만. 이름을 늘 같게 적으면 몇 곳을 조사했는지 셀 수 있습니다.",
    )


class TakeBackForm(CountForm):
    reason = PlainTextField(label="철회하는 까닭", max_length=200, help_text="예: 두 번 셈")


class TickForm(Submission):
    channel = forms.ChoiceField(
        label="받은 방법",
        choices=ResponseChannel.choices,
        initial=ResponseChannel.PAPER,
        widget=forms.RadioSelect,
    )


class ParticipantsForm(Submission):
    held_on = forms.DateField(label="진행한 날")
    numbers = PlainTextField(
        label="나온 사람의 번호",
        max_length=300,
        help_text="한 실태조사 안에서 한 사람은 늘 같은 번호입니다. 예: 1-5, 8. 이름은 적지 않습니다.",
    )

    def clean_numbers(self) -> list[int]:
        found: set[int] = set()
        for part in self.cleaned_data["numbers"].split(","):
            match = _NUMBERS.fullmatch(part.strip())
            if not match:
                raise forms.ValidationError("번호를 '1-5, 8'처럼 적으세요.")
            first, last = int(match[1]), int(match[2] or match[1])
            if not 0 < first <= last < first + MOST_PEOPLE:
                raise forms.ValidationError("번호의 처음과 끝을 확인하세요. 1부터 차례로 적습니다.")
            found |= set(range(first, last + 1))
        return sorted(found)


class EventForm(Submission):
    title = PlainTextField(label="이름", max_length=120, help_text="예: 중간보고회, 연구결과 토론회")
    held_on = forms.DateField(label="연 날")
    place = PlainTextField(label="장소", max_length=120, required=False)
    people = forms.IntegerField(
        label="참석 인원",
        min_value=0,
        max_value=100_000,
        required=False,
        widget=forms.NumberInput(attrs={"data-unit": "명", "class": "kw-w-s"}),
    )
    note = PlainTextField(label="메모", max_length=300, required=False)
