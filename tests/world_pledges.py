"""The pledges of the world that tests watch: one with every part, one withdrawn, a change asked for, a panel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kwonik.pledges import actions
from kwonik.pledges.forms import PART_FORMS
from tests.pledges.factories import PNG, head

_numbers = count(1)


def facts_of_parts(day: date) -> dict[str, dict[str, Any]]:
    """What each kind of part says, with a place of its own among its like."""
    number = next(_numbers)
    return {
        "officer": {"post": "팀장", "name": "김미정", "phone": "1234"},
        "goal": {"area": f"분야 {number}", "year": day.year, "text": "쉼터 1개소"},
        "note": {"kind": "indicator", "text": f"조성한 쉼터 {number}"},
        "milestone": {"text": f"터 고르기 {number}", "first_quarter": 20223, "last_quarter": 20224},
        "money": {
            "stage": "planned",
            "source": "city",
            "year": day.year,
            "amount_won": 5_000_000,
            "document": "실천계획서",
            "decided_on": day,
        },
        "communication": {"channel": "press", "held_on": day, "title": f"개소 언론보도 {number}"},
        "result": {"area": "쉼터", "text": f"쉼터 조성 {number}"},
        "nextstep": {"area": "쉼터", "text": f"쉼터 운영 {number}", "from_on": day, "until_on": day},
        "picture": {"image": PNG, "alt": "쉼터 안", "caption": f"쉼터 {number}"},
    }


def pledges(place: Any, day: date) -> dict[str, Any]:
    """A pledge with a row of every part, one of each withdrawn; a decided and an open request; a panel that judged."""
    by, centre, line = place.people["city_officer"], place.centre, place.rows["line"]
    decided = {"decided_on": day, "decided_by": "평가단", "basis": "정기회의"}

    def pledge(**more: Any):
        return actions.record_pledge(by=by, centre=centre, facts=head(f"pledge-{next(_numbers)}", **more))

    def part(kind: str):
        facts = facts_of_parts(day)[kind]
        return actions.record_part(by=by, pledge=main, model=PART_FORMS[kind][0], facts=facts)

    def request():
        return actions.request_change(by=by, pledge=main, change="마칠 분기를 늦춤", **decided)

    def panel():
        facts = {"name": f"평가단 {next(_numbers)}", "kind": "review", "seats": 40, "quota": {}}
        return actions.record_panel(by=by, centre=centre, facts=facts | {"from_on": day, "until_on": day})

    def member(seat: int):
        facts = {"seat": seat, "group": "", "chosen": "drawn", "chosen_on": day}
        return actions.record_member(by=by, panel=jury, facts=facts)

    def score():
        facts = {"pledge": main, "criterion": "만족도", "points": Decimal(92), "people": 30, "held_on": day}
        return actions.record_score(by=by, panel=jury, facts=facts)

    main, jury = pledge(), panel()
    actions.set_status(by=by, pledge=main, status="on_track", **decided)
    actions.decide_change(by=by, request=request(), approved=False, **decided)
    actions.split_or_merge(by=by, pledge=main, kind="split", other=pledge(), **decided)
    found: dict[str, Any] = {
        "pledge": main,
        "withdrawn_pledge": actions.withdraw(by=by, row=pledge(), reason="두 번 적음"),
        "pledge_request": request(),
        "panel": jury,
        "withdrawn_panel": actions.withdraw(by=by, row=panel(), reason="잘못 적음"),
        "panel_member": member(1),
        "withdrawn_panel_member": actions.withdraw(by=by, row=member(2), reason="잘못 적음"),
        "panel_score": score(),
        "withdrawn_panel_score": actions.withdraw(by=by, row=score(), reason="잘못 적음"),
    }
    found |= {f"pledge_{kind}": part(kind) for kind in PART_FORMS}
    executed = facts_of_parts(day)["money"] | {"stage": "executed", "line": line, "amount_won": 1}
    found["pledge_ledger_money"] = actions.record_part(
        by=by, pledge=main, model=PART_FORMS["money"][0], facts=executed
    )
    found["withdrawn_pledge_goal"] = actions.withdraw(by=by, row=part("goal"), reason="잘못 적음")
    return found


def facts_of_new_part(kind: str) -> dict[str, Any]:
    """What must be typed into the form of a part beyond the first thing that fits."""
    return {
        "goal": {"year": "2031"},
        "milestone": {"first_quarter": "2024년 1분기", "last_quarter": "2024년 2분기", "weight": "2"},
        "money": {"year": "2025", "amount_won": "1,000"},
        "picture": {"image": SimpleUploadedFile("사진.png", PNG, "image/png")},
    }.get(kind, {})
