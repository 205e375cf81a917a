-- Who may what, once contracts stand over the ledger: the application says verbs and names no amounts; the owner touches of the
-- application's tables what the verbs need.

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
ALTER TYPE ledger.held_milestone OWNER TO kwonik_ledger;

REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO kwonik_app, kwonik_auditor;
REVOKE EXECUTE ON FUNCTION
  ledger.post(text, bytea, text, text, date, text[], text[], text[], text[], bigint[]),
  ledger.write_payment(text, bytea, text, date, text, text, text, bigint, text, boolean, bigint),
  ledger.step_payment(text, bytea, text, bigint, text, date, text)
FROM kwonik_app;
GRANT EXECUTE ON FUNCTION
  ledger.say(text, bytea, text, bigint, text, bigint, date, timestamptz, bigint, text, jsonb, uuid),
  ledger.take_deposit(text, bytea, text, bigint, bigint, bigint, date, timestamptz, timestamptz, text, bigint),
  ledger.send_payout(text, bytea, text, bigint, text, bigint, date, timestamptz, text, bigint),
  ledger.send_refund(text, bytea, text, text, text, bigint, date, timestamptz, text, boolean),
  ledger.step(text, bytea, text, bigint, text, bigint, date, timestamptz, integer, text),
  ledger.take_found(text, bytea, text, date, text, bigint, bigint, date, timestamptz, timestamptz),
  ledger.correct(text, bytea, text, date, text, text, text, text, bigint)
TO kwonik_app;

ALTER SEQUENCE ledger.payment_number OWNER TO kwonik_ledger;
GRANT USAGE ON SEQUENCE ledger.payment_number TO kwonik_app;
GRANT USAGE ON SCHEMA public TO kwonik_ledger;
GRANT SELECT, UPDATE ON public.escrow_milestone, public.escrow_contract TO kwonik_ledger;
GRANT SELECT, INSERT, UPDATE ON public.escrow_deposit TO kwonik_ledger;
GRANT SELECT, INSERT ON public.escrow_contractevent TO kwonik_ledger;
GRANT SELECT ON public.escrow_milestoneterms, public.escrow_virtualaccount, public.escrow_payeeaccount, public.escrow_delivery,
  public.escrow_dispute, public.escrow_split, public.escrow_member, public.escrow_policy, public.people_account TO kwonik_ledger;
