"""Who may see and do what with consultations, booths, the hotline and referrals; the only way a door gets a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions, queues
from kwonik.kernel.permissions import Permission
from kwonik.kernel.queues import Queue, Todo
from kwonik.people import vault
from kwonik.people.access import ClientRecords, centres_for, keep_clients
from kwonik.people.codes import Purpose
from kwonik.people.models import Client, SealedText
from kwonik.people.queries import clients_matching
from kwonik.people.vault import Identified
from kwonik.places.models import Centre

from . import queries
from .codes import ReferralState, Side
from .models import BoothSession, Consultation, Contact, Referral
from .rules import Caller

PERMISSIONS = (
    Permission("counselling.consultation:view", "상담 기록과 목록을 봅니다"),
    Permission("counselling.consultation:record", "상담을 적습니다"),
    Permission("counselling.consultation:amend", "적은 상담을 고칩니다"),
    Permission("counselling.consultation:withdraw", "상담을 철회하거나 되살립니다"),
    Permission("counselling.consultation:import", "상담 대장을 가져옵니다"),
    Permission("counselling.booth:view", "지하철 상담 부스를 봅니다"),
    Permission("counselling.booth:record", "지하철 상담 부스를 열고 대장을 가져옵니다"),
    Permission("counselling.contact:view", "대표전화 접수를 봅니다"),
    Permission("counselling.contact:take", "대표전화를 받고 넘기고 상담으로 적습니다"),
    Permission("counselling.referral:make", "다른 센터에 연계합니다"),
    Permission("counselling.referral:answer", "다른 센터의 연계에 답합니다"),
)
permissions.declare(PERMISSIONS)

VIEW = "counselling.consultation:view"


def visible(account, permission: str = VIEW) -> QuerySet[Consultation]:
    """The consultations on which the account has the permission: those of its centres."""
    return Consultation.objects.filter(centre__in=centres_for(account, permission))


def visible_booths(account, permission: str = "counselling.booth:view") -> QuerySet[BoothSession]:
    return BoothSession.objects.filter(centre__in=centres_for(account, permission))


def visible_contacts(account, permission: str = "counselling.contact:view") -> QuerySet[Contact]:
    """The hotline contacts that belong to the account's centres now; one handed on is gone."""
    return Contact.objects.filter(centre__in=centres_for(account, permission))


def visible_referrals(account) -> QuerySet[Referral]:
    """Referrals with either end at a centre where the account may make or answer them."""
    made_at = centres_for(account, "counselling.referral:make")
    answered_at = centres_for(account, "counselling.referral:answer")
    return Referral.objects.filter(Q(centre__in=made_at) | Q(to_centre__in=answered_at))


def get_consultation(account, pk: int, permission: str = VIEW) -> Consultation:
    """The consultation with what its page needs, or 404."""
    return get_object_or_404(queries.with_file(visible(account, permission)), pk=pk)


def get_booth(account, pk: int, permission: str = "counselling.booth:view") -> BoothSession:
    return get_object_or_404(queries.booths(visible_booths(account, permission)), pk=pk)


def get_contact(account, pk: int, permission: str = "counselling.contact:view") -> Contact:
    rows = visible_contacts(account, permission)
    return get_object_or_404(
        rows.select_related("centre", "district", "hotline", "note", "consultation"), pk=pk
    )


def get_referral(account, pk: int) -> Referral:
    rows = queries.with_ends(visible_referrals(account))
    return get_object_or_404(rows.select_related("message", "consultation__service"), pk=pk)


def side_of(account, referral: Referral) -> Side:
    """On which side of the referral the account stands; on both, the side whose turn it is to answer comes first."""
    may_answer = referral.to_centre_id in centres_for(account, "counselling.referral:answer")
    return Side.RECEIVER if may_answer else Side.SENDER


def get_service(code: str):
    """The consultation service of that code, or 404."""
    return get_object_or_404(queries.services(), code=code)


# -- what stands sealed: every opening is logged with its purpose ----------------------------------------------

NOBODY = Identified("", "")
MOST_FOUND = 8


@dataclass(frozen=True)
class File:
    """The sealed part of a consultation: what was said and who said it."""

    memo: str
    who: Identified


def open_file(account, consultation: Consultation, *, purpose: str, action: str) -> File:
    """Opens memo and identity of a consultation the account was given by `get_consultation`."""
    memos = vault.read([consultation.memo], by=account, purpose=purpose, action=action)
    known = vault.identities([consultation.client_id], by=account, purpose=purpose, action=action)
    return File(memos.get(consultation.memo_id or 0, ""), known.get(consultation.client_id or 0, NOBODY))


def open_caller(account, sealed: SealedText | None, *, action: str) -> Caller:
    """Who rang and what they said, of a contact or a referral the account was given."""
    texts = vault.read([sealed], by=account, purpose=Purpose.COUNSELLING, action=action)
    return Caller.unpacked(texts[sealed.pk]) if sealed else Caller()


@dataclass(frozen=True)
class Known:
    """Somebody who came before: the client, who it is, and what for."""

    client: Client
    who: Identified
    earlier: list[Consultation]


def find_callers(account, centre: Centre, name: str, phone: str, also: str = "") -> list[Known]:
    """Clients of the centre with that name, or that number or its last four digits; both at once come first.

    `also` is a client chosen before, who stays on the list. A constant number of statements.
    """
    both = list(clients_matching(centre, name, phone)[:MOST_FOUND])
    one = [
        *clients_matching(centre, phone=phone)[:MOST_FOUND],
        *clients_matching(centre, name=name)[:MOST_FOUND],
    ]
    chosen = [client for client in [queries.client_of(centre, also)] if client]
    clients = list({client.pk: client for client in (*chosen, *both, *one)}.values())[:MOST_FOUND]
    ids = [client.pk for client in clients]
    who = vault.identities(ids, by=account, purpose=Purpose.SEARCH, action="counselling.find")
    earlier = queries.earlier(ids)
    return [Known(client, who[client.pk], earlier[client.pk]) for client in clients]


# -- today ----------------------------------------------------------------------------------------------------

SOON = timedelta(days=2)
MOST = 50


def _calls(account, centre: Centre, today: date) -> list[Todo]:
    contacts = queries.waiting(Contact.objects.filter(centre=centre)).order_by("callback_on", "received_at")[
        :MOST
    ]
    return [
        Todo(
            f"대표전화 {contact.district or '자치구 모름'}",
            "counselling:contact",
            (contact.pk,),
            turn="센터",
            since=contact.received_at,
            due_on=contact.callback_on,
        )
        for contact in contacts
    ]


def _follow_ups(account, centre: Centre, today: date) -> list[Todo]:
    due = queries.follow_ups_due(centre, today + SOON).select_related("issue", "counsellor")
    mine_first = sorted(
        due[:MOST], key=lambda row: (row.counsellor_id != account.pk, row.follow_up_on, row.pk)
    )
    return [
        Todo(
            f"{row.reference} {row.issue}",
            "counselling:consultation",
            (row.pk,),
            note=f"상담 {row.counsellor}" if row.counsellor else "",
            turn="나" if row.counsellor_id == account.pk else "센터",
            since=row.occurred_on,
            due_on=row.follow_up_on,
        )
        for row in mine_first
    ]


def _referrals(account, centre: Centre, today: date) -> list[Todo]:
    return [
        Todo(
            f"{referral.centre}에서 온 연계",
            "counselling:referral",
            (referral.pk,),
            note="답을 기다립니다"
            if referral.state == ReferralState.OFFERED
            else "받았습니다. 상담을 적을 차례입니다",
            turn="센터",
            since=referral.offered_at,
        )
        for referral in queries.referrals_open_for(centre)[:MOST]
    ]


def _declined(account, centre: Centre, today: date) -> list[Todo]:
    return [
        Todo(
            f"{referral.to_centre}에서 거절한 연계",
            "counselling:referral",
            (referral.pk,),
            note="까닭을 보고 다른 길을 찾을 차례입니다",
            turn="센터",
            since=referral.answered_at,
        )
        for referral in queries.referrals_declined_to(centre)[:MOST]
    ]


def _drafts(account, centre: Centre, today: date) -> list[Todo]:
    names = {service.code: service.name for service in queries.services()}
    drafts = [
        (draft.form.removeprefix(queries.RECORD_DRAFT), draft) for draft in queries.unfinished(account)[:MOST]
    ]
    return [
        Todo(
            f"쓰던 {names[code]}",
            "counselling:record",
            (code, draft.subject),
            turn="나",
            since=draft.updated_at,
        )
        for code, draft in drafts
        if code in names
    ]


for _queue in (
    Queue(
        "counselling.drafts",
        "쓰던 상담",
        "counselling.consultation:record",
        _drafts,
        "쓰던 상담이 없습니다.",
        10,
    ),
    Queue(
        "counselling.contacts",
        "대표전화",
        "counselling.contact:take",
        _calls,
        "기다리는 전화가 없습니다.",
        20,
    ),
    Queue(
        "counselling.follow_ups",
        "다시 연락할 상담",
        "counselling.consultation:record",
        _follow_ups,
        "다시 연락할 상담이 없습니다.",
        30,
    ),
    Queue(
        "counselling.referrals",
        "답할 연계",
        "counselling.referral:answer",
        _referrals,
        "답을 기다리는 연계가 없습니다.",
        40,
    ),
    Queue(
        "counselling.declined",
        "거절된 연계",
        "counselling.referral:make",
        _declined,
        "거절된 연계가 없습니다.",
        41,
    ),
):
    queues.declare(_queue)

keep_clients(
    ClientRecords(
        label="상담",
        permission=VIEW,
        url_name="counselling:consultation",
        rows=lambda client_ids: Consultation.objects.filter(client__in=client_ids),
        dated="occurred_on",
    )
)
