-- One call says one verb of a milestone: its request's key once, its state along the table, its transfers, its line in the timeline. The
-- amounts follow from what both signed; the caller names none. Raises KW409 (the state does not know the verb), KW403 (not this actor's, or
-- what the verb needs is not there), KW422 (the key was used for something else).

-- What was signed about a milestone, in won, and where it stands.
CREATE VIEW ledger.signed_milestone AS
SELECT milestone.id, milestone.contract_id, milestone.state, milestone.state_since, milestone.accept_by, milestone.started_on,
  terms.deposit_won, terms.net_won - terms.card_fee_won AS payout_won, terms.deposit_won - terms.net_won AS withheld_won, terms.card_fee_won,
  'm' || milestone.id AS reference
FROM public.escrow_milestone AS milestone JOIN public.escrow_milestoneterms AS terms ON terms.id = milestone.terms_id;

-- How the parties agreed to divide, or another body settled: the last split of the milestone that stands.
CREATE FUNCTION ledger.agreed_split(milestone bigint)
RETURNS TABLE (payout_won bigint, withheld_won bigint, refund_won bigint, card_fee_won bigint) LANGUAGE sql STABLE AS $$
  SELECT split.payout_won, split.withheld_won, split.refund_won, split.card_fee_won
  FROM public.escrow_split AS split JOIN public.escrow_dispute AS dispute ON dispute.id = split.dispute_id
  WHERE dispute.milestone_id = milestone AND split.agreed_at IS NOT NULL
  ORDER BY split.id DESC LIMIT 1
$$;

-- The transfers of an event about a milestone, in order.
CREATE FUNCTION ledger.legs(event_kind text, one ledger.signed_milestone, deposit bigint)
RETURNS TABLE (debit_kind text, debit_reference text, credit_kind text, credit_reference text, amount_won bigint)
LANGUAGE sql STABLE AS $$
  SELECT * FROM (
    SELECT 'custody', 'bank', 'escrow', one.reference, one.deposit_won WHERE event_kind = 'deposited'
    UNION ALL SELECT 'custody', 'bank', 'escrow', one.reference, one.deposit_won - one.card_fee_won WHERE event_kind = 'deposited_by_card'
    UNION ALL SELECT 'card_fee', 'bank', 'escrow', one.reference, one.card_fee_won WHERE event_kind = 'deposited_by_card'
    UNION ALL SELECT 'suspense', 'd' || deposit, 'escrow', one.reference, one.deposit_won WHERE event_kind = 'matched'
    UNION ALL SELECT 'escrow', one.reference, 'payable', one.reference, one.payout_won WHERE event_kind = 'approved'
    UNION ALL SELECT 'escrow', one.reference, 'withheld', one.reference, one.withheld_won WHERE event_kind = 'approved'
    UNION ALL SELECT 'escrow', one.reference, 'refundable', one.reference, one.deposit_won - one.card_fee_won WHERE event_kind = 'cancelled'
    UNION ALL SELECT 'escrow', one.reference, 'card_fee', 'bank', one.card_fee_won WHERE event_kind IN ('approved', 'cancelled')
    UNION ALL SELECT 'escrow', one.reference, share.kind, CASE share.kind WHEN 'card_fee' THEN 'bank' ELSE one.reference END, share.amount_won
      FROM ledger.agreed_split(one.id) AS split
      CROSS JOIN LATERAL (VALUES ('payable', split.payout_won), ('withheld', split.withheld_won), ('refundable', split.refund_won),
        ('card_fee', split.card_fee_won)) AS share (kind, amount_won)
      WHERE event_kind = 'split'
  ) AS leg (debit_kind, debit_reference, credit_kind, credit_reference, amount_won)
  WHERE leg.amount_won > 0
$$;

-- Which party of the milestone's contract the account is: '' for nobody.
CREATE FUNCTION ledger.party_of(contract bigint, account bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((
    SELECT CASE member.id WHEN known.freelancer_id THEN 'freelancer' ELSE 'commissioner' END
    FROM public.escrow_contract AS known JOIN public.escrow_member AS member ON member.id IN (known.freelancer_id, known.commissioner_id)
    WHERE known.id = contract AND member.account_id = account
  ), '')
$$;

-- Why the verb may not be said although the state knows it: the words of the refusal, NULL when nothing stands against it.
CREATE FUNCTION ledger.obstacle(verb text, one ledger.signed_milestone, actor text, account bigint, value_on date, deposit bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF actor IN ('freelancer', 'commissioner') AND ledger.party_of(one.contract_id, account) <> actor THEN
    RETURN 'not this party';
  ELSIF actor = 'operator' AND NOT EXISTS (SELECT FROM public.people_account AS known WHERE known.id = account AND NOT known.is_citizen) THEN
    RETURN 'not the centre';
  END IF;
  CASE verb
    WHEN 'deposit', 'deposit_by_card', 'match' THEN
      IF NOT EXISTS (
        SELECT FROM public.escrow_deposit AS known JOIN public.escrow_virtualaccount AS number ON number.id = known.virtual_account_id
        WHERE known.id = deposit AND number.milestone_id = one.id AND known.amount_won = one.deposit_won
          AND known.fee_won = CASE verb WHEN 'deposit_by_card' THEN one.card_fee_won ELSE 0 END
      ) THEN RETURN 'not the amount that was signed'; END IF;
    WHEN 'approve' THEN
      IF EXISTS (SELECT FROM public.escrow_dispute AS known WHERE known.milestone_id = one.id AND known.ended_at IS NULL) THEN
        RETURN 'a dispute is open';
      END IF;
    WHEN 'accept_silently' THEN
      IF one.accept_by IS NULL OR value_on <= one.accept_by THEN RETURN 'the days of acceptance are not over'; END IF;
    WHEN 'cancel_before_work' THEN
      IF one.started_on IS NOT NULL OR EXISTS (SELECT FROM public.escrow_delivery AS known WHERE known.milestone_id = one.id) THEN
        RETURN 'work has begun';
      END IF;
    WHEN 'cancel_together' THEN
      IF NOT EXISTS (
        SELECT FROM public.escrow_contractevent AS known
        WHERE known.milestone_id = one.id AND known.code = 'milestone.ask_to_cancel' AND known.at >= one.state_since AND known.actor <> obstacle.actor
      ) THEN RETURN 'the other party has not asked'; END IF;
    WHEN 'split' THEN
      IF (SELECT count(*) FROM ledger.agreed_split(one.id)) <> 1 THEN RETURN 'no split was agreed on'; END IF;
    ELSE NULL;
  END CASE;
  RETURN NULL;
END $$;

-- Moves a milestone along the table, and its contract with it: begun by its first deposit, complete with its last payment, running again
-- when the bank brings money back. Returns the new state. The contract's row is locked first, as everywhere.
CREATE FUNCTION ledger.move_milestone(
  verb text, milestone bigint, actor text, account bigint, value_on date, said_at timestamptz, deposit bigint, note text, detail jsonb, token uuid
) RETURNS ledger.signed_milestone LANGUAGE plpgsql AS $$
DECLARE
  contract public.escrow_contract;
  one ledger.signed_milestone;
  move ledger.verb;
  against text;
  running text;
BEGIN
  SELECT known.* INTO contract FROM public.escrow_contract AS known
  WHERE known.id = (SELECT contract_id FROM public.escrow_milestone WHERE id = move_milestone.milestone) FOR NO KEY UPDATE;
  PERFORM FROM public.escrow_milestone AS known WHERE known.id = move_milestone.milestone FOR NO KEY UPDATE;
  SELECT * INTO one FROM ledger.signed_milestone AS known WHERE known.id = move_milestone.milestone;
  SELECT * INTO move FROM ledger.verb AS known WHERE (known.verb, known.from_state, known.actor) = (move_milestone.verb, one.state, move_milestone.actor);
  IF move.verb IS NULL THEN
    IF EXISTS (SELECT FROM ledger.verb AS known WHERE (known.verb, known.from_state) = (move_milestone.verb, one.state)) THEN
      RAISE EXCEPTION '% is not for % to say', verb, actor USING ERRCODE = 'KW403';
    END IF;
    RAISE EXCEPTION 'milestone % is %: no %', milestone, one.state, verb USING ERRCODE = 'KW409';
  END IF;
  against := ledger.obstacle(verb, one, actor, account, value_on, deposit);
  IF against IS NOT NULL THEN
    RAISE EXCEPTION 'milestone %: %: %', milestone, verb, against USING ERRCODE = 'KW403';
  END IF;
  UPDATE public.escrow_milestone AS known SET state = move.to_state, state_since = said_at,
    ended_at = CASE WHEN move.to_state IN ('paid', 'refunded') THEN said_at END
  WHERE known.id = one.id;
  INSERT INTO public.escrow_contractevent (contract_id, milestone_id, code, actor, by_id, at, from_state, to_state, note, detail, form_token)
  VALUES (contract.id, one.id, 'milestone.' || verb, actor, account, said_at, one.state, move.to_state, note, detail, token);
  running := CASE
    WHEN contract.state = 'signed' AND move.to_state = 'funded' THEN 'begin'
    WHEN contract.state IN ('closed', 'cancelled') AND move.event_kind = 'returned' THEN 'resume'
    WHEN contract.state IN ('signed', 'active') AND move.to_state IN ('paid', 'refunded') AND NOT EXISTS (
      SELECT FROM public.escrow_milestone AS known WHERE known.contract_id = contract.id
        AND known.state NOT IN ('paid', 'refunded', 'expired', 'cancelled', 'direct_done')
    ) THEN CASE WHEN EXISTS (SELECT FROM public.escrow_milestone AS known WHERE known.contract_id = contract.id AND known.state = 'paid')
      THEN 'close' ELSE 'end' END
  END;
  IF running IS NOT NULL THEN
    UPDATE public.escrow_contract AS known SET
      state = CASE running WHEN 'close' THEN 'closed' WHEN 'end' THEN 'cancelled' ELSE 'active' END,
      ended_at = CASE WHEN running IN ('close', 'end') THEN said_at END
    WHERE known.id = contract.id;
    INSERT INTO public.escrow_contractevent (contract_id, code, actor, at, from_state, to_state, note, detail)
    VALUES (contract.id, 'contract.' || running, actor, said_at, contract.state,
      CASE running WHEN 'close' THEN 'closed' WHEN 'end' THEN 'cancelled' ELSE 'active' END, '', '{}');
  END IF;
  RETURN one;
END $$;

CREATE FUNCTION ledger.say(
  request_key text, request_hash bytea, verb text, milestone bigint, actor text, account bigint, value_on date, said_at timestamptz,
  deposit bigint DEFAULT NULL, note text DEFAULT '', detail jsonb DEFAULT '{}', token uuid DEFAULT NULL, OUT event bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  one ledger.signed_milestone;
  kind text;
  first ledger.event;
BEGIN
  SELECT min(known.event_kind) INTO kind FROM ledger.verb AS known WHERE known.verb = say.verb
    AND known.event_kind NOT IN ('sent', 'done', 'failed', 'returned', 'unanswered');
  IF kind IS NULL THEN
    RAISE EXCEPTION '% is said by a payment', verb USING ERRCODE = 'KW403';
  END IF;
  INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on)
  VALUES (say.request_key, say.request_hash, kind, concat_ws(':', say.actor, say.account), say.value_on)
  ON CONFLICT ON CONSTRAINT request_once DO NOTHING RETURNING id INTO say.event;
  replayed := say.event IS NULL;
  IF replayed THEN
    SELECT * INTO STRICT first FROM ledger.event AS known WHERE known.request_key = say.request_key;
    IF first.request_hash <> say.request_hash THEN
      RAISE EXCEPTION 'key % was used for another request', say.request_key USING ERRCODE = 'KW422';
    END IF;
    say.event := first.id;
    RETURN;
  END IF;
  one := ledger.move_milestone(verb, milestone, actor, account, value_on, said_at, deposit, note, detail, token);
  INSERT INTO ledger.transfer (event, line, debit, credit, amount_won)
  SELECT say.event, row_number() OVER (), ledger.account_of(leg.debit_kind, leg.debit_reference),
    ledger.account_of(leg.credit_kind, leg.credit_reference), leg.amount_won
  FROM ledger.legs(kind, one, deposit) AS leg;
  IF kind IN ('approved', 'split', 'cancelled') AND ledger.balance_of('escrow', one.reference) <> 0 THEN
    RAISE EXCEPTION 'milestone %: % does not divide the whole deposit', milestone, verb USING ERRCODE = 'check_violation';
  END IF;
  IF kind = 'matched' THEN
    UPDATE public.escrow_deposit AS known SET state = 'matched', settled_at = said_at WHERE known.id = say.deposit AND known.state = 'suspense';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'deposit % waits no longer', deposit USING ERRCODE = 'KW409';
    END IF;
  END IF;
END $$;
