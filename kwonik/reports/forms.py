"""What one asks of a report: whose, which days, as of when, in which form."""

from __future__ import annotations

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
