"""The ledger against its probes, and each of its guards taken away in turn: a suite that stays green then is no guard."""

from __future__ import annotations

import psycopg
import pytest

from .ledgers import made
from .probes import PROBES

pytestmark = pytest.mark.xdist_group("ledger")


@pytest.mark.parametrize("probe", PROBES)
def test_holds(probe, ledger):
    assert PROBES[probe](ledger) is None


CATALOGUE = {
    "trigger": """
        SELECT format('DROP TRIGGER %I ON ledger.%I', tgname, relname) FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
        WHERE relnamespace = 'ledger'::regnamespace AND NOT tgisinternal""",
    "constraint": """
        SELECT format('ALTER TABLE ledger.%I DROP CONSTRAINT %I CASCADE', relname, conname)
        FROM pg_constraint k JOIN pg_class c ON c.oid = conrelid
        WHERE relnamespace = 'ledger'::regnamespace AND contype IN ('c', 'u', 'p', 'f')""",
    "grant": """
        SELECT format('REVOKE %s ON ledger.%I FROM %s', privilege_type, relname, grantee::regrole)
        FROM pg_class c, aclexplode(relacl) WHERE relnamespace = 'ledger'::regnamespace AND grantee <> relowner
        UNION ALL
        SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM %s', p.oid::regprocedure, grantee::regrole)
        FROM pg_proc p, aclexplode(proacl) WHERE pronamespace = 'ledger'::regnamespace AND grantee <> proowner
        UNION ALL
        SELECT format('REVOKE USAGE ON SCHEMA ledger FROM %s', grantee::regrole)
        FROM pg_namespace, aclexplode(nspacl) WHERE nspname = 'ledger' AND grantee <> nspowner""",
    "too much": """
        SELECT format('GRANT %s ON ledger.%I TO %s', right_, relname, role_)
        FROM pg_class, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) right_, unnest(ARRAY['kwonik_app', 'kwonik_auditor']) role_
        WHERE relnamespace = 'ledger'::regnamespace AND relkind = 'r'
        UNION ALL
        SELECT format('GRANT USAGE ON SCHEMA ledger TO PUBLIC; GRANT SELECT ON ledger.%I TO PUBLIC', relname)
        FROM pg_class WHERE relnamespace = 'ledger'::regnamespace AND relkind IN ('r', 'v')""",
}


@pytest.mark.parametrize("what", CATALOGUE)
def test_no_guard_is_missed_by_nobody(what, server, template):
    """Every trigger, check, key and right is taken away (and every right too many given): some probe must break."""
    with psycopg.connect(**server, dbname=template, autocommit=True) as owner:
        changes = [row[0] for row in owner.execute(CATALOGUE[what]).fetchall()]
    assert len(changes) >= 10
    survived = [change for change in changes if not _killed(change, server, template)]
    assert survived == []


def _killed(change: str, server: dict, template: str) -> bool:
    with made(server, f"{template}_changed", template) as changed:
        changed.owner.execute(change)
    for act in PROBES.values():
        with made(server, f"{template}_changed", template) as changed:
            changed.owner.execute(change)
            try:
                if act(changed):
                    return True
            except psycopg.Error:
                return True  # what is needed for an honest day's work is gone
    return False
