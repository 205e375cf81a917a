"""Members, their accounts at banks, advisers of the panel."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from kwonik.escrow.codes import DISPUTE_OPEN
from kwonik.escrow.models import Dispute, Member, PayeeAccount, PhoneCheck, Split
from kwonik.people.codes import AppointedRole
from kwonik.people.models import Appointment
from kwonik.places.models import Centre


def payee_of(member: Member) -> PayeeAccount | None:
    """The account to which the member is paid now."""
    return member.payee_accounts.filter(replaced_at=None).first()


def open_phone_check(member: Member, now: datetime) -> PhoneCheck | None:
    """The last number sent that still counts."""
    return member.phone_checks.filter(used_at=None, expires_at__gt=now, tries__lt=5).first()


def members_listed(rows: QuerySet[Member], state: str = "", wanted: str = "") -> QuerySet[Member]:
    """For the operator's list: state, and the number that members have."""
    if state:
        rows = rows.filter(state=state)
    if wanted:
        rows = rows.filter(reference__icontains=wanted.strip())
    return rows.order_by("-pk").annotate(
        contracts=Count("freelance_contracts", distinct=True) + Count("commissioned_contracts", distinct=True)
    )


def advisers(centre: Centre, day: date) -> QuerySet[Appointment]:
    """The panel on that day, whoever has the fewest open disputes first."""
    rows = Appointment.objects.as_of(day).filter(
        centre=centre, role=AppointedRole.ESCROW_ADVISER, suspended=False
    )
    load = Count("escrow_disputes", filter=Q(escrow_disputes__state__in=DISPUTE_OPEN))
    return rows.annotate(load=load).order_by("load", "name")


def own_disputes(member: Member) -> QuerySet[Dispute]:
    """What the member asked the panel, and what the other party asked about a contract of theirs."""
    mine = Q(asked_by=member)
    for party in ("freelancer", "commissioner"):
        mine |= Q(**{f"milestone__contract__{party}": member})
    return Dispute.objects.filter(mine).select_related("milestone__contract", "adviser").order_by("-pk")


def agreed_split(dispute: Dispute) -> Split | None:
    """How the money of a dispute is to be divided, once both have signed or another body has settled it."""
    return dispute.splits.filter(agreed_at__isnull=False).order_by("-pk").first()
