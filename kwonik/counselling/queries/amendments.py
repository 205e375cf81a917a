"""What changed in a consultation, from the states that the database kept."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

from kwonik.catalogue.models import Code
from kwonik.counselling import rules
from kwonik.counselling.models import Consultation
from kwonik.people.models import Client
from kwonik.places.models import District, Site, Workplace

WATCHED: Mapping[str, type | None] = {
    "occurred_on": None,
    "minutes": None,
    "party": None,
    "channel_id": Code,
    "issue_id": Code,
    "outcome_id": Code,
    "anonymous": None,
    "client_id": Client,
    "workplace_id": Workplace,
    "district_id": District,
    "site_id": Site,
    "follow_up_on": None,
    "is_business_contact": None,
    "memo_id": None,
}
"""Fields whose changes the history tells, and where the words of a key stand."""


def amendments(consultation: Consultation) -> dict[int, list[rules.Change]]:
    """version -> what that version changed, from the states the database kept (bulk and raw changes included).

    Words in place of keys; the memo's content is never among them. Constant number of statements.
    """
    fields = ("version", *WATCHED)
    states = list(consultation.past.order_by("pgh_id").values(*fields))
    states.append({field: getattr(consultation, field) for field in fields})
    found: dict[int, list[rules.Change]] = {}
    for before, after in itertools.pairwise(states):
        changed = rules.changes(
            {field: before[field] for field in WATCHED}, {field: after[field] for field in WATCHED}
        )
        found.setdefault(after["version"], []).extend(changed)
    words = _words([change for changed in found.values() for change in changed])
    return {version: [_worded(change, words) for change in changed] for version, changed in found.items()}


def _words(changed: list[rules.Change]) -> dict[tuple[type, object], str]:
    keys: dict[Any, set] = {}
    for change in changed:
        if model := WATCHED[change.field]:
            keys.setdefault(model, set()).update({change.before, change.after} - {None})
    return {
        (model, row.pk): str(row)
        for model, pks in keys.items()
        for row in model._default_manager.filter(pk__in=pks)
    }


def _worded(change: rules.Change, words: dict[tuple[type, object], str]) -> rules.Change:
    model = WATCHED[change.field]
    field = Consultation._meta.get_field(change.field.removesuffix("_id"))
    label = str(field.verbose_name)
    if change.field == "memo_id":
        return rules.Change(label, None, None)
    before, after = (
        words.get((model, value), "") if model else _in_words(field, value)
        for value in (change.before, change.after)
    )
    return rules.Change(label, before, after)


def _in_words(field, value) -> str:
    """A plain value as the history prints it: "노동자", "예", "2025. 5. 9."."""
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, date):
        return f"{value.year}. {value.month}. {value.day}."
    return str(dict(field.flatchoices).get(value, "" if value is None else value))
