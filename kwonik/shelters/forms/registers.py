"""The register: shelters, rooms, hours, days kept otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from kwonik.people.forms.fields import PlainTextField
from kwonik.places.models import Centre
from kwonik.shelters import queries, rules
from kwonik.shelters.codes import HOLIDAY, WEEKDAYS, ShelterKind
from kwonik.shelters.models import Room, Shelter
from kwonik.shelters.rules import Hours, Timetable

from .fields import Dates, Submission, Times, small


class ShelterForm(Dates, Submission):
    name = PlainTextField(label="이름", max_length=60, help_text="예: 서초쉼터")
    kind = forms.ChoiceField(label="구분", choices=ShelterKind.choices, widget=forms.RadioSelect)
    site = forms.ModelChoiceField(label="장소", queryset=None, empty_label="고르세요")
    facility = forms.ModelChoiceField(
        label="시설", queryset=None, required=False, empty_label="시설 현황에 없음"
    )
    district = forms.ModelChoiceField(
        label="자치구", queryset=None, required=False, empty_label="정하지 않음"
    )
    capacity = small("정원", 1, 1000, "명", required=False)
    note = PlainTextField(label="메모", max_length=300, required=False)

    field_order = ("name", "kind", "site", "facility", "district", "capacity", "from_on", "until_on", "note")

    def __init__(self, *args: Any, centre: Centre, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].label = "개소일"
        self.fields["site"].queryset = queries.sites()
        self.fields["facility"].queryset = queries.facilities(centre)
        self.fields["district"].queryset = queries.districts()


class RoomForm(Dates, Times, Submission):
    name = PlainTextField(label="이름", max_length=60, help_text="예: 교육실")
    seats = small("좌석", 1, 2000, "석")
    ahead_days = small("며칠 뒤까지 신청", 1, 366, "일", initial=60)
    notice_hours = small("시작 몇 시간 전까지 신청", 0, 720, "시간", initial=0)
    longest_hours = small("한 번에 몇 시간까지", 1, 24, "시간", initial=6)
    monthly_limit = small(
        "한 모임이 한 달에 몇 번까지", 1, 100, "번", required=False, help_text="비우면 정하지 않습니다."
    )

    field_order = ("name", "seats", "from_on", "until_on", "opens_at", "closes_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opens_at"].label, self.fields["closes_at"].label = (
            "빌려주는 시각부터",
            "빌려주는 시각까지",
        )
        self.fields["opens_at"].help_text = "비우면 쉼터가 연 동안 빌려줍니다."


class HoursForm(forms.Form):
    """The week: each weekday open from and until, or closed; public holidays as the weekday unless closed."""

    from_on = forms.DateField(label="적용일", help_text="이날부터 아래 시간으로 엽니다.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            label = name if number == HOLIDAY else f"{name}요일"
            self.fields[f"opens_{number}"] = forms.TimeField(label=f"{label} 여는 시각", required=False)
            self.fields[f"closes_{number}"] = forms.TimeField(label=f"{label} 닫는 시각", required=False)
        self.fields["holiday"] = forms.ChoiceField(
            label="공휴일",
            choices=[("usual", "요일대로 엽니다"), ("closed", "쉽니다"), ("own", "아래 시간에 엽니다")],
            widget=forms.RadioSelect,
            initial="usual",
        )

    @staticmethod
    def initial_of(timetable: Timetable, day: date) -> dict[str, Any]:
        """The hours in force on that day as this form shows them."""
        found: dict[str, Any] = {"from_on": day, "holiday": "usual"}
        for one in timetable.regular:
            if one.from_on <= day and (one.until_on is None or day <= one.until_on):
                if one.hours:
                    found[f"opens_{one.weekday}"] = one.hours.opens_at
                    found[f"closes_{one.weekday}"] = one.hours.closes_at
                if one.weekday == HOLIDAY:
                    found["holiday"] = "own" if one.hours else "closed"
        return found

    @property
    def rows(self) -> list[tuple[str, Any, Any]]:
        return [(name, self[f"opens_{n}"], self[f"closes_{n}"]) for n, name in enumerate(WEEKDAYS)]

    def clean(self):
        found = super().clean() or {}
        week: dict[int, Hours | None] = {}
        for number, name in enumerate(WEEKDAYS):
            opens, closes = found.get(f"opens_{number}"), found.get(f"closes_{number}")
            if (opens is None) != (closes is None):
                self.add_error(
                    f"closes_{number}", f"{name}: 여는 시각과 닫는 시각을 함께 적거나 함께 비우세요."
                )
            week[number] = rules.hours(opens, closes)
        if found.get("holiday") == "own" and week[HOLIDAY] is None:
            self.add_error(f"opens_{HOLIDAY}", "공휴일에 여는 시각과 닫는 시각을 적으세요.")
        if found.get("holiday") == "closed":
            week[HOLIDAY] = None
        elif found.get("holiday") == "usual":
            del week[HOLIDAY]
        found["week"] = week
        return found


class SpecialDayForm(Dates, Times, Submission):
    reason = PlainTextField(label="까닭", max_length=120, help_text="예: 설 연휴 휴관, 소독")

    field_order = ("from_on", "until_on", "reason", "opens_at", "closes_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].label = "첫날"
        self.fields["until_on"].help_text = "비우면 하루입니다."
        self.fields["opens_at"].help_text = "쉬는 날이면 비웁니다."


def facts_of(row: Shelter | Room, names: tuple[str, ...]) -> dict[str, Any]:
    """A row as its form shows it."""
    return {name: getattr(row, name) for name in names}
