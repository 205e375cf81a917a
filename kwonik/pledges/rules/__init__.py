"""Quarters of the roadmap, progress by weight, money that may be executed, who may be asked what. Plain Python."""

from kwonik.places.rules import Refused

from .money import Cell, over_secured
from .pictures import said_of_picture
from .progress import Mark, Step, fulfilment, in_words, marks
from .quarters import after, first_day, last_day, quarter_in_words, quarter_of, quarters, read_quarter

__all__ = [
    "Cell",
    "Mark",
    "Refused",
    "Step",
    "after",
    "first_day",
    "fulfilment",
    "in_words",
    "last_day",
    "marks",
    "over_secured",
    "quarter_in_words",
    "quarter_of",
    "quarters",
    "read_quarter",
    "said_of_picture",
]
