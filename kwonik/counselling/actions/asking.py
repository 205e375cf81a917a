"""What a worker does without logging in: asks for counselling, takes it back; and what is forgotten in time."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.calculators.models import KeptCalculation
from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code, Service
from kwonik.counselling import queries, rules
from kwonik.counselling.codes import TERMS, RequestState
from kwonik.counselling.models import Request
from kwonik.counselling.rules import Caller, NotAllowed
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.codes import SealedKind
from kwonik.people.models import SealedText
from kwonik.places.models import Centre, District

from .calculations import attach_to_request, erase_calculations
from .tokens import one_at_a_time


class TooMany(NotAllowed):
    """More requests from one place than people send."""

    def __init__(self) -> None:
        super().__init__(
            "같은 곳에서 너무 많은 신청이 들어왔습니다. 한 시간 뒤에 다시 보내거나 전화해 주세요."
        )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks for: about what, how, when. `issues` are of the service; `hours` of `codes.Hours`."""

    service: Service
    issues: Sequence[Code]
    party: str
    wish: str
    district: District | None = None
    hours: Sequence[str] = ()
    wished_on: date | None = None
    sensitive_consented: bool = False


@transaction.atomic
def make_request(
    *,
    wanted: Wanted,
    caller: Caller,
    consented: bool,
    token: UUID,
    address: str = "",
    calculations: Sequence[KeptCalculation] = (),
) -> Request:
    """Stores a request for the centre in charge of the district; the same form sent again returns what it became.

    `address` is where it was sent from; of it only a digest of the day is kept. `calculations` are results that the
    worker kept; the centre gets copies. Raises NotAllowed without consent
    (개인정보 보호법 제15조) or telephone number, TooMany, ResidentNumberRefused.
    """
    one_at_a_time(token)
    if stored := queries.request_by_token(token):
        return stored
    now, today = timezone.now(), timezone.localdate()
    own = catalogue.own_centre()
    if own is None:
        raise NotAllowed("아직 상담 신청을 받지 않습니다. 전화해 주세요.")
    if not consented:
        raise NotAllowed("개인정보 수집·이용에 동의해야 연락드릴 수 있습니다.")
    if not caller.phone:
        raise NotAllowed("연락받을 전화번호를 적으세요.")
    if wanted.wished_on and wanted.wished_on < today:
        raise NotAllowed("바라는 날이 지난 날입니다. 오늘이나 그 뒤를 고르세요.")
    sender = vault.source_digest(address, today) if address else None
    if sender and queries.requests_sent(sender, now - timedelta(hours=1)) >= rules.MOST_AN_HOUR:
        raise TooMany
    centre = queries.suggested_centre(own, wanted.district)
    request = Request.objects.create(
        centre=centre,
        number=rules.request_number([secrets.choice(rules.NUMBER_SIGNS) for _ in range(8)]),
        service=wanted.service,
        party=wanted.party,
        district=wanted.district,
        wish=wanted.wish,
        hours=list(wanted.hours),
        wished_on=wanted.wished_on,
        anonymous=not caller.name,
        told=sealed_request(caller, centre),
        phone_digest=vault.phone_digest(centre.pk, caller.phone),
        sender_digest=sender,
        terms=TERMS,
        sensitive_consented=wanted.sensitive_consented,
        received_at=now,
        turn_at=now,
        due_on=answer_day(today),
        form_token=token,
    )
    request.issues.set(wanted.issues)
    attach_to_request(request, calculations)
    audit.record("counselling.request.made", request, by=None, detail={"terms": TERMS})
    return request


@transaction.atomic
def take_back_request(*, request: Request) -> Request:
    """Whoever asked takes it back: what they told and their number are erased at once (개인정보 보호법 제37조).

    Raises NotAllowed once somebody talked to them or it ended otherwise.
    """
    stored = Request.objects.select_for_update(of=("self",)).select_related("centre").get(pk=request.pk)
    stored.state = rules.request_after(stored.state, "take_back")
    stored.ended_at = stored.turn_at = timezone.now()
    told = _emptied(stored)
    stored.save()
    erase_calculations(stored)
    audit.record("counselling.request.taken_back", stored, by=None)
    SealedText.objects.filter(pk=told).delete()
    return stored


@transaction.atomic
def forget_requests(*, now: datetime) -> int:
    """Erases what was told with requests that ended KEPT_DAYS ago; how many. The requests themselves stay."""
    over = queries.requests_ended(now - timedelta(days=rules.KEPT_DAYS)).select_for_update(of=("self",))
    told = []
    for request in over:
        told.append(_emptied(request))
        request.save()
        if request.state != RequestState.TALKED:
            erase_calculations(request)
        audit.record("counselling.request.forgotten", request, by=None)
    SealedText.objects.filter(pk__in=told).delete()
    return len(told)


def _emptied(request: Request) -> int | None:
    """Takes the sealed words and what the number is found by off the row; which words they were."""
    told, request.told, request.phone_digest, request.sender_digest = request.told_id, None, None, None
    return told


# -- shared with the desk's side ------------------------------------------------------------------------------


def sealed_request(caller: Caller, centre: Centre) -> SealedText:
    return vault.seal(SealedKind.NOTE, caller.packed(), centre=centre)


def answer_day(today: date) -> date:
    """By when the centre rings."""
    calendar = catalogue.working_calendar()
    return calendar.add_working(calendar.next_working(today), rules.ANSWER_DAYS)
