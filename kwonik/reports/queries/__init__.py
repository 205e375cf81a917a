"""What reports ask: a report as of now, the evidence behind a number, how the programmes stand."""

from .closings import (
    exceptions,
    lower_centres,
    rooms,
    standing_closings,
    standing_exceptions,
    unclosed,
    unclosed_below,
    with_nobody,
    year_of_closings,
)
from .composing import Composed, Placed, composed, rows_url, spec_of, window_of, words_of
from .dashboards import Headline, Standing, centre_standing, programme_standing
from .drift import Drift, Moved, RowChange, drift, recomputed, window_of_edition
from .evidence import Evidence, evidence
from .freezing import Found, NotTheSame, ask_of, broken, chain, found, frozen, root_of, statement_of
from .publishing import Readiness, editions, latest_edition, readiness, writing_snapshot

__all__ = [
    "Composed",
    "Drift",
    "Evidence",
    "Found",
    "Headline",
    "Moved",
    "NotTheSame",
    "Placed",
    "Readiness",
    "RowChange",
    "Standing",
    "ask_of",
    "broken",
    "centre_standing",
    "chain",
    "composed",
    "drift",
    "editions",
    "evidence",
    "exceptions",
    "found",
    "frozen",
    "latest_edition",
    "lower_centres",
    "programme_standing",
    "readiness",
    "recomputed",
    "rooms",
    "root_of",
    "rows_url",
    "spec_of",
    "standing_closings",
    "standing_exceptions",
    "statement_of",
    "unclosed",
    "unclosed_below",
    "window_of",
    "window_of_edition",
    "with_nobody",
    "words_of",
    "writing_snapshot",
    "year_of_closings",
]
