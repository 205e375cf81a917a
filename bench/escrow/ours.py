"""Our service layer, through Django as the doors call it: the key of the request, the change of state with its line in the
timeline, and the transfers.

Each milestone goes its way once, as in life, and has a contract of its own: `ready` copies, untimed, one that two people
signed through the actions. Hot is `take_deposit` of a line of the bank: every one debits the bank's custody account, opens
the milestone's own and begins its contract. Spread is `approve`: from what is held for a milestone to what is payable of it.
"""

import copy
import os
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from bench.escrow import post

ONCE = True  # a number is used once, after `ready`
AMOUNT_WON = 300_000
LINES = 1_000  # copies, and deposits in one event, of preparing
FIRST = {"hot": 1_000_000_000, "spread": 2_000_000_000}  # keys of copies begin here, far above the sequences
# Each call commits by itself, with arguments bound and plans kept by the server: a call is one round trip.
OPTIONS: dict[str, Any] = {"server_side_binding": True, "prepare_threshold": 1}
DELIVERED = {"state": "'delivered'", "delivered_on": "current_date", "accept_by": "current_date + 14"}
state: dict[str, Any] = {}


def prepare() -> None:
    """A contract that two people signed, with a virtual account for its one milestone."""
    _start()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from kwonik.escrow import actions
    from tests.escrow import factories

    contract = factories.signed(wishes=factories.wishes(AMOUNT_WON))
    actions.issue_account(bank=factories.FakeBank(), milestone=contract.milestones.get())


def open(lane: int) -> None:
    """Django on the database named by PGHOST, PGDATABASE and PGUSER; the accounts and names are known, as the peers' are."""
    _start()
    from django.db import connection
    from django.utils import timezone

    from kwonik.escrow.bank import port
    from kwonik.escrow.models import Milestone
    from tests.escrow import factories

    one = Milestone.objects.select_related("contract__commissioner__account").earliest("pk")
    now = timezone.now()
    state.update(milestone=one, commissioner=one.contract.commissioner.account, connection=connection)
    state["line"] = port.Line(
        number="",
        kind=port.Kind.DEPOSIT,
        value_on=timezone.localdate(now),
        booked_at=now,
        incoming=True,
        amount_won=AMOUNT_WON,
        depositor=factories.name_of(one),
    )


def ready(mode: str, numbers: list[int]) -> int:
    """Milestones that await their deposit (hot), or were paid in and delivered (spread); how many."""
    from django.db import transaction

    source, keys = state["milestone"], [FIRST[mode] + number for number in numbers]
    with state["connection"].cursor() as cursor:
        for some in _slices(keys, LINES):
            with transaction.atomic():
                cursor.execute("SET LOCAL session_replication_role = replica")  # copies need no triggers
                contract = {"reference": "'B' || n", "form_token": "NULL"}
                if mode == "spread":
                    contract["state"] = "'active'"
                _copy(cursor, "contract", source.contract_id, some, contract)
                version = {"contract_id": "n", "paper_id": "NULL"}
                _copy(cursor, "version", source.terms.version_id, some, version)
                _copy(cursor, "milestoneterms", source.terms_id, some, {"version_id": "n"})
                milestone = {"contract_id": "n", "terms_id": "n", **(DELIVERED if mode == "spread" else {})}
                _copy(cursor, "milestone", source.pk, some, milestone)
                account = {"milestone_id": "n", "number": "n::text"}
                _copy(cursor, "virtualaccount", source.virtual_accounts.get().pk, some, account)
                cursor.execute("SET LOCAL session_replication_role = DEFAULT")
                if mode == "spread":
                    post.fund(cursor, f"ready:{some[0]}", [f"m{key}" for key in some], AMOUNT_WON)
    return len(keys)


def transfer(mode: str, number: int) -> None:
    from dataclasses import replace

    from kwonik.escrow import actions

    key = FIRST[mode] + number
    if mode == "hot":
        told = actions.take_deposit(replace(state["line"], number=f"bench{key}", virtual_account=str(key)))
    else:
        milestone = copy.copy(state["milestone"])
        contract = copy.copy(milestone.contract)
        milestone.pk, contract.pk, milestone.contract = key, key, contract
        told = actions.approve(by=state["commissioner"], milestone=milestone, token=UUID(int=key))
    assert not told.replayed, told


def read() -> int:
    from kwonik.escrow import queries

    return queries.money.balance("custody", "bank")


def books() -> dict:
    """Milestones that were moved, each by one event; unequal accounts by the ledger's own view."""
    import django

    ask = """
        SELECT (SELECT count(*) FROM ledger.event WHERE starts_with(request_key, 'line:') OR starts_with(request_key, 'form:')),
          (SELECT count(*) FROM escrow_milestone WHERE (id >= %(spread)s AND state = 'approved')
            OR (id >= %(hot)s AND id < %(spread)s AND state = 'funded')),
          (SELECT count(*) FROM ledger.unequal_account)
    """
    with state["connection"].cursor() as cursor:
        cursor.execute(ask, FIRST)
        stored, moved, unequal = cursor.fetchone()
    assert stored == moved, (stored, moved)
    return {"stored": stored, "unequal": unequal, "versions": f"Django {django.__version__}, {OPTIONS}"}


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kwonik.site.settings")
    import django
    from django.conf import settings

    place = {"HOST": os.environ["PGHOST"], "NAME": os.environ["PGDATABASE"], "USER": os.environ["PGUSER"]}
    settings.DATABASES["default"].update(place, PASSWORD="", PORT="")
    settings.DATABASES["default"]["OPTIONS"].update(OPTIONS)
    django.setup()


def _copy(cursor: Any, table: str, source: int, keys: list[int], changed: dict[str, str]) -> None:
    """Rows like the one of that key, one for each of the keys `n`, with what is different."""
    different = ", ".join(f"'{column}', {value}" for column, value in {"id": "n", **changed}.items())
    cursor.execute(
        """SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
        WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''""",
        [f"escrow_{table}"],
    )
    (columns,) = cursor.fetchone()
    cursor.execute(
        f"""INSERT INTO escrow_{table} ({columns}) SELECT {columns}
        FROM (SELECT new.* FROM escrow_{table} AS one CROSS JOIN unnest(%s::bigint[]) AS n
        CROSS JOIN LATERAL jsonb_populate_record(one, jsonb_build_object({different})) AS new WHERE one.id = %s) AS copied""",
        [keys, source],
    )


def _slices(things: list[int], size: int) -> Iterable[list[int]]:
    return (things[at : at + size] for at in range(0, len(things), size))
