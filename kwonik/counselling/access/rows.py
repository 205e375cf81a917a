"""Who may see and do what; the only way a door gets a row."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from kwonik.counselling import queries
from kwonik.counselling.codes import Side
from kwonik.counselling.models import BoothSession, Consultation, ConsultationCalculation, Contact, Referral
from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people.access import ClientRecords, centres_for, keep_clients

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
    Permission("counselling.request:view", "상담 신청을 봅니다"),
    Permission("counselling.request:take", "상담 신청을 맡고 연락하고 상담으로 적습니다"),
    Permission("counselling.referral:make", "다른 센터에 연계합니다"),
    Permission("counselling.referral:answer", "다른 센터의 연계에 답합니다"),
)
permissions.declare(PERMISSIONS)

VIEW, RECORD = "counselling.consultation:view", "counselling.consultation:record"


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


def get_calculation(account, pk: int, permission: str = VIEW) -> ConsultationCalculation:
    """A worksheet of a consultation that the account may see, or 404."""
    rows = ConsultationCalculation.objects.filter(
        consultation__in=visible(account, permission), kept__erased_at__isnull=True
    )
    return get_object_or_404(rows.select_related("kept", "consultation__centre"), pk=pk)


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


keep_clients(
    ClientRecords(
        label="상담",
        permission=VIEW,
        url_name="counselling:consultation",
        rows=lambda client_ids: Consultation.objects.filter(client__in=client_ids),
        dated="occurred_on",
    )
)
