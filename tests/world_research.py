"""The studies, publications and checks of the world that tests watch: one of every kind, and one withdrawn."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.utils import timezone

from kwonik.catalogue.queries import codes
from kwonik.people.models import Account
from kwonik.places.models import Centre, District
from kwonik.research import actions, queries
from kwonik.research.actions import BookFacts, CheckFacts, StudyFacts
from kwonik.research.models import Participant, Response

_numbers = count(1)


def studies(by: Account, centre: Centre, day: date) -> dict[str, Any]:
    """A study with a questionnaire, a talk and a meeting; publications with copies; checks of two organisations."""
    return _studies(by, centre, day) | _books(by, centre, day) | _checks(by, centre, day)


def longer_studies(by: Account, rows: dict[str, Any], day: date) -> None:
    """More answers, people, meetings, copies and districts on these rows."""
    today = timezone.localdate()
    actions.record_responses(by=by, round=rows["study_round"], received_on=today, channel="online", count=3)
    person = queries.next_number(rows["study"])
    actions.record_participants(by=by, round=rows["study_talk"], held_on=day, numbers=[person])
    actions.record_event(by=by, study=rows["study"], held_on=day, title=f"자문회의 {person}")
    actions.print_more(by=by, publication=rows["publication"], printed_on=day, copies=10)
    actions.hand_out(by=by, publication=rows["publication"], handed_on=day, copies=5, recipient="쉼터")
    service = _service()
    kind = codes(service, "kind")[0]
    facts = BookFacts(service, kind, f"사례집 {next(_numbers)}", day, study=rows["study"])
    actions.publish(by=by, centre=rows["study"].centre, facts=facts)


def _service():
    return queries.services_with_indicators()[0]


def _withdrawn(by: Account, row: Any) -> Any:
    return actions.withdraw(by=by, row=row, reason="잘못 적음")


def _studies(by: Account, centre: Centre, day: date) -> dict[str, Any]:
    service = _service()
    methods, groups = codes(service, "method"), codes(service, "group")
    survey = next(code for code in methods if code.behaviour == "questionnaire")
    talk = next(code for code in methods if code.behaviour == "talk")

    def study():
        facts = StudyFacts(service, f"노동환경 실태조사 {next(_numbers)}", day, "running")
        return actions.open_study(by=by, centre=centre, facts=facts)

    def event():
        return actions.record_event(by=by, study=own, held_on=day, title="중간보고회")

    own, today = study(), timezone.localdate()
    asked = actions.open_round(by=by, study=own, method=survey, group=groups[1], target=50)
    talked = actions.open_round(by=by, study=own, method=talk, group=groups[1])
    for on in (day, today):
        actions.record_responses(by=by, round=asked, received_on=on, channel="paper", count=3)
    actions.record_participants(by=by, round=talked, held_on=day, numbers=[1, 2])
    answers, people = Response.objects.filter(round=asked), Participant.objects.filter(round=talked)
    return {
        "study": own,
        "study_round": asked,
        "study_talk": talked,
        "free_round": actions.open_round(by=by, study=own, method=talk, group=groups[2]),
        "withdrawn_round": _withdrawn(by, actions.open_round(by=by, study=own, method=talk, group=groups[3])),
        "free_study": study(),
        "withdrawn_study": _withdrawn(by, study()),
        "response": answers.first(),
        "withdrawn_response": _withdrawn(by, answers.last()),
        "participant": people.first(),
        "withdrawn_participant": _withdrawn(by, people.last()),
        "study_event": event(),
        "withdrawn_event": _withdrawn(by, event()),
    }


def _books(by: Account, centre: Centre, day: date) -> dict[str, Any]:
    service = _service()
    kind, district = codes(service, "kind")[0], District.objects.first()

    def book(copies: int = 0):
        facts = BookFacts(service, kind, f"가이드북 {next(_numbers)}", day)
        return actions.publish(by=by, centre=centre, facts=facts, copies=copies)

    def handing():
        return actions.hand_out(
            by=by, publication=own, handed_on=day, copies=10, recipient="구청 주택과", district=district
        )

    def printing():
        return actions.print_more(by=by, publication=own, printed_on=day, copies=20, printer="한울인쇄")

    own = book(copies=1_000)
    return {
        "publication": own,
        "free_publication": book(),
        "withdrawn_publication": _withdrawn(by, book()),
        "printing": printing(),
        "withdrawn_printing": _withdrawn(by, printing()),
        "distribution": handing(),
        "withdrawn_distribution": _withdrawn(by, handing()),
    }


def _checks(by: Account, centre: Centre, day: date) -> dict[str, Any]:
    def check(stage: str, organisation: str):
        return actions.record_check(
            by=by,
            centre=centre,
            service=_service(),
            year=day.year,
            number=1,
            organisation=organisation,
            stage=stage,
            facts=CheckFacts("improve", day, follow_up="휴게실을 갖출 것"),
        )

    number = next(_numbers)
    name = f"한강재단 {centre.pk} {number}"
    check("desk", name)
    return {
        "compliance_check": check("site", name),
        "withdrawn_check": _withdrawn(by, check("desk", f"나래공사 {centre.pk} {number}")),
    }
