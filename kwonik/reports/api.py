"""The numbers of the reports for machines: the same as printed, for the centre of the key."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from ninja import Query, Schema

from kwonik.kernel import periods
from kwonik.people.api import Invalid, Key, Machines

from . import access, queries
from .forms import DaysForm

router = Machines(tags=["보고"])


class FigureOut(Schema):
    """A number of the report: its value, as it is printed, and whether only a document states it."""

    value: int | float | None = None
    printed: str
    stated: bool


class FiguresOut(Schema):
    report: str
    first_on: str
    last_on: str
    as_of: str
    figures: dict[str, FigureOut]


NAMES = {"first_on": "from", "last_on": "to", "as_of": "as_of", "__all__": ""}


@router.get(
    "/{slug:code}/figures",
    auth=Key("reports.report:view"),
    response=FiguresOut,
    summary="보고서의 모든 수치, 원문 번호별로",
)
def figures(
    request: Any,
    code: str,
    first_on: str = Query("", alias="from"),
    last_on: str = Query("", alias="to"),
    as_of: str = "",
) -> Any:
    """Of the days asked for, else of those that the report itself is about."""
    template = access.get_template(code)
    spec = queries.spec_of(template)
    period = periods.parse(spec.period)
    form = DaysForm(
        {
            "first_on": first_on or str(period.first_on),
            "last_on": last_on or str(period.last_on),
            "as_of": as_of or str(spec.as_of),
        }
    )
    if not form.is_valid():
        raise Invalid({NAMES[name]: [str(one) for one in said] for name, said in form.errors.items()})
    found = form.cleaned_data
    composed = queries.composed(
        template, request.centre, found["period"], found["as_of"], timezone.localdate()
    )
    return {
        "report": spec.name,
        "first_on": str(found["period"].first_on),
        "last_on": str(found["period"].last_on),
        "as_of": str(found["as_of"]),
        "figures": {
            id: {"value": _number(value), "printed": printed, "stated": id in composed.stated}
            for id, (value, printed) in composed.by_id.items()
        },
    }


def _number(value: Any) -> int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
