"""Studies with their rounds and answers, publications with their copies, checks of organisations."""

from .base import Row
from .checks import ComplianceCheck
from .publications import Distribution, Printing, Publication
from .studies import Event, Participant, Response, Round, Study

__all__ = [
    "ComplianceCheck",
    "Distribution",
    "Event",
    "Participant",
    "Printing",
    "Publication",
    "Response",
    "Round",
    "Row",
    "Study",
]
