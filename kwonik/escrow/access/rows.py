"""Permissions of the escrow, and the only ways a door gets a row: somebody else's does not exist."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from kwonik.escrow import queries
from kwonik.escrow.models import (
    Certificate,
    Contract,
    DeliveredFile,
    Dispute,
    EarlierContract,
    Member,
    Milestone,
    Version,
)
from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import vault
from kwonik.people.access import centres_for
from kwonik.people.codes import AppointedRole, Purpose
from kwonik.people.models import Account, SealedText

VIEW_MEMBERS, SUSPEND = "escrow.member:view", "escrow.member:suspend"
VIEW_CONTRACTS = "escrow.contract:view"
VIEW_POLICY, SET_POLICY = "escrow.policy:view", "escrow.policy:set"
VIEW_MESSAGES = "escrow.message:view"
IMPORT_EARLIER = "escrow.earlier:import"
VIEW_DISPUTES, ASSIGN, ADVISE = "escrow.dispute:view", "escrow.dispute:assign", "escrow.dispute:advise"
VIEW_MONEY, MOVE_MONEY = "escrow.money:view", "escrow.money:move"
TURN = "escrow.sandbox:turn"
PERMISSIONS = (
    Permission(VIEW_MEMBERS, "안심결제 이용자를 봅니다"),
    Permission(SUSPEND, "안심결제 이용을 멈추거나 다시 엽니다"),
    Permission(VIEW_CONTRACTS, "안심결제 계약을 봅니다"),
    Permission(VIEW_MESSAGES, "안심결제 이용자에게 보낸 문자를 봅니다"),
    Permission(VIEW_POLICY, "안심결제 기준을 봅니다"),
    Permission(SET_POLICY, "안심결제 기준을 정합니다"),
    Permission(IMPORT_EARLIER, "이전 플랫폼의 계약 대장을 가져옵니다"),
    Permission(VIEW_DISPUTES, "안심결제 분쟁상담 목록을 봅니다"),
    Permission(ASSIGN, "분쟁상담에 자문위원을 정합니다"),
    Permission(VIEW_MONEY, "안심결제의 입금과 지급을 봅니다"),
    Permission(MOVE_MONEY, "안심결제의 입금을 맞추거나 돌려보내고 지급을 확인합니다"),
    Permission(ADVISE, "맡은 분쟁상담을 봅니다"),
    Permission(TURN, "체험판에서 연습 은행의 시계, 고장, 입금을 다룹니다"),
)
permissions.declare(PERMISSIONS)


def _own(account: Account) -> Member:
    member = Member.objects.of(account).select_related("centre").first() if account.is_citizen else None
    if member is None:
        raise Http404
    return member


def _party(member: Member, prefix: str = "") -> Q:
    return Q(**{f"{prefix}freelancer": member}) | Q(**{f"{prefix}commissioner": member})


# -- a member's own ---------------------------------------------------------------------------------------------


def get_own_contract(account: Account, pk: int) -> Contract:
    """A contract in which the account is a party, or Http404."""
    rows = queries.with_parties(Contract.objects.filter(_party(_own(account))))
    return get_object_or_404(rows, pk=pk)


def get_own_milestone(account: Account, pk: int) -> Milestone:
    rows = Milestone.objects.filter(_party(_own(account), "contract__"))
    related = ("terms", "contract__freelancer", "contract__commissioner", "contract__centre")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def get_own_version(account: Account, pk: int) -> Version:
    """A version whose paper stands, for a party, or Http404."""
    rows = Version.objects.filter(_party(_own(account), "contract__"), paper__isnull=False)
    return get_object_or_404(rows.select_related("contract"), pk=pk)


def get_own_file(account: Account, pk: int) -> DeliveredFile:
    rows = DeliveredFile.objects.filter(_party(_own(account), "delivery__milestone__contract__"))
    return get_object_or_404(rows.select_related("content"), pk=pk)


def get_own_dispute(account: Account, pk: int) -> Dispute:
    return get_object_or_404(queries.own_disputes(_own(account)), pk=pk)


def get_certificate(account: Account, pk: int) -> Certificate:
    return get_object_or_404(
        Certificate.objects.filter(member=_own(account), paper__isnull=False).select_related("paper"), pk=pk
    )


def certificate_at(token: str) -> Certificate:
    """What anybody who holds the address may check; 404 for one that was never issued."""
    return get_object_or_404(Certificate.objects.select_related("member", "centre"), token=token)


# -- the operator's ----------------------------------------------------------------------------------------------


def members(account: Account) -> QuerySet[Member]:
    return Member.objects.filter(centre__in=centres_for(account, VIEW_MEMBERS))


def contracts(account: Account) -> QuerySet[Contract]:
    return Contract.objects.filter(centre__in=centres_for(account, VIEW_CONTRACTS))


def earlier_contracts(account: Account) -> QuerySet[EarlierContract]:
    """이전 플랫폼의 계약: to be looked at by whoever sees contracts."""
    return EarlierContract.objects.filter(centre__in=centres_for(account, VIEW_CONTRACTS))


def get_any_contract(account: Account, pk: int) -> Contract:
    return get_object_or_404(queries.with_parties(contracts(account)), pk=pk)


def disputes(account: Account) -> QuerySet[Dispute]:
    rows = Dispute.objects.filter(centre__in=centres_for(account, VIEW_DISPUTES))
    return rows.select_related("milestone__contract", "adviser", "asked_by").order_by("-pk")


def get_dispute(account: Account, pk: int) -> Dispute:
    return get_object_or_404(disputes(account).select_related("centre"), pk=pk)


# -- an adviser's -------------------------------------------------------------------------------------------------


def advised(account: Account, day: date | None = None) -> QuerySet[Dispute]:
    """Disputes that this account's standing appointment to the panel was given."""
    day = day or timezone.localdate()
    still = Q(adviser__until_on__isnull=True) | Q(adviser__until_on__gte=day)
    rows = Dispute.objects.filter(
        still,
        centre__in=centres_for(account, ADVISE),
        adviser__account=account,
        adviser__role=AppointedRole.ESCROW_ADVISER,
    )
    related = ("milestone__contract__freelancer", "milestone__contract__commissioner", "adviser", "asked_by")
    return rows.select_related(*related, "centre").order_by("-pk")


def get_advised(account: Account, pk: int) -> Dispute:
    return get_object_or_404(advised(account), pk=pk)


def get_advised_file(account: Account, pk: int) -> DeliveredFile:
    """A file of a milestone whose dispute the adviser has."""
    given = advised(account).filter(milestone__isnull=False).values("milestone__contract")
    rows = DeliveredFile.objects.filter(delivery__milestone__contract__in=given)
    return get_object_or_404(rows.select_related("content"), pk=pk)


# -- what is sealed ------------------------------------------------------------------------------------------------


def open_content(account: Account, sealed: SealedText, *, action: str) -> bytes:
    """A sealed file that a door found for this account; its opening is logged."""
    return vault.read_file(sealed, by=account, purpose=Purpose.ESCROW, action=action)


def open_told(account: Account, dispute: Dispute, *, action: str) -> str:
    """What was told with the dispute."""
    texts = vault.read([dispute.told_id], by=account, purpose=Purpose.ESCROW, action=action)
    return texts[dispute.told_id]
