"""Verification for trying out: accepts test persons, and by their names refuses, stays silent or answers twice.

Telephone numbers 010-0000-.... belong to nobody. The number to type is the last six digits of the transaction; what is
asked stays in the transaction itself, signed, so that any process can answer.
"""

from __future__ import annotations

import hashlib
from datetime import date
from secrets import token_hex

from django.core import signing
from django.core.cache import cache

from kwonik.people.rules import name_key, phone_digits

from .port import Begun, NoAnswer, Replayed, Turned, Verified, WrongCode

REFUSED, SILENT, SILENT_LATER = "거절", "무응답", "늦은응답"
"""A name with one of these words plays that part."""
TEST_NUMBERS = "0100000"
_SALT = "kwonik.escrow.identity.sandbox"
_SECONDS = 600


class Sandbox:
    name = "sandbox"

    def begin(self, *, name: str, born_on: date, phone: str) -> Begun:
        if SILENT in name:
            raise NoAnswer
        if REFUSED in name or not phone_digits(phone).startswith(TEST_NUMBERS):
            raise Turned
        facts = [name, born_on.isoformat(), phone_digits(phone), token_hex(8)]
        transaction = signing.dumps(facts, salt=_SALT)
        return Begun(transaction, self._code(transaction))

    def confirm(self, *, transaction_id: str, code: str) -> Verified:
        try:
            name, born_on, phone, _ = signing.loads(transaction_id, salt=_SALT, max_age=_SECONDS)
        except signing.BadSignature as broken:
            raise Turned from broken
        if SILENT_LATER in name:
            raise NoAnswer
        if code != self._code(transaction_id):
            raise WrongCode
        if not cache.add(f"{_SALT}.{hashlib.sha256(transaction_id.encode()).hexdigest()}", 1, _SECONDS):
            raise Replayed
        person = hashlib.sha256(f"{name_key(name)}\0{born_on}\0{phone}".encode()).hexdigest()
        return Verified(transaction_id, name, date.fromisoformat(born_on), phone, person)

    @staticmethod
    def _code(transaction: str) -> str:
        return f"{int(hashlib.sha256(transaction.encode()).hexdigest(), 16) % 1_000_000:06}"
