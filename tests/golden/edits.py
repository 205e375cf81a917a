"""A thousand things that happen to records after they were published: seeded, so that they can be looked at again."""

import random
from collections import Counter

from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from kwonik.kernel import journal
from kwonik.kernel.figures import registry, watching
from kwonik.kernel.refusals import Refused
from kwonik.people import actions as people
from kwonik.people.models import Client

KEPT = {"id", "centre_id", "import_key", "import_batch_id", "form_token", "version", "revision"}


class Edits:
    """Late entries, withdrawals, reclassifications, other days, other amounts, merged clients, by one account."""

    def __init__(self, seed: int, account, centre) -> None:
        self.random = random.Random(seed)
        self.account, self.centre = account, centre
        self.done: Counter[str] = Counter()
        self.tables = {
            model: self._columns(model)
            for model in {
                figure.source().model
                for figure in registry.counted()
                if figure.settles_by and figure.kind != "stated"
            }
        }

    def _columns(self, model) -> list[str]:
        guards = watching.guards()[model._meta.db_table]
        held = {part.split('"')[1] for guard in guards for part in guard.holds if '"' in part}
        return sorted(held - KEPT)

    def make(self, count: int) -> None:
        start = self.done.total()
        acts = (self.late, self.withdraw, self.reclassify, self.reclassify, self.amount, self.merge)
        while self.done.total() < start + count:
            act = self.random.choice(acts)
            try:
                with transaction.atomic():
                    journal.acting(self.account.pk)
                    done = act()
                    connection.check_constraints()
                self.done[act.__name__] += done
            except (Refused, DatabaseError, ValueError):
                continue

    def _row(self):
        model = self.random.choice(sorted(self.tables, key=lambda m: m._meta.label))
        ids = list(
            model._default_manager.filter(centre=self.centre).values_list("pk", flat=True).order_by("pk")
        )
        return model._default_manager.get(pk=self.random.choice(ids)) if ids else None

    def late(self) -> bool:
        row = self._row()
        if row is None:
            return False
        row.pk = None
        row._state.adding = True
        names = {field.name for field in row._meta.concrete_fields}
        for name in names & {"import_key", "form_token", "import_batch", "import_batch_id"}:
            setattr(row, name, None)
        for name in names & {"reference", "code", "voucher"}:
            setattr(row, name, f"late-{self.random.randrange(10**9)}"[:24])
        row.save(force_insert=True)
        return True

    def withdraw(self) -> bool:
        row = self._row()
        if row is None or not hasattr(row, "withdrawn_at") or row.withdrawn_at:
            return False
        told = {"withdrawn_at": timezone.now(), "withdrawn_by": self.account, "withdrawn_reason": "잘못 적음"}
        told = {name: value for name, value in told.items() if hasattr(row, name)}
        return bool(type(row)._default_manager.filter(pk=row.pk).update(**told))

    def reclassify(self) -> bool:
        """Another day, kind, place or group: one that another row has."""
        row, other = self._row(), None
        if row is not None:
            same = type(row)._default_manager.filter(centre=self.centre)
            other = same[self.random.randrange(min(same.count(), 500))]
        columns = [c for c in self.tables[type(row)] if not c.startswith("withdrawn")] if row else []
        changed = {
            c: getattr(other, c) for c in columns if hasattr(row, c) and getattr(other, c) != getattr(row, c)
        }
        if not changed:
            return False
        name = self.random.choice(sorted(changed))
        return bool(type(row)._default_manager.filter(pk=row.pk).update(**{name: changed[name]}))

    def amount(self) -> bool:
        row = self._row()
        numbers = (models.IntegerField, models.PositiveIntegerField, models.BigIntegerField)
        names = [
            field.attname
            for field in (row._meta.concrete_fields if row else ())
            if isinstance(field, numbers)
            and not field.is_relation
            and not field.primary_key
            and field.attname in self.tables[type(row)]
            and getattr(row, field.attname) is not None
        ]
        if not names:
            return False
        name = self.random.choice(sorted(names))
        value = max(0, getattr(row, name) + self.random.choice((-3, -1, 1, 2, 5)))
        return bool(type(row)._default_manager.filter(pk=row.pk).update(**{name: value}))

    def merge(self) -> bool:
        apart = list(
            Client.objects.filter(centre=self.centre, merged_into=None, merged=None).order_by("pk")[:3_000]
        )
        if len(apart) < 2:
            return False
        keep, other = self.random.sample(apart, 2)
        people.merge_clients(by=self.account, keep=keep, other=other)
        return True
