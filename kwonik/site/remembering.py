"""What is printed the same again and again is printed once: the tags of a list's rows, the filter nobody has touched.

Only what holds no personal data: words of a state, and the choices of a filter as the centre's lists give them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from django.forms import Form

Macro = Callable[..., Any]

KEPT = 1024
PAGING = frozenset({"page", "sort"})


def words(macro: Macro) -> Macro:
    """For a macro of a few words. Text and markup that read alike are two things: one is escaped, one is not."""
    return lru_cache(maxsize=KEPT, typed=True)(macro)


def untouched(macro: Macro) -> Macro:
    """For `filter_bar`: as long as nothing is typed, what it prints depends on the fields and their choices alone."""
    kept: dict[Hashable, Any] = {}

    def bar(form: Form | None = None, caller: Macro | None = None, **words: Any) -> Any:
        key = None if form is None or caller else _fields(form)
        if key is None:
            return macro(form, caller=caller, **words)
        key += tuple(words.items())
        if key not in kept:
            if len(kept) >= KEPT:
                kept.clear()
            kept[key] = macro(form, **words)
        return kept[key]

    return bar


def _fields(form: Form) -> tuple[Hashable, ...] | None:
    """All that the fields print; None for a form with values or errors, or with choices that are still asked for."""
    typed = any(value for name, value in form.data.items() if name not in PAGING)
    if typed or form.initial or form.errors:
        return None
    found: list[Any] = [type(form), form.is_bound, form.prefix, form.auto_id]
    for name, field in form.fields.items():
        choices = getattr(field, "choices", [])
        if type(choices) is not list or field.initial is not None:
            return None
        if any(isinstance(label, list | tuple) for _, label in choices):
            return None
        words = (field.label, field.help_text, field.required, *field.widget.attrs.items())
        found += [name, *words, *map(tuple, choices)]
    return tuple(found)


REMEMBERED: dict[str, Callable[[Macro], Macro]] = {"tag": words, "turn": words, "filter_bar": untouched}
"""The macros that are, by name."""
