"""What people do with pledges: keep them and their cards, say what happened to them, let citizens review them."""

from .happenings import decide_change, override, request_change, set_status, split_or_merge
from .keeping import amend_part, amend_pledge, match_ledger, record_part, record_pledge, reinstate, withdraw
from .panels import record_member, record_panel, record_score

__all__ = [
    "amend_part",
    "amend_pledge",
    "decide_change",
    "match_ledger",
    "override",
    "record_member",
    "record_panel",
    "record_part",
    "record_pledge",
    "record_score",
    "reinstate",
    "request_change",
    "set_status",
    "split_or_merge",
    "withdraw",
]
