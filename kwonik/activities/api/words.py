"""Between the types of the API and the forms and rows of the activities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils import timezone

from kwonik.activities import actions, rules
from kwonik.activities.forms import EntryForm, MoveForm
from kwonik.catalogue.codes import Shape
from kwonik.people.api import Invalid

from .shapes import Facts, RecordOut

QUESTION = "q_"


def service_out(row: Any) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "programme": row.programme.name,
        "shape": row.shape,
        "one": rules.one(row.words, row.shape),
        "counting": row.counting,
    }


def form_of(request: Any, service: Any, typed: Mapping[str, Any], stored: Any = None) -> EntryForm:
    return EntryForm(
        typed,
        service=service,
        centre=request.centre,
        account=request.user,
        today=timezone.localdate(),
        stored=stored,
    )


def typed(facts: Facts) -> dict[str, str]:
    """What was sent, as a page would send it."""
    said = facts.model_dump(exclude_none=True, exclude={"answers", "version"})
    said |= {f"{QUESTION}{code}": answer for code, answer in (facts.answers or {}).items()}
    return {name: str(value) for name, value in said.items()}


def _outside(name: str) -> str:
    """How a field of the form is called out here."""
    return f"answers.{name.removeprefix(QUESTION)}" if name.startswith(QUESTION) else name


def check(form: Any, names: Mapping[str, str] = {}) -> None:
    """Raises Invalid with all that the form has to say, also about what it does not ask for."""
    found = {
        "" if name == "__all__" else names.get(name, _outside(name)): said
        for name, said in form.errors.items()
    }
    if isinstance(form, EntryForm | MoveForm):
        strange = set(form.data) - set(form.fields)
        found |= {_outside(name): ["여기에서 묻지 않는 항목입니다."] for name in strange}
    if found:
        choices = {"client": form.client_choices} if "client" in found else {}
        raise Invalid({name: [str(one) for one in said] for name, said in found.items()}, choices)


def asked(form: EntryForm) -> list[dict[str, Any]]:
    """What the form asks for, as a machine is told."""
    return [
        {
            "name": _outside(name),
            "label": str(field.label or ""),
            "kind": _kind_of(field),
            "required": field.required,
            "help": str(field.help_text),
            "choices": _choices_of(field),
        }
        for name, field in form.fields.items()
        if name not in ("form_token", "version")
    ]


def _kind_of(field: forms.Field) -> str:
    match field:
        case forms.ModelChoiceField() | forms.IntegerField():
            return "number"
        case forms.ChoiceField():
            return "choice"
        case forms.DateField():
            return "date"
        case forms.TimeField():
            return "time"
    return "place" if hasattr(field, "offer") else "text"


def _choices_of(field: forms.Field) -> list[dict[str, str]] | None:
    if not isinstance(field, forms.ChoiceField) or isinstance(field, forms.ModelChoiceField):
        return None
    return [{"value": str(value), "label": str(label)} for value, label in field.choices if value]


OWN = ("site", "district", "workplace", "note")
OF_APPLICATIONS = ("state", "decided_on", "delivered_on", "reason", "score")


def record_out(row: Any) -> RecordOut:
    """A record without who it is about."""
    names = (*actions.COLUMNS[row.SHAPE], *OWN, *(OF_APPLICATIONS if row.SHAPE == Shape.APPLICATION else ()))
    said = {name: _plain(getattr(row, name, None)) for name in names if name != "appointee"}
    client = getattr(row, "client", None)
    return RecordOut(
        id=row.pk,
        reference=row.reference,
        version=row.version,
        service=row.service.code,
        kind=row.kind.code,
        kind_label=row.kind.label,
        day=row.day.isoformat(),
        answers=row.answers,
        recorded_at=row.recorded_at.isoformat(),
        recorded_by=str(row.recorded_by) if row.recorded_by else None,
        withdrawn_at=_plain(row.withdrawn_at),
        withdrawn_reason=row.withdrawn_reason or None,
        client=client.reference if client else None,
        appointee=getattr(row, "appointee_id", None),
        **said,
    )


def _plain(value: Any) -> Any:
    match value:
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case "":
            return None
        case int() | str() | None:
            return value
    return value.name
