"""What a door says about who may open it. The guard (kwonik.people.guard) reads it before every view.

@page("remedy.case:assign")     whoever holds the permission at the centre they are working at
@signed_in                      whoever works here and is signed in
@citizen                        a citizen with an account of their own, signed in; never staff
@public                         everybody
machines(view)                  programs with a key; each operation names its permission (kwonik.people.api)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, resolve, reverse

from . import permissions

PUBLIC = "public"
SIGNED_IN = "signed in"
CITIZEN = "citizen"
MACHINES = "machines"

View = Callable[..., Any]


def page(permission: str) -> Callable[[View], View]:
    """The view asks for `permission` at the working centre. Raises UnknownPermission at start-up."""
    permissions.known(permission)
    return lambda view: _mark(view, permission)


def signed_in(view: View) -> View:
    """The view is for everybody who is signed in."""
    return _mark(view, SIGNED_IN)


def citizen(view: View) -> View:
    """The view is for citizens who signed up, and for them alone: it finds their own rows by the account."""
    return _mark(view, CITIZEN)


def public(view: View) -> View:
    """The view is for everybody."""
    return _mark(view, PUBLIC)


def machines(view: View) -> View:
    """The view is for machines: no session opens it, and its operations ask for a key and a permission themselves."""
    return _mark(view, MACHINES)


def _mark(view: View, rule: str) -> View:
    view.permission = rule  # type: ignore[attr-defined]
    return view


def link(request: Any, name: str, *args: Any, query: str = "") -> str:
    """The address of a page, of another area for instance; "" where the installation has no such page or the
    reader may not open it, so that no page offers a closed door.
    """
    try:
        address = reverse(name, args=args)
    except NoReverseMatch:
        return ""
    rule = getattr(resolve(address).func, "permission", PUBLIC)
    return address + query if rule in (PUBLIC, SIGNED_IN) or (rule != CITIZEN and request.may(rule)) else ""
