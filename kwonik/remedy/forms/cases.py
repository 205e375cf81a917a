"""The head of a case and its facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from kwonik.catalogue.codes import Behaviour
from kwonik.catalogue.models import Service
from kwonik.people.queries import clients_matching
from kwonik.places.models import Centre
from kwonik.remedy import queries
from kwonik.remedy.actions import Particulars
from kwonik.remedy.codes import Instrument
from kwonik.remedy.models import ReliefCase

from .dates import FirstDays
from .fields import CodeField, OncePage, SafeText, memo, offer_codes

NEW = "new"


class HeadForm(OncePage):
    """What stands at the head of a case; `stored` is the case being amended."""

    name = SafeText(
        label="내담자 이름",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    phone = SafeText(
        label="전화번호",
        required=False,
        max_length=40,
        help_text="끝 네 자리만 적어도 찾습니다.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    client = forms.CharField(label="찾은 내담자", required=False, widget=forms.HiddenInput)
    opened_on = forms.DateField(label="접수일")
    client_group = CodeField(label="노동자 구분", radio=True)
    issue = CodeField(label="유형", radio=True)
    forum = CodeField(label="구제 절차")
    instruments = forms.MultipleChoiceField(
        label="소액소송 방법",
        required=False,
        choices=Instrument.choices,
        help_text="구제 절차가 소액소송이면 하나 이상 고르세요.",
        widget=forms.CheckboxSelectMultiple,
    )
    workplace = SafeText(
        label="사업장",
        required=False,
        max_length=120,
        help_text="이해충돌을 가려내는 데 씁니다.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    district = forms.ChoiceField(label="자치구", required=False)
    claimed_won = forms.IntegerField(
        label="청구액", required=False, localize=True, min_value=1, max_value=10**12
    )
    due_on = forms.DateField(label="다음 기한", required=False, help_text="지금 차례인 일을 마칠 날입니다.")

    def __init__(
        self,
        *args: Any,
        service: Service,
        centre: Centre,
        today: date,
        stored: ReliefCase | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.centre, self.today = centre, today
        self.districts = {district.code: district for district in queries.districts()}
        if stored and stored.district:
            self.districts.setdefault(stored.district.code, stored.district)
        self.fields["district"].choices = [("", "모름"), *((d.code, d.name) for d in self.districts.values())]
        self.fields["opened_on"].initial = today
        offer_codes(self, service, stored)

    def clean_opened_on(self) -> date:
        day = self.cleaned_data["opened_on"]
        if day > self.today:
            raise forms.ValidationError("접수일이 오늘보다 뒤입니다. 날짜를 다시 확인하세요.")
        return day

    def clean(self):
        found = super().clean()
        forum = found.get("forum")
        if forum and forum.behaviour == Behaviour.SMALL_CLAIM and not found.get("instruments"):
            self.add_error("instruments", "소액소송 방법을 하나 이상 고르세요.")
        self._settle_who(found)
        return found

    def _settle_who(self, found: dict[str, Any]) -> None:
        """A client is chosen or written down, and nobody is registered twice unasked."""
        chosen = str(found.get("client") or "")
        found["client"] = queries.client_of(self.centre, chosen)
        if found["client"] or "name" in self.errors:
            return
        name = found.get("name", "")
        if not name:
            self.add_error("name", "내담자의 이름을 적거나 찾아 고르세요.")
        elif chosen != NEW and clients_matching(self.centre, name, found.get("phone", "")).exists():
            self.add_error(
                "name",
                "전에 온 사람일 수 있습니다. 아래에서 찾은 사람을 고르거나, 처음 온 사람이면 ‘새로 등록’을 고르세요.",
            )

    def particulars(self) -> Particulars:
        """What was written down, for the action."""
        found = self.cleaned_data
        client = found["client"]
        return Particulars(
            opened_on=found["opened_on"],
            client_group=found["client_group"],
            issue=found["issue"],
            forum=found["forum"],
            instruments=found["instruments"],
            client=client,
            name="" if client else found["name"],
            phone="" if client else found["phone"],
            workplace=found["workplace"],
            district=self.districts.get(found["district"]),
            claimed_won=found["claimed_won"],
            due_on=found["due_on"],
        )

    def as_typed(self) -> dict[str, Any]:
        """What stands in the boxes of a bound form, unjudged: for showing it again while somebody is looked up."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            for name, field in self.fields.items()
        }


class OpenForm(FirstDays, HeadForm):
    """The page on which a case is opened: the head, what happened when, and the facts as far as they are known."""

    consultation = forms.IntegerField(required=False, widget=forms.HiddenInput)
    facts = memo("사실관계", 8, required=False, help_text="나중에 적어도 됩니다. 주민등록번호는 적지 마세요.")

    def particulars(self) -> Particulars:
        return replace(super().particulars(), dates=self.days())


class AmendForm(HeadForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def differences(self, current: ReliefCase) -> list[tuple[str, str, str]]:
        """(label, as it stands now, as typed here) of every box that differs, for whoever comes second."""
        theirs = initial_of(current)
        found = []
        for name in theirs.keys() - {"version", "client"}:
            now, typed = self._in_words(name, theirs[name]), self._in_words(name, self.cleaned_data.get(name))
            if now != typed:
                found.append((str(self.fields[name].label), now, typed))
        return sorted(found)

    def _in_words(self, name: str, value: Any) -> str:
        if value in (None, "", []):
            return ""
        if isinstance(value, list):
            return ", ".join(self._in_words(name, one) for one in sorted(value))
        if isinstance(value, date):
            return f"{value.year}. {value.month}. {value.day}."
        choices = dict(getattr(self.fields[name], "choices", ()))
        return str(choices.get(getattr(value, "code", value), value))


class FactsForm(OncePage):
    facts = memo(
        "사실관계",
        14,
        help_text="언제, 어디서, 누가, 무엇을 했는지 순서대로 적으세요. 주민등록번호는 적지 마세요.",
        autofocus=True,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def initial_of(case: ReliefCase) -> dict[str, Any]:
    """The boxes of a case being amended; who it is for is chosen by number, the name stays in the vault."""
    return {
        "client": str(case.client_id or ""),
        "opened_on": case.opened_on,
        "client_group": case.client_group.code,
        "issue": case.issue.code,
        "forum": case.forum.code,
        "instruments": list(case.instruments),
        "workplace": case.workplace.name if case.workplace else "",
        "district": case.district.code if case.district else "",
        "claimed_won": case.claimed_won,
        "due_on": case.due_on,
        "version": case.version,
    }


def initial_from(consultation: Any) -> dict[str, Any]:
    """What a consultation already tells about the case that grows out of it."""
    return {
        "consultation": consultation.pk,
        "client": str(consultation.client_id or ""),
        "issue": consultation.issue.code,
        "workplace": consultation.workplace.name if consultation.workplace else "",
        "district": consultation.district.code if consultation.district else "",
    }
