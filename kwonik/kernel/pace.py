"""How often something may be done: counted in the cache, by each server process for itself."""

from __future__ import annotations

import time

from django.core.cache import cache


def seconds_to_wait(what: str, whose: str | int, *, most: int, within: int = 60) -> int:
    """Counts one more of `what` by `whose`; 0 while there were at most `most` in this span of `within` seconds.

    Else how many seconds it is until the next span.
    """
    span, passed = divmod(int(time.time()), within)
    counter = f"pace-{what}-{whose}-{span}"
    cache.add(counter, 0, 2 * within)
    return within - passed if cache.incr(counter) > most else 0
