"""The page on which a record is written down: kind, day, what the service asks, its questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Model

from kwonik.activities import access, queries, rules
from kwonik.activities.rules import Asked
from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Shape
from kwonik.catalogue.models import Service
from kwonik.people.forms import PhoneField, PlainTextField
from kwonik.places.models import Centre

from .fields import answer_field, answer_name, choice_of, district_field, number_field, site_field

UNITS = {"people": "명", "employees": "명", "quantity": ""}
NEW = "new"


class EntryForm(forms.Form):
    """`stored` is the record being amended. What it asks follows from the service; `rows` are its parts in order."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    data: Any

    def __init__(
        self,
        *args: Any,
        service: Service,
        centre: Centre,
        account: Any,
        today: date,
        stored: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.service, self.centre, self.account, self.stored = service, centre, account, stored
        self.today, self.shape = today, Shape(service.shape)
        self.asks = rules.asked(service.asks)
        self.questions = list(catalogue.questions(service))
        self.kinds = {code.code: code for code in queries.kinds(service)}
        if stored:
            self.kinds.setdefault(stored.kind.code, stored.kind)
        self.sites: list[Any] = []
        self.districts: list[Any] = []
        self._build()

    # -- what is asked ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        thing = "물품" if self.shape == Shape.HANDOUT else "종류"
        self.fields["kind"] = choice_of(self.kinds.values(), thing)
        self.fields["day"] = forms.DateField(
            label=rules.day_word(self.service.words, self.shape), initial=self.today
        )
        if self.shape == Shape.TALLY and not (self.stored and self.stored.pressed):
            self.fields["count"] = number_field(label="수")
        if self.shape == Shape.HANDOUT:
            self.fields["quantity"] = number_field(least=1, label="수량")
        for ask in self.asks:
            self._ask(ask)
        for question in self.questions:
            self.fields[answer_name(question)] = answer_field(question)
        first = next(iter(self.kinds), None)
        if first and len(self.kinds) == 1:
            self.initial.setdefault("kind", first)

    def _ask(self, ask: Asked) -> None:
        common: dict[str, Any] = {"label": ask.label, "required": ask.required, "help_text": ask.help}
        match ask.field:
            case "hours":
                self.fields["starts_at"] = forms.TimeField(
                    label="시작 시각", required=ask.required, help_text="예: 14:00"
                )
                self.fields["ends_at"] = forms.TimeField(
                    label="마친 시각", required=False, help_text="예: 16:00"
                )
            case "site" | "district":
                self._ask_place(ask.field, common)
            case "people" | "quantity" | "employees":
                self.fields[ask.field] = number_field(UNITS[ask.field], **common)
            case "wished_on":
                self.fields["wished_on"] = forms.DateField(**common)
            case "appointee":
                offered = queries.appointees(self.centre, self.today)
                self.fields["appointee"] = forms.ModelChoiceField(offered, empty_label="고르세요", **common)
            case "client":
                self._ask_client(common)
            case _:
                most = rules.LENGTHS.get(ask.field, 120)
                self.fields[ask.field] = PlainTextField(max_length=most, **common)

    def _ask_place(self, field: str, common: dict[str, Any]) -> None:
        """A retired place stays on offer where the record already has it."""
        box = site_field(**common) if field == "site" else district_field(**common)
        known: list[Model] = list(queries.sites() if field == "site" else queries.districts())
        kept = getattr(self.stored, field, None)
        box.offer([*known, *([kept] if kept else [])])
        self.fields[field] = box
        setattr(self, f"{field}s", known)

    def _ask_client(self, common: dict[str, Any]) -> None:
        """Who it is is asked once: a record of somebody else is another record."""
        if self.stored and self.stored.client_id:
            return
        self.fields["name"] = PlainTextField(
            max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}), **common
        )
        self.fields["phone"] = PhoneField(label="전화번호", required=False)
        self.fields["client"] = forms.ChoiceField(
            label="전에 온 사람인가요?",
            required=False,
            widget=forms.RadioSelect(attrs={"class": "kw-stacked"}),
        )

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The boxes in order; the two ends of the hours, name and number stand side by side."""
        pairs = {
            "starts_at": ("starts_at", "ends_at"),
            "name": ("name", "phone"),
            "site": ("site", "district"),
        }
        seen = {"form_token", "version", "ends_at", "phone", "client"}
        found = []
        for name in self.fields:
            if name not in seen:
                together = [one for one in pairs.get(name, (name,)) if one in self.fields]
                seen.update(together)
                found.append([self[one] for one in together])
                if name == "name" and self.client_choices:
                    found.append([self["client"]])
        return found

    @property
    def client_choices(self) -> list[tuple[str, str]]:
        box = self.fields.get("client")
        return list(box.choices) if isinstance(box, forms.ChoiceField) else []

    # -- what was typed -----------------------------------------------------------------------------------------

    def full_clean(self) -> None:
        """Whoever may have applied before is looked for first, so that the answer may be one of them."""
        if self.is_bound and "client" in self.fields:
            self._look_for_client()
        super().full_clean()

    def _look_for_client(self) -> None:
        name = " ".join(str(self.data.get(self.add_prefix("name")) or "").split())
        phone = str(self.data.get(self.add_prefix("phone")) or "")
        known = access.known_clients(self.account, self.centre, name, phone) if name else []
        box = self.fields["client"]
        box.disabled = not known
        if known and isinstance(box, forms.ChoiceField):
            box.choices = [*((str(pk), told) for pk, told in known), (NEW, "처음 온 사람입니다. 새로 등록")]

    def clean(self):
        found = super().clean()
        if self.client_choices and not found.get("client") and "client" not in self.errors:
            self.add_error(
                "client",
                "전에 온 사람일 수 있습니다. 찾은 사람을 고르거나, 처음이면 '새로 등록'을 고르세요.",
            )
        for name, sentence in rules.problems(
            self.shape, self._plain_facts(found), self.asks, self.today, self.service.counting
        ):
            if name not in self.errors and not (name == "client" and "name" in self.errors):
                self.add_error(name if name in self.fields else None, sentence)
        return found

    def _plain_facts(self, found: dict[str, Any]) -> dict[str, Any]:
        facts = {name: value for name, value in found.items() if not name.startswith("q_")}
        if self.stored and getattr(self.stored, "client_id", None):
            facts["client"] = self.stored.client
        if self.stored and "count" not in self.fields and self.shape == Shape.TALLY:
            facts["count"] = self.stored.count or 1
        return {**facts, "answers": self._answers(found)}

    def _answers(self, found: dict[str, Any]) -> dict[str, Any]:
        told = {question.code: found.get(answer_name(question)) for question in self.questions}
        return {
            code: value.isoformat() if isinstance(value, date) else value
            for code, value in told.items()
            if value not in ("", None)
        }

    def facts(self) -> dict[str, Any]:
        """What was written down, as the actions take it."""
        found = self.cleaned_data
        names = {"form_token", "version", "client", "name", "phone"}
        facts = {k: v for k, v in found.items() if k not in names and not k.startswith("q_")}
        facts |= {"kind": self.kinds[found["kind"]], "answers": self._answers(found)}
        if "client" in self.fields:
            chosen = found.get("client") or ""
            if chosen and chosen != NEW:
                facts["client"] = queries.client(self.centre, int(chosen))
            else:
                facts |= {"client": None, "name": found.get("name"), "phone": found.get("phone")}
        if self.stored and "count" not in facts and self.shape == Shape.TALLY:
            facts["count"] = self.stored.count
        return facts

    def renew(self, version: int, why: str) -> None:
        """Somebody else was first: what was typed stays, the next submission is about the record as it is now."""
        typed = self.data.copy()
        typed["version"] = str(version)
        self.data = typed
        self.add_error(None, why)


def initial_of(stored: Any) -> dict[str, Any]:
    """The boxes of a record being amended."""
    plain = {field.name: getattr(stored, field.name) for field in stored._meta.concrete_fields}
    return {
        **plain,
        "kind": stored.kind.code,
        "day": stored.day,
        "site": stored.site.name if stored.site else "",
        "district": stored.district.name if stored.district else "",
        "workplace": stored.workplace.name if getattr(stored, "workplace", None) else "",
        "appointee": getattr(stored, "appointee_id", None),
        "version": stored.version,
        "form_token": None,
        **{f"q_{code}": value for code, value in stored.answers.items()},
    }
