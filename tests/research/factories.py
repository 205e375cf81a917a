"""Studies, publications and checks with sensible defaults; straight to the tables."""

from datetime import date
from itertools import count

from kwonik.catalogue.models import Question, Service
from kwonik.places.models import Centre
from kwonik.research.models import (
    ComplianceCheck,
    Distribution,
    Event,
    Participant,
    Printing,
    Publication,
    Response,
    Round,
    Study,
)
from tests.factories import code_of, make_centre, make_service, make_workplace

A_DAY = date(2025, 5, 9)
LISTS = {
    "method": (("survey", "설문조사", "questionnaire"), ("fgi", "FGI", "talk")),
    "group": (("owner", "사업주"), ("worker", "노동자")),
    "kind": (("guidebook", "가이드북"), ("newsletter", "소식지")),
}
INDICATORS = (("manual", "고객응대 매뉴얼을 갖추었다"), ("rest", "휴게 시간을 보장한다"))
_numbers = count(1)


def make_research_service(code: str = "studies", **fields) -> Service:
    service = make_service(code, shape="study", lists=LISTS, name=f"조사 {code}", **fields)
    for at, (key, label) in enumerate(INDICATORS):
        Question.objects.get_or_create(
            service=service, code=key, defaults={"label": label, "kind": "yes_no", "position": at}
        )
    return service


def make_study(centre: Centre | None = None, **fields) -> Study:
    number = next(_numbers)
    defaults = {
        "service": fields.pop("service", None) or make_research_service(),
        "code": f"study-{number}",
        "title": f"실태조사 {number}",
        "state": "running",
        "from_on": date(2025, 2, 3),
    }
    return Study.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})


def make_round(study: Study | None = None, method: str = "survey", group: str = "worker", **fields) -> Round:
    study = study or make_study()
    return Round.objects.create(
        centre=study.centre,
        study=study,
        method=code_of(study.service, "method", method),
        group=code_of(study.service, "group", group),
        **fields,
    )


def make_response(round: Round | None = None, **fields) -> Response:
    round = round or make_round()
    defaults = {"received_on": A_DAY, "channel": "paper"}
    return Response.objects.create(centre=round.centre, round=round, **{**defaults, **fields})


def make_participant(round: Round | None = None, number: int = 1, **fields) -> Participant:
    round = round or make_round(method="fgi")
    defaults = {"held_on": A_DAY}
    return Participant.objects.create(
        centre=round.centre, round=round, number=number, **{**defaults, **fields}
    )


def make_event(study: Study | None = None, **fields) -> Event:
    study = study or make_study()
    defaults = {"held_on": A_DAY, "title": "중간보고회"}
    return Event.objects.create(centre=study.centre, study=study, **{**defaults, **fields})


def make_book(
    centre: Centre | None = None, copies: int = 100, kind: str = "guidebook", **fields
) -> Publication:
    number = next(_numbers)
    service = fields.pop("service", None) or make_research_service()
    defaults = {
        "service": service,
        "kind": code_of(service, "kind", kind),
        "code": f"book-{number}",
        "title": f"가이드북 {number}",
        "published_on": A_DAY,
    }
    book = Publication.objects.create(centre=centre or make_centre("main"), **{**defaults, **fields})
    if copies:
        make_printing(book, copies)
    return book


def make_printing(book: Publication, copies: int = 100, **fields) -> Printing:
    defaults = {"printed_on": A_DAY}
    return Printing.objects.create(
        centre=book.centre, publication=book, copies=copies, **{**defaults, **fields}
    )


def make_handing(book: Publication | None = None, copies: int = 10, **fields) -> Distribution:
    book = book or make_book()
    defaults = {"handed_on": A_DAY, "recipient": "구청 주택과"}
    return Distribution.objects.create(
        centre=book.centre, publication=book, copies=copies, **{**defaults, **fields}
    )


def make_check(organisation: str = "가람재단", stage: str = "desk", **fields) -> ComplianceCheck:
    defaults = {
        "centre": fields.pop("centre", None) or make_centre("main"),
        "service": fields.pop("service", None) or make_research_service(),
        "organisation": make_workplace(organisation),
        "year": 2025,
        "number": 1,
        "checked_on": A_DAY,
    }
    return ComplianceCheck.objects.create(stage=stage, **{**defaults, **fields})
