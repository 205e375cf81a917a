"""Pledges, their events and parts with sensible defaults; straight to the tables."""

import struct
import zlib
from datetime import date
from itertools import count
from typing import Any

from kwonik.places.models import Centre
from kwonik.pledges.models import Communication, Happening, Milestone, Money, Pledge
from tests.factories import make_centre

_numbers = count(1)


def _png() -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\x00" + b"\x30\x60\x90" * 4 for _ in range(4)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PNG = _png()
"""Four pixels by four, as small as a picture may be."""


def head(code: str, **fields: Any) -> dict[str, Any]:
    """What the head of a card says."""
    return {
        "code": code,
        "number": "",
        "title": f"이동노동자 쉼터 확대 {code}",
        "original": "쉴 곳을 권역마다 만들겠습니다.",
        "election": "제8회 전국동시지방선거",
        "term_from_on": date(2022, 7, 1),
        "term_until_on": date(2026, 6, 30),
        "nature": "new",
        "span": "within",
        "funding": "budget",
        "actor": "own",
        "central_help": "none",
        "department": "고용노동과",
        "goal": "권역마다 쉼터 하나",
        "from_on": date(2022, 7, 1),
        "until_on": date(2026, 6, 30),
        "content": "쉼터 조성과 운영",
        **fields,
    }


def make_pledge(centre: Centre | None = None, **fields: Any) -> Pledge:
    code = fields.pop("code", None) or f"shelter-{next(_numbers)}"
    return Pledge.objects.create(centre=centre or make_centre("main"), **head(code, **fields))


def make_status(pledge: Pledge, status: str, decided_on: date = date(2023, 1, 2)) -> Happening:
    return make_happening(pledge, "status", decided_on=decided_on, status=status)


def make_happening(pledge: Pledge, kind: str, **fields: Any) -> Happening:
    told = {"decided_on": date(2023, 1, 2), "decided_by": "총괄부서", "basis": "자체점검", **fields}
    return Happening.objects.create(pledge=pledge, centre=pledge.centre, kind=kind, **told)


def make_milestone(pledge: Pledge, **fields: Any) -> Milestone:
    told = {"text": "터 고르기", "first_quarter": 20223, "last_quarter": 20224, **fields}
    if told.get("done_quarter"):
        told.setdefault("evidence", "준공 문서")
    return Milestone.objects.create(pledge=pledge, centre=pledge.centre, **told)


def make_money(pledge: Pledge, amount_won: int, **fields: Any) -> Money:
    told = {"year": 2025, "source": "city", "stage": "planned", "document": "실천계획서", **fields}
    told.setdefault("decided_on", date(2022, 9, 30))
    told.setdefault("after_term", told["year"] is None)
    return Money.objects.create(pledge=pledge, centre=pledge.centre, amount_won=amount_won, **told)


def make_communication(pledge: Pledge, **fields: Any) -> Communication:
    told = {"channel": "press", "held_on": date(2025, 2, 10), "title": "쉼터 개소 언론보도", **fields}
    return Communication.objects.create(pledge=pledge, centre=pledge.centre, **told)
