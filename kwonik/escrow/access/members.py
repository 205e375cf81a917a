"""Members and their names: masked on every page, in full for a reason and into the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from kwonik.escrow import rules
from kwonik.escrow.models import Member
from kwonik.people import vault
from kwonik.people.codes import Purpose
from kwonik.people.models import Account

from .rows import members


@dataclass(frozen=True)
class MemberSeen:
    """Name, telephone and number as somebody is shown them. Never stored, never logged."""

    name: str
    phone: str
    number: str = ""


GONE = MemberSeen("(탈퇴한 회원)", "")


def member_of(account: Account) -> Member | None:
    """The member that this account is; None for staff and for whoever left."""
    if not getattr(account, "is_citizen", False):
        return None
    return Member.objects.of(account).select_related("centre").first()


def get_member(account: Account) -> Member:
    """The same, or Http404."""
    found = member_of(account)
    if found is None:
        raise Http404
    return found


def get_any_member(account: Account, pk: int) -> Member:
    """A member of a centre where the account may see members, or Http404."""
    return get_object_or_404(members(account).select_related("centre", "account"), pk=pk)


def reveal(account: Account | None, people: Iterable[Member], *, action: str) -> dict[int, MemberSeen]:
    """Who they are, in full: member id -> name, telephone. One statement, and a line in the access log."""
    rows = list(people)
    sealed = [pk for row in rows for pk in (row.name_id, row.phone_id) if pk]
    texts = vault.read(sealed, by=account, purpose=Purpose.ESCROW, action=action)
    return {
        row.pk: MemberSeen(texts.get(row.name_id or 0, GONE.name), texts.get(row.phone_id or 0, ""))
        for row in rows
    }


def masked(seen: MemberSeen) -> MemberSeen:
    """As lists and the other party's pages show somebody."""
    if seen == GONE:
        return seen
    return MemberSeen(rules.persons.masked_name(seen.name), rules.persons.masked_phone(seen.phone))


def names_of(account: Account | None, people: Iterable[Member], *, action: str) -> dict[int, str]:
    """Masked names by member id. One statement."""
    return {pk: masked(seen).name for pk, seen in reveal(account, people, action=action).items()}
