"""Lists of relief cases, their offers, steps and history, and what the ranking of advocates needs to know."""

from .cases import (
    by_token,
    client_of,
    districts,
    due,
    from_consultation,
    listed,
    pressing_first,
    services,
    sorted_by,
    standing,
    with_file,
    with_words,
)
from .history import history, offers, standing_steps, steps, words_of
from .ranking import advocate, advocates, advocates_with_cases, experts, matter
from .waiting import answered, concluded, due_elsewhere, finished, in_hand, unanswered, waiting_for_centre

__all__ = [
    "advocate",
    "advocates",
    "advocates_with_cases",
    "answered",
    "by_token",
    "client_of",
    "concluded",
    "districts",
    "due",
    "due_elsewhere",
    "experts",
    "finished",
    "from_consultation",
    "history",
    "in_hand",
    "listed",
    "matter",
    "offers",
    "pressing_first",
    "services",
    "sorted_by",
    "standing",
    "standing_steps",
    "steps",
    "unanswered",
    "waiting_for_centre",
    "with_file",
    "with_words",
    "words_of",
]
