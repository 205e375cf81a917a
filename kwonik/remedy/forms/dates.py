"""What a person types about the dates of a case: what happened when, which deadlines apply, when one was kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from kwonik.catalogue.codes import Shape
from kwonik.catalogue.queries import labels
from kwonik.labourlaw.subjects.deadlines import terms
from kwonik.labourlaw.subjects.matters import matters
from kwonik.places.models import Centre
from kwonik.remedy import queries, rules
from kwonik.remedy.actions import OwnTerm
from kwonik.remedy.codes import WITHIN, DateState, Nature, Unit
from kwonik.remedy.models import CriticalDate, ReliefCase, Step

from .fields import OncePage, SafeText, reason

AT_ONCE = 3
"""So many days are written down on one page."""


class FirstDays(forms.Form):
    """The days that are asked first, when a case is opened: one box for each, all may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for matter in matters().values():
            if matter.first:
                field = forms.DateField(label=matter.label, required=False, help_text=matter.note)
                self.fields[f"on_{matter.code}"] = field

    def day_fields(self) -> list[str]:
        """The names of the boxes, for the page."""
        return [name for name in self.fields if name.startswith("on_")]

    def days(self) -> tuple[tuple[str, date], ...]:
        """Codes of matters with the days that were typed."""
        typed = ((name, self.cleaned_data.get(name)) for name in self.day_fields())
        return tuple((name.removeprefix("on_"), day) for name, day in typed if day)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name in self.day_fields():
            if found.get(name) and found[name] > timezone.localdate():
                self.add_error(name, "일이 있은 날이 오늘보다 뒤입니다. 날짜를 바꿔 넣으세요.")
        return found


class MattersForm(OncePage):
    """What of the matter happened when: up to three days at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "고르세요"), *((one.code, one.label) for one in matters().values())]
        for at in range(1, AT_ONCE + 1):
            first = at == 1
            self.fields[f"matter_{at}"] = forms.ChoiceField(
                label=f"{at}. 무슨 날인가요?", choices=choices, required=first
            )
            self.fields[f"happened_on_{at}"] = forms.DateField(label=f"{at}. 일이 있은 날", required=first)

    def rows(self) -> list[tuple[str, str]]:
        """The two boxes of each day, for the page."""
        return [(f"matter_{at}", f"happened_on_{at}") for at in range(1, AT_ONCE + 1)]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for matter, day in self.rows():
            if bool(found.get(matter)) != bool(found.get(day)) and not {matter, day} & self.errors.keys():
                missing = day if found.get(matter) else matter
                self.add_error(missing, "무슨 날인지와 날짜를 함께 적으세요.")
        return found

    def days(self) -> list[tuple[str, date]]:
        found = self.cleaned_data
        return [(found[matter], found[day]) for matter, day in self.rows() if found.get(matter)]


class UndateForm(OncePage):
    reason = reason(widget=forms.TextInput(attrs={"autofocus": True}))
    right_on = forms.DateField(
        label="바른 날짜",
        required=False,
        help_text="적으면 이 날짜로 기한을 다시 셉니다. 없던 일이면 비워 두세요.",
    )


class ConfirmDatesForm(OncePage):
    """The proposed dates; those that apply stay ticked."""

    dates = forms.TypedMultipleChoiceField(
        label="이 사건에 해당하는 기한",
        coerce=int,
        error_messages={"required": "확인할 기한을 고르세요."},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "kw-stacked"}),
    )

    def __init__(self, *args: Any, proposed: Iterable[CriticalDate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = list(proposed)
        self.fields["dates"].choices = [(one.pk, _proposal(one)) for one in listed]
        self.fields["dates"].initial = [one.pk for one in listed]


def _proposal(one: CriticalDate) -> str:
    last = one.last_on
    follows = rules.follows_of(one.matter_date.matter, one.term) if one.matter_date else None
    only = ", 상시 5명 이상인 사업장만" if follows and follows.five_or_more else ""
    return f"{one.term}: {last.year}. {last.month}. {last.day}.까지 ({one.get_nature_display()}{only})"


OWN = "own"


class TermForm(OncePage):
    """A kind of deadline of the law, or one's own, with the day from which it runs."""

    term = forms.ChoiceField(label="무슨 기한인가요?")
    own_name = SafeText(
        label="직접 정한 기한의 이름",
        required=False,
        max_length=60,
        help_text="‘직접 정함’을 골랐을 때만 적습니다. 사람 이름은 적지 마세요. 예: 이유서 제출",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    event_on = forms.DateField(
        label="일이 있은 날", help_text="이날부터 셉니다. 직접 정한 기한이 0일이면 이날이 마지막 날입니다."
    )
    amount = forms.IntegerField(
        label="기간", required=False, min_value=0, max_value=3650, help_text="직접 정한 기한에만 적습니다."
    )
    unit = forms.ChoiceField(label="단위", choices=Unit.choices, initial=Unit.DAYS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        natures = dict(Nature.choices)
        groups: dict[str, list[tuple[str, str]]] = {}
        for name, term in terms().items():
            groups.setdefault(str(natures[term.nature]), []).append((name, f"{name}: {term.event}부터"))
        self.fields["term"].choices = [("", "고르세요"), (OWN, "직접 정함"), *groups.items()]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("term") == OWN:
            if not found.get("own_name") and "own_name" not in self.errors:
                self.add_error("own_name", "무슨 기한인지 적으세요.")
            if found.get("amount") is None and "amount" not in self.errors:
                self.add_error("amount", "기간을 적으세요. 정해진 날이 있으면 0일로 적습니다.")
        return found

    def asked(self) -> str | OwnTerm:
        found = self.cleaned_data
        if found["term"] != OWN:
            return found["term"]
        return OwnTerm(name=found["own_name"], amount=found["amount"], unit=found["unit"] or "days")


class MeetForm(OncePage):
    """On which day it was done, and which step of the case did it."""

    met_on = forms.DateField(label="한 날", initial=timezone.localdate)
    step = forms.ChoiceField(
        label="지킨 진행 단계", required=False, help_text="적어 둔 단계가 있으면 고르세요."
    )
    reason = reason("까닭", "마지막 날이 지난 뒤에 했으면 적으세요.", required=False)

    def __init__(self, *args: Any, case: ReliefCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.steps = {str(one.pk): one for one in queries.steps(case) if one.struck_at is None}
        told = [(pk, f"{one.done_on.isoformat()} {one.kind}") for pk, one in self.steps.items()]
        self.fields["step"].choices = [("", "없음"), *reversed(told)]

    def chosen(self) -> Step | None:
        return self.steps.get(self.cleaned_data.get("step", ""))


WHEN = (
    ("", "남은 기한 모두"),
    ("overdue", "지남"),
    ("lost", "지난 제척·불변기간"),
    *((str(days), f"{days}일 안") for days in WITHIN),
    ("proposed", "확인 전"),
    ("none", "날짜가 없는 사건"),
)


class DateFilter(forms.Form):
    """When, of what nature, whose, before whom; a filtered list has an address."""

    when = forms.ChoiceField(label="언제", required=False, choices=WHEN)
    nature = forms.ChoiceField(label="성질", required=False, choices=[("", "모두"), *Nature.choices])
    state = forms.ChoiceField(
        label="확인",
        required=False,
        choices=[("", "모두"), (DateState.OPEN, "확인함"), (DateState.PROPOSED, "확인 전")],
    )
    advocate = forms.ChoiceField(label="보호관", required=False)
    forum = forms.ChoiceField(label="구제 절차", required=False)
    issue = forms.ChoiceField(label="유형", required=False)

    def __init__(self, data: Any, *, centre: Centre, today: date, as_staff: bool) -> None:
        super().__init__(data)
        self.today = today
        if as_staff:
            self.fields["advocate"].choices = [("", "모두"), *queries.advocates_with_cases(centre)]
        else:
            del self.fields["advocate"]
        words = labels(Shape.CASE)
        for name in ("forum", "issue"):
            self.fields[name].choices = [("", "모두"), *words.get(name, {}).items()]

    @property
    def wants_none(self) -> bool:
        """Whether the cases without any date are asked for."""
        return self.is_valid() and self.cleaned_data.get("when") == "none"

    def cases(self, rows: QuerySet[ReliefCase]) -> QuerySet[ReliefCase]:
        """The cases that match; none while the filter itself is wrong."""
        if not self.is_valid():
            return rows.none()
        return rows.filter(self._of_cases())

    def dates(self, rows: QuerySet[CriticalDate]) -> QuerySet[CriticalDate]:
        """The dates that match, of cases that do."""
        if not self.is_valid():
            return rows.none()
        found = self.cleaned_data
        q = queries.due_within(found.get("when", ""), self.today)
        for name in ("nature", "state"):
            if value := found.get(name):
                q &= Q(**{name: value})
        return rows.filter(q)

    def _of_cases(self) -> Q:
        paths = {"advocate": "advocate", "forum": "forum__code", "issue": "issue__code"}
        found = {path: self.cleaned_data.get(name) for name, path in paths.items()}
        return Q(**{path: value for path, value in found.items() if value})
