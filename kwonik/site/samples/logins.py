"""Accounts of the try-out: one for each role, made once; their password belongs to the installation's secret."""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings
from django.utils import timezone

from kwonik.catalogue.queries import own_centre
from kwonik.people import actions
from kwonik.people.models import Account, Appointment, Role, RoleGrant
from kwonik.places.models import Centre

from .escrow_recipe import EscrowRecipe
from .recipe import Login


def password() -> str:
    """The same on every start of this installation, another on the next: nothing to look up in the source."""
    key = hmac.new(settings.SECRET_KEY.encode(), b"sample logins", hashlib.sha256).digest()
    letters = base64.b32encode(key).decode().lower()
    return f"kwonik-{letters[:4]}-{letters[4:8]}"


def centre_of(login: Login) -> Centre:
    if login.centre:
        return Centre.objects.get(code=login.centre)
    own = own_centre()
    assert own, "a profile is loaded first"
    return own


def make(login: Login) -> Account:
    """The account with its role, from today on; what is there already stays as it is."""
    centre = centre_of(login)
    account = Account.objects.filter(username=login.username).first()
    if account is None:
        account, _ = actions.create_account(
            by=None, centre=centre, username=login.username, name=login.name, password=password()
        )
    role = Role.objects.get(code=login.role)
    if not RoleGrant.objects.filter(account=account, role=role, centre=centre).exists():
        actions.grant_role(
            by=None, account=account, role=role, centre=centre, from_on=login.since or timezone.localdate()
        )
    return account


def join_appointment(login: Login, account: Account) -> None:
    """Gives the account to the appointment of that name, so that what is offered to the expert reaches them."""
    waiting = Appointment.objects.filter(centre=centre_of(login), name=login.name, account=None)
    for appointment in waiting.as_of(timezone.localdate()):
        actions.amend_appointment(by=None, appointment=appointment, account=account)


def told(logins: list[Login], escrow: EscrowRecipe | None = None) -> list[str]:
    """One line for each login, as the try-out prints it: who, then "attorney / password". Members of the escrow come last."""
    members = (escrow.freelancer, escrow.commissioner) if escrow else ()
    rows = [
        ("역할", "아이디", "비밀번호"),
        *(_row(login) for login in logins),
        *((one.role, one.username, _password_of(one.username)) for one in members),
    ]
    widest = max(_width(who) for who, _, _ in rows)
    longest = max(len(username) for _, username, _ in rows[1:])
    return [
        f"  {who}{' ' * (widest - _width(who))}  {username}{' ' * (longest - _width(username))} / {known}"
        for who, username, known in rows
    ]


def _row(login: Login) -> tuple[str, str, str]:
    role = str(Role.objects.get(code=login.role))
    who = f"{role} ({centre_of(login)})" if login.centre else role
    return who, login.username, _password_of(login.username)


def _password_of(username: str) -> str:
    works = Account.objects.get(username=username).check_password(password())
    return password() if works else "(스스로 바꾼 비밀번호)"


def _width(text: str) -> int:
    """Columns of a terminal: a Korean syllable takes two."""
    return sum(2 if letter >= "\u1100" else 1 for letter in text)
