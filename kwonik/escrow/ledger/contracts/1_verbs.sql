-- How milestones of contracts move money: which verb leads from which state to which, said by whom, posting what. The table is the one of
-- kwonik/escrow/codes/transitions.py; a test holds the two equal.

CREATE TABLE ledger.verb (
  verb text NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  actor text NOT NULL,
  event_kind text NOT NULL REFERENCES ledger.event_kind,
  PRIMARY KEY (verb, from_state, actor)
);

INSERT INTO ledger.verb (verb, from_state, to_state, actor, event_kind) VALUES
  ('deposit', 'awaiting_deposit', 'funded', 'bank', 'deposited'),
  ('deposit_by_card', 'awaiting_deposit', 'funded', 'bank', 'deposited_by_card'),
  ('match', 'awaiting_deposit', 'funded', 'operator', 'matched'),
  ('approve', 'delivered', 'approved', 'commissioner', 'approved'),
  ('accept_silently', 'delivered', 'approved', 'clock', 'approved'),
  ('split', 'disputed', 'resolved', 'operator', 'split'),
  ('cancel_before_work', 'funded', 'refund_sent', 'commissioner', 'cancelled'),
  ('cancel_together', 'funded', 'refund_sent', 'commissioner', 'cancelled'),
  ('cancel_together', 'funded', 'refund_sent', 'freelancer', 'cancelled'),
  ('send_payout', 'approved', 'payout_sent', 'clock', 'sent'),
  ('send_payout', 'approved', 'payout_sent', 'operator', 'sent'),
  ('send_payout', 'resolved', 'payout_sent', 'clock', 'sent'),
  ('send_payout', 'resolved', 'payout_sent', 'operator', 'sent'),
  ('resend', 'payout_failed', 'payout_sent', 'clock', 'sent'),
  ('resend', 'payout_failed', 'payout_sent', 'operator', 'sent'),
  ('send_refund', 'resolved', 'refund_sent', 'clock', 'sent'),
  ('send_refund', 'resolved', 'refund_sent', 'operator', 'sent'),
  ('lose_answer', 'payout_sent', 'payout_unknown', 'bank', 'unanswered'),
  ('pay', 'payout_sent', 'paid', 'bank', 'done'),
  ('pay', 'payout_unknown', 'paid', 'bank', 'done'),
  ('fail', 'payout_sent', 'payout_failed', 'bank', 'failed'),
  ('fail', 'payout_unknown', 'payout_failed', 'bank', 'failed'),
  ('return', 'paid', 'payout_failed', 'bank', 'returned'),
  ('refund', 'refund_sent', 'refunded', 'bank', 'done'),
  ('return_refund', 'refunded', 'refund_sent', 'bank', 'returned');

-- The bank was closed or could not be reached, so that nothing was carried out: the payment waits for its turn again.
INSERT INTO ledger.event_kind (kind, label) VALUES ('put_off', '은행에 닿지 않아 다시 기다림');
INSERT INTO ledger.payment_move (verb, from_state, to_state, event_kind) VALUES ('put_off', 'sending', 'written', 'put_off');

-- A milestone is born without money, and its state moves with money only inside the ledger's own functions.
CREATE FUNCTION ledger.guard_milestone() RETURNS trigger LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state NOT IN ('awaiting_deposit', 'direct') THEN
      RAISE EXCEPTION 'a milestone begins without money' USING ERRCODE = 'KW901';
    END IF;
  ELSIF current_user <> 'kwonik_ledger'
      AND EXISTS (SELECT FROM ledger.verb WHERE from_state = OLD.state AND to_state = NEW.state) THEN
    RAISE EXCEPTION 'milestone %: from % to % only by the ledger', OLD.id, OLD.state, NEW.state USING ERRCODE = 'KW901';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_moves_money BEFORE INSERT OR UPDATE OF state ON public.escrow_milestone
  FOR EACH ROW EXECUTE FUNCTION ledger.guard_milestone();

-- Deposits are taken from the bank's lines and settled by the ledger's functions; only the sealed name may be let go by others. What
-- the database reckons itself (paid_won) is not there yet when this asks.
CREATE FUNCTION ledger.guard_deposit() RETURNS trigger LANGUAGE plpgsql SECURITY INVOKER AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'depositor_id' - 'paid_won' = to_jsonb(OLD) - 'depositor_id' - 'paid_won' THEN
    RETURN NEW;
  ELSIF current_user <> 'kwonik_ledger' THEN
    RAISE EXCEPTION 'a deposit is taken by the ledger' USING ERRCODE = 'KW901';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ledger_takes_deposits BEFORE INSERT OR UPDATE ON public.escrow_deposit FOR EACH ROW EXECUTE FUNCTION ledger.guard_deposit();

-- A day that two people have sealed is closed in the books, with the figures that they sealed.
CREATE FUNCTION ledger.close_sealed_day() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM ledger.close_day(NEW.dated_on, NEW.credits_won - NEW.debits_won);
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_closes_sealed_days AFTER UPDATE OF sealed_at ON public.escrow_businessday
  FOR EACH ROW WHEN (OLD.sealed_at IS NULL AND NEW.sealed_at IS NOT NULL) EXECUTE FUNCTION ledger.close_sealed_day();
