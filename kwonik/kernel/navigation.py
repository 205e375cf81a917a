"""The desk's menu as data: each area says which of its pages stand there, under which heading, for whom.

And the log-in page's: where citizens begin who have an account of their own with an area.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from . import permissions


@dataclass(frozen=True)
class Item:
    """A page in the menu. `badge(account)` may count what waits there (0 shows nothing); `exists()` may say that this
    installation has no such page.
    """

    section: str
    label: str
    url_name: str
    permission: str
    position: int = 100
    url_args: tuple = ()
    badge: Callable[[Any], int] | None = None
    exists: Callable[[], bool] | None = None


@dataclass(frozen=True)
class Entrance:
    """A service to which citizens sign up themselves: its name, the addresses where they join and where they recover a password."""

    label: str
    join_url_name: str
    recover_url_name: str


SECTIONS = (
    *("오늘", "상담", "권리구제", "안심결제", "사업", "교육", "쉼터", "심리상담", "조사·연구", "전산"),
    *("예산", "공약", "보고", "자료", "기관", "관리"),
)

_items: list[Item] = []
_entrances: list[Entrance] = []


def declare(items: Iterable[Item]) -> None:
    for item in items:
        permissions.known(item.permission)
        if item.section not in SECTIONS:
            raise ValueError(f"unknown menu section: {item.section}")
        insort(_items, item, key=lambda item: (SECTIONS.index(item.section), item.position, item.label))


def items() -> list[Item]:
    """Every page of the menu, in the menu's order."""
    return [item for item in _items if item.exists is None or item.exists()]


def open_to_citizens(entrance: Entrance) -> None:
    """The log-in page shows citizens where to begin."""
    _entrances.append(entrance)


def entrances() -> list[Entrance]:
    return sorted(_entrances, key=lambda one: one.label)
