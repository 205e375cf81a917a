"""The addresses templates print. A list prints one per row and the menu one per page: each name is asked of the
resolver once, and its numbers are then put in their places.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.urls import NoReverseMatch, URLResolver, get_resolver, get_script_prefix, reverse

LARGE = tuple(1_000_000_000_000_000 + n for n in range(1, 5))
SMALL = (1, 2, 3, 4)
"""Stand-ins for numbers: an address that prints these as they are prints every number so."""


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named URL: `url("remedy:case", case.pk)`. Raises NoReverseMatch.

    It belongs to the installation's own URLs (ROOT_URLCONF); nothing here gives a request others.
    """
    kinds = {type(arg) for arg in args}
    if kwargs or len(kinds) > 1:
        return reverse(name, args=args, kwargs=kwargs)
    if kinds == {str}:
        return _known(get_resolver(), get_script_prefix(), name, args)
    pattern = _pattern(get_resolver(), get_script_prefix(), name, len(args))
    if pattern and (not args or (kinds == {int} and min(args) >= 0)):
        return pattern.format(*args)
    return reverse(name, args=args)


@lru_cache(maxsize=1024)
def _pattern(resolver: URLResolver, prefix: str, name: str, count: int) -> str | None:
    """The address with "{}" for each number; None where it does not simply print them, or does not exist.

    A resolver is made anew whenever the list of URLs changes, so it stands in the key for all of them.
    """
    try:
        large, small = (reverse(name, args=numbers[:count]) for numbers in (LARGE, SMALL))
    except NoReverseMatch:
        return None
    pattern = re.sub("|".join(map(str, LARGE)), "{}", large)
    return pattern if pattern.count("{}") == count and pattern.format(*SMALL) == small else None


@lru_cache(maxsize=1024)
def _known(resolver: URLResolver, prefix: str, name: str, words: tuple[str, ...]) -> str:
    """Addresses that name a service, a sheet or another code: few, and the same on every page."""
    return reverse(name, args=words)
