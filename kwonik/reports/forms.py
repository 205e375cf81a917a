"""What one asks of a report: whose, which days, as of when, in which form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from kwonik.kernel import periods
from kwonik.kernel.periods import BadPeriod, Period
from kwonik.people.forms import PlainTextField, Submission

FORMATS = [
    ("", "화면"),
    ("pdf", "PDF"),
    ("hwpx", "한글(HWPX)"),
    ("xlsx", "엑셀(XLSX)"),
    ("html", "웹 문서(HTML)"),
]


FIRST_YEAR, LAST_YEAR = 2000, 2100
YEARS_BACK = 10


class DaysForm(forms.Form):
    """기간과 기준일. The period's end after the as-of date is cut off by the figures, never guessed."""

    first_on = forms.DateField(label="기간 시작")
    last_on = forms.DateField(label="기간 끝")
    as_of = forms.DateField(label="기준일", help_text="이날까지 적힌 일과 이날의 인력·시설을 셉니다.")

    def clean(self):
        found = super().clean()
        first_on, last_on, as_of = (found.get(name) for name in ("first_on", "last_on", "as_of"))
        for name in ("first_on", "last_on", "as_of"):
            if (day := found.get(name)) and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, f"{FIRST_YEAR}년부터 {LAST_YEAR}년까지의 날짜를 적으세요.")
        if first_on and last_on and not self.errors:
            try:
                found["period"] = Period(first_on, last_on)
                if as_of:
                    found["period"].until(as_of)
            except BadPeriod as error:
                raise forms.ValidationError(str(error)) from error
        return found


class ReportForm(DaysForm):
    """The same, and the day that stands on the cover."""

    dated_on = forms.DateField(label="보고일", required=False)


class MonthsForm(forms.Form):
    """몇 달: a month, a quarter, a year, whatever whole months."""

    first = forms.ChoiceField(label="첫 달")
    last = forms.ChoiceField(label="끝 달")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (f"{year}-{month:02}", f"{year}년 {month}월")
            for year in range(today.year, today.year - YEARS_BACK - 1, -1)
            for month in range(12, 0, -1)
            if date(year, month, 1) <= today
        ]
        for name in ("first", "last"):
            self.fields[name].choices = choices

    def clean(self):
        found = super().clean()
        if found.get("first") and found.get("last"):
            try:
                found["period"] = periods.parse(f"{found.pop('first')}/{found.pop('last')}")
            except BadPeriod as error:
                raise forms.ValidationError(str(error)) from error
        return found


class ReopenForm(MonthsForm):
    reason = PlainTextField(label="푸는 까닭", max_length=200, help_text="이력에 남습니다.")


class ExceptionForm(MonthsForm):
    """마감 예외: who may write where, until when, why."""

    account = forms.ModelChoiceField(label="고칠 사람", queryset=None, empty_label="고르세요")
    room = forms.ChoiceField(label="업무")
    until_on = forms.DateField(label="언제까지", help_text="이날까지 쓸 수 있습니다. 길어야 31일입니다.")
    reason = PlainTextField(label="까닭", max_length=200, help_text="예: 결의서가 늦게 옴")

    field_order = ("account", "room", "first", "last", "until_on", "reason")

    def __init__(self, *args: Any, accounts: Any, rooms: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = accounts
        self.fields["room"].choices = [("", "고르세요"), *rooms.items()]

    def clean(self):
        found = super().clean()
        if until_on := found.pop("until_on", None):
            found["until_at"] = Period(until_on, until_on).end_at
        return found


class PublishForm(ReportForm, Submission):
    """공표: the same days and subject as on the page before, and for a correction its reason."""

    subject = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    reason = PlainTextField(
        label="정정 사유",
        max_length=300,
        required=False,
        help_text="이미 공표한 보고서를 바로잡을 때 적습니다. 정정 목록에 그대로 나옵니다.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dated_on"].required = True

    def clean(self):
        found = super().clean()
        for name in ("first_on", "last_on"):
            found.pop(name, None)
        return found


class YearForm(forms.Form):
    year = forms.IntegerField(label="연도", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def chosen(self, otherwise: int) -> int:
        return (self.cleaned_data.get("year") if self.is_valid() else None) or otherwise


KINDS = [("", "모두"), ("counted", "집계"), ("derived", "계산"), ("stated", "인용")]


class FigureFilter(forms.Form):
    """Which figures one looks for; a letter too many does no harm."""

    q = forms.CharField(label="찾기", required=False, max_length=60)
    room = forms.ChoiceField(label="방", required=False)
    kind = forms.ChoiceField(label="종류", required=False, choices=KINDS)

    def __init__(self, *args: Any, rooms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = [("", "모두"), *rooms]

    def narrow(self, entries: list[Any]) -> list[Any]:
        if not self.is_valid():
            return []
        asked = self.cleaned_data
        words = asked["q"].split()
        return [
            entry
            for entry in entries
            if (not asked["room"] or entry.figure.code.partition(".")[0] == asked["room"])
            and (not asked["kind"] or entry.figure.kind == asked["kind"])
            and all(
                word in f"{entry.figure.label} {entry.figure.meaning} {entry.figure.code}" for word in words
            )
        ]


class OwnerForm(forms.Form):
    """Who answers for a figure from now on."""

    owner = forms.ModelChoiceField(
        label="맡은 사람",
        queryset=None,
        empty_label="고르세요",
        help_text="이 수치가 무엇을 뜻하는지 물으면 답할 사람입니다. 승인하는 사람과 달라야 합니다.",
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people
