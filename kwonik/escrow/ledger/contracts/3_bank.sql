-- What the bank brings and what it is told: deposits taken from its lines, payouts and refunds written down, and their steps. Every won that
-- goes out has one source account of the ledger and one destination that was known before: the freelancer's account, or the deposit it came by.

-- Our own numbers of payments: a payout and a refund draw from the same, and one that is sent again draws another.
CREATE SEQUENCE ledger.payment_number;

-- Takes a line of the bank once. `amount_won` is what came into custody; what a card company kept of the payer's won is `fee_won`.
-- `reason` '' says that it is the deposit that was signed, which is checked here once more; any other reason
-- keeps the money in suspense. Returns the deposit.
CREATE FUNCTION ledger.take_deposit(
  request_key text, request_hash bytea, line text, virtual_account bigint, amount_won bigint, fee_won bigint, value_on date,
  booked_at timestamptz, said_at timestamptz, reason text, depositor bigint, OUT deposit bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  milestone bigint;
  verb text;
BEGIN
  INSERT INTO public.escrow_deposit AS new
    (line, virtual_account_id, amount_won, fee_won, value_on, booked_at, taken_at, reason, state, depositor_id, settled_at, held_on)
  VALUES (take_deposit.line, virtual_account, take_deposit.amount_won, take_deposit.fee_won, take_deposit.value_on, take_deposit.booked_at, said_at,
    take_deposit.reason, CASE reason WHEN '' THEN 'matched' ELSE 'suspense' END, depositor, CASE reason WHEN '' THEN said_at END,
    CASE reason WHEN '' THEN ledger.open_day(take_deposit.value_on) END)
  ON CONFLICT (line) DO NOTHING RETURNING new.id INTO take_deposit.deposit;
  replayed := take_deposit.deposit IS NULL;
  IF replayed THEN
    SELECT id INTO STRICT take_deposit.deposit FROM public.escrow_deposit AS known WHERE known.line = take_deposit.line;
  ELSIF reason = '' THEN
    SELECT known.milestone_id, CASE known.way WHEN 'card' THEN 'deposit_by_card' ELSE 'deposit' END INTO STRICT milestone, verb
    FROM public.escrow_virtualaccount AS known WHERE known.id = virtual_account;
    PERFORM ledger.say(request_key, request_hash, verb, milestone, 'bank', NULL, value_on, said_at, take_deposit.deposit);
  ELSE
    PERFORM ledger.post(request_key, request_hash, 'deposited_in_suspense', 'bank', value_on, ARRAY['custody'], ARRAY['bank'],
      ARRAY['suspense'], ARRAY['d' || take_deposit.deposit], ARRAY[take_deposit.amount_won]);
  END IF;
END $$;

-- The payment that this request wrote before, NULL when it is new. Raises KW422 when the key was used for something else.
CREATE FUNCTION ledger.payment_of_request(request_key text, request_hash bytea) RETURNS bigint LANGUAGE sql AS $$
  SELECT written.payment FROM ledger.payment_written AS written
  WHERE written.event = (SELECT ledger.event_of_request(request_key, request_hash))
$$;

-- The last payment from an account of the ledger, which a new one replaces once it has failed.
CREATE FUNCTION ledger.last_payment(kind text, reference text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT payment.id FROM ledger.payment AS payment JOIN ledger.account AS account ON account.id = payment.source
  WHERE account.kind = last_payment.kind AND account.reference = last_payment.reference ORDER BY payment.id DESC LIMIT 1
$$;

-- What one person may send, in won, by the escrow's policy of that day.
CREATE FUNCTION ledger.payout_limit(on_day date) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT known.payout_limit_won FROM public.escrow_policy AS known WHERE known.from_on <= on_day ORDER BY known.from_on DESC LIMIT 1), 0)
$$;

-- Tells the bank to pay a freelancer what is payable of a milestone, whole, to an account of theirs that the bank has verified. Above the
-- policy's limit a person writes it and it waits for another person. An account at whose fault the last payment failed is not tried again.
CREATE FUNCTION ledger.send_payout(
  request_key text, request_hash bytea, verb text, milestone bigint, actor text, account bigint, value_on date, said_at timestamptz,
  bank_number text, payee bigint, OUT payment bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  reference text := 'm' || milestone;
  held boolean := ledger.balance_of('payable', reference) > ledger.payout_limit(value_on);
BEGIN
  IF verb NOT IN ('send_payout', 'resend') THEN
    RAISE EXCEPTION '% pays nobody', verb USING ERRCODE = 'KW403';
  END IF;
  payment := ledger.payment_of_request(request_key, request_hash);
  replayed := payment IS NOT NULL;
  IF replayed THEN
    RETURN;
  ELSIF NOT EXISTS (
    SELECT FROM public.escrow_payeeaccount AS known JOIN public.escrow_contract AS contract ON contract.freelancer_id = known.member_id
    JOIN public.escrow_milestone AS one ON one.contract_id = contract.id
    WHERE known.id = payee AND one.id = milestone AND known.verified_at IS NOT NULL AND known.number_id IS NOT NULL AND known.usable_from <= said_at
  ) THEN
    RAISE EXCEPTION 'milestone %: account % was not verified', milestone, payee USING ERRCODE = 'KW403';
  END IF;
  IF verb = 'resend' AND EXISTS (
    SELECT FROM ledger.payment AS before WHERE before.id = ledger.last_payment('payable', reference)
      AND before.destination = 'payee:' || payee AND ledger.fault_of(before.id) = 'account'
  ) THEN
    RAISE EXCEPTION 'milestone %: account % takes no money', milestone, payee USING ERRCODE = 'KW403';
  END IF;
  IF held AND actor = 'clock' THEN
    RAISE EXCEPTION 'milestone %: two people send that much', milestone USING ERRCODE = 'KW403';
  END IF;
  PERFORM ledger.move_milestone(verb, milestone, actor, account, value_on, said_at, NULL, '', '{}', NULL);
  IF ledger.balance_of('payable', reference) = 0 THEN
    RAISE EXCEPTION 'milestone %: nothing is payable', milestone USING ERRCODE = 'KW409';
  END IF;
  SELECT written.payment, written.replayed INTO send_payout.payment, send_payout.replayed FROM ledger.write_payment(
    request_key, request_hash, concat_ws(':', actor, account), value_on, bank_number, 'payable', reference,
    ledger.balance_of('payable', reference), 'payee:' || payee, held,
    CASE verb WHEN 'resend' THEN ledger.last_payment('payable', reference) END
  ) AS written;
END $$;

-- Tells the bank to give back what is refundable, withheld or in suspense, whole, to where it came from. `reference` is a milestone's or a
-- deposit's. Out of suspense more than the policy's limit waits for another person. A milestone that was divided with nothing for the
-- freelancer waits for its refund from then on.
CREATE FUNCTION ledger.send_refund(
  request_key text, request_hash bytea, kind text, reference text, actor text, account bigint, value_on date, said_at timestamptz,
  bank_number text, held boolean, OUT payment bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  source bigint;
  lies bigint := ledger.balance_of(kind, reference);
  stands text;
BEGIN
  payment := ledger.payment_of_request(request_key, request_hash);
  replayed := payment IS NOT NULL;
  IF replayed THEN
    RETURN;
  END IF;
  IF kind = 'suspense' THEN
    SELECT known.id INTO source FROM public.escrow_deposit AS known WHERE 'd' || known.id = reference AND known.state <> 'matched' FOR NO KEY UPDATE;
  ELSIF kind IN ('refundable', 'withheld') THEN
    SELECT known.id INTO source FROM public.escrow_deposit AS known JOIN public.escrow_virtualaccount AS number ON number.id = known.virtual_account_id
    WHERE 'm' || number.milestone_id = reference AND known.state = 'matched';
  END IF;
  IF source IS NULL THEN
    RAISE EXCEPTION 'no deposit to give % of % back to', kind, reference USING ERRCODE = 'KW403';
  END IF;
  IF lies = 0 THEN
    RAISE EXCEPTION 'nothing is % of %', kind, reference USING ERRCODE = 'KW409';
  END IF;
  SELECT written.payment, written.replayed INTO send_refund.payment, send_refund.replayed FROM ledger.write_payment(
    request_key, request_hash, concat_ws(':', actor, account), value_on, bank_number, kind, reference, lies, 'deposit:' || source,
    held OR (kind = 'suspense' AND lies > ledger.payout_limit(value_on)), ledger.last_payment_over(kind, reference)
  ) AS written;
  IF send_refund.replayed THEN  -- another worker wrote the same at the same moment
    RETURN;
  END IF;
  SELECT known.state INTO stands FROM public.escrow_milestone AS known WHERE 'm' || known.id = reference;
  IF kind = 'refundable' AND stands = 'resolved' AND ledger.balance_of('payable', reference) = 0 THEN
    PERFORM ledger.move_milestone('send_refund', substr(reference, 2)::bigint, actor, account, value_on, said_at, NULL, '', '{}', NULL);
  ELSIF kind = 'suspense' THEN
    UPDATE public.escrow_deposit AS known SET state = 'refund_sent' WHERE known.id = source;
  END IF;
END $$;

-- The last payment from an account if it has failed or come back; NULL when none has.
CREATE FUNCTION ledger.last_payment_over(kind text, reference text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT payment.id FROM ledger.payment AS payment WHERE payment.id = ledger.last_payment(kind, reference) AND payment.state IN ('failed', 'returned')
$$;

-- A step of a payment, and what follows from it for its milestone or deposit. `seen`: how many steps whoever says it has seen; once there
-- are more, what they know (the bank's answer about an earlier sending, for one) is overtaken. `answer`: the bank's code when it has not paid.
CREATE FUNCTION ledger.step(
  request_key text, request_hash bytea, verb text, payment bigint, actor text, account bigint, value_on date, said_at timestamptz,
  seen integer DEFAULT NULL, answer text DEFAULT '', OUT event bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  source ledger.account;
  one ledger.held_milestone;
  said text;
BEGIN
  SELECT account_of.* INTO source FROM ledger.payment AS known JOIN ledger.account AS account_of ON account_of.id = known.source
  WHERE known.id = step.payment;
  IF source.reference LIKE 'm%' THEN  -- contract, milestone, payment are locked in this order
    one := ledger.hold(substr(source.reference, 2)::bigint);
  END IF;
  PERFORM FROM ledger.payment AS known WHERE known.id = step.payment FOR UPDATE;
  IF EXISTS (SELECT FROM ledger.payment AS known WHERE known.id = step.payment AND known.steps > seen)
      AND NOT EXISTS (SELECT FROM ledger.event AS known WHERE known.request_key = step.request_key) THEN
    RAISE EXCEPTION 'payment % has gone further than step %', payment, seen USING ERRCODE = 'KW409';
  END IF;
  SELECT stepped.event, stepped.replayed INTO step.event, step.replayed FROM ledger.step_payment(
    request_key, request_hash, verb, payment, concat_ws(':', actor, account), value_on, answer) AS stepped;
  IF step.replayed THEN
    RETURN;
  END IF;
  said := CASE
    WHEN source.kind = 'payable' THEN CASE verb WHEN 'lose' THEN 'lose_answer' WHEN 'pay' THEN 'pay' WHEN 'fail' THEN 'fail' WHEN 'return' THEN 'return' END
    WHEN source.kind = 'refundable' AND verb = 'pay' AND one.state = 'refund_sent' THEN 'refund'
    WHEN source.kind = 'refundable' AND verb = 'return' AND one.state = 'refunded' THEN 'return_refund'
  END;
  IF said IS NOT NULL THEN
    PERFORM ledger.move_milestone(said, one.id, 'bank', NULL, value_on, said_at, NULL, '', '{}', NULL);
  ELSIF one.id IS NOT NULL AND verb IN ('pay', 'return') THEN
    INSERT INTO public.escrow_contractevent (contract_id, milestone_id, code, actor, at, from_state, to_state, note, detail)
    VALUES (one.contract, one.id, 'money.' || source.kind || '_' || verb, 'bank', said_at, one.state, one.state, '', '{}');
  ELSIF source.kind = 'suspense' AND verb IN ('pay', 'fail', 'return') THEN
    UPDATE public.escrow_deposit AS known SET state = CASE verb WHEN 'pay' THEN 'refunded' ELSE 'suspense' END,
      settled_at = CASE verb WHEN 'pay' THEN said_at END
    WHERE 'd' || known.id = source.reference;
  END IF;
END $$;

-- Two people put a difference between books and bank right; nothing else may be posted by hand. Money that came in is no difference: it
-- becomes a deposit (`take_found`).
CREATE FUNCTION ledger.correct(
  request_key text, request_hash bytea, actor text, value_on date, debit_kind text, debit_reference text, credit_kind text, credit_reference text,
  amount_won bigint, OUT event bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF credit_kind = 'suspense' THEN
    RAISE EXCEPTION 'money in suspense is a deposit' USING ERRCODE = 'KW403';
  END IF;
  SELECT posted.event, posted.replayed INTO correct.event, correct.replayed FROM ledger.post(request_key, request_hash, 'corrected', actor,
    value_on, ARRAY[debit_kind], ARRAY[debit_reference], ARRAY[credit_kind], ARRAY[credit_reference], ARRAY[amount_won]) AS posted;
END $$;

-- A line of the bank's statement that the books did not have, as two people found: it waits in suspense like every other deposit that is not
-- what was signed, under the line's own number, by which it can go back. A line that stands in the books already is refused (KW409).
CREATE FUNCTION ledger.take_found(
  request_key text, request_hash bytea, actor text, value_on date, line text, virtual_account bigint, amount_won bigint, line_value_on date,
  booked_at timestamptz, said_at timestamptz, OUT event bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  deposit bigint;
BEGIN
  take_found.event := ledger.event_of_request(request_key, request_hash);
  replayed := take_found.event IS NOT NULL;
  IF replayed THEN
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM ledger.event AS known WHERE known.request_key = 'line:' || take_found.line) THEN
    RAISE EXCEPTION 'line % stands in the books', take_found.line USING ERRCODE = 'KW409';
  END IF;
  INSERT INTO public.escrow_deposit AS new (line, virtual_account_id, amount_won, fee_won, value_on, booked_at, taken_at, reason, state)
  VALUES (take_found.line, virtual_account, take_found.amount_won, 0, line_value_on, take_found.booked_at, said_at, 'found', 'suspense')
  ON CONFLICT DO NOTHING RETURNING new.id INTO deposit;
  IF deposit IS NULL THEN
    RAISE EXCEPTION 'line % stands in the books', take_found.line USING ERRCODE = 'KW409';
  END IF;
  SELECT posted.event, posted.replayed INTO take_found.event, take_found.replayed FROM ledger.post(request_key, request_hash, 'corrected', actor,
    value_on, ARRAY['custody'], ARRAY['bank'], ARRAY['suspense'], ARRAY['d' || deposit], ARRAY[take_found.amount_won]) AS posted;
END $$;
