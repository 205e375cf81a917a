"""Education and consulting in the world that tests watch: a row of every kind, in every state that a page asks for."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from kwonik.catalogue.models import Service
from kwonik.consulting import actions as consulting
from kwonik.education import actions as education
from kwonik.people.models import Account, Appointment
from kwonik.places.models import Centre
from tests.factories import code_of, make_service

CONTACT = {"name": "홍길동", "phone": "010-1234-5678"}


def services() -> tuple[Service, Service]:
    """The profile's, or such as it might have."""
    lectures = make_service(
        "citizen_lectures",
        shape="session",
        room="education",
        prefix="E",
        lists={"kind": (("law", "노동법률 교육"), ("humanities", "노동 인문학 특강"))},
    )
    business = make_service(
        "business",
        shape="application",
        room="consulting",
        prefix="B",
        lists={"part": (("hr", "인사노무컨설팅", "mandatory"), ("work_rules", "취업규칙제·개정"))},
    )
    return lectures, business


def taught(by: Account, centre: Centre, teacher: Appointment, day: date, number: int) -> dict[str, Any]:
    """Requests, lectures, a roster and a video of one centre."""
    service, _ = services()
    given = {"by": by, "centre": centre, "service": service}
    kind = code_of(service, "kind", "law")

    def asked(**fields):
        return education.record_request(
            **given,
            kind=kind,
            applicant="한마음복지관",
            requested_on=day,
            wished_on=day,
            people=30,
            **CONTACT,
            **fields,
        )

    def lecture(**fields):
        return education.plan_lecture(**given, kind=kind, title="일터의 노동법", held_on=day, **fields)

    accepted = education.decide(by=by, request=asked(), verb="accept")
    hours = {"starts_at": time(8), "ends_at": time(9)}
    held_on = day + timedelta(days=number)
    mine = education.plan_lecture(
        **given, kind=kind, title="일터의 노동법", held_on=held_on, request=accepted, **hours
    )
    assignment = education.assign_instructor(by=by, lecture=mine, instructor=teacher, fee_won=200_000)
    attendee = education.enrol(by=by, lecture=mine, **CONTACT)
    came = education.enrol(by=by, lecture=mine, name="김영희")
    education.mark_attendance(by=by, lecture=mine, attended=[came.pk])
    gone, asked_wrongly = lecture(), asked()
    education.record_result(by=by, lecture=lecture(series="일터의 권리"), people_completed=27)
    education.withdraw(by=by, row=gone, reason="두 번 적음")
    education.withdraw(by=by, row=asked_wrongly, reason="두 번 적음")

    def video(name: str):
        return education.record_video(
            **given, title=f"{name} {centre.pk} {number}", published_on=day, platform="평생학습포털"
        )

    film, wrong = video("쉬는 날과 연차휴가"), video("잘못 올린 영상")
    reading, misread = (
        education.record_reading(by=by, video=film, read_on=day + timedelta(days=days), views=100 + days)
        for days in (1, 2)
    )
    for row in (misread, wrong):
        education.withdraw(by=by, row=row, reason="잘못 적음")
    return {
        "requested": asked(),
        "request": education.decide(by=by, request=asked(), verb="accept"),
        "withdrawn_request": asked_wrongly,
        "lecture": mine,
        "withdrawn_lecture": gone,
        "assignment": assignment,
        "attendee": attendee,
        "video": film,
        "withdrawn_video": wrong,
        "reading": reading,
        "withdrawn_reading": misread,
    }


def advised(by: Account, centre: Centre, consultant: Appointment, day: date, number: int) -> dict[str, Any]:
    """Engagements in the states their pages ask for, and an agreement."""
    _, service = services()
    agreement = consulting.record_agreement(
        by=by, centre=centre, name=f"그룹홈 지원 {centre.pk} {number}", partner="그룹홈협의회", from_on=day
    )

    def asked():
        return consulting.record_engagement(
            by=by,
            centre=centre,
            service=service,
            workplace="새솔그룹홈",
            requested_on=day,
            employees=5,
            agreement=agreement,
            **CONTACT,
        )

    def accepted():
        return consulting.accept(by=by, engagement=asked(), employees=5)

    def assigned():
        return consulting.assign(by=by, engagement=accepted(), consultant=consultant)

    done = assigned()
    done = consulting.deliver(by=by, engagement=done, delivered_on=done.accepted_on, fees={"hr": 300_000})
    return {
        "agreement": agreement,
        "engagement": asked(),
        "accepted_engagement": accepted(),
        "assigned_engagement": assigned(),
        "delivered_engagement": done,
        "withdrawn_engagement": consulting.withdraw(by=by, engagement=asked(), reason="두 번 적음"),
    }


def lengthened(by: Account, rows: dict[str, Any], day: date, number: int) -> None:
    """More that hangs on the lecture and the video."""
    education.enrol(by=by, lecture=rows["lecture"], name=f"수강생{number}")
    far = day + timedelta(days=30 + number)
    education.record_reading(by=by, video=rows["video"], read_on=far, views=1_000 + number)
    education.record_result(by=by, lecture=rows["lecture"], people_completed=20 + number)
