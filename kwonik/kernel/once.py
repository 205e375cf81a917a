"""What several parts of a page ask, asked once per request. Outside a request everything is asked each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Found = TypeVar("Found")

_answers: ContextVar[dict[Callable[[], Any], Any] | None] = ContextVar("answers", default=None)


@contextmanager
def answering() -> Iterator[None]:
    """One request: the guard puts it around every view."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def per_request(ask: Callable[[], Found]) -> Callable[[], Found]:
    """`ask()` runs at most once per request. Only for what a request does not change itself."""

    @wraps(ask)
    def asked() -> Found:
        answers = _answers.get()
        if answers is None:
            return ask()
        if ask not in answers:
            answers[ask] = ask()
        return answers[ask]

    return asked
