"""Records of any shape in words: for lists, pages, and what was changed."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date, time
from typing import Any

from django.db import models
from django.db.models import QuerySet

from kwonik.activities import rules
from kwonik.activities.models import Application, Entry
from kwonik.catalogue.codes import ASKS, Shape
from kwonik.catalogue.models import Question, Service
from kwonik.places.models import Centre


def with_words(rows: QuerySet) -> QuerySet:
    """Rows with what a list or a page prints of them, whatever their shape."""
    rows = rows.select_related("kind", "site", "district", "service", "centre", "recorded_by", "import_batch")
    if rows.model is Application:
        rows = rows.select_related("client", "workplace", "appointee", "round")
    return rows


def newest_first(rows: QuerySet) -> QuerySet:
    return rows.order_by(f"-{rows.model.DAY}", "-pk")


def by_token(model: type[Entry], token: Any, centre: Centre) -> Any:
    return model._default_manager.filter(form_token=token, centre=centre).first()


def answered(entry: Any) -> list[tuple[str, str]]:
    """(question, answer in words) of the profile's further questions, retired ones too."""
    if not entry.answers:
        return []
    asked = Question.objects.filter(service=entry.service_id, code__in=entry.answers).select_related("list")
    found = []
    for question in asked.prefetch_related("list__codes"):
        value = entry.answers[question.code]
        words = {code.code: code.label for code in question.list.codes.all()} if question.list else YES_NO
        found.append((question.label, str(words.get(value, value))))
    return found


YES_NO = {"yes": "예", "no": "아니오"}


NUMBERS = ("people", "quantity", "employees", "count")
OWN = {Shape.TALLY: [("count", "수")], Shape.HANDOUT: [("quantity", "수량")]}
"""What every record of the shape has, asked for or not."""
LISTED = 5
"""So many of what a service asks for stand in its list."""


def shown(service: Service) -> list[tuple[str, str]]:
    """(field, label) of what the list of a service prints besides number, day and kind."""
    shape = Shape(service.shape)
    asked = [
        (ask.field, ask.label)
        for ask in rules.asked(service.asks)
        if ask.field not in ("hours", "note", "client", "wished_on")
    ]
    return [*asked[:LISTED], *OWN.get(shape, [])]


def told(entry: Any) -> list[tuple[str, str]]:
    """(label, words) of a record for its page, without who applied: what the service asks, and whatever else was told."""
    asked = {ask.field: ask.label for ask in rules.asked(entry.service.asks)}
    labels = {**asked, **{field: label for field, label in ASKS[entry.SHAPE].items() if field not in asked}}
    labels |= dict(OWN.get(entry.SHAPE, []))
    found = []
    for field, label in labels.items():
        if field == "client":
            continue
        if field == "hours":
            ends = [_plain(at) for at in (entry.starts_at, entry.ends_at) if at]
            value = "~".join(ends)
        else:
            held = getattr(entry, field)
            value = str(held) if isinstance(held, models.Model) else _plain(held)
        if value or field in asked:
            found.append((label, value))
    return [*found, *answered(entry)]


UNTOLD = {
    *("id", "centre", "service", "import_batch", "import_key", "form_token", "version", "recorded_by"),
    *("recorded_at", "withdrawn_at", "withdrawn_by", "withdrawn_reason", "client"),
}


def amendments(entry: Any) -> dict[int, list[rules.Change]]:
    """version -> what that version changed, from the states the database kept; a constant number of statements.

    Who somebody is never stands among them.
    """
    fields = [field for field in entry._meta.concrete_fields if field.name not in UNTOLD]
    names = [field.attname for field in fields]
    states = list(entry.past.order_by("pgh_id").values("version", *names))
    states.append({"version": entry.version, **{name: getattr(entry, name) for name in names}})
    wanted: dict[Any, set] = defaultdict(set)
    for field, state in itertools.product(fields, states):
        if field.remote_field and state[field.attname]:
            wanted[field.related_model].add(state[field.attname])
    words = {
        (model, row.pk): str(row)
        for model, pks in wanted.items()
        for row in model._default_manager.filter(pk__in=pks)
    }

    def word(field: Any, value: Any) -> str:
        if field.remote_field:
            return words.get((field.related_model, value), "")
        return _plain(dict(field.flatchoices).get(value, value) if field.choices else value)

    found: dict[int, list[rules.Change]] = {}
    for before, after in itertools.pairwise(states):
        changed = [
            rules.Change(
                str(field.verbose_name),
                word(field, before[field.attname]),
                word(field, after[field.attname]),
            )
            for field in fields
            if before[field.attname] != after[field.attname]
        ]
        found.setdefault(after["version"], []).extend(changed)
    return found


def _plain(value: Any) -> str:
    match value:
        case None | "":
            return ""
        case date():
            return f"{value.year}. {value.month}. {value.day}."
        case time():
            return f"{value:%H:%M}"
        case dict():
            return ", ".join(f"{key} {answer}" for key, answer in value.items())
        case bool():
            return "예" if value else "아니오"
        case _:
            return f"{value:,}" if isinstance(value, int) else str(value)
