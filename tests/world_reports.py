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

LONG_GONE = parse("2016-03")
BODY = {
    "code": "small-report",
    "name": "작은 보고",
    "title": "작은 보고",
    "period": "2016-03",
    "as_of": "2016-03-31",
    "dated_on": "2016-04-07",
    "blocks": ['○ 상담 {{ figure("counselling.legal", id="W.legal") }}건'],
}
_numbers = count(1)


def editions(director: Account, city: Account, writer: Account, centre: Centre) -> dict[str, Any]:
    """One more edition of a small report, and somebody who may write in its closed month."""
    template, _ = ReportTemplate.objects.get_or_create(
        code=BODY["code"],
        defaults={"name": BODY["name"], "body": BODY, "digest": "0" * 64, "retired_on": date(2016, 5, 1)},
    )
    for by, level in ((director, ClosingLevel.CENTRE), (city, ClosingLevel.CITY)):
        if queries.unclosed(centre, LONG_GONE, level):
            actions.close(by=by, centre=centre, period=LONG_GONE, level=level)
    return {
        "edition": actions.publish(
            by=director,
            template=template,
            centre=centre,
            period=LONG_GONE,
            as_of=LONG_GONE.last_on,
            dated_on=date(2016, 4, 7),
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
