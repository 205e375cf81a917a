-- Who may what. The owner logs in nowhere and acts only through `ledger.post` and `ledger.seal`; the application may call these and look;
-- the auditor may look. PostgreSQL keeps roles for the whole server, so they are made once.

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['kwonik_ledger', 'kwonik_app', 'kwonik_auditor'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another database of this server was quicker
    END;
  END LOOP;
END $$;

ALTER SCHEMA ledger OWNER TO kwonik_ledger;
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'v') LOOP
    EXECUTE format('ALTER %s %s OWNER TO kwonik_ledger', CASE one.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, one.name);
  END LOOP;
  FOR one IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'ledger'::regnamespace LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO kwonik_ledger', one.name);
  END LOOP;
END $$;

REVOKE ALL ON SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT USAGE ON SCHEMA ledger TO kwonik_app, kwonik_auditor;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO kwonik_app, kwonik_auditor;
GRANT EXECUTE ON FUNCTION ledger.balance_of(text, text), ledger.broken_blocks(), ledger.digest_of(bytea, xid8, xid8), ledger.fault_of(bigint)
TO kwonik_app, kwonik_auditor;
GRANT EXECUTE ON FUNCTION
  ledger.post(text, bytea, text, text, date, text[], text[], text[], text[], bigint[]),
  ledger.write_payment(text, bytea, text, date, text, text, text, bigint, text, boolean, bigint),
  ledger.step_payment(text, bytea, text, bigint, text, date, text),
  ledger.seal()
TO kwonik_app;
