"""What is done in consulting, one function per verb."""

from .agreements import end_agreement, record_agreement
from .deciding import accept, assign, decide, deliver, evaluate
from .engagements import amend_engagement, record_engagement, reinstate, withdraw

__all__ = [
    "accept",
    "amend_engagement",
    "assign",
    "decide",
    "deliver",
    "end_agreement",
    "evaluate",
    "record_agreement",
    "record_engagement",
    "reinstate",
    "withdraw",
]
