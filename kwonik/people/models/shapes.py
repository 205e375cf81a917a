"""What rows of this room share: a time in force, a ledger they came by, a form that made them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Q


class Days(models.Func):
    """daterange(first, last, '[]') for exclusion constraints."""

    function = "DATERANGE"
    output_field = DateRangeField()


def never_twice(name: str, *fields: str) -> ExclusionConstraint:
    """No two rows with equal `fields` are in force on the same day."""
    days = Days("from_on", "until_on", RangeBoundary(inclusive_upper=True))
    return ExclusionConstraint(
        name=name,
        expressions=[*((field, RangeOperators.EQUAL) for field in fields), (days, RangeOperators.OVERLAPS)],
    )


def brought_once(name: str) -> models.UniqueConstraint:
    """The same line of a ledger makes one row of a centre."""
    return models.UniqueConstraint(
        fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name=name
    )


class Brought(models.Model):
    """A row that a ledger may have brought; `people` lies below `ledgers`, so the batch is a bare number."""

    import_batch_id = models.BigIntegerField("가져온 대장", null=True, blank=True, db_index=True)
    import_key = models.BinaryField("행 지문", max_length=16, null=True, blank=True)

    class Meta:
        abstract = True


class Submitted(models.Model):
    """A row that a form makes: a form sent twice makes one."""

    form_token = models.UUIDField("제출 표", null=True, blank=True, unique=True)

    class Meta:
        abstract = True
