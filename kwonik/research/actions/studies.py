"""Opening and following a study: rounds, answers by count and day, people who took part, meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.catalogue.codes import Behaviour
from kwonik.catalogue.models import Code, Service
from kwonik.kernel import audit
from kwonik.places import actions as places
from kwonik.places.actions import next_reference
from kwonik.places.models import Centre
from kwonik.research import rules
from kwonik.research.codes import MOST_AT_ONCE
from kwonik.research.models import Event, Participant, Response, Round, Study
from kwonik.research.rules import Refused

from .keeping import guard, hold_centre, keep, locked, refuse_twin, sent_before


@dataclass(frozen=True)
class StudyFacts:
    """What is told of a study. `code` is empty where nobody names it in a report."""

    service: Service
    title: str
    from_on: date
    state: str
    until_on: date | None = None
    interim_on: date | None = None
    final_on: date | None = None
    owner: str = ""
    partner: str = ""
    note: str = ""
    code: str = ""


@transaction.atomic
def open_study(*, by, centre: Centre, facts: StudyFacts, form_token: UUID | None = None) -> Study:
    """A new study with a code of its own. Raises Refused."""
    guard(by, Study, centre)
    hold_centre(centre)
    if known := sent_before(Study, form_token, title=facts.title):
        return known[0]
    study = _told(Study(centre=centre, form_token=form_token), facts)
    if not study.code:
        year = facts.from_on.year
        study.code = rules.own_code("study", year, next_reference(centre, "study", year))
    return keep(study, by)


@transaction.atomic
def amend_study(*, by, study: Study, facts: StudyFacts) -> Study:
    """Corrects a study or tells how far it is. Raises Refused."""
    guard(by, Study, study.centre)
    hold_centre(study.centre)
    stored = locked(study)
    code = stored.code
    _told(stored, facts)
    stored.code = facts.code or code
    stored.save()
    audit.record("research.study.amended", stored, by=by)
    return stored


def _told(study: Study, facts: StudyFacts) -> Study:
    rules.check_dates(facts.from_on, facts.until_on, facts.interim_on, facts.final_on)
    for name, value in asdict_of(facts).items():
        setattr(study, name, value)
    refuse_twin(study)
    same = Study.objects.filter(centre=study.centre_id, code=facts.code).exclude(pk=study.pk)
    if facts.code and same.exists():
        raise Refused("이 부르는 이름은 다른 실태조사·연구가 쓰고 있습니다. 다른 이름을 적으세요.")
    return study


def asdict_of(facts) -> dict:
    """The facts by field name, rows as they are."""
    return {name: getattr(facts, name) for name in facts.__dataclass_fields__}


@transaction.atomic
def open_round(
    *, by, study: Study, method: Code, group: Code, target: int = 0, form_token: UUID | None = None
) -> Round:
    """One method on one group of respondents. Raises Refused where the study has it already."""
    guard(by, Study, study.centre)
    study = locked(study)
    if known := sent_before(Round, form_token, method_id=method.pk, group_id=group.pk):
        return known[0]
    _refuse_withdrawn(study)
    round = Round(
        centre_id=study.centre_id,
        study=study,
        method=method,
        group=group,
        target=target,
        form_token=form_token,
    )
    refuse_twin(round)
    return keep(round, by)


@transaction.atomic
def set_target(*, by, round: Round, target: int) -> Round:
    """How many are wanted."""
    guard(by, Study, round.centre)
    stored = locked(round)
    stored.target = target
    stored.save(update_fields=["target"])
    audit.record("research.round.amended", stored, by=by, detail={"target": target})
    return stored


@transaction.atomic
def record_responses(
    *,
    by,
    round: Round,
    received_on: date,
    channel: str,
    count: int = 1,
    invalid_reason: str = "",
    workplace: str = "",
    form_token: UUID | None = None,
) -> list[Response]:
    """`count` questionnaires that came back on a day, one row each; the same form adds them once. Raises Refused.

    `workplace`: where they were filled in, if the survey asks workplace by workplace.
    """
    guard(by, Study, round.centre)
    stored = locked(round)
    asked_at = places.workplace(workplace).pk if workplace else None
    same = {
        "round_id": stored.pk,
        "received_on": received_on,
        "channel": channel,
        "workplace_id": asked_at,
    }
    if known := sent_before(Response, form_token, invalid_reason=invalid_reason, **same):
        if len(known) != count:
            raise Refused("이 화면으로 이미 적었습니다. 더 적으려면 적기를 다시 누르세요.")
        return known
    _refuse_withdrawn(stored)
    _needs(stored, Behaviour.QUESTIONNAIRE, "설문이 아닌 조사입니다. 면접에 나온 사람은 참여자로 적으세요.")
    rules.check_day(received_on, timezone.localdate(), "받은 날")
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused(f"한 번에 1부터 {MOST_AT_ONCE:,}까지 적을 수 있습니다. 수를 확인하세요.")
    rows = Response.objects.bulk_create(
        Response(
            centre_id=stored.centre_id,
            valid=not invalid_reason,
            invalid_reason=invalid_reason,
            form_token=form_token,
            serial=number,
            recorded_by=by,
            **same,
        )
        for number in range(count)
    )
    detail = {"count": count, "received_on": str(received_on)}
    audit.record("research.response.recorded", stored, by=by, detail=detail)
    return rows


@transaction.atomic
def take_back_responses(*, by, round: Round, received_on: date, channel: str, count: int, reason: str) -> int:
    """Withdraws the latest `count` valid answers of a day and way: somebody counted too many. Raises Refused."""
    guard(by, Study, round.centre)
    stored = locked(round)
    rows = Response.objects.standing().filter(
        round=stored, received_on=received_on, channel=channel, valid=True
    )
    latest = list(rows.order_by("-pk").values_list("pk", flat=True)[:count])
    if count < 1 or len(latest) < count:
        raise Refused(f"그날 받은 응답은 {rows.count():,}장입니다. 철회할 수를 확인하세요.")
    Response.objects.filter(pk__in=latest).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason
    )
    detail = {"count": count, "received_on": str(received_on)}
    audit.record("research.response.withdrawn", stored, by=by, detail=detail)
    return count


@transaction.atomic
def record_participants(
    *, by, round: Round, held_on: date, numbers: Iterable[int], form_token: UUID | None = None
) -> list[Participant]:
    """Who took part on a day, by the numbers that stand for people in this study. Raises Refused."""
    guard(by, Study, round.centre)
    stored = locked(round)
    wanted = sorted(set(numbers))
    if known := sent_before(Participant, form_token, round_id=stored.pk, held_on=held_on):
        if [row.number for row in known] != wanted:
            raise Refused("이 화면으로 이미 적었습니다. 더 적으려면 적기를 다시 누르세요.")
        return known
    _refuse_withdrawn(stored)
    _needs(stored, Behaviour.TALK, "면접이 아닌 조사입니다. 돌아온 설문지는 응답으로 적으세요.")
    rules.check_day(held_on, timezone.localdate(), "진행한 날")
    if not wanted:
        raise Refused("나온 사람의 번호를 하나 이상 적으세요.")
    there = Participant.objects.standing().filter(round=stored, held_on=held_on, number__in=wanted)
    if twice := sorted(there.values_list("number", flat=True)):
        named = ", ".join(map(str, twice))
        raise Refused(f"{named}번은 이 날 이미 적었습니다. 번호를 확인하세요.")
    rows = Participant.objects.bulk_create(
        Participant(
            centre_id=stored.centre_id,
            round=stored,
            held_on=held_on,
            number=number,
            form_token=form_token,
            serial=at,
            recorded_by=by,
        )
        for at, number in enumerate(wanted)
    )
    detail = {"count": len(rows), "held_on": str(held_on)}
    audit.record("research.participant.recorded", stored, by=by, detail=detail)
    return rows


@transaction.atomic
def record_event(
    *,
    by,
    study: Study,
    held_on: date,
    title: str,
    place: str = "",
    people: int | None = None,
    note: str = "",
    form_token: UUID | None = None,
) -> Event:
    """A meeting where the study was told (중간보고회, 토론회). Raises Refused."""
    guard(by, Study, study.centre)
    study = locked(study)
    if known := sent_before(Event, form_token, title=title, held_on=held_on):
        return known[0]
    _refuse_withdrawn(study)
    return keep(
        Event(
            centre_id=study.centre_id,
            study=study,
            held_on=held_on,
            title=title,
            place=place,
            people=people,
            note=note,
            form_token=form_token,
        ),
        by,
    )


def _needs(round: Round, behaviour: Behaviour, sentence: str) -> None:
    if round.method.behaviour != behaviour:
        raise Refused(sentence)


def _refuse_withdrawn(row: Study | Round) -> None:
    if row.withdrawn_at:
        raise Refused("철회한 기록에는 더 적을 수 없습니다. 먼저 철회를 되돌리세요.")
