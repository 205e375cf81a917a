-- Payments out: what the bank is told to send. A payment has one bank number for life. Its money lies in transit from the moment it is
-- written down, so that nobody can send it again; after it was sent and no answer came, only asking is allowed.

CREATE TABLE ledger.payment_state (
  state text PRIMARY KEY,
  label text NOT NULL
);

-- `event_kind` names what a step posts; a step without one moves no money. `other_person`: not whoever wrote the payment down.
CREATE TABLE ledger.payment_move (
  verb text NOT NULL,
  from_state text NOT NULL REFERENCES ledger.payment_state,
  to_state text NOT NULL REFERENCES ledger.payment_state,
  event_kind text NOT NULL REFERENCES ledger.event_kind,
  other_person boolean NOT NULL DEFAULT false,
  PRIMARY KEY (verb, from_state),
  UNIQUE (verb, from_state, to_state)
);

-- `destination` is our own number of the receiving account, never the account's number. `replaces`: the payment that failed before it.
CREATE TABLE ledger.payment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  bank_number text NOT NULL,
  source bigint NOT NULL REFERENCES ledger.account,
  amount_won bigint NOT NULL,
  destination text NOT NULL,
  writer text NOT NULL,
  value_on date NOT NULL,
  replaces bigint REFERENCES ledger.payment,
  state text NOT NULL REFERENCES ledger.payment_state,
  steps smallint NOT NULL DEFAULT 0,
  CONSTRAINT bank_number_once UNIQUE (bank_number),
  CONSTRAINT bank_number_of_twenty CHECK (bank_number ~ '^[0-9A-Z]{20}$'),
  CONSTRAINT replaced_once UNIQUE (replaces),
  CONSTRAINT payment_above_zero CHECK (amount_won > 0)
) WITH (fillfactor = 70);
CREATE INDEX payment_waiting ON ledger.payment (state, id) WHERE state IN ('held', 'written', 'sending', 'unknown');

-- Which event wrote which payment down.
CREATE VIEW ledger.payment_written AS
SELECT moved.event, payment.id AS payment
FROM ledger.transfer AS moved JOIN ledger.account AS transit ON transit.id = moved.credit AND transit.kind = 'in_transit'
JOIN ledger.payment AS payment ON payment.bank_number = transit.reference;

-- What the bank answers when it has not paid, and whose fault that is: of the receiving account, which takes no money (`account`), or of
-- nothing that anybody could mend (`bank`), so that the same account may be tried again. The table is the one of
-- kwonik/escrow/codes/answers.py; a test holds the two equal.
CREATE TABLE ledger.bank_answer (
  code text PRIMARY KEY,
  fault text NOT NULL,
  CONSTRAINT fault_is_known CHECK (fault IN ('account', 'bank'))
);

INSERT INTO ledger.bank_answer (code, fault) VALUES
  ('412', 'account'), ('415', 'account'), ('416', 'account'), ('419', 'account'), ('420', 'account'), ('815', 'account'),
  ('499', 'bank'), ('702', 'bank');

-- `answer`: the bank's code when it has not paid, '' where there is none; a code that the table does not know is kept as well.
CREATE TABLE ledger.payment_step (
  payment bigint NOT NULL REFERENCES ledger.payment,
  step smallint NOT NULL,
  verb text NOT NULL,
  from_state text NOT NULL,
  to_state text NOT NULL,
  event bigint NOT NULL REFERENCES ledger.event,
  answer text NOT NULL DEFAULT '',
  PRIMARY KEY (payment, step),
  CONSTRAINT answer_of_a_failure CHECK (answer = '' OR verb = 'fail'),
  CONSTRAINT answer_is_a_code CHECK (answer ~ '^[0-9A-Z]{0,9}$'),
  CONSTRAINT step_of_the_table FOREIGN KEY (verb, from_state, to_state) REFERENCES ledger.payment_move (verb, from_state, to_state)
);

INSERT INTO ledger.payment_state (state, label) VALUES
  ('held', '두 번째 사람의 확인을 기다림'),
  ('written', '보낼 차례'),
  ('sending', '은행에 보냄'),
  ('unknown', '은행의 답을 확인하는 중'),
  ('done', '이체됨'),
  ('failed', '이체되지 않음'),
  ('returned', '되돌아옴');

INSERT INTO ledger.event_kind (kind, label) VALUES
  ('released', '두 번째 사람이 확인함'),
  ('sending', '은행에 보내기 시작함'),
  ('unanswered', '은행의 답이 없음');

INSERT INTO ledger.payment_move (verb, from_state, to_state, event_kind, other_person) VALUES
  ('release', 'held', 'written', 'released', true),
  ('send', 'written', 'sending', 'sending', false),
  ('lose', 'sending', 'unknown', 'unanswered', false),
  ('pay', 'sending', 'done', 'done', false),
  ('pay', 'unknown', 'done', 'done', false),
  ('fail', 'held', 'failed', 'failed', true),
  ('fail', 'sending', 'failed', 'failed', false),
  ('fail', 'unknown', 'failed', 'failed', false),
  ('return', 'done', 'returned', 'returned', false);

CREATE TRIGGER payment_stays BEFORE DELETE ON ledger.payment FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER step_stays BEFORE UPDATE OR DELETE ON ledger.payment_step FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();
CREATE TRIGGER step_not_emptied BEFORE TRUNCATE ON ledger.payment_step FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse();

-- A payment changes only its state, and only by the step that was written for it.
CREATE FUNCTION ledger.guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.bank_number, NEW.source, NEW.amount_won, NEW.destination, NEW.writer, NEW.value_on, NEW.replaces)
      IS DISTINCT FROM (OLD.id, OLD.bank_number, OLD.source, OLD.amount_won, OLD.destination, OLD.writer, OLD.value_on, OLD.replaces)
    OR NEW.steps <> OLD.steps + 1
    OR NOT EXISTS (
      SELECT FROM ledger.payment_step AS step
      WHERE (step.payment, step.step, step.from_state, step.to_state) = (NEW.id, NEW.steps, OLD.state, NEW.state)
    ) THEN
    RAISE EXCEPTION 'payment % moves only by its steps', OLD.id USING ERRCODE = 'KW901';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_moves_by_steps BEFORE UPDATE ON ledger.payment FOR EACH ROW EXECUTE FUNCTION ledger.guard_payment();

CREATE FUNCTION ledger.guard_new_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.steps <> 0 OR NEW.state NOT IN ('held', 'written') THEN
    RAISE EXCEPTION 'a payment begins held or written' USING ERRCODE = 'KW901';
  END IF;
  IF NEW.replaces IS NOT NULL AND NOT EXISTS (
    SELECT FROM ledger.payment AS before WHERE before.id = NEW.replaces AND before.state IN ('failed', 'returned')
      AND (before.source, before.amount_won) = (NEW.source, NEW.amount_won)
  ) THEN
    RAISE EXCEPTION 'payment % cannot be replaced', NEW.replaces USING ERRCODE = 'KW409';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER payment_begins BEFORE INSERT ON ledger.payment FOR EACH ROW EXECUTE FUNCTION ledger.guard_new_payment();

-- Writes a payment down and puts its money in transit. The same key again answers with the first payment. Raises as ledger.post does.
CREATE FUNCTION ledger.write_payment(
  request_key text, request_hash bytea, actor text, value_on date, bank_number text, source_kind text, source_reference text,
  amount_won bigint, destination text, held boolean DEFAULT false, replaces bigint DEFAULT NULL,
  OUT payment bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  said bigint;
BEGIN
  SELECT written.event, written.replayed INTO said, write_payment.replayed FROM ledger.post(
    write_payment.request_key, write_payment.request_hash, 'sent', write_payment.actor, write_payment.value_on,
    ARRAY[source_kind], ARRAY[source_reference], ARRAY['in_transit'], ARRAY[write_payment.bank_number], ARRAY[write_payment.amount_won]
  ) AS written;
  IF write_payment.replayed THEN
    SELECT known.payment INTO STRICT payment FROM ledger.payment_written AS known WHERE known.event = said;
    RETURN;
  END IF;
  INSERT INTO ledger.payment AS new (bank_number, source, amount_won, destination, writer, value_on, replaces, state)
  VALUES (write_payment.bank_number, ledger.account_of(source_kind, source_reference), write_payment.amount_won,
    write_payment.destination, write_payment.actor, write_payment.value_on, write_payment.replaces, CASE WHEN held THEN 'held' ELSE 'written' END)
  RETURNING id INTO payment;
END $$;

-- One step of a payment: its state and, where the step moves money, the transfer that follows from it; the caller names no amount. The same
-- key again answers with the first. A step that its state does not know: KW409. The writer where another person is asked for: KW403.
CREATE FUNCTION ledger.step_payment(
  request_key text, request_hash bytea, verb text, payment bigint, actor text, value_on date, answer text DEFAULT '',
  OUT event bigint, OUT replayed boolean
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  stored ledger.payment;
  move ledger.payment_move;
  source ledger.account;
BEGIN
  INSERT INTO ledger.event (request_key, request_hash, kind, actor, value_on)
  SELECT step_payment.request_key, step_payment.request_hash, kind, step_payment.actor, step_payment.value_on
  FROM (SELECT min(event_kind) AS kind FROM ledger.payment_move AS known WHERE known.verb = step_payment.verb) AS known
  ON CONFLICT ON CONSTRAINT request_once DO NOTHING RETURNING id INTO step_payment.event;
  replayed := step_payment.event IS NULL;
  IF replayed THEN
    step_payment.event := ledger.event_of_request(request_key, request_hash);
    RETURN;
  END IF;
  SELECT * INTO stored FROM ledger.payment AS known WHERE known.id = step_payment.payment FOR UPDATE;
  SELECT * INTO move FROM ledger.payment_move AS known WHERE known.verb = step_payment.verb AND known.from_state = stored.state;
  IF stored.id IS NULL OR move.verb IS NULL THEN
    RAISE EXCEPTION 'payment % is %: no %', step_payment.payment, stored.state, step_payment.verb USING ERRCODE = 'KW409';
  END IF;
  IF move.other_person AND stored.writer = step_payment.actor THEN
    RAISE EXCEPTION 'payment % asks for another person than its writer', stored.id USING ERRCODE = 'KW403';
  END IF;
  INSERT INTO ledger.payment_step (payment, step, verb, from_state, to_state, event, answer)
  VALUES (stored.id, stored.steps + 1, move.verb, move.from_state, move.to_state, step_payment.event, step_payment.answer);
  UPDATE ledger.payment SET state = move.to_state, steps = stored.steps + 1 WHERE id = stored.id;
  SELECT * INTO STRICT source FROM ledger.account AS known WHERE known.id = stored.source;
  INSERT INTO ledger.transfer (event, line, debit, credit, amount_won)
  SELECT step_payment.event, 1,
    CASE move.event_kind WHEN 'returned' THEN ledger.account_of('custody', 'bank') ELSE ledger.account_of('in_transit', stored.bank_number) END,
    CASE move.event_kind WHEN 'done' THEN ledger.account_of('custody', 'bank') ELSE source.id END,
    stored.amount_won
  WHERE move.event_kind IN ('done', 'failed', 'returned');
END $$;

-- Whose fault it is that a payment failed or came back; NULL while it has not. `centre`: the second person did not let it out. `unclear`:
-- the bank said nothing that we know, as always of what came back.
CREATE FUNCTION ledger.fault_of(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN step.from_state = 'held' THEN 'centre'
    ELSE coalesce((SELECT known.fault FROM ledger.bank_answer AS known WHERE known.code = step.answer), 'unclear') END
  FROM ledger.payment AS payment JOIN ledger.payment_step AS step ON (step.payment, step.step) = (payment.id, payment.steps)
  WHERE payment.id = wanted AND step.verb IN ('fail', 'return')
$$;
