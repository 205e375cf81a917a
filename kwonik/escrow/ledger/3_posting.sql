-- The only way in: `ledger.post`. And the ways to look: balances, the identity of the books, the chain.

-- The account of a kind and reference, opened when money first needs it.
CREATE FUNCTION ledger.account_of(wanted_kind text, wanted_reference text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
BEGIN
  SELECT id INTO found FROM ledger.account WHERE kind = wanted_kind AND reference = wanted_reference;
  IF found IS NULL THEN
    INSERT INTO ledger.account (kind, reference) VALUES (wanted_kind, wanted_reference)
    ON CONFLICT ON CONSTRAINT account_once DO NOTHING RETURNING id INTO found;
    IF found IS NULL THEN
      SELECT id INTO STRICT found FROM ledger.account WHERE kind = wanted_kind AND reference = wanted_reference;
    END IF;
  END IF;
  RETURN found;
END $$;

-- The accounts that everybody shares stand from the beginning: nobody waits for somebody else's first deposit.
SELECT ledger.account_of(kind, 'bank') FROM unnest(ARRAY['custody', 'card_fee', 'adjustment']) AS kind;

-- The event that this request wrote; NULL when it is new. Raises KW422 when the key was used for another request.
CREATE FUNCTION ledger.event_of_request(request_key text, request_hash bytea) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  first ledger.event;
BEGIN
  SELECT * INTO first FROM ledger.event AS known WHERE known.request_key = event_of_request.request_key;
  IF first.request_hash <> event_of_request.request_hash THEN
    RAISE EXCEPTION 'key % was used for another request', event_of_request.request_key USING ERRCODE = 'KW422';
  END IF;
  RETURN first.id;
END $$;

-- Writes an event with its transfers, line by line: debit kind and reference, credit kind and reference, won. The same key again: the first
-- event's number and `replayed`. The same key for another request: KW422. Below a floor: check_violation. Not allowed: KW403.
CREATE FUNCTION ledger.post(
  request_key text, request_hash bytea, kind text, actor text, value_on date,
  debit_kinds text[], debit_references text[], credit_kinds text[], credit_references text[], amounts bigint[],
  OUT event bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF cardinality(amounts) IS NULL OR cardinality(amounts) = 0 THEN
    RAISE EXCEPTION 'an event without transfers moves nothing' USING ERRCODE = 'KW901';
  END IF;
  INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on)
  VALUES (post.request_key, post.request_hash, post.kind, post.actor, post.value_on)
  ON CONFLICT ON CONSTRAINT request_once DO NOTHING RETURNING id INTO post.event;
  replayed := post.event IS NULL;
  IF replayed THEN
    post.event := ledger.event_of_request(request_key, request_hash);
    RETURN;
  END IF;
  IF cardinality(amounts) > 1 THEN  -- accounts are opened in one order too, so that two events never wait for each other
    PERFORM ledger.account_of(wanted.kind, wanted.reference) FROM (
      SELECT * FROM unnest(debit_kinds, debit_references) AS debit (kind, reference)
      UNION SELECT * FROM unnest(credit_kinds, credit_references) AS credit (kind, reference) ORDER BY kind, reference
    ) AS wanted;
  END IF;
  INSERT INTO ledger.transfer (event, line, debit, credit, amount_won)
  SELECT post.event, wanted.line, ledger.account_of(wanted.debit_kind, wanted.debit_reference),
    ledger.account_of(wanted.credit_kind, wanted.credit_reference), wanted.amount
  FROM unnest(debit_kinds, debit_references, credit_kinds, credit_references, amounts)
    WITH ORDINALITY AS wanted (debit_kind, debit_reference, credit_kind, credit_reference, amount, line);
END $$;

-- Closes the books of a day on which custody moved by so many won; what two people sealed is what stands there, or it is refused (KW409).
CREATE FUNCTION ledger.close_day(on_day date, moved_won bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  stands bigint;
BEGIN
  INSERT INTO ledger.closed_day (day) VALUES (on_day);
  SELECT coalesce(sum(CASE WHEN debit.kind = 'custody' THEN moved.amount_won ELSE -moved.amount_won END), 0) INTO stands
  FROM ledger.event AS event JOIN ledger.transfer AS moved ON moved.event = event.id
  JOIN ledger.account AS debit ON debit.id = moved.debit JOIN ledger.account AS credit ON credit.id = moved.credit
  WHERE event.value_on = on_day AND (debit.kind = 'custody') <> (credit.kind = 'custody');
  IF stands <> moved_won THEN
    RAISE EXCEPTION 'the books of % moved by % and not by %', on_day, stands, moved_won USING ERRCODE = 'KW409';
  END IF;
END $$;

-- What lies on an account: credits less debits, in won; 0 where no money ever was.
CREATE FUNCTION ledger.balance_of(wanted_kind text, wanted_reference text) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(balance.credits - balance.debits), 0)::bigint
  FROM ledger.account AS account JOIN ledger.balance AS balance ON balance.account = account.id
  WHERE account.kind = wanted_kind AND account.reference = wanted_reference
$$;

-- Accounts whose balance is not the sum of their transfers; there must be none.
CREATE VIEW ledger.unequal_account AS
SELECT account.id, account.kind, account.reference, coalesce(moved.credits, 0) - coalesce(moved.debits, 0) AS by_transfers,
  held.credits - held.debits AS by_balance
FROM ledger.account AS account
LEFT JOIN (
  SELECT leg.account, sum(leg.debit) AS debits, sum(leg.credit) AS credits
  FROM (
    SELECT debit AS account, amount_won AS debit, 0 AS credit FROM ledger.transfer
    UNION ALL SELECT credit, 0, amount_won FROM ledger.transfer
  ) AS leg GROUP BY leg.account
) AS moved ON moved.account = account.id
LEFT JOIN (
  SELECT balance.account, sum(balance.debits) AS debits, sum(balance.credits) AS credits FROM ledger.balance AS balance GROUP BY balance.account
) AS held ON held.account = account.id
WHERE held.account IS NULL
  OR coalesce(moved.debits, 0) <> held.debits OR coalesce(moved.credits, 0) <> held.credits;

-- What the books say the bank must hold, and what is owed from it; the two are equal at every commit.
CREATE VIEW ledger.books AS
SELECT
  coalesce(sum(balance.debits - balance.credits) FILTER (WHERE account.kind IN ('custody', 'card_fee', 'adjustment')), 0)::bigint AS held_won,
  coalesce(sum(balance.credits - balance.debits) FILTER (WHERE account.kind NOT IN ('custody', 'card_fee', 'adjustment')), 0)::bigint AS owed_won
FROM ledger.account AS account JOIN ledger.balance AS balance ON balance.account = account.id;
