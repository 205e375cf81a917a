"""Accounts, their roles, and what somebody locked out needs."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kwonik.kernel import audit
from kwonik.people import access, rules
from kwonik.people.models import Account, Role, RoleGrant
from kwonik.places.models import Centre

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without 0, 1, l, o: read out over the telephone


def temporary_password() -> str:
    """Twelve letters and figures in three groups, about 60 bits; the first page asks for one's own instead."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _required(by: Account | None, centre: Centre | None) -> None:
    if by is not None:
        access.require(by, "people.account:edit", centre)


def _required_over(by: Account | None, account: Account) -> None:
    """`by` may deal with an account of a centre where they keep accounts, never with their own."""
    if by is None:
        return
    if by.pk == account.pk:
        raise rules.Refused("자기 계정은 스스로 바꿀 수 없습니다. 다른 담당자에게 부탁하세요.")
    if account.centre_id not in access.centres_for(by, "people.account:edit"):
        raise PermissionDenied


@transaction.atomic
def create_account(
    *,
    by: Account | None,
    centre: Centre,
    username: str,
    name: str,
    email: str = "",
    password: str | None = None,
) -> tuple[Account, str]:
    """A new account without any role, and its password; a temporary one has to be changed at the first log-in.

    Raises PermissionDenied, Refused (the user name is taken).
    """
    _required(by, centre)
    if Account.objects.filter(username__iexact=username).exists():
        raise rules.Refused(f"'{username}'은(는) 이미 쓰는 아이디입니다. 다른 아이디를 정하세요.")
    chosen = password or temporary_password()
    account = Account(username=username, name=rules.tidy(name), email=email, centre=centre)
    account.must_change_password = password is None
    account.set_password(chosen)
    account.save()
    audit.record("people.account.created", account, by=by)
    return account, chosen


@transaction.atomic
def sign_up(*, username: str, password: str | None) -> Account:
    """A citizen's own account, which holds no role and never will; who it is stands elsewhere, in the vault.

    Without a password nobody logs in until one is set. Raises Refused (the user name is taken).
    """
    if Account.objects.filter(username__iexact=username).exists():
        raise rules.Refused("이미 쓰는 아이디입니다. 다른 아이디를 정하세요.")
    account = Account(username=username, is_citizen=True)
    account.set_password(password)
    account.save()
    audit.record("people.account.signed_up", account, by=None)
    return account


@transaction.atomic
def close_own_account(*, by: Account) -> Account:
    """A citizen leaves: the account opens nothing any more, and its user name and second factor are gone.

    Raises Refused for the account of somebody who works here.
    """
    locked = Account.objects.select_for_update().get(pk=by.pk)
    if not locked.is_citizen:
        raise rules.Refused("센터 계정은 스스로 닫을 수 없습니다. 정보 담당자에게 알리세요.")
    locked.username, locked.is_active = f"left-{locked.pk}", False
    locked.set_unusable_password()
    locked.save(update_fields=["username", "is_active", "password"])
    Authenticator.objects.filter(user=locked).delete()
    audit.record("people.account.closed", locked, by=locked)
    return locked


@transaction.atomic
def grant_role(
    *,
    by: Account | None,
    account: Account,
    role: Role,
    centre: Centre,
    from_on: date,
    until_on: date | None = None,
) -> RoleGrant:
    """Gives a role at one centre for a time. Raises PermissionDenied, RoleRefused (retired, incompatible, twice)."""
    _required(by, centre)
    if by is not None and by.pk == account.pk:
        raise rules.RoleRefused("자기 자신에게는 역할을 줄 수 없습니다. 다른 담당자에게 부탁하세요.")
    if account.is_citizen:
        raise rules.RoleRefused("시민이 스스로 만든 계정에는 역할을 줄 수 없습니다.")
    if until_on and until_on < from_on:
        raise rules.RoleRefused("끝나는 날이 시작일보다 앞섭니다. 날짜를 바꿔 넣으세요.")
    if role.retired_on and role.retired_on <= from_on:
        raise rules.RoleRefused(f"'{role}'은(는) 더 쓰지 않는 역할입니다. 다른 역할을 고르세요.")
    Account.objects.select_for_update().get(pk=account.pk)
    days = (from_on, until_on)
    held = [
        grant
        for grant in account.grants.select_related("role", "centre")
        if rules.overlap(days, (grant.from_on, grant.until_on))
    ]
    rules.refuse_together(
        role.name, (grant.role.name for grant in held), role.incompatible.values_list("name", flat=True)
    )
    if any(grant.role_id == role.pk and grant.centre_id == centre.pk for grant in held):
        raise rules.RoleRefused(f"{account}에게는 이 기간에 {centre}의 '{role}' 역할이 이미 있습니다.")
    grant = RoleGrant.objects.create(
        account=account, role=role, centre=centre, from_on=from_on, until_on=until_on
    )
    access.forget(account)
    detail = {
        "account": account.pk,
        "role": role.code,
        "from_on": str(from_on),
        "until_on": str(until_on or ""),
    }
    audit.record("people.grant.given", grant, by=by, detail=detail)
    return grant


@transaction.atomic
def end_grant(*, by: Account | None, grant: RoleGrant, until_on: date) -> RoleGrant:
    """The grant's last day; one that never began is taken back whole (it ends before it begins).

    Raises PermissionDenied, RoleRefused (it would last longer than it does).
    """
    _required(by, grant.centre)
    return _end_grant(by, grant.pk, until_on)


def _end_grant(by: Account | None, grant_id: int, until_on: date) -> RoleGrant:
    locked = (
        RoleGrant.objects.select_for_update().select_related("account", "role", "centre").get(pk=grant_id)
    )
    if locked.until_on and until_on > locked.until_on:
        raise rules.RoleRefused("이미 그 전에 끝나는 역할입니다. 더 길게 주려면 새로 주세요.")
    detail = {"account": locked.account_id, "role": locked.role.code, "until_on": str(until_on)}
    audit.record("people.grant.ended", locked, by=by, detail=detail)
    if until_on < locked.from_on:
        locked.delete()
        return locked
    locked.until_on = until_on
    locked.save(update_fields=["until_on"])
    access.forget(locked.account)
    return locked


@transaction.atomic
def close_account(*, by: Account | None, account: Account) -> Account:
    """Somebody leaves: the account no longer opens anything, every grant ends today (고시 제5조②)."""
    _required_over(by, account)
    today = timezone.localdate()
    locked = Account.objects.select_for_update().get(pk=account.pk)
    for grant in locked.grants.exclude(until_on__lt=today):
        _end_grant(by, grant.pk, today - timedelta(days=1))
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    audit.record("people.account.closed", locked, by=by)
    return locked


@transaction.atomic
def reopen_account(*, by: Account | None, account: Account) -> Account:
    """The account opens again, without any role."""
    _required_over(by, account)
    locked = Account.objects.select_for_update().get(pk=account.pk)
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    audit.record("people.account.reopened", locked, by=by)
    return locked


@transaction.atomic
def reset_password(*, by: Account | None, account: Account) -> str:
    """A new temporary password; every session of the account ends with the old one."""
    _required_over(by, account)
    locked = Account.objects.select_for_update().get(pk=account.pk)
    chosen = temporary_password()
    locked.set_password(chosen)
    locked.must_change_password = True
    locked.save(update_fields=["password", "must_change_password"])
    audit.record("people.account.password_reset", locked, by=by)
    return chosen


@transaction.atomic
def set_password_anew(*, account: Account, password: str) -> None:
    """A citizen who showed elsewhere that the account is theirs has a new password; every session with the old one ends.

    The second factor stays. Raises Refused for the account of somebody who works here.
    """
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if not locked.is_citizen or not locked.is_active:
        raise rules.Refused("센터 계정의 비밀번호는 정보 담당자가 다시 정해 줍니다.")
    locked.set_password(password)
    locked.save(update_fields=["password"])
    audit.record("people.account.password_recovered", locked, by=locked)


@transaction.atomic
def remove_second_factor(*, by: Account | None, account: Account) -> None:
    """Somebody lost the telephone and the recovery codes: the second factor is set up anew at the next log-in."""
    _required_over(by, account)
    Authenticator.objects.filter(user=account).delete()
    audit.record("people.account.second_factor_removed", account, by=by)
