"""The ledger with one guard taken away, or one right too many given: which of its probes notices?

A change is made in a ledger of one's own, and undone when a probe has turned red; the schema must then be what it was. Between two probes
the rows alone are set back (past all guards, by `session_replication_role`). Databases are not copied for it: that forces a checkpoint,
during which no block can be sealed. Whoever noticed the last change is asked first about the next; the order decides only how long
it takes.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import psycopg

from .ledgers import Ledger, made
from .weakened import WEAKENED


class Change(NamedTuple):
    """One guard less, and how to put it back."""

    made: str
    undone: str


Probe = Callable[[Ledger], str | None]
AT_ONCE = 2
NOT_OF_THE_LEDGER = (
    "08",
    "40",
    "53",
    "57",
    "58",
    "XX",
)  # the server's own troubles prove nothing about a guard
RIGHTS = """
    SELECT 'ON ledger.' || relname AS what, privilege_type, grantee, relowner AS owner
    FROM pg_class c, aclexplode(relacl) WHERE relnamespace = 'ledger'::regnamespace
    UNION ALL
    SELECT 'ON FUNCTION ' || p.oid::regprocedure, privilege_type, grantee, proowner
    FROM pg_proc p, aclexplode(proacl) WHERE pronamespace = 'ledger'::regnamespace
    UNION ALL
    SELECT 'ON SCHEMA ledger', privilege_type, grantee, nspowner FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'ledger'"""
PARTS = (
    """
    SELECT format('%s: %s', tgname, pg_get_triggerdef(t.oid)) AS part FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE relnamespace = 'ledger'::regnamespace AND NOT tgisinternal
    UNION ALL
    SELECT format('%s %s: %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'ledger'::regnamespace
    UNION ALL
    SELECT format('%s.%s %s', attrelid::regclass, attname, attnotnull) FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' AND attnum > 0
    UNION ALL
    SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace
    UNION ALL
    SELECT row::text FROM kept.account_kind AS row UNION ALL SELECT row::text FROM kept.movement AS row
    UNION ALL SELECT row::text FROM kept.payment_move AS row
    UNION ALL
    SELECT format('%s %s %s', privilege_type, what, grantee) FROM ("""
    + RIGHTS
    + """) AS rights WHERE grantee <> owner"""
)
WORDS = "words"
CATALOGUE = {
    "trigger": """
        SELECT format('DROP TRIGGER %I ON ledger.%I', tgname, relname), pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
        WHERE relnamespace = 'ledger'::regnamespace AND NOT tgisinternal""",
    "check": """
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
          format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE connamespace = 'ledger'::regnamespace AND contype = 'c'""",
    # A key goes with the references to it: none can stand without it.
    "key": """
        SELECT format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', k.conrelid::regclass, k.conname), string_agg(
          format('ALTER TABLE %s ADD CONSTRAINT %I %s', lost.conrelid::regclass, lost.conname, pg_get_constraintdef(lost.oid)), '; '
          ORDER BY lost.oid <> k.oid)
        FROM pg_constraint k JOIN pg_constraint lost ON lost.oid = k.oid
          OR (k.contype <> 'f' AND lost.contype = 'f' AND lost.conindid = k.conindid)
        WHERE k.connamespace = 'ledger'::regnamespace AND k.contype IN ('u', 'p', 'f')
        GROUP BY k.oid, k.conrelid, k.conname""",
    "not null": """
        SELECT format('ALTER TABLE ledger.%I ALTER COLUMN %I DROP NOT NULL', relname, attname),
          format('ALTER TABLE ledger.%I ALTER COLUMN %I SET NOT NULL', relname, attname)
        FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
        WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' AND attnum > 0 AND attnotnull AND attidentity = '' AND NOT EXISTS (
          SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND contype = 'p' AND attnum = ANY (conkey))""",
    "right": """
        SELECT format('REVOKE %s %s FROM %s', privilege_type, what, grantee::regrole),
          format('GRANT %s %s TO %s', privilege_type, what, grantee::regrole)
        FROM ("""
    + RIGHTS
    + """) AS rights WHERE grantee <> owner""",
    # Rows that are rules; `kept` is where the rows of a ledger are set back from.
    "rule": """
        SELECT format('UPDATE kept.account_kind SET floor = NULL WHERE kind = %L', kind),
          format('UPDATE kept.account_kind SET floor = %s WHERE kind = %L', floor, kind)
        FROM ledger.account_kind WHERE floor IS NOT NULL
        UNION ALL
        SELECT format('DELETE FROM kept.movement WHERE (event_kind, debit_kind, credit_kind) = (%L, %L, %L)', event_kind, debit_kind, credit_kind),
          format('INSERT INTO kept.movement VALUES (%L, %L, %L)', event_kind, debit_kind, credit_kind)
        FROM ledger.movement
        UNION ALL
        SELECT format('DELETE FROM kept.payment_move WHERE (verb, from_state) = (%L, %L)', verb, from_state),
          format('INSERT INTO kept.payment_move VALUES (%L, %L, %L, %L, %L)', verb, from_state, to_state, event_kind, other_person)
        FROM ledger.payment_move
        UNION ALL
        SELECT format('UPDATE kept.payment_move SET other_person = NOT other_person WHERE (verb, from_state) = (%L, %L)', verb, from_state),
          format('UPDATE kept.payment_move SET other_person = NOT other_person WHERE (verb, from_state) = (%L, %L)', verb, from_state)
        FROM ledger.payment_move""",
    "owner's power": """
        SELECT format('ALTER FUNCTION %s SECURITY INVOKER', oid::regprocedure), format('ALTER FUNCTION %s SECURITY DEFINER', oid::regprocedure)
        FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace AND prosecdef
        UNION ALL
        SELECT format('ALTER FUNCTION %s RESET search_path', oid::regprocedure),
          format('ALTER FUNCTION %s SET %s', oid::regprocedure, array_to_string(proconfig, ' '))
        FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace AND prosecdef""",
    "a write too many": """
        SELECT format('GRANT %s ON ledger.%I TO %s', verb, relname, who), format('REVOKE %s ON ledger.%I FROM %s', verb, relname, who)
        FROM pg_class, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) verb, unnest(ARRAY['kwonik_app', 'kwonik_auditor']) who
        WHERE relnamespace = 'ledger'::regnamespace AND (relkind = 'r' OR (relkind = 'S' AND verb = 'UPDATE'))""",
    "a look too many": """
        SELECT 'GRANT USAGE ON SCHEMA ledger TO PUBLIC; GRANT SELECT ON ledger.' || relname || ' TO PUBLIC',
          'REVOKE USAGE ON SCHEMA ledger FROM PUBLIC; REVOKE SELECT ON ledger.' || relname || ' FROM PUBLIC'
        FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'v')""",
    # A trigger's function cannot be called, whoever may.
    "a call too many": """
        SELECT format('GRANT %s TO %s', right_, who), format('REVOKE %s FROM %s', right_, who)
        FROM unnest(ARRAY['kwonik_app', 'kwonik_auditor']) who, unnest(ARRAY['CREATE ON SCHEMA ledger']) right_
        UNION ALL
        SELECT format('GRANT EXECUTE ON FUNCTION %s TO %s', p.oid::regprocedure, who),
          format('REVOKE EXECUTE ON FUNCTION %s FROM %s', p.oid::regprocedure, who)
        FROM pg_proc p, unnest(ARRAY['kwonik_app', 'kwonik_auditor']) who
        WHERE pronamespace = 'ledger'::regnamespace AND prorettype <> 'trigger'::regtype AND NOT has_function_privilege(who, p.oid, 'EXECUTE')
        UNION ALL
        SELECT format('GRANT USAGE ON SCHEMA ledger TO PUBLIC; GRANT EXECUTE ON FUNCTION %s TO PUBLIC', p.oid::regprocedure),
          format('REVOKE USAGE ON SCHEMA ledger FROM PUBLIC; REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', p.oid::regprocedure)
        FROM pg_proc p WHERE pronamespace = 'ledger'::regnamespace AND prorettype <> 'trigger'::regtype""",
}


def changes(what: str, server: dict, template: str) -> list[Change]:
    """Every guard of that kind, taken away."""
    with psycopg.connect(**server, dbname=template, autocommit=True) as owner:
        if what == WORDS:
            return [_reworded(owner, *one) for one in WEAKENED]
        return sorted(Change(*row) for row in owner.execute(CATALOGUE[what]).fetchall())


def _reworded(owner: psycopg.Connection, function: str, old: str, new: str) -> Change:
    """The function with other words in the one place where they stand."""
    row = owner.execute(
        "SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'ledger'::regnamespace AND proname = %s",
        [function],
    ).fetchone()
    assert row and row[0].count(old) == 1, f"{function} does not say once: {old}"
    return Change(row[0].replace(old, new), row[0])


def judge(
    wanted: Sequence[Change], server: dict, template: str, probes: dict[str, Probe]
) -> dict[str, str | None]:
    """For each change the probe that noticed it, or None. Raises where a change cannot be made, changes nothing or stays."""
    order, lock, waiting, found = list(probes), threading.Lock(), list(wanted)[::-1], dict[str, str | None]()

    def first_red(changed: Ledger) -> str | None:
        for name in list(order):
            set_back(changed)
            if notices(probes[name], changed):
                with lock:
                    order.remove(name)
                    order.insert(0, name)
                return name
        return None

    def work(number: int) -> None:
        with made(server, f"{template}_{number}", template) as changed:
            changed.owner.execute(f'ALTER DATABASE "{changed.name}" SET synchronous_commit = off')
            while waiting:
                with contextlib.suppress(IndexError):  # another worker was quicker
                    change = waiting.pop()
                    with taken_away(changed, change):
                        found[change.made] = first_red(changed)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(work, range(AT_ONCE)))
    return found


@contextlib.contextmanager
def taken_away(changed: Ledger, change: Change) -> Iterator[None]:
    with changed.owner as owner:
        before = parts(owner)
        owner.execute(change.made)
        assert parts(owner) != before, f"changes nothing: {change.made}"
    yield
    set_back(changed)
    with changed.owner as owner:
        owner.execute(change.undone)
        assert parts(owner) == before, f"not undone: {change.made}"


def parts(owner: psycopg.Connection) -> list[str]:
    """What a ledger is made of."""
    return sorted(row[0] for row in owner.execute(PARTS).fetchall())


def notices(act: Probe, changed: Ledger) -> bool:
    """Whether the probe turns red: an attack goes through, or an honest day's work no longer does."""
    try:
        return act(changed) is not None
    except psycopg.Error as error:
        if error.sqlstate is None or error.sqlstate[:2] in NOT_OF_THE_LEDGER:
            raise
        return True


SET_BACK = """
    SET LOCAL session_replication_role = replica;
    DO $$
    DECLARE
      name text;
    BEGIN
      FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r' LOOP
        EXECUTE format('DELETE FROM ledger.%1$I; INSERT INTO ledger.%1$I OVERRIDING SYSTEM VALUE SELECT * FROM kept.%1$I', name);
      END LOOP;
      FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'S' LOOP
        EXECUTE format('SELECT setval(%L, last_value, is_called) FROM kept.%I', 'ledger.' || name, name);
      END LOOP;
    END $$"""


def set_back(changed: Ledger) -> None:
    """The rows of a new ledger again, whatever was done; what was changed in the schema stays changed."""
    with changed.owner as owner, owner.transaction():
        owner.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        owner.execute(SET_BACK)
