"""What reports ask: a report as of now, the evidence behind a number, how the programmes stand."""

from .composing import Composed, NoSubject, composed, rows_url, spec_of, window_of, words_of
from .dashboards import Headline, Standing, centre_standing, programme_standing
from .evidence import Evidence, evidence, owners

__all__ = [
    "Composed",
    "Evidence",
    "Headline",
    "NoSubject",
    "Standing",
    "centre_standing",
    "composed",
    "evidence",
    "owners",
    "programme_standing",
    "rows_url",
    "spec_of",
    "window_of",
    "words_of",
]
