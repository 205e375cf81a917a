"""Sizes of an import. Plain numbers."""

CHUNK = 5_000
"""Lines stored at once; progress is told and a stop is obeyed between chunks."""

INLINE_ROWS = 3_000
"""A ledger of up to so many rows is read while the officer waits; a longer one by the worker, with progress."""

SHOWN_PROBLEMS = 200
SHOWN_ROWS = 10
