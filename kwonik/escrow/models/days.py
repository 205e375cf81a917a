"""Days in the database's own words, for columns that it reckons itself."""

from __future__ import annotations

from django.db import models


class DayInSeoul(models.Func):
    """The day of an instant in Seoul, as `ledger.event.value_on` and the bank reckon it."""

    template = "(%(expressions)s AT TIME ZONE 'Asia/Seoul')::date"
    arity = 1
    output_field = models.DateField()
