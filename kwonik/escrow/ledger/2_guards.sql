-- Guards: what was written stays as it was written, and balances move only by transfers.

CREATE FUNCTION ledger.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger.% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'KW901';
END $$;

CREATE TRIGGER event_stays BEFORE UPDATE OR DELETE ON ledger.event FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
-- Events and accounts cannot be emptied without what refers to them: the steps of payments and the balances, which refuse it.
CREATE TRIGGER transfer_stays BEFORE UPDATE OR DELETE ON ledger.transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER transfer_not_emptied BEFORE TRUNCATE ON ledger.transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER account_stays BEFORE UPDATE OR DELETE ON ledger.account FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER block_stays BEFORE UPDATE OR DELETE ON ledger.block FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER block_not_emptied BEFORE TRUNCATE ON ledger.block FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER balance_stays BEFORE DELETE ON ledger.balance FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER balance_not_emptied BEFORE TRUNCATE ON ledger.balance FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER closed_day_stays BEFORE UPDATE OR DELETE ON ledger.closed_day FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER closed_day_not_emptied BEFORE TRUNCATE ON ledger.closed_day FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();

-- Days are closed one after another. Whoever closes one waits for all who are writing, and whoever writes then sees it closed: no event
-- slips behind.
CREATE FUNCTION ledger.guard_closed_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ledger.close'));
  SELECT max(day) INTO last FROM ledger.closed_day;
  IF NEW.day <> last + 1 THEN
    RAISE EXCEPTION 'after % the next day is closed, not %', last, NEW.day USING ERRCODE = 'KW901';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER days_are_closed_in_order BEFORE INSERT ON ledger.closed_day FOR EACH ROW EXECUTE FUNCTION ledger.guard_closed_day();

-- The day on which something of that day is booked: that day, or the first open one. From then on no day is closed until whoever asked is done.
CREATE FUNCTION ledger.open_day(wanted date) RETURNS date LANGUAGE plpgsql AS $$
DECLARE
  last date;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('ledger.close'));
  SELECT max(day) INTO last FROM ledger.closed_day;
  RETURN greatest(wanted, last + 1);
END $$;

-- The figures of a closed day never change. What happened is booked all the same, on the first open day, with its own day beside; a
-- correction is of a certain day, and is refused once that is closed (KW902).
CREATE FUNCTION ledger.book_on_an_open_day() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  open date := ledger.open_day(NEW.value_on);
BEGIN
  IF NEW.told_on IS NOT NULL THEN
    RAISE EXCEPTION 'the ledger itself knows what came late' USING ERRCODE = 'KW901';
  END IF;
  IF NEW.value_on < open THEN
    IF NEW.kind = 'corrected' THEN
      RAISE EXCEPTION 'the books of % are closed', NEW.value_on USING ERRCODE = 'KW902';
    END IF;
    NEW.told_on := NEW.value_on;
    NEW.value_on := open;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_on_an_open_day BEFORE INSERT ON ledger.event FOR EACH ROW EXECUTE FUNCTION ledger.book_on_an_open_day();

-- An event is of a kind that there is: asked here and not by a foreign key, which would lock the kind's row (see 1_tables.sql).
CREATE FUNCTION ledger.guard_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM ledger.event_kind AS known WHERE known.kind = NEW.kind) THEN
    RAISE EXCEPTION 'no event is of the kind %', NEW.kind USING ERRCODE = 'KW901';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER event_is_of_a_kind BEFORE INSERT ON ledger.event FOR EACH ROW EXECUTE FUNCTION ledger.guard_event();

-- A balance begins empty with its account and moves only inside the trigger of a transfer.
CREATE FUNCTION ledger.guard_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.debits <> 0 OR NEW.credits <> 0 OR NEW.transfers <> 0 OR pg_trigger_depth() < 2 THEN
      RAISE EXCEPTION 'a balance begins empty, with its account' USING ERRCODE = 'KW901';
    END IF;
  ELSIF pg_trigger_depth() < 2 OR (NEW.account, NEW.slot, NEW.floor) IS DISTINCT FROM (OLD.account, OLD.slot, OLD.floor) THEN
    RAISE EXCEPTION 'a balance moves only by a transfer' USING ERRCODE = 'KW901';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER balance_moves_by_transfers BEFORE INSERT OR UPDATE ON ledger.balance FOR EACH ROW EXECUTE FUNCTION ledger.guard_balance();

CREATE FUNCTION ledger.give_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger.balance (account, slot, floor)
  SELECT NEW.id, slot, kind.floor FROM ledger.account_kind AS kind, generate_series(0, kind.slots - 1) AS slot WHERE kind.kind = NEW.kind;
  RETURN NULL;
END $$;
CREATE TRIGGER account_has_balance AFTER INSERT ON ledger.account FOR EACH ROW EXECUTE FUNCTION ledger.give_balance();

-- New transfers move the balances of their accounts, in the order of account numbers so that two events never wait for each other. Each
-- account and event is looked up by its key for itself: a join with `added` would be planned once for as many lines as the first event of the
-- connection had, and after a long one every short one would read the whole table.
CREATE FUNCTION ledger.apply_transfers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  moved record;
  wrong record;
BEGIN
  FOR moved IN
    SELECT leg.account, sum(leg.debit)::bigint AS debits, sum(leg.credit)::bigint AS credits, count(*) AS transfers, (
      SELECT kind.slots FROM ledger.account AS account JOIN ledger.account_kind AS kind ON kind.kind = account.kind WHERE account.id = leg.account
    ) AS slots
    FROM (SELECT debit AS account, amount_won AS debit, 0 AS credit FROM added UNION ALL SELECT credit, 0, amount_won FROM added) AS leg
    GROUP BY leg.account ORDER BY leg.account
  LOOP
    UPDATE ledger.balance SET debits = debits + moved.debits, credits = credits + moved.credits, transfers = transfers + moved.transfers
    WHERE account = moved.account AND slot = pg_backend_pid() % moved.slots;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'account % has no balance', moved.account USING ERRCODE = 'KW901';
    END IF;
  END LOOP;
  SELECT leg.* INTO wrong FROM (
    SELECT (SELECT event.kind FROM ledger.event AS event WHERE event.id = added.event) AS event,
      (SELECT account.kind FROM ledger.account AS account WHERE account.id = added.debit) AS debit,
      (SELECT account.kind FROM ledger.account AS account WHERE account.id = added.credit) AS credit
    FROM added OFFSET 0
  ) AS leg
  WHERE NOT EXISTS (
    SELECT FROM ledger.movement AS allowed WHERE (allowed.event_kind, allowed.debit_kind, allowed.credit_kind) = (leg.event, leg.debit, leg.credit)
  ) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'event % may not move money from % to %', wrong.event, wrong.debit, wrong.credit USING ERRCODE = 'KW403';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER transfers_move_balances AFTER INSERT ON ledger.transfer REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.apply_transfers();

-- A transfer belongs to the transaction that wrote its event: nothing is added to an event afterwards.
CREATE FUNCTION ledger.guard_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added
    WHERE (SELECT event.transaction FROM ledger.event AS event WHERE event.id = added.event) <> pg_current_xact_id()
  ) THEN
    RAISE EXCEPTION 'an event takes no transfers after its transaction' USING ERRCODE = 'KW901';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER transfers_come_with_their_event AFTER INSERT ON ledger.transfer REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.guard_transfer();
