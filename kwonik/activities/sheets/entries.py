"""The ledgers of sessions, tallies and handouts: one for each service of the shape."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from kwonik.activities import rules
from kwonik.activities.models import Handout, Session, Tally
from kwonik.catalogue.codes import Counting, Shape
from kwonik.ledgers import registry
from kwonik.ledgers.registry import Context, Line, Sheet, once
from kwonik.spreadsheets import Column

from . import lookups
from .lookups import column, shared

# -- sessions -----------------------------------------------------------------------------------------------------


def session_columns(context: Context) -> list[Column]:
    return lookups.columns(context)


def store_sessions(context: Context, lines: Sequence[Line], batch: Any) -> None:
    Session.objects.bulk_create(
        Session(
            **shared(context, line, reference, batch),
            held_on=line.values["day"],
            title=line.values.get("title") or "",
            starts_at=line.values.get("starts_at"),
            ends_at=line.values.get("ends_at"),
            partner=line.values.get("partner") or "",
            people=line.values.get("people"),
            quantity=line.values.get("quantity"),
        )
        for line, reference in zip(lines, lookups.references(context, lines), strict=True)
    )


# -- tallies ------------------------------------------------------------------------------------------------------


def tally_columns(context: Context) -> list[Column]:
    one = rules.one(lookups.service_of(context).words, Shape.TALLY)
    return lookups.columns(context, column("count", "수", "int", required=True, help=f"{one}의 수입니다."))


Series = tuple[date, str, str, int | None]


def check_tally(context: Context, values: dict[str, Any]) -> list[str]:
    """Besides the rules: a reading stands once a day, in the ledger and in what is kept."""
    said = lookups.wrong(context, values)
    if said or lookups.service_of(context).counting != Counting.LEVEL:
        return said
    told = lookups.facts(context, values)
    site = told["site"].pk if told["site"] else None
    at: Series = (values["day"], values["kind"], values.get("subject") or "", site)
    seen: set[Series] = once(context, "readings", lambda: _readings(context))
    if at in seen:
        return [
            "그날의 값이 이미 있습니다. 하루에 하나만 남기세요. 이미 적은 값이 틀렸으면 그 기록을 고치세요."
        ]
    seen.add(at)
    return []


def _readings(context: Context) -> set[Series]:
    rows = Tally.objects.filter(
        centre=context.centre,
        service=lookups.service_of(context),
        counting=Counting.LEVEL,
        withdrawn_at__isnull=True,
    )
    return set(rows.values_list("counted_on", "kind__code", "subject", "site"))


def store_tallies(context: Context, lines: Sequence[Line], batch: Any) -> None:
    counting = lookups.service_of(context).counting
    Tally.objects.bulk_create(
        Tally(
            **shared(context, line, reference, batch),
            counted_on=line.values["day"],
            subject=line.values.get("subject") or "",
            count=line.values["count"],
            counting=counting,
        )
        for line, reference in zip(lines, lookups.references(context, lines), strict=True)
    )


# -- handouts -----------------------------------------------------------------------------------------------------


def handout_columns(context: Context) -> list[Column]:
    return lookups.columns(context, column("quantity", "수량", "int", required=True))


def store_handouts(context: Context, lines: Sequence[Line], batch: Any) -> None:
    Handout.objects.bulk_create(
        Handout(
            **shared(context, line, reference, batch),
            handed_on=line.values["day"],
            quantity=line.values["quantity"],
            recipient=line.values.get("recipient") or "",
            donor=line.values.get("donor") or "",
            people=line.values.get("people"),
        )
        for line, reference in zip(lines, lookups.references(context, lines), strict=True)
    )


registry.declare(
    Sheet(
        code="activities.sessions",
        label="활동 대장",
        permission="activities.record:import",
        model=Session,
        columns=session_columns,
        check=lookups.wrong,
        store=store_sessions,
        example=lambda context: [lookups.example(context)],
        variants=partial(lookups.services, Shape.SESSION),
    )
)
registry.declare(
    Sheet(
        code="activities.tallies",
        label="집계 대장",
        permission="activities.record:import",
        model=Tally,
        columns=tally_columns,
        check=check_tally,
        store=store_tallies,
        example=lambda context: [lookups.example(context, count=120)],
        variants=partial(lookups.services, Shape.TALLY),
    )
)
registry.declare(
    Sheet(
        code="activities.handouts",
        label="나눔 대장",
        permission="activities.record:import",
        model=Handout,
        columns=handout_columns,
        check=lookups.wrong,
        store=store_handouts,
        example=lambda context: [lookups.example(context, quantity=100)],
        variants=partial(lookups.services, Shape.HANDOUT),
    )
)
