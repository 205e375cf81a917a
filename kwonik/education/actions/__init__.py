"""What is done in education, one function per verb."""

from .lectures import amend_lecture, assign_instructor, plan_lecture, record_result, release_instructor
from .requests import amend_request, decide, record_request
from .rosters import enrol, issue_certificates, mark_attendance, strike
from .videos import record_reading, record_video
from .withdrawing import reinstate, withdraw

__all__ = [
    "amend_lecture",
    "amend_request",
    "assign_instructor",
    "decide",
    "enrol",
    "issue_certificates",
    "mark_attendance",
    "plan_lecture",
    "record_reading",
    "record_request",
    "record_result",
    "record_video",
    "reinstate",
    "release_instructor",
    "strike",
    "withdraw",
]
