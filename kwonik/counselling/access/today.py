"""What waits for somebody today."""

from __future__ import annotations

from datetime import date, timedelta

from kwonik.counselling import queries
from kwonik.counselling.codes import ReferralState
from kwonik.counselling.models import Contact
from kwonik.kernel import queues
from kwonik.kernel.queues import Queue, Todo
from kwonik.places.models import Centre

from .rows import RECORD

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


def _requests(account, centre: Centre, today: date) -> list[Todo]:
    return [
        Todo(
            f"상담 신청 {request.number}",
            "counselling:request",
            (request.pk,),
            note=", ".join(issue.label for issue in request.issues.all()),
            turn="나" if request.taken_by_id else "센터",
            since=request.turn_at,
            due_on=request.due_on,
        )
        for request in queries.requests_of(account, centre)[:MOST]
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
        RECORD,
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
        "counselling.requests",
        "상담 신청",
        "counselling.request:take",
        _requests,
        "기다리는 상담 신청이 없습니다.",
        25,
    ),
    Queue(
        "counselling.follow_ups",
        "다시 연락할 상담",
        RECORD,
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
