"""The vocabulary of the audit trail: which events exist and how the history page prints them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """`code` such as "remedy.case.assigned"; `label` is what the history page prints."""

    code: str
    label: str


_declared: dict[str, Event] = {}


def declare(events: Iterable[Event]) -> None:
    for event in events:
        if event.code in _declared:
            raise ValueError(f"audit event declared twice: {event.code}")
        _declared[event.code] = event


def known(code: str) -> Event:
    return _declared[code]


def everything() -> list[Event]:
    return sorted(_declared.values(), key=lambda event: event.code)
