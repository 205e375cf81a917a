"""The shape of what people type about education."""

from .lists import InstructorFilter, LectureFilter, RequestFilter, VideoFilter
from .records import (
    AmendLectureForm,
    AmendRequestForm,
    AssignForm,
    AttendanceForm,
    ConfirmForm,
    DecideForm,
    EnrolForm,
    LectureForm,
    ReadingForm,
    ReasonForm,
    RequestForm,
    ResultForm,
    VideoForm,
)

__all__ = [
    "AmendLectureForm",
    "AmendRequestForm",
    "AssignForm",
    "AttendanceForm",
    "ConfirmForm",
    "DecideForm",
    "EnrolForm",
    "InstructorFilter",
    "LectureFilter",
    "LectureForm",
    "ReadingForm",
    "ReasonForm",
    "RequestFilter",
    "RequestForm",
    "ResultForm",
    "VideoFilter",
    "VideoForm",
]
