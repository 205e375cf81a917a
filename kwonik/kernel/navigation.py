"""The desk's menu as data: each area says which of its pages stand there, under which heading, for whom."""

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


SECTIONS = (
    *("오늘", "상담", "권리구제", "안심결제", "사업", "교육", "쉼터", "심리상담", "조사·연구", "전산"),
    *("예산", "공약", "보고", "자료", "기관", "관리"),
)

_items: list[Item] = []


def declare(items: Iterable[Item]) -> None:
    for item in items:
        permissions.known(item.permission)
        if item.section not in SECTIONS:
            raise ValueError(f"unknown menu section: {item.section}")
        insort(_items, item, key=lambda item: (SECTIONS.index(item.section), item.position, item.label))


def items() -> list[Item]:
    """Every page of the menu, in the menu's order."""
    return [item for item in _items if item.exists is None or item.exists()]
