"""What a consultation answers: a call, a referral, a request; or the booth it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from kwonik.counselling import access, queries
from kwonik.counselling.forms.intake import NAMED

_GETTERS = {
    "contact": access.get_contact,
    "referral": access.get_referral,
    "booth": access.get_booth,
    "request": access.get_request,
}


@dataclass(frozen=True)
class Cause:
    """What a consultation answers or belongs to: a hotline call, a referral, a booth, a request; in hidden fields."""

    contact: Any = None
    referral: Any = None
    booth: Any = None
    request: Any = None

    @classmethod
    def of(cls, account, values) -> Cause:
        """Read from an address or a form; whatever the account may not see is not found."""
        given = {name: str(values.get(name) or "") for name in _GETTERS}
        return cls(**{n: _GETTERS[n](account, int(pk)) for n, pk in given.items() if pk.isdecimal()})

    @property
    def hidden(self) -> list[tuple[str, int]]:
        rows = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, row.pk) for name, row in rows if row is not None]

    @property
    def given(self) -> dict[str, Any]:
        """Facts that whoever asked has computed with already: nobody types them again."""
        kept = [one.kept for one in self.request.calculations.all()] if self.request else []
        return {name: value for one in kept for name, value in one.inputs.items()}

    def told(self, account) -> dict[str, Any]:
        """What is known before anybody types: who rang and what they said, from which district."""
        if self.request:
            return self._asked(account)
        row = self.contact or self.referral
        if row is None:
            return {}
        sealed = self.contact.note if self.contact else self.referral.message
        caller = access.open_caller(account, sealed, action="counselling.record")
        known: dict[str, Any] = {"name": caller.name, "phone": caller.phone, "memo": caller.text}
        if caller.name or caller.phone:
            known["whose"] = NAMED
        if self.contact and self.contact.district:
            known["district"] = self.contact.district.name
        return known

    def _asked(self, account) -> dict[str, Any]:
        """What a request says already. Whoever did not give a name is written down as nobody."""
        row = self.request
        caller = access.open_caller(account, row.told, action="counselling.record")
        issues = [issue.code for issue in row.issues.all()]
        known = {
            "party": row.party,
            "issue": issues[0] if issues else "",
            "other_issues": issues[1:],
            "memo": caller.text,
            "district": row.district.name if row.district else "",
        }
        if channel := queries.online_channel(row.service):
            known["channel"] = channel.code
        return known | ({"whose": NAMED, "name": caller.name, "phone": caller.phone} if caller.name else {})
