"""How an attack asks the database, and what its answer was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.utils import Error as DatabaseError
from django.utils import timezone

from kwonik.escrow.models import Milestone, PayeeAccount, VirtualAccount
from tests.escrow.attacked import Town


@dataclass(frozen=True)
class Attack:
    """What is asked, as which role, and the database's word for no."""

    code: str
    ask: Callable[[Town], tuple[str, list[Any]]]
    role: str = ""


ATTACKS: dict[str, Attack] = {}
"""Filled by tests/escrow/attacks.py."""


def attack(code: str, role: str = "") -> Callable:
    def known(ask: Callable) -> Callable:
        ATTACKS[ask.__name__] = Attack(code, ask, role)
        return ask

    return known


def answer(town: Town, one: Attack) -> str | None:
    """None when it was refused with its word; else what came of it. Nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            statement, values = one.ask(town)
            if one.role:
                cursor.execute(f"SET LOCAL SESSION AUTHORIZATION {one.role}")
            cursor.execute(statement, values or None)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            transaction.set_rollback(True)
    except DatabaseError as error:
        cause = error.__cause__
        state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
        return None if state == one.code else f"refused with {state}: {error}"
    return "went through"


# -- how verbs are said ---------------------------------------------------------------------------------------------


def say(
    verb: str, milestone: Milestone, actor: str, by: Any = None, deposit: int | None = None, **changed: Any
) -> tuple[str, list[Any]]:
    told = {
        "request_key": f"form:{verb}", "request_hash": bytes(32), "verb": verb, "milestone": milestone.pk, "actor": actor,
        "account": by and by.pk, "value_on": timezone.localdate(), "said_at": timezone.now(), "deposit": deposit, **changed,
    }  # fmt: skip
    return call("say", told)


def call(function: str, told: dict[str, Any]) -> tuple[str, list[Any]]:
    return f"SELECT ledger.{function}({', '.join(f'{name} => %s' for name in told)})", list(told.values())


def payout(verb: str, milestone: Milestone, actor: str, payee: int, by: Any = None) -> tuple[str, list[Any]]:
    return call("send_payout", {
        "request_key": "form:payout", "request_hash": bytes(32), "verb": verb, "milestone": milestone.pk, "actor": actor,
        "account": by and by.pk, "value_on": timezone.localdate(), "said_at": timezone.now(), "bank_number": "M202600001U0000000ZZ",
        "payee": payee,
    })  # fmt: skip


def refund(kind: str, reference: str, key: str = "form:refund") -> tuple[str, list[Any]]:
    return call("send_refund", {
        "request_key": key, "request_hash": bytes(32), "kind": kind, "reference": reference, "actor": "clock", "account": None,
        "value_on": timezone.localdate(), "said_at": timezone.now(), "bank_number": "M202600001U0000000ZY", "held": False,
    })  # fmt: skip


def number_of(milestone: Milestone) -> int:
    return VirtualAccount.objects.get(milestone=milestone).pk


def payee_of(milestone: Milestone) -> int:
    return PayeeAccount.objects.get(member=milestone.contract.freelancer, replaced_at=None).pk


def but_first(statement: str, then: tuple[str, list[Any]], *values: Any) -> tuple[str, list[Any]]:
    """Something that only the owner can do beforehand, with guards off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return then


def step(town: Town, verb: str, seen: int, key: str, **changed: Any) -> tuple[str, list[Any]]:
    return call("step", {
        "request_key": key, "request_hash": bytes(32), "verb": verb, "payment": town.payment, "actor": "bank", "account": None,
        "value_on": timezone.localdate(), "said_at": timezone.now(), "seen": seen, **changed,
    })  # fmt: skip
