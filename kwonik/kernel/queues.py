"""What waits for somebody today: each area declares its queues, the desk's first page shows them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from . import permissions


@dataclass(frozen=True)
class Todo:
    """One thing to do: `turn` says whose turn it is in Korean ("센터", "노동권리보호관"), `due_on` until when."""

    title: str
    url_name: str
    url_args: tuple = ()
    note: str = ""
    turn: str = ""
    since: datetime | date | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Queue:
    """`todos(account, centre, today)` lists what waits, most urgent first, with a constant number of queries."""

    code: str
    label: str
    permission: str
    todos: Callable[[Any, Any, date], list[Todo]]
    empty: str = "기다리는 일이 없습니다."
    position: int = 100


_queues: list[Queue] = []


def declare(queue: Queue) -> None:
    permissions.known(queue.permission)
    _queues.append(queue)


def all_queues() -> list[Queue]:
    return sorted(_queues, key=lambda queue: (queue.position, queue.code))
