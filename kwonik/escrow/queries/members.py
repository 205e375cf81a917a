"""Members, their accounts at banks, advisers of the panel."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from kwonik.escrow.codes import DISPUTE_OPEN, RUNNING, CheckState, CodeFor, MemberState
from kwonik.escrow.models import Contract, Dispute, Member, Message, PayeeAccount, PhoneCheck, Split
from kwonik.people import vault
from kwonik.people.codes import AppointedRole
from kwonik.people.models import Appointment
from kwonik.places.models import Centre


def payee_of(member: Member) -> PayeeAccount | None:
    """The account to which the member is paid now."""
    return member.payee_accounts.filter(replaced_at=None).first()


def open_phone_check(member: Member, now: datetime, purpose: str = CodeFor.JOINING) -> PhoneCheck | None:
    """The last number sent that still counts."""
    rows = member.phone_checks.filter(purpose=purpose, used_at=None, expires_at__gt=now, tries__lt=5)
    return rows.select_related("member", "phone").first()


def member_named(username: str, phone: str) -> Member | None:
    """The member with this user name whose confirmed telephone this is."""
    rows = Member.objects.filter(account__username__iexact=username, account__is_citizen=True)
    found = rows.exclude(state=MemberState.LEFT).select_related("account", "centre").first()
    given = vault.phone_digest(found.centre_id if found else 0, phone)
    fits = found is not None and bytes(found.phone_digest or b"") == given
    return found if fits and found is not None and found.phone_confirmed_at else None


def codes_since(member: Member, since: datetime) -> int:
    """How many numbers were sent to set a password anew."""
    return member.phone_checks.filter(purpose=CodeFor.RECOVERY, sent_at__gte=since).count()


def recovery(pk: int, since: datetime, *, locked: bool = False) -> PhoneCheck | None:
    """A recovery whose number was right, and which is not done."""
    rows = PhoneCheck.objects.filter(pk=pk, purpose=CodeFor.RECOVERY, used_at__gte=since, done_at=None)
    rows = rows.select_related("member__account", "member__centre")
    return (rows.select_for_update(of=("self",)) if locked else rows).first()


def is_recoverable(check: PhoneCheck) -> bool:
    """Whether the password may be set: whoever was verified once is verified again."""
    verified = check.identity_checks.filter(state=CheckState.ACCEPTED)
    return check.member.verified_at is None or verified.exists()


def messages_due(now: datetime) -> QuerySet[Message]:
    """Text messages to be sent, or inquired after, by now."""
    return Message.objects.filter(ended_at=None, due_at__lte=now).order_by("due_at")


def messages_listed(centre: Centre) -> QuerySet[Message]:
    """The centre's text messages, newest first, without what they say."""
    return Message.objects.filter(member__centre=centre).select_related("member").order_by("-pk")


def running_for(freelancer: Member) -> QuerySet[Contract]:
    """Contracts in force by which the member is to be paid."""
    rows = Contract.objects.filter(freelancer=freelancer, state__in=RUNNING)
    return rows.select_related("freelancer__centre", "commissioner__centre").order_by("pk")


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
