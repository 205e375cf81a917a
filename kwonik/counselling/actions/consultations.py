"""Recording, amending, withdrawing and following up consultations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kwonik.calculators.models import KeptCalculation
from kwonik.catalogue import queries as catalogue
from kwonik.catalogue.codes import Behaviour
from kwonik.catalogue.models import Code, Service
from kwonik.counselling import queries, rules
from kwonik.counselling.models import (
    BoothSession,
    Consultation,
    Contact,
    OtherIssue,
    Referral,
    Request,
)
from kwonik.counselling.rules import NotAllowed
from kwonik.kernel import audit
from kwonik.people import vault
from kwonik.people.access import require
from kwonik.people.actions import drop_draft, register_client
from kwonik.people.codes import Purpose, SealedKind
from kwonik.people.models import Client, SealedText
from kwonik.places.actions import next_reference, workplace
from kwonik.places.models import Centre, District, Hotline, Site

from .calculations import attach_to_consultation
from .contacts import take_contact
from .referrals import answer_with
from .requests import talk_about
from .tokens import one_at_a_time


class Overtaken(NotAllowed):
    """Somebody else changed the record meanwhile; `current` is how it stands now."""

    def __init__(self, current: Consultation) -> None:
        self.current = current
        super().__init__("쓰는 동안 다른 사람이 이 상담을 고쳤습니다. 두 내용을 견주어 보고 다시 저장하세요.")


@dataclass(frozen=True, kw_only=True)
class Intake:
    """What somebody wrote down about one talk.

    `issues`: the main one first. Who it was: `client` when known, else `name` (and `phone`), else nobody (anonymous).
    """

    occurred_on: date
    party: str
    channel: Code
    issues: Sequence[Code]
    outcome: Code | None = None
    client: Client | None = None
    name: str = ""
    phone: str = ""
    workplace: str = ""
    district: District | None = None
    site: Site | None = None
    booth: BoothSession | None = None
    hotline: Hotline | None = None
    memo: str = ""
    minutes: int | None = None
    follow_up_on: date | None = None
    is_business_contact: bool = False
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def anonymous(self) -> bool:
        return self.client is None and not self.name

    @property
    def place(self) -> Site | None:
        return self.booth.site if self.booth else self.site


@transaction.atomic
def record_consultation(
    *,
    by,
    centre: Centre,
    service: Service,
    intake: Intake,
    token: UUID | None = None,
    contact: Contact | None = None,
    referral: Referral | None = None,
    request: Request | None = None,
    calculations: Sequence[KeptCalculation] = (),
) -> Consultation:
    """Stores a talk under the next number; the same form sent again returns the record it became.

    `contact`, `referral` and `request` are what it answers; they are closed with it, and so is the draft.
    `calculations` were kept while it was written; the centre gets copies.
    Raises NotAllowed, ResidentNumberRefused, PermissionDenied.
    """
    require(by, "counselling.consultation:record", centre)
    if token:
        one_at_a_time(token)
        if stored := queries.by_token(token, centre, by):
            return stored
    _check(intake, centre, service)
    year = intake.occurred_on.year
    consultation = Consultation(
        centre=centre,
        service=service,
        reference=rules.reference(service.prefix, year, next_reference(centre, service.code, year)),
        form_token=token,
        counsellor=by,
        recorded_by=by,
        **_facts(intake, by, centre),
    )
    consultation.memo = _sealed_memo(consultation, intake.memo)
    consultation.save(force_insert=True)
    _store_other_issues(consultation, intake.issues)
    audit.record("counselling.consultation.recorded", consultation, by=by)
    if contact:
        take_contact(by=by, contact=contact, consultation=consultation)
    if referral:
        answer_with(by=by, referral=referral, consultation=consultation)
    if request:
        talk_about(by=by, request=request, consultation=consultation)
    attach_to_consultation(consultation, calculations, by)
    if token:
        drop_draft(by=by, form=queries.RECORD_DRAFT + service.code, subject=str(token))
    return consultation


@transaction.atomic
def amend_consultation(
    *,
    by,
    consultation: Consultation,
    intake: Intake,
    version: int,
    calculations: Sequence[KeptCalculation] = (),
) -> Consultation:
    """Corrects a record that stood at `version` when the form was opened; the database keeps what it was.

    Raises Overtaken when it has moved on, NotAllowed, ResidentNumberRefused, PermissionDenied.
    """
    require(by, "counselling.consultation:amend", consultation.centre)
    stored = _locked(consultation)
    if stored.version != version:
        raise Overtaken(stored)
    if stored.withdrawn_at:
        raise NotAllowed("철회한 상담은 고칠 수 없습니다. 먼저 철회를 되돌리세요.")
    _check(intake, stored.centre, stored.service, stored)
    old_memo, old_client = stored.memo, stored.client_id
    for name, value in _facts(intake, by, stored.centre).items():
        setattr(stored, name, value)
    said = vault.read([old_memo], by=by, purpose=Purpose.CORRECTION, action="counselling.consultation.amend")
    if (said.get(old_memo.pk) if old_memo else "") != intake.memo or old_client != stored.client_id:
        stored.memo = _sealed_memo(stored, intake.memo)
    stored.version += 1
    stored.save()
    before, after = _store_other_issues(stored, intake.issues)
    detail: dict[str, Any] = {"version": stored.version}
    if before != after:
        detail["other_issues"] = {"before": before, "after": after}
    audit.record("counselling.consultation.amended", stored, by=by, detail=detail)
    attach_to_consultation(stored, calculations, by)
    return stored


@transaction.atomic
def withdraw_consultation(*, by, consultation: Consultation, reason: str) -> Consultation:
    """Takes a record out of every figure, with the reason; it stays readable and can be reinstated."""
    require(by, "counselling.consultation:withdraw", consultation.centre)
    if not (reason := reason.strip()):
        raise NotAllowed("철회하는 까닭을 적으세요.")
    stored = _locked(consultation)
    if stored.withdrawn_at:
        return stored
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = timezone.now(), by, reason
    return _moved(stored, "withdrawn", by)


@transaction.atomic
def reinstate_consultation(*, by, consultation: Consultation) -> Consultation:
    """Undoes a withdrawal: the record counts again."""
    require(by, "counselling.consultation:withdraw", consultation.centre)
    stored = _locked(consultation)
    if not stored.withdrawn_at:
        return stored
    stored.withdrawn_at, stored.withdrawn_by, stored.withdrawn_reason = None, None, ""
    return _moved(stored, "reinstated", by)


@transaction.atomic
def follow_up_done(*, by, consultation: Consultation, again_on: date | None = None) -> Consultation:
    """The promised call was made; `again_on` promises the next one."""
    require(by, "counselling.consultation:record", consultation.centre)
    stored = _locked(consultation)
    if stored.follow_up_on is None:
        raise NotAllowed("다시 연락할 날이 없는 상담입니다.")
    if again_on and again_on <= timezone.localdate():
        raise NotAllowed("다음에 연락할 날은 내일부터 고를 수 있습니다.")
    if again_on:
        stored.follow_up_on, stored.followed_up_at = again_on, None
    elif stored.followed_up_at:
        return stored
    else:
        stored.followed_up_at = timezone.now()
    return _moved(stored, "followed_up", by)


# -- shared steps ---------------------------------------------------------------------------------------------


def _locked(consultation: Consultation) -> Consultation:
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("centre", "service", "memo")
    return rows.get(pk=consultation.pk)


def _moved(stored: Consultation, what: str, by) -> Consultation:
    stored.version += 1
    stored.save()
    audit.record(f"counselling.consultation.{what}", stored, by=by, detail={"version": stored.version})
    return stored


def _check(intake: Intake, centre: Centre, service: Service, stored: Consultation | None = None) -> None:
    """The rules every door shares, and that nothing of another centre or service is attached."""
    found = rules.problems(
        rules.Written(
            occurred_on=intake.occurred_on,
            today=timezone.localdate(),
            outreach=intake.channel.behaviour == Behaviour.OUTREACH,
            has_place=intake.place is not None,
            anonymous=intake.anonymous,
            named=not intake.anonymous,
            minutes=intake.minutes,
            follow_up_on=intake.follow_up_on,
            texts={"memo": intake.memo, "name": intake.name, "workplace": intake.workplace},
        )
    )
    if found:
        raise NotAllowed(" ".join(sentence for _, sentence in found))
    for row in (intake.client, intake.booth):
        if row is not None and row.centre_id != centre.pk:
            raise NotAllowed("다른 센터의 기록과는 이을 수 없습니다.")
    offered = catalogue.codes_by_field(service)
    chosen = {"channel": [intake.channel], "issue": intake.issues, "outcome": [intake.outcome]}
    kept = {stored.channel_id, stored.issue_id, stored.outcome_id} if stored else set()
    for name, codes in chosen.items():
        allowed = {code.pk for code in offered.get(name, [])} | kept
        if any(code is not None and code.pk not in allowed for code in codes):
            raise NotAllowed(f"'{service}'에서 쓰지 않는 분류입니다. 다시 고르세요.")


def _facts(intake: Intake, by, centre: Centre) -> dict[str, Any]:
    client = intake.client
    if client is None and intake.name:
        client = register_client(by=by, centre=centre, name=intake.name, phone=intake.phone)
    return {
        "occurred_on": intake.occurred_on,
        "minutes": intake.minutes,
        "party": intake.party,
        "channel": intake.channel,
        "issue": intake.issues[0],
        "outcome": intake.outcome,
        "anonymous": client is None,
        "client": client,
        "workplace": workplace(intake.workplace, intake.district) if intake.workplace.strip() else None,
        "district": intake.district,
        "site": intake.place,
        "booth": intake.booth,
        "hotline": intake.hotline,
        "follow_up_on": intake.follow_up_on,
        "is_business_contact": intake.is_business_contact,
        "answers": intake.answers,
    }


def _sealed_memo(consultation: Consultation, text: str) -> SealedText | None:
    """The memo as a new sealed row; the one before stays where the history points."""
    if not text:
        return None
    return vault.seal(SealedKind.MEMO, text, centre=consultation.centre, client=consultation.client)


def _store_other_issues(consultation: Consultation, issues: Sequence[Code]) -> tuple[list[str], list[str]]:
    """Replaces the further issues; returns the codes (before, after)."""
    rows = consultation.other_issues
    before = list(rows.values_list("issue__code", flat=True)) if consultation.version > 1 else []
    others = list(dict.fromkeys(code for code in issues[1:] if code != issues[0]))
    after = [code.code for code in others]
    if before != after:
        rows.all().delete()
        rows.bulk_create(
            OtherIssue(consultation=consultation, issue=code, position=at)
            for at, code in enumerate(others, 1)
        )
    return before, after
