"""What rows of this area share: withdrawn with a reason, brought once, sittings numbered by their days."""

from __future__ import annotations

from collections.abc import Collection

import pgtrigger
from django.db import connection, models
from django.db.models import Q

from kwonik.kernel.models import Withdrawable
from kwonik.ledgers.models import Imported
from kwonik.places.models import Centre


def together(*conditions: Q, name: str) -> models.CheckConstraint:
    """All of these or none of them."""
    every, none = Q(), Q()
    for condition in conditions:
        every, none = every & condition, none & ~condition
    return models.CheckConstraint(condition=every | none, name=name)


def brought_once(name: str) -> models.UniqueConstraint:
    """The same line of a ledger makes one row of a centre."""
    return models.UniqueConstraint(
        fields=["centre", "import_key"], condition=Q(import_key__isnull=False), name=name
    )


WITHDRAWN = Q(withdrawn_at__isnull=False)


def withdrawn_with_reason(name: str) -> models.CheckConstraint:
    return together(WITHDRAWN, ~Q(withdrawn_reason=""), name=name)


class Kept(Imported, Withdrawable):
    """A row of a centre that is withdrawn with a reason, never deleted, and made once by a form sent twice."""

    centre = models.ForeignKey(Centre, models.PROTECT, verbose_name="센터")
    form_token = models.UUIDField("제출 표", null=True, unique=True)

    class Meta:
        abstract = True


def numbered_without_gaps(table: str, parent: str, parent_table: str) -> pgtrigger.Trigger:
    """At commit a parent's standing sittings are numbered 1, 2, 3 … and all of them are of its centre."""
    return pgtrigger.Trigger(
        name="numbered_without_gaps",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        timing=pgtrigger.Deferred,
        func=f"""
            IF EXISTS (
                SELECT FROM {table} WHERE {parent}_id = coalesce(NEW.{parent}_id, OLD.{parent}_id)
                HAVING count(number) <> coalesce(max(number), 0)
            ) THEN
                RAISE EXCEPTION 'sittings of % % are not numbered without gaps', '{parent}',
                    coalesce(NEW.{parent}_id, OLD.{parent}_id)
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_without_gaps';
            END IF;
            IF EXISTS (
                SELECT FROM {table} s JOIN {parent_table} p ON p.id = s.{parent}_id
                WHERE p.id = NEW.{parent}_id AND p.centre_id <> s.centre_id
            ) THEN
                RAISE EXCEPTION 'a sitting stands at another centre than its {parent}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{table}_own_centre';
            END IF;
            RETURN NULL;
        """,
    )


class NumberedQuerySet(models.QuerySet):
    """Sittings of courses or of groups (`of`), numbered by their days."""

    of = ""

    def number_anew(self, parents: Collection[int]) -> None:
        """Numbers the standing sittings of these courses (or groups) 1, 2, 3 …; one statement."""
        table, parent = self.model._meta.db_table, f"{self.of}_id"
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                UPDATE {table} SET number = ranked.number FROM (
                    SELECT id, row_number() OVER (PARTITION BY {parent} ORDER BY held_on, id) AS number
                    FROM {table} WHERE {parent} = ANY(%s) AND withdrawn_at IS NULL
                ) ranked
                WHERE {table}.id = ranked.id AND {table}.number IS DISTINCT FROM ranked.number
                """,
                [sorted(parents)],
            )

    def delete(self) -> tuple[int, dict[str, int]]:
        """Sittings go only when the ledger that brought them is undone; courses and groups that it brought too, and
        that are left without any, go along, and so do clients whom nothing else needs.
        """
        parents = set(self.values_list(f"{self.of}_id", flat=True))
        done = super().delete()
        self.number_anew(parents)
        self.let_go(parents)
        return done

    def let_go(self, parents: Collection[int]) -> None:
        """Removes what a ledger brought and what has no sitting left."""
        raise NotImplementedError
