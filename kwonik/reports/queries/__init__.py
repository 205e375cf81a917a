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
from .comparing import Moved, RowChange, recomputed, window_of_edition
from .composing import Composed, NoSubject, Placed, composed, rows_url, spec_of, window_of, words_of
from .dashboards import Headline, Standing, centre_standing, programme_standing
from .drift import Drift, drift
from .editions import (
    Corrected,
    corrected_numbers,
    corrections,
    editions,
    editions_in_force,
    last_movements,
    latest_edition,
    moved_editions,
)
from .evidence import Evidence, evidence, owners
from .freezing import Found, NotTheSame, ask_of, broken, chain, found, frozen, root_of, statement_of
from .publishing import Readiness, readiness, writing_snapshot

__all__ = [
    "Composed",
    "Corrected",
    "Drift",
    "Evidence",
    "Found",
    "Headline",
    "Moved",
    "NoSubject",
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
    "corrected_numbers",
    "corrections",
    "drift",
    "editions",
    "editions_in_force",
    "evidence",
    "exceptions",
    "found",
    "frozen",
    "last_movements",
    "latest_edition",
    "lower_centres",
    "moved_editions",
    "owners",
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
