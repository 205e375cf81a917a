"""What reports ask: a report as of now, the evidence behind a number, how the programmes stand."""

from .composing import Composed, NoSubject, Placed, composed, rows_url, spec_of, window_of, words_of
from .dashboards import Headline, Standing, centre_standing, programme_standing
from .evidence import Evidence, evidence, owners
from .explaining import Entry, Explained, entries, explained, rooms, staff
from .freezing import Found, NotTheSame, ask_of, chain, found, frozen, statement_of

__all__ = [
    "Composed",
    "Entry",
    "Evidence",
    "Explained",
    "Found",
    "Headline",
    "NoSubject",
    "NotTheSame",
    "Placed",
    "Standing",
    "ask_of",
    "centre_standing",
    "chain",
    "composed",
    "entries",
    "evidence",
    "explained",
    "found",
    "frozen",
    "owners",
    "programme_standing",
    "rooms",
    "rows_url",
    "spec_of",
    "staff",
    "statement_of",
    "window_of",
    "words_of",
]
