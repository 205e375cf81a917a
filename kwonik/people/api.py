"""The door for machines: `Authorization: Bearer <key>` and nothing else opens it.

    router = Machines(tags=["사업 활동"])

    @router.get("/services", auth=Key("activities.record:view"), response=list[ServiceOut])
    def services(request): ...

A session cookie means nothing here, so no page of another site can use one: there is nothing for CSRF to protect.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Annotated, Any
from uuid import UUID, uuid5

from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from ninja import Header, Router, Schema
from ninja.errors import Throttled
from ninja.security import HttpBearer

from kwonik.kernel import pace, permissions
from kwonik.kernel.doors import SIGNED_IN

from . import access, actions, queries, rules, vault

PER_MINUTE = 300
"""So many requests a key may make in a minute."""


class Choice(Schema):
    """One of several: what to send, and what it means."""

    value: str
    label: str


class Problem(Schema):
    """What went wrong, in words for whoever looks after the machine; by field where it is about fields."""

    code: str
    message: str
    fields: dict[str, list[str]] = {}
    choices: dict[str, list[Choice]] = {}
    """Where one of several must be chosen, by field."""
    version: int | None = None
    """The record's version now, where the one sent is out of date."""


PROBLEMS = (400, 401, 403, 404, 409, 422, 429)


class Invalid(Exception):
    """What was sent cannot be stored: sentences by field; "" for what is about the whole."""

    def __init__(
        self, fields: dict[str, list[str]], choices: dict[str, list[tuple[str, str]]] | None = None
    ) -> None:
        super().__init__(fields)
        self.fields, self.choices = fields, choices or {}


class Key(HttpBearer):
    """The operation asks for a key that works, and its account for `permission` at the key's centre; SIGNED_IN: any key."""

    def __init__(self, permission: str) -> None:
        super().__init__()
        if permission != SIGNED_IN:
            permissions.known(permission)
        self.permission = permission

    def authenticate(self, request: Any, token: str) -> Any:
        """The key; from here on the request is its account's, at its centre."""
        key = access.key_of(token)
        if key is None:
            return None
        _count(key.pk)
        actions.note_use(key=key)
        request.user, request.centre = key.account, key.centre
        whence = vault.origin.get()
        vault.origin.set(vault.Origin(whence.address, whence.request_id, key.account, key.centre))
        if self.permission != SIGNED_IN and not request.may(self.permission):
            raise PermissionDenied
        return key


def _count(key: int) -> None:
    """Raises Throttled when the key came too often in this minute."""
    if wait := pace.seconds_to_wait("api-key", key, most=PER_MINUTE):
        raise Throttled(wait=wait)


class Machines(Router):
    """Operations for machines. One that names no permission does not start."""

    def add_api_operation(
        self,
        path: str,
        methods: list[str],
        view_func: Callable,
        *,
        auth: Any = None,
        response: Any = None,
        **options: Any,
    ) -> None:
        if not isinstance(auth, Key):
            raise ImproperlyConfigured(f"{view_func.__module__}.{view_func.__name__} declares no permission")
        answers = response if isinstance(response, dict) else {200: response}
        super().add_api_operation(
            path,
            methods,
            view_func,
            auth=auth,
            response=answers | dict.fromkeys(PROBLEMS, Problem),
            **options | {"exclude_none": True, "openapi_extra": {"x-permission": auth.permission}},
        )


Token = Annotated[UUID, Header(alias="Idempotency-Key")]
"""The parameter of an operation that stores something: a UUID for each thing, the same when it is sent again."""


class Sent:
    """What a machine sent under an Idempotency-Key. The action's form token belongs to the key alone: no machine
    meets a form or another machine by it.
    """

    def __init__(self, request: Any, token: UUID, said: str) -> None:
        self.key, self.token, self.digest = request.auth, token, rules.digest(f"{request.path} {said}")
        self.form_token = uuid5(token, f"api-key-{self.key.pk}")

    def again(self) -> bool:
        """Whether it was sent and stored before. Raises Resubmitted when something else was sent under it."""
        return queries.said_before(self.key, self.token, self.digest)

    def kept(self) -> AbstractContextManager[None]:
        """Around the action that stores it."""
        return actions.submission(key=self.key, token=self.token, digest=self.digest)


router = Machines(tags=["인증키"])


class KeyOut(Schema):
    """Whom a key acts as."""

    name: str
    account: str
    centre: str
    expires_on: str


@router.get("/key", auth=Key(SIGNED_IN), response=KeyOut, summary="이 인증키가 누구로 어디에서 일하는지")
def key(request: Any) -> KeyOut:
    found = request.auth
    return KeyOut(
        name=found.name,
        account=found.account.name,
        centre=found.centre.name,
        expires_on=found.expires_on.isoformat(),
    )
