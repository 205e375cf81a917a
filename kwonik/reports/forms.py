"""What one asks of a report: whose, which days, as of when, in which form."""

from __future__ import annotations

from typing import Any

from django import forms

from kwonik.kernel.periods import BadPeriod, Period

FORMATS = [
    ("", "화면"),
    ("pdf", "PDF"),
    ("hwpx", "한글(HWPX)"),
    ("xlsx", "엑셀(XLSX)"),
    ("html", "웹 문서(HTML)"),
]


FIRST_YEAR, LAST_YEAR = 2000, 2100


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
