-- One call says one verb of a milestone: its request's key once, its state along the table, its transfers, its line in the timeline. The
-- amounts follow from what both signed; the caller names none. Raises KW409 (the state does not know the verb), KW403 (not this actor's, or
-- what the verb needs is not there), KW422 (the key was used for something else).

-- How the parties agreed to divide, or another body settled: the last split of the milestone that stands.
CREATE FUNCTION ledger.agreed_split(milestone bigint)
RETURNS TABLE (payout_won bigint, withheld_won bigint, refund_won bigint, card_fee_won bigint) LANGUAGE sql STABLE AS $$
  SELECT split.payout_won, split.withheld_won, split.refund_won, split.card_fee_won
  FROM public.escrow_split AS split JOIN public.escrow_dispute AS dispute ON dispute.id = split.dispute_id
  WHERE dispute.milestone_id = milestone AND split.agreed_at IS NOT NULL
  ORDER BY split.id DESC LIMIT 1
$$;

-- A milestone of a contract, locked, with what was signed about it, in won.
CREATE TYPE ledger.held_milestone AS (
  id bigint, contract bigint, contract_state text, freelancer bigint, commissioner bigint, state text, state_since timestamptz, accept_by date,
  started_on date, deposit_won bigint, payout_won bigint, withheld_won bigint, card_fee_won bigint
);

-- Contract first, then milestone: everybody locks in this order.
CREATE FUNCTION ledger.hold(milestone bigint) RETURNS ledger.held_milestone LANGUAGE plpgsql AS $$
DECLARE
  one ledger.held_milestone;
BEGIN
  SELECT held.id, contract.id, contract.state, contract.freelancer_id, contract.commissioner_id, held.state, held.state_since, held.accept_by,
    held.started_on, terms.deposit_won, terms.net_won - terms.card_fee_won, terms.deposit_won - terms.net_won, terms.card_fee_won INTO one
  FROM public.escrow_contract AS contract JOIN public.escrow_milestone AS held ON held.contract_id = contract.id
  JOIN public.escrow_milestoneterms AS terms ON terms.id = held.terms_id
  WHERE held.id = milestone FOR NO KEY UPDATE OF contract, held;
  RETURN one;
END $$;

-- Why the verb may not be said although the state knows it: the words of the refusal, NULL when nothing stands against it.
CREATE FUNCTION ledger.obstacle(verb text, one ledger.held_milestone, actor text, account bigint, value_on date, deposit bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF actor IN ('freelancer', 'commissioner') THEN
    IF NOT EXISTS (
      SELECT FROM public.escrow_member AS member WHERE member.id = CASE actor WHEN 'freelancer' THEN one.freelancer ELSE one.commissioner END
        AND member.account_id = account
    ) THEN RETURN 'not this party'; END IF;
  ELSIF actor = 'operator' AND NOT EXISTS (SELECT FROM public.people_account AS known WHERE known.id = account AND NOT known.is_citizen) THEN
    RETURN 'not the centre';
  END IF;
  IF verb IN ('deposit', 'deposit_by_card', 'match') THEN
    IF NOT EXISTS (
      SELECT FROM public.escrow_deposit AS known JOIN public.escrow_virtualaccount AS number ON number.id = known.virtual_account_id
      WHERE known.id = deposit AND number.milestone_id = one.id
        AND (known.amount_won, known.fee_won) = (one.deposit_won - one.card_fee_won, one.card_fee_won)
        AND known.state = CASE verb WHEN 'match' THEN 'suspense' ELSE 'matched' END
    ) THEN RETURN 'not the amount that was signed'; END IF;
  ELSIF verb = 'approve' THEN
    IF EXISTS (SELECT FROM public.escrow_dispute AS known WHERE known.milestone_id = one.id AND known.ended_at IS NULL) THEN
      RETURN 'a dispute is open';
    END IF;
  ELSIF verb = 'accept_silently' THEN
    IF one.accept_by IS NULL OR value_on <= one.accept_by THEN RETURN 'the days of acceptance are not over'; END IF;
  ELSIF verb = 'cancel_before_work' THEN
    IF one.started_on IS NOT NULL OR EXISTS (SELECT FROM public.escrow_delivery AS known WHERE known.milestone_id = one.id) THEN
      RETURN 'work has begun';
    END IF;
  ELSIF verb = 'cancel_together' THEN
    IF NOT EXISTS (
      SELECT FROM public.escrow_contractevent AS known
      WHERE known.milestone_id = one.id AND known.code = 'milestone.ask_to_cancel' AND known.at >= one.state_since AND known.actor <> obstacle.actor
    ) THEN RETURN 'the other party has not asked'; END IF;
  ELSIF verb = 'split' THEN
    IF (SELECT count(*) FROM ledger.agreed_split(one.id)) <> 1 THEN RETURN 'no split was agreed on'; END IF;
  END IF;
  RETURN NULL;
END $$;

-- Moves a milestone along the table, and its contract with it: begun by its first deposit, complete with its last payment, running again
-- when the bank brings money back. Returns the milestone as it was.
CREATE FUNCTION ledger.move_milestone(
  verb text, milestone bigint, actor text, account bigint, value_on date, said_at timestamptz, deposit bigint, note text, detail jsonb, token uuid
) RETURNS ledger.held_milestone LANGUAGE plpgsql AS $$
DECLARE
  one ledger.held_milestone := ledger.hold(milestone);
  target text;
  returns boolean;
  against text;
  running text;
BEGIN
  SELECT known.to_state, known.event_kind = 'returned' INTO target, returns FROM ledger.verb AS known
  WHERE known.verb = move_milestone.verb AND known.from_state = one.state AND known.actor = move_milestone.actor;
  IF target IS NULL THEN
    IF EXISTS (SELECT FROM ledger.verb AS known WHERE (known.verb, known.from_state) = (move_milestone.verb, one.state)) THEN
      RAISE EXCEPTION '% is not for % to say', verb, actor USING ERRCODE = 'KW403';
    END IF;
    RAISE EXCEPTION 'milestone % is %: no %', milestone, one.state, verb USING ERRCODE = 'KW409';
  END IF;
  against := ledger.obstacle(verb, one, actor, account, value_on, deposit);
  IF against IS NOT NULL THEN
    RAISE EXCEPTION 'milestone %: %: %', milestone, verb, against USING ERRCODE = 'KW403';
  END IF;
  UPDATE public.escrow_milestone AS known SET state = target, state_since = said_at,
    ended_at = CASE WHEN target IN ('paid', 'refunded') THEN said_at END
  WHERE known.id = one.id;
  INSERT INTO public.escrow_contractevent (contract_id, milestone_id, code, actor, by_id, at, from_state, to_state, note, detail, form_token)
  VALUES (one.contract, one.id, 'milestone.' || verb, actor, account, said_at, one.state, target, note, detail, token);
  IF target = 'funded' AND one.contract_state = 'signed' THEN
    running := 'begin';
  ELSIF returns AND one.contract_state IN ('closed', 'cancelled') THEN
    running := 'resume';
  ELSIF target IN ('paid', 'refunded') AND one.contract_state IN ('signed', 'active') AND NOT EXISTS (
    SELECT FROM public.escrow_milestone AS known WHERE known.contract_id = one.contract
      AND known.state NOT IN ('paid', 'refunded', 'expired', 'cancelled', 'direct_done')
  ) THEN
    running := CASE WHEN EXISTS (SELECT FROM public.escrow_milestone AS known WHERE known.contract_id = one.contract AND known.state = 'paid')
      THEN 'close' ELSE 'end' END;
  END IF;
  IF running IS NOT NULL THEN
    target := CASE running WHEN 'close' THEN 'closed' WHEN 'end' THEN 'cancelled' ELSE 'active' END;
    UPDATE public.escrow_contract AS known SET state = target, ended_at = CASE WHEN running IN ('close', 'end') THEN said_at END
    WHERE known.id = one.contract;
    INSERT INTO public.escrow_contractevent (contract_id, code, actor, at, from_state, to_state, note, detail)
    VALUES (one.contract, 'contract.' || running, actor, said_at, one.contract_state, target, '', '{}');
  END IF;
  RETURN one;
END $$;

CREATE FUNCTION ledger.say(
  request_key text, request_hash bytea, verb text, milestone bigint, actor text, account bigint, value_on date, said_at timestamptz,
  deposit bigint DEFAULT NULL, note text DEFAULT '', detail jsonb DEFAULT '{}', token uuid DEFAULT NULL, OUT event bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  one ledger.held_milestone;
  kind text;
  m text := 'm' || milestone;
  debits bigint[];  -- the accounts of each transfer, and its won, in order
  credits bigint[];
  amounts bigint[];
BEGIN
  SELECT known.event_kind INTO kind FROM ledger.verb AS known WHERE known.verb = say.verb
    AND known.event_kind NOT IN ('sent', 'done', 'failed', 'returned', 'unanswered') LIMIT 1;
  IF kind IS NULL THEN
    RAISE EXCEPTION '% is said by a payment', verb USING ERRCODE = 'KW403';
  END IF;
  INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on)
  VALUES (say.request_key, say.request_hash, kind, concat_ws(':', say.actor, say.account), say.value_on)
  ON CONFLICT ON CONSTRAINT request_once DO NOTHING RETURNING id INTO say.event;
  replayed := say.event IS NULL;
  IF replayed THEN
    say.event := ledger.event_of_request(request_key, request_hash);
    RETURN;
  END IF;
  one := ledger.move_milestone(verb, milestone, actor, account, value_on, said_at, deposit, note, detail, token);
  IF kind = 'deposited' THEN
    debits := ARRAY[ledger.account_of('custody', 'bank')];
    credits := ARRAY[ledger.account_of('escrow', m)];
    amounts := ARRAY[one.deposit_won];
  ELSIF kind = 'deposited_by_card' THEN
    debits := ARRAY[ledger.account_of('custody', 'bank'), ledger.account_of('card_fee', 'bank')];
    credits := array_fill(ledger.account_of('escrow', m), ARRAY[2]);
    amounts := ARRAY[one.deposit_won - one.card_fee_won, one.card_fee_won];
  ELSIF kind = 'matched' THEN
    debits := ARRAY[ledger.account_of('suspense', 'd' || deposit), ledger.account_of('card_fee', 'bank')];
    credits := array_fill(ledger.account_of('escrow', m), ARRAY[2]);
    amounts := ARRAY[one.deposit_won - one.card_fee_won, one.card_fee_won];
    UPDATE public.escrow_deposit AS known
    SET state = 'matched', settled_at = said_at, held_on = (SELECT booked.value_on FROM ledger.event AS booked WHERE booked.id = say.event)
    WHERE known.id = say.deposit AND known.state = 'suspense';
    IF NOT FOUND THEN
      RAISE EXCEPTION 'deposit % waits no longer', deposit USING ERRCODE = 'KW409';
    END IF;
  ELSE  -- what is held is divided, whole: payable, withheld, refundable, the card company's fee
    IF kind = 'approved' THEN
      amounts := ARRAY[one.payout_won, one.withheld_won, 0, one.card_fee_won];
    ELSIF kind = 'cancelled' THEN
      amounts := ARRAY[0, 0, one.deposit_won - one.card_fee_won, one.card_fee_won];
    ELSE
      SELECT ARRAY[share.payout_won, share.withheld_won, share.refund_won, share.card_fee_won] INTO STRICT amounts
      FROM ledger.agreed_split(one.id) AS share;
    END IF;
    IF amounts[1] + amounts[2] + amounts[3] + amounts[4] <> one.deposit_won THEN
      RAISE EXCEPTION 'milestone %: % does not divide the whole deposit', milestone, verb USING ERRCODE = 'check_violation';
    END IF;
    debits := array_fill(ledger.account_of('escrow', m), ARRAY[4]);
    credits := ARRAY[
      CASE WHEN amounts[1] > 0 THEN ledger.account_of('payable', m) END, CASE WHEN amounts[2] > 0 THEN ledger.account_of('withheld', m) END,
      CASE WHEN amounts[3] > 0 THEN ledger.account_of('refundable', m) END, CASE WHEN amounts[4] > 0 THEN ledger.account_of('card_fee', 'bank') END
    ];
  END IF;
  INSERT INTO ledger.transfer (event, line, debit, credit, amount_won)
  SELECT say.event, leg.line, leg.debit, leg.credit, leg.amount_won
  FROM unnest(debits, credits, amounts) WITH ORDINALITY AS leg (debit, credit, amount_won, line) WHERE leg.amount_won > 0;
END $$;
