-- The sandbox bank's books. One entry takes from one account and gives to another, so that all balances always add up to nothing.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  bank TEXT NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('custody', 'person', 'outside')),
  holder TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closed', 'reported', 'suspended')),
  balance INTEGER NOT NULL DEFAULT 0,
  UNIQUE (bank, number),
  CHECK (balance >= 0 OR kind = 'outside')
) STRICT;

CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'deposit', 'payout', 'refund', 'returned')),
  at REAL NOT NULL,
  day TEXT NOT NULL,
  payer INTEGER NOT NULL REFERENCES account,
  payee INTEGER NOT NULL REFERENCES account,
  amount INTEGER NOT NULL CHECK (amount > 0),
  bank_tran_id TEXT NOT NULL DEFAULT '',
  virtual_account TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  fee INTEGER NOT NULL DEFAULT 0 CHECK (fee >= 0),
  gives_back INTEGER REFERENCES entry,
  CHECK (payer <> payee)
) STRICT;
CREATE INDEX entry_day ON entry (day, id);
CREATE UNIQUE INDEX carried_out_once ON entry (bank_tran_id) WHERE kind IN ('payout', 'refund');
CREATE UNIQUE INDEX returned_once ON entry (gives_back) WHERE kind = 'returned';

CREATE TRIGGER entry_moves_money AFTER INSERT ON entry BEGIN
  UPDATE account SET balance = balance - NEW.amount WHERE id = NEW.payer;
  UPDATE account SET balance = balance + NEW.amount WHERE id = NEW.payee;
END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

CREATE TABLE virtual_account (
  number TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  expires_on TEXT NOT NULL
) STRICT;

-- An order on the bank's card page. What the card is charged comes into custody less the fee, as an entry of kind deposit, some days later.
CREATE TABLE card_order (
  number TEXT PRIMARY KEY,
  reference TEXT NOT NULL UNIQUE,
  amount INTEGER NOT NULL CHECK (amount > 0),
  expires_on TEXT NOT NULL,
  back_to TEXT NOT NULL,
  paid_at REAL,
  holder TEXT NOT NULL DEFAULT '',
  fee INTEGER NOT NULL DEFAULT 0 CHECK (fee >= 0 AND fee < amount),
  settles_on TEXT NOT NULL DEFAULT ''
) STRICT;

-- Everything we were told to send, under the customer's number for it, which can be used once.
CREATE TABLE instruction (
  bank_tran_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('payout', 'refund')),
  day TEXT NOT NULL,
  amount INTEGER NOT NULL,
  payee INTEGER REFERENCES account,
  gives_back INTEGER REFERENCES entry,
  code TEXT NOT NULL,
  at REAL NOT NULL
) STRICT;

-- What the bank does later by itself: money that comes back, a transfer that took its time, a card company that pays.
CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  due REAL NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('return', 'execute', 'settle')),
  subject TEXT NOT NULL
) STRICT;

CREATE TABLE notice (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  body TEXT NOT NULL,
  due REAL,
  held INTEGER NOT NULL DEFAULT 0,
  copies INTEGER NOT NULL DEFAULT 1,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE signing_key (id INTEGER PRIMARY KEY, secret TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE token (token TEXT PRIMARY KEY, until REAL NOT NULL) STRICT;
CREATE TABLE knob (name TEXT PRIMARY KEY, share REAL NOT NULL, next INTEGER NOT NULL, value TEXT NOT NULL) STRICT;
CREATE TABLE draw (knob TEXT NOT NULL, subject TEXT NOT NULL, times INTEGER NOT NULL, hit INTEGER NOT NULL, PRIMARY KEY (knob, subject)) STRICT;
