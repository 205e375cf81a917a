"""Who may see and do what with relief cases and offers; the only way a door gets a row.

Centre staff see their centre's cases. A rights advocate sees the cases they have accepted, and of an offer what its
stage discloses; what they declined is gone. Another centre's row does not exist for anybody here: 404.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from kwonik.kernel import permissions
from kwonik.kernel.permissions import Permission
from kwonik.people import vault
from kwonik.people.access import ClientRecords, centres_for, keep_clients, may, require
from kwonik.people.codes import Purpose
from kwonik.people.vault import Identified
from kwonik.remedy import queries
from kwonik.remedy.codes import TRANSITIONS
from kwonik.remedy.models import CriticalDate, MatterDate, Offer, Redating, ReliefCase, Step

PERMISSIONS = (
    Permission("remedy.case:view", "센터의 권리구제 사건을 봅니다"),
    Permission("remedy.case:view_assigned", "내가 맡은 권리구제 사건을 봅니다"),
    Permission("remedy.case:open", "권리구제 사건을 엽니다"),
    Permission("remedy.case:edit", "사건과 사실관계를 고칩니다"),
    Permission("remedy.case:assign", "노동권리보호관을 배정합니다"),
    Permission("remedy.case:progress", "진행 단계와 결과를 적습니다"),
    Permission("remedy.case:close", "사건을 종결하거나 취하합니다"),
    Permission("remedy.case:import", "권리구제 대장을 가져옵니다"),
    Permission("remedy.offer:answer", "배정 물음에 답합니다"),
    Permission("remedy.date:view", "권리구제 사건의 기한을 모아 보고 내 달력에서 받아 봅니다"),
    Permission("remedy.date:settle", "사건의 날짜를 적고 기한을 정합니다"),
)
permissions.declare(PERMISSIONS)

VIEW, VIEW_ASSIGNED, ANSWER = "remedy.case:view", "remedy.case:view_assigned", "remedy.offer:answer"
VIEW_DATES, SETTLE = "remedy.date:view", "remedy.date:settle"
HEAD = ("centre", "service", "issue", "forum", "advocate")
"""What a page about one thing of a case prints of the case."""


def visible(account, permission: str = VIEW) -> QuerySet[ReliefCase]:
    """The cases on which the account has the permission: as staff those of the centre, else those it has accepted."""
    holds = centres_for(account, permission)
    as_staff = holds & centres_for(account, VIEW)
    rows = Q(centre__in=as_staff)
    if as_advocate := holds - as_staff:
        rows |= Q(centre__in=as_advocate, advocate__account=account)
    return ReliefCase.objects.filter(rows)


def get_case(account, pk: int, permission: str = VIEW) -> ReliefCase:
    """The case with what its page needs, or 404."""
    return get_object_or_404(queries.with_file(visible(account, permission)), pk=pk)


def get_step(account, pk: int, permission: str = "remedy.case:progress") -> Step:
    """A step of a case on which the account has the permission, or 404."""
    rows = Step.objects.filter(case__in=visible(account, permission))
    return get_object_or_404(rows.select_related("case__centre", "case__forum", "kind", "note"), pk=pk)


def get_matter_date(account, pk: int) -> MatterDate:
    """A day of a case whose dates the account may settle, or 404."""
    rows = MatterDate.objects.filter(case__in=visible(account, SETTLE))
    return get_object_or_404(rows.select_related(*(f"case__{word}" for word in HEAD)), pk=pk)


def get_date(account, pk: int) -> CriticalDate:
    """A critical date of a case whose dates the account may settle, or 404."""
    rows = CriticalDate.objects.filter(case__in=visible(account, SETTLE))
    words = ("matter_date", "met_step__kind", *(f"case__{word}" for word in HEAD))
    return get_object_or_404(rows.select_related(*words), pk=pk)


def get_redating(account, pk: int) -> Redating:
    """A list of dates that a corrected calendar moved, of a centre whose cases the account may see, or 404."""
    rows = Redating.objects.filter(centre__in=centres_for(account, VIEW))
    return get_object_or_404(rows.select_related("by", "centre"), pk=pk)


def get_offer(account, pk: int) -> Offer:
    """An offer made to this account's own appointment, with its case, or 404."""
    rows = Offer.objects.filter(case__centre__in=centres_for(account, ANSWER), advocate__account=account)
    words = ("centre", "client", "client_group", "issue", "forum", "workplace", "district")
    return get_object_or_404(rows.select_related("advocate", *(f"case__{word}" for word in words)), pk=pk)


NOBODY = Identified("", "")


@dataclass(frozen=True)
class File:
    """What is sealed of a case, opened: its facts, the notes of its steps by SealedText id, who the client is."""

    facts: str
    notes: dict[int, str]
    who: Identified


def open_file(account, case: ReliefCase, *, purpose: str, action: str, steps: Iterable[Step] = ()) -> File:
    """Opens facts, notes and identity of a case the account was given by `get_case`; logged, four statements."""
    texts = vault.read(
        [case.facts_id, *(step.note_id for step in steps)], by=account, purpose=purpose, action=action
    )
    facts = texts.pop(case.facts_id, "") if case.facts_id else ""
    return File(facts, texts, who_is(account, case, purpose=purpose, action=action))


def disclosed(account, offer: Offer) -> File:
    """What the advocate may see of an open offer: who the parties are, and once cleared the facts too; logged."""
    who = who_is(account, offer.case, purpose=Purpose.ASSIGNMENT, action="remedy.offer")
    if offer.cleared_at is None:
        return File("", {}, who)
    texts = vault.read([offer.case.facts_id], by=account, purpose=Purpose.ASSIGNMENT, action="remedy.offer")
    return File(texts.get(offer.case.facts_id, ""), {}, who)


def who_is(account, case: ReliefCase, *, purpose: str, action: str) -> Identified:
    """Opens only who the client is: what an advocate sees before denying a conflict."""
    known = vault.identities([case.client_id], by=account, purpose=purpose, action=action)
    return known.get(case.client_id or 0, NOBODY)


def names_of(account, cases: Iterable[ReliefCase]) -> dict[int, str]:
    """Client id -> name, for lists that print them masked; one entry in the access log."""
    ids = [case.client_id for case in cases]
    known = vault.identities(ids, by=account, purpose=Purpose.REMEDY, action="remedy.cases")
    return {client: identified.name for client, identified in known.items()}


def may_view_as_staff(account, case: ReliefCase) -> bool:
    """Whether the account sees the case as the centre's staff, rankings and other advocates' answers included."""
    return may(account, VIEW, case.centre)


def require_verb(account, case: ReliefCase, verb: str) -> None:
    """Raises PermissionDenied unless the account holds the verb's permission and the case is theirs to move."""
    transition = TRANSITIONS[verb]
    require(account, transition.permission, case.centre)
    if transition.permission == ANSWER or may_view_as_staff(account, case):
        return
    if case.advocate is None or case.advocate.account_id != account.pk:
        raise PermissionDenied("맡은 사건이 아닙니다.")


def may_move(account, case: ReliefCase, verb: str) -> bool:
    """Whether `require_verb` lets the account through."""
    try:
        require_verb(account, case, verb)
    except PermissionDenied:
        return False
    return True


keep_clients(
    ClientRecords(
        label="권리구제 사건",
        permission=VIEW,
        url_name="remedy:case",
        rows=lambda client_ids: ReliefCase.objects.filter(client__in=client_ids),
        dated="opened_on",
    )
)
