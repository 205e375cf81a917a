"""The editions, closings and exceptions of the world that tests watch: of a month in which nobody writes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from kwonik.catalogue.models import ReportTemplate
from kwonik.kernel.periods import parse
from kwonik.people.models import Account
from kwonik.places.codes import ClosingLevel
from kwonik.places.models import Centre
from kwonik.reports import actions, queries

LONG_GONE, MONTH_AFTER = parse("2019-03"), parse("2019-04")
"""A month that both closed, and one that only the centre closed."""
BODY = {
    "code": "small-report",
    "name": "작은 보고",
    "title": "작은 보고",
    "period": "2019-03",
    "as_of": "2019-03-31",
    "dated_on": "2019-04-07",
    "blocks": ['○ 상담 {{ figure("counselling.legal", id="W.legal") }}건'],
}
_numbers = count(1)


def editions(people: dict[str, Account], centre: Centre) -> dict[str, Any]:
    """One more edition of a small report, and somebody who may write in its closed month."""
    director, city, writer = (
        people[role] for role in ("centre_director", "city_officer", "programme_officer")
    )
    template, _ = ReportTemplate.objects.get_or_create(
        code=BODY["code"],
        defaults={"name": BODY["name"], "body": BODY, "digest": "0" * 64},
    )
    for by, level in ((director, ClosingLevel.CENTRE), (city, ClosingLevel.CITY)):
        if queries.unclosed(centre, LONG_GONE, level):
            actions.close(by=by, centre=centre, period=LONG_GONE, level=level)
    if queries.unclosed(centre, MONTH_AFTER, ClosingLevel.CENTRE):
        actions.close(by=director, centre=centre, period=MONTH_AFTER, level=ClosingLevel.CENTRE)
    return {
        "edition": actions.publish(
            by=director,
            template=template,
            centre=centre,
            period=LONG_GONE,
            as_of=LONG_GONE.last_on,
            dated_on=date(2019, 4, 7),
            reason=f"{next(_numbers)}번째로 바로잡음",
        ),
        "exception": actions.grant_exception(
            by=director,
            centre=centre,
            account=writer,
            room="counselling",
            period=LONG_GONE,
            until_at=timezone.now() + timedelta(days=3),
            reason="늦게 온 기록",
        ),
    }
