-- The chain: events are sealed in blocks, off the way of those who write. The owner of the database could rewrite a row after taking the
-- guards away; the chain then names the block, and the printed root of the day lies with others.

-- The fingerprint of the events of transactions from (counted) and until (not counted), in the order of the database's own numbers.
CREATE FUNCTION ledger.digest_of(previous bytea, from_transaction xid8, until_transaction xid8, OUT events bigint, OUT digest bytea)
LANGUAGE sql STABLE AS $$
  SELECT count(*), sha256(previous || convert_to(coalesce(string_agg(line, E'\n' ORDER BY transaction, id), ''), 'UTF8'))
  FROM (
    SELECT event.transaction, event.id, concat_ws('|', event.id, event.request_key, encode(event.request_hash, 'hex'), event.kind, event.actor,
      event.value_on, event.told_on, extract(epoch FROM event.recorded_at), event.transaction,
      (SELECT string_agg(concat_ws(',', line, debit, credit, amount_won), ';' ORDER BY line) FROM ledger.transfer WHERE transfer.event = event.id)
    ) AS line
    FROM ledger.event AS event
    WHERE event.transaction >= from_transaction AND event.transaction < until_transaction
  ) AS written
$$;

-- Seals every finished event that is not in a block yet. Only transactions older than the oldest running one are taken, so that none can
-- appear behind a sealed block. Returns the block's number, or NULL when there is nothing to seal.
CREATE FUNCTION ledger.seal() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last ledger.block;
  horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  made record;
  sealed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ledger.seal'));
  SELECT * INTO last FROM ledger.block ORDER BY id DESC LIMIT 1;
  IF last.id IS NULL THEN
    last.digest := sha256('kwonik ledger'::bytea);
    last.until_transaction := '0'::xid8;
  END IF;
  IF NOT EXISTS (SELECT FROM ledger.event AS event WHERE event.transaction >= last.until_transaction AND event.transaction < horizon) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO made FROM ledger.digest_of(last.digest, last.until_transaction, horizon);
  INSERT INTO ledger.block (previous, from_transaction, until_transaction, events, digest)
  VALUES (last.digest, last.until_transaction, horizon, made.events, made.digest) RETURNING id INTO sealed;
  RETURN sealed;
END $$;

-- Blocks that no longer follow from the rows they sealed; there must be none. A rewritten, added or removed event names its block.
CREATE FUNCTION ledger.broken_blocks() RETURNS TABLE (block bigint, why text) LANGUAGE sql STABLE AS $$
  SELECT sealed.id, CASE
      WHEN sealed.previous <> coalesce(lag(sealed.digest) OVER w, sha256('kwonik ledger'::bytea)) THEN 'chain'
      WHEN sealed.from_transaction <> coalesce(lag(sealed.until_transaction) OVER w, '0'::xid8) THEN 'gap'
      WHEN sealed.events <> now.events THEN 'count'
      ELSE 'rows'
    END
  FROM (
    SELECT block.*, lag(digest) OVER by_id AS before, lag(until_transaction) OVER by_id AS until_before FROM ledger.block WINDOW by_id AS (ORDER BY id)
  ) AS sealed
  CROSS JOIN LATERAL ledger.digest_of(sealed.previous, sealed.from_transaction, sealed.until_transaction) AS now
  WHERE now.digest <> sealed.digest OR now.events <> sealed.events
    OR sealed.previous <> coalesce(sealed.before, sha256('kwonik ledger'::bytea))
    OR sealed.from_transaction <> coalesce(sealed.until_before, '0'::xid8)
  WINDOW w AS (ORDER BY sealed.id)
$$;
