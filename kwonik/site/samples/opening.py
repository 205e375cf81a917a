"""A few live things, so that the first page after log-in is not empty: done through the same actions as by people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from kwonik.calculators import actions as calculators
from kwonik.calculators.models import KeptCalculation
from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.models import Code
from kwonik.counselling import actions as counselling
from kwonik.counselling.models import Consultation, Contact, Request
from kwonik.counselling.rules import Caller
from kwonik.labourlaw import CALCULATIONS
from kwonik.people.models import Account
from kwonik.places.models import Centre, District, Site
from kwonik.remedy import actions as remedy
from kwonik.remedy.models import ReliefCase

from .live import Asked, Call, Moved, OpenCase, Opening, Referred, Talk


class Scene:
    """Brings one `Opening` about. Calls and talks carry a token made of their key; the rest is found by its talk."""

    def __init__(self, opening: Opening, accounts: Mapping[str, Account]) -> None:
        self.opening, self.accounts = opening, accounts
        self.calendar, self.today = catalogue.working_calendar(), timezone.localdate()
        self.talks: dict[str, Consultation] = {}

    def open(self) -> int:
        """How many new things there are now."""
        return (
            sum(self._call(call) for call in self.opening.calls)
            + sum(self._asked(asked) for asked in self.opening.requests)
            + sum(self._talk(talk) for talk in self.opening.talks)
            + sum(self._refer(referral) for referral in self.opening.referrals)
            + sum(self._case(case) for case in self.opening.cases)
        )

    # -- counselling ------------------------------------------------------------------------------------------

    def _call(self, call: Call) -> bool:
        by = self.accounts[call.by]
        if Contact.objects.filter(form_token=_token(call.key)).exists():
            return False
        counselling.receive_contact(
            by=by,
            centre=self._centre(by),
            to=self._centre(by),
            caller=Caller(call.who.name, call.who.phone, call.text),
            district=_district(call.district),
            callback_on=None if call.callback_in is None else self._ahead(call.callback_in),
            token=_token(call.key),
        )
        return True

    @transaction.atomic
    def _asked(self, asked: Asked) -> bool:
        if Request.objects.filter(form_token=_token(asked.key)).exists():
            return False
        service = catalogue.service(asked.service)
        codes = _codes(service)
        request = counselling.make_request(
            wanted=counselling.Wanted(
                service=service,
                issues=[codes("issue", issue) for issue in asked.issues],
                party=asked.party,
                wish=asked.wish,
                hours=asked.hours,
                district=_district(asked.district),
            ),
            caller=Caller(asked.name, asked.phone, asked.text),
            consented=True,
            token=_token(asked.key),
            calculations=[_kept(asked)] if asked.calculation else [],
        )
        if asked.taken_by:
            by = self.accounts[asked.taken_by]
            counselling.take_request(by=by, request=request)
            for _ in range(asked.tries):
                counselling.try_request(by=by, request=request)
        return True

    def _talk(self, talk: Talk) -> bool:
        known = Consultation.objects.filter(form_token=_token(talk.key)).first()
        self.talks[talk.key] = known or self._record(talk)
        return known is None

    def _record(self, talk: Talk) -> Consultation:
        by, service = self.accounts[talk.by], catalogue.service(talk.service)
        codes = _codes(service)
        return counselling.record_consultation(
            by=by,
            centre=self._centre(by),
            service=service,
            token=_token(talk.key),
            intake=counselling.Intake(
                occurred_on=self._back(talk.days_ago),
                party=talk.party,
                channel=codes("channel", talk.channel),
                issues=[codes("issue", issue) for issue in talk.issues],
                outcome=codes("outcome", talk.outcome),
                name=talk.who.name if talk.who else "",
                phone=talk.who.phone if talk.who else "",
                workplace=talk.workplace,
                district=_district(talk.district),
                site=Site.objects.get(code=talk.site) if talk.site else None,
                memo=talk.memo,
                minutes=talk.minutes,
                follow_up_on=None if talk.follow_up_in is None else self._ahead(talk.follow_up_in),
            ),
        )

    def _refer(self, referral: Referred) -> bool:
        talk, to_centre = self.talks[referral.talk], Centre.objects.get(code=referral.to)
        if talk.referrals.filter(to_centre=to_centre).exists():
            return False
        counselling.offer_referral(
            by=self.accounts[referral.by],
            consultation=talk,
            to_centre=to_centre,
            text=referral.text,
            share_identity=True,
            consented=True,
        )
        return True

    # -- remedy -----------------------------------------------------------------------------------------------

    @transaction.atomic
    def _case(self, opened: OpenCase) -> bool:
        talk = self.talks[opened.talk]
        if ReliefCase.objects.filter(consultation=talk).exists():
            return False
        by, service = self.accounts[opened.by], catalogue.service(opened.service)
        codes = _codes(service)
        case = remedy.open_case(
            by=by,
            centre=talk.centre,
            service=service,
            consultation=talk,
            facts=opened.facts,
            token=_token(opened.key),
            particulars=remedy.Particulars(
                opened_on=self._back(opened.days_ago),
                client_group=codes("client_group", opened.client_group),
                issue=codes("issue", opened.issue),
                forum=codes("forum", opened.forum),
                instruments=opened.instruments,
                client=talk.client,
                workplace=str(talk.workplace or ""),
                district=talk.district,
                claimed_won=opened.claimed_won,
                due_on=None if opened.due_in is None else self._ahead(opened.due_in),
                dates=[(one.matter, self.today - timedelta(days=one.days_ago)) for one in opened.dates],
            ),
        )
        for moved in opened.moves:
            case = self._move(case, moved, codes)
        return True

    def _move(self, case: ReliefCase, moved: Moved, codes: Callable[[str, str], Code]) -> ReliefCase:
        by, day = self.accounts[moved.by], self._back(moved.days_ago)
        if moved.move == "ready":
            return remedy.ready(by=by, case=case)
        if moved.move == "confirm":
            proposed = case.critical_dates.values_list("pk", flat=True)
            return remedy.confirm(by=by, case=case, dates=proposed)
        if moved.move == "ask":
            asked = self.accounts[moved.to or ""].appointments.filter(centre=case.centre).latest("from_on")
            return remedy.assign(by=by, case=case, advocate=asked, choice_reason=moved.reason)
        if moved.move == "accept":
            offer = case.offers.latest("pk")
            remedy.clear(by=by, offer=offer)
            return remedy.accept(by=by, offer=offer)
        if moved.move == "step":
            due_on = None if moved.due_in is None else self._ahead(moved.due_in)
            kind = codes("step", moved.kind or "")
            doing = remedy.Doing(
                kind=kind, done_on=day, note=moved.note, next_turn=moved.next_turn, due_on=due_on
            )
            return remedy.add_step(by=by, case=case, doing=doing)
        ended = remedy.Conclusion(
            outcome=codes("outcome", moved.outcome or ""), concluded_on=day, recovered_won=moved.recovered_won
        )
        return remedy.conclude(by=by, case=case, conclusion=ended)

    # -- days and places --------------------------------------------------------------------------------------

    def _back(self, count: int) -> date:
        """`count` working days before today; today itself counts as none, even on a Sunday."""
        day = self.today
        while count:
            day -= timedelta(days=1)
            count -= self.calendar.is_working(day)
        return day

    def _ahead(self, count: int) -> date:
        return self.calendar.add_working(self.calendar.next_working(self.today), count)

    def _centre(self, by: Account) -> Centre:
        assert by.centre, "logins of a sample belong to a centre"
        return by.centre


def open_today(opening: Opening | None, accounts: Mapping[str, Account]) -> int:
    """Makes what is live; how many things are new."""
    return Scene(opening, accounts).open() if opening else 0


def _kept(asked: Asked) -> KeptCalculation:
    result = CALCULATIONS[asked.calculation or ""](**asked.facts)
    return calculators.keep(by=None, result=result, inputs=dict(asked.facts), form_token=_token(asked.key))


def _token(key: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"kwonik sample {key}")


def _codes(service: Any) -> Callable[[str, str], Code]:
    """(field, code) -> the code of the service. Raises LookupError for one the profile does not have."""
    fields = catalogue.codes_by_field(service)
    known = {(field, code.code): code for field, codes in fields.items() for code in codes}
    return lambda field, code: known[field, code]


def _district(code: str | None) -> District | None:
    return District.objects.get(code=code) if code else None
