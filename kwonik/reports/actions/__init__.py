"""What is done in reports: keeping definitions, closing months, publishing editions, noticing what moved."""

from .approving import approve_definition
from .closing import MAY_CLOSE, close, grant_exception, reopen, revoke_exception
from .definitions import note_definitions
from .noticing import notice_movements
from .publishing import publish

__all__ = [
    "MAY_CLOSE",
    "approve_definition",
    "close",
    "grant_exception",
    "note_definitions",
    "notice_movements",
    "publish",
    "reopen",
    "revoke_exception",
]
