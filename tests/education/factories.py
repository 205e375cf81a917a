"""Rows of education with sensible defaults; straight to the tables."""

from datetime import date, time
from itertools import count

from kwonik.education.models import Lecture, LectureInstructor, Request, Video, VideoReading
from kwonik.education.rules import hours_of
from tests.factories import code_of, make_centre, make_service

DAY = date(2025, 5, 9)
KINDS = (("law", "노동법률 교육"), ("humanities", "노동 인문학 특강"))
_numbers = count(1)


def make_education(code: str = "citizen_lectures", **fields):
    prefix = {"citizen_lectures": "E", "youth_lectures": "Y"}.get(code, "X")
    given = {"shape": "session", "room": "education", "prefix": prefix, "lists": {"kind": KINDS}}
    return make_service(code, name=fields.pop("name", f"교육 {code}"), **{**given, **fields})


def make_request(**fields) -> Request:
    service = fields.pop("service", None) or make_education()
    kind = code_of(service, "kind", fields.pop("kind", "law"))
    defaults = {
        "centre": fields.pop("centre", None) or make_centre("main"),
        "reference": f"E-2025-{next(_numbers):06}",
        "applicant": "한마음복지관",
        "requested_on": DAY,
        "wished_on": date(2025, 6, 9),
        "people": 30,
        "accepted_on": DAY if fields.get("state") in ("accepted", "assigned", "done") else None,
    }
    return Request.objects.create(service=service, kind=kind, **{**defaults, **fields})


def make_lecture(**fields) -> Lecture:
    service = fields.pop("service", None) or make_education()
    kind = code_of(service, "kind", fields.pop("kind", "law"))
    defaults = {
        "centre": fields.pop("centre", None) or make_centre("main"),
        "title": "일터의 노동법",
        "held_on": DAY,
        "starts_at": time(14),
        "ends_at": time(16),
        "people_completed": 27,
    }
    return Lecture.objects.create(service=service, kind=kind, **{**defaults, **fields})


def give(lecture: Lecture, instructor, **fields) -> LectureInstructor:
    during = hours_of(lecture.held_on, lecture.starts_at, lecture.ends_at)
    return LectureInstructor.objects.create(
        centre=lecture.centre, lecture=lecture, instructor=instructor, during=during, **fields
    )


def make_video(**fields) -> Video:
    service = fields.pop("service", None) or make_education()
    defaults = {
        "centre": fields.pop("centre", None) or make_centre("main"),
        "title": f"영상 {next(_numbers)}",
        "published_on": date(2025, 1, 20),
        "platform": "평생학습포털",
    }
    return Video.objects.create(service=service, **{**defaults, **fields})


def make_reading(video: Video, read_on: date, views: int, **fields) -> VideoReading:
    return VideoReading.objects.create(
        centre=video.centre, video=video, read_on=read_on, views=views, **fields
    )
