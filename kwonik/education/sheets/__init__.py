"""The ledgers of education: requests, lectures, videos and the readings of their views."""

from __future__ import annotations

from typing import Any

from kwonik.catalogue.codes import Room, Shape
from kwonik.catalogue.queries import service_names
from kwonik.education.models import Lecture, Request, Video, VideoReading
from kwonik.ledgers import registry
from kwonik.ledgers.registry import Sheet

from . import lectures, requests, videos


def variants(centre: Any) -> list[tuple[str, str]]:
    return list(service_names(Shape.SESSION, Room.EDUCATION).items())


registry.declare(
    Sheet(
        code="education.requests",
        label="교육 신청 대장",
        permission="education.request:import",
        model=Request,
        columns=requests.columns,
        check=requests.check,
        store=requests.store,
        example=requests.example,
        variants=variants,
    )
)
registry.declare(
    Sheet(
        code="education.lectures",
        label="교육 대장",
        permission="education.lecture:import",
        model=Lecture,
        columns=lectures.columns,
        check=lectures.check,
        store=lectures.store,
        example=lectures.example,
        variants=variants,
    )
)
registry.declare(
    Sheet(
        code="education.videos",
        label="교육 영상 대장",
        permission="education.video:record",
        model=Video,
        columns=videos.columns,
        check=videos.check,
        store=videos.store,
        example=videos.example,
        variants=variants,
    )
)
registry.declare(
    Sheet(
        code="education.readings",
        label="영상 조회수 대장",
        permission="education.video:record",
        model=VideoReading,
        columns=videos.reading_columns,
        check=videos.check_reading,
        store=videos.store_readings,
        example=videos.reading_example,
    )
)
