-- The escrow ledger: two-leg transfers in whole won between accounts. The money itself lies at the bank; this is its mirror.
-- A transfer has one debit and one credit account and an amount above zero, so that an unbalanced entry cannot be written down.
-- Nothing is ever changed or removed: what was wrong is answered by another transfer.

CREATE SCHEMA ledger;

-- What an account can be. `floor` is the least that credits less debits may be, NULL where there is none. A hot account, which every
-- deposit and payout touches, is split into `slots` balance rows, so that writers do not queue for one row; it can have no floor.
CREATE TABLE ledger.account_kind (
  kind text PRIMARY KEY,
  label text NOT NULL,
  floor bigint,
  slots smallint NOT NULL DEFAULT 1,
  CONSTRAINT slots_in_range CHECK (slots BETWEEN 1 AND 64),
  CONSTRAINT floor_needs_one_slot CHECK (floor IS NULL OR slots = 1)
);

-- `reference` names whose account it is: a milestone, a payout, a deposit in suspense; never a person.
CREATE TABLE ledger.account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL REFERENCES ledger.account_kind,
  reference text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT account_once UNIQUE (kind, reference)
);

CREATE TABLE ledger.balance (
  account bigint NOT NULL REFERENCES ledger.account,
  slot smallint NOT NULL,
  debits bigint NOT NULL DEFAULT 0,
  credits bigint NOT NULL DEFAULT 0,
  transfers bigint NOT NULL DEFAULT 0,
  floor bigint,
  PRIMARY KEY (account, slot),
  CONSTRAINT never_below_floor CHECK (floor IS NULL OR credits - debits >= floor)
) WITH (fillfactor = 50);

-- Which kind of event may move money from which kind of account to which: whatever is not listed is refused.
CREATE TABLE ledger.event_kind (
  kind text PRIMARY KEY,
  label text NOT NULL
);

CREATE TABLE ledger.movement (
  event_kind text NOT NULL REFERENCES ledger.event_kind,
  debit_kind text NOT NULL REFERENCES ledger.account_kind,
  credit_kind text NOT NULL REFERENCES ledger.account_kind,
  PRIMARY KEY (event_kind, debit_kind, credit_kind)
);

-- One thing that happened, asked for once: the same key with the same request is answered with the first answer. `transaction` is the
-- database's own number of the transaction, by which finished events are told from running ones when blocks are sealed. `value_on` is the
-- day of the books; what came to be known only after that day was closed is booked on the first open one and keeps its own in `told_on`.
-- Events and transfers refer to kinds and accounts without foreign keys: these would lock the rows that every deposit shares (the kind, the bank's
-- account) each time, by many at once. What they refer to never goes away, and the allow-list in `apply_transfers` knows nothing that is not
-- there: no kind, no account, and no event either.
CREATE TABLE ledger.event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  request_key text NOT NULL,
  request_hash bytea NOT NULL,
  kind text NOT NULL,
  actor text NOT NULL,
  value_on date NOT NULL,
  told_on date,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
  CONSTRAINT request_once UNIQUE (request_key),
  CONSTRAINT hash_is_sha256 CHECK (octet_length(request_hash) = 32),
  CONSTRAINT late_is_later CHECK (told_on < value_on)
);
CREATE INDEX event_transaction ON ledger.event (transaction, id);
CREATE INDEX event_value_on ON ledger.event (value_on);

CREATE TABLE ledger.transfer (
  event bigint NOT NULL,
  line smallint NOT NULL,
  debit bigint NOT NULL,
  credit bigint NOT NULL,
  amount_won bigint NOT NULL,
  PRIMARY KEY (event, line),
  CONSTRAINT amount_above_zero CHECK (amount_won > 0),
  CONSTRAINT two_accounts CHECK (debit <> credit)
);
CREATE INDEX transfer_debit ON ledger.transfer (debit, event);
CREATE INDEX transfer_credit ON ledger.transfer (credit, event);

-- Days whose books are closed, without a gap: nothing is booked on one of them any more.
CREATE TABLE ledger.closed_day (
  day date PRIMARY KEY,
  closed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The chain of blocks: each digest covers the events of its transactions and the digest before.
CREATE TABLE ledger.block (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  previous bytea NOT NULL,
  from_transaction xid8 NOT NULL,
  until_transaction xid8 NOT NULL,
  events bigint NOT NULL,
  digest bytea NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT one_after_another UNIQUE (previous),
  CONSTRAINT forwards CHECK (until_transaction > from_transaction)
);

INSERT INTO ledger.account_kind (kind, label, floor, slots) VALUES
  ('custody', '은행 예치금', NULL, 16),
  ('escrow', '예치된 대금', 0, 1),
  ('payable', '지급할 대금', 0, 1),
  ('withheld', '원천징수할 세액', 0, 1),
  ('refundable', '돌려줄 대금', 0, 1),
  ('suspense', '확인 중인 입금', 0, 1),
  ('in_transit', '보내는 중인 돈', 0, 1),
  ('card_fee', '카드 수수료', NULL, 1),
  ('adjustment', '차이 정리', NULL, 1);

INSERT INTO ledger.event_kind (kind, label) VALUES
  ('deposited', '입금'),
  ('deposited_by_card', '카드 입금'),
  ('deposited_in_suspense', '확인할 입금'),
  ('matched', '확인할 입금을 계약에 맞춤'),
  ('approved', '승인'),
  ('split', '조정에 따른 나눔'),
  ('cancelled', '취소'),
  ('sent', '이체를 보냄'),
  ('done', '이체가 됨'),
  ('failed', '이체가 되지 않음'),
  ('returned', '이체한 돈이 되돌아옴'),
  ('corrected', '두 사람이 차이를 정리함');

INSERT INTO ledger.movement (event_kind, debit_kind, credit_kind) VALUES
  ('deposited', 'custody', 'escrow'),
  ('deposited_by_card', 'custody', 'escrow'),
  ('deposited_by_card', 'card_fee', 'escrow'),
  ('deposited_in_suspense', 'custody', 'suspense'),
  ('matched', 'suspense', 'escrow'),
  ('matched', 'card_fee', 'escrow'),
  ('approved', 'escrow', 'payable'),
  ('approved', 'escrow', 'withheld'),
  ('approved', 'escrow', 'card_fee'),
  ('split', 'escrow', 'payable'),
  ('split', 'escrow', 'withheld'),
  ('split', 'escrow', 'refundable'),
  ('split', 'escrow', 'card_fee'),
  ('cancelled', 'escrow', 'refundable'),
  ('cancelled', 'escrow', 'card_fee'),
  ('sent', 'payable', 'in_transit'),
  ('sent', 'withheld', 'in_transit'),
  ('sent', 'refundable', 'in_transit'),
  ('sent', 'suspense', 'in_transit'),
  ('done', 'in_transit', 'custody'),
  ('failed', 'in_transit', 'payable'),
  ('failed', 'in_transit', 'withheld'),
  ('failed', 'in_transit', 'refundable'),
  ('failed', 'in_transit', 'suspense'),
  ('returned', 'custody', 'payable'),
  ('returned', 'custody', 'withheld'),
  ('returned', 'custody', 'refundable'),
  ('returned', 'custody', 'suspense'),
  ('corrected', 'custody', 'adjustment'),
  ('corrected', 'adjustment', 'custody'),
  ('corrected', 'custody', 'suspense'),
  ('corrected', 'adjustment', 'card_fee'),
  ('corrected', 'card_fee', 'adjustment');
