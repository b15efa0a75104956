import type { Migration } from '../../migration.ts';

/**
 * Orders with their transitions, fills, closings, settlements, the double-entry ledger, audit and settings.
 * Prices are ten-thousandths, money minor units, times epoch milliseconds: all INTEGER. What may only be added to
 * says so with triggers, so that no later query can rewrite the record of a bet.
 *
 * The ledger seals itself: legs go in first (their reference to the transaction is deferred), the transaction last,
 * and only if its legs sum to zero; a sealed transaction takes no more legs. So neither an unbalanced nor an
 * incomplete transaction can be committed, whatever the code above does.
 */
export const orderLedgerAudit: Migration = {
  version: 1,
  name: 'orders, ledger and audit',
  sql: `
CREATE TABLE orders (
  id TEXT PRIMARY KEY NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('practice', 'paper', 'live', 'replay')),
  currency TEXT NOT NULL,
  event_id TEXT NOT NULL,
  market_id TEXT NOT NULL,
  selection_id TEXT NOT NULL,
  book_id TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('back', 'lay')),
  price INTEGER NOT NULL CHECK (price > 10000),
  stake INTEGER NOT NULL CHECK (stake > 0),
  persistence TEXT NOT NULL CHECK (persistence IN ('take', 'keep')),
  state TEXT NOT NULL,
  matched INTEGER NOT NULL CHECK (matched >= 0),
  average_price INTEGER,
  venue_ref TEXT,
  outcome_code TEXT,
  outcome_message TEXT,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  settled_at INTEGER
) STRICT;
CREATE INDEX orders_by_time ON orders (mode, created_at);
CREATE INDEX orders_by_event ON orders (event_id, mode, created_at);
CREATE INDEX orders_unfinished ON orders (mode, created_at)
  WHERE state NOT IN ('matched', 'rejected', 'cancelled', 'lapsed');
CREATE INDEX bets_open ON orders (mode, created_at) WHERE matched > 0 AND settled_at IS NULL;
CREATE INDEX bets_settled ON orders (mode, settled_at) WHERE settled_at IS NOT NULL;
CREATE TRIGGER orders_are_kept BEFORE DELETE ON orders
  BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END;

CREATE TABLE order_transitions (
  order_id TEXT NOT NULL REFERENCES orders (id),
  revision INTEGER NOT NULL,
  state TEXT NOT NULL,
  price INTEGER NOT NULL,
  stake INTEGER NOT NULL,
  persistence TEXT NOT NULL,
  matched INTEGER NOT NULL,
  average_price INTEGER,
  venue_ref TEXT,
  outcome_code TEXT,
  outcome_message TEXT,
  -- Only where it differs from the revision before.
  reason TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (order_id, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER order_transitions_stand BEFORE UPDATE ON order_transitions
  BEGIN SELECT RAISE(ABORT, 'transitions are append-only'); END;
CREATE TRIGGER order_transitions_are_kept BEFORE DELETE ON order_transitions
  BEGIN SELECT RAISE(ABORT, 'transitions are append-only'); END;

CREATE TABLE fills (
  id TEXT PRIMARY KEY NOT NULL,
  order_id TEXT NOT NULL REFERENCES orders (id),
  price INTEGER NOT NULL CHECK (price > 10000),
  stake INTEGER NOT NULL CHECK (stake > 0),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX fills_by_order ON fills (order_id, at);
CREATE TRIGGER fills_stand BEFORE UPDATE ON fills BEGIN SELECT RAISE(ABORT, 'fills are append-only'); END;
CREATE TRIGGER fills_are_kept BEFORE DELETE ON fills BEGIN SELECT RAISE(ABORT, 'fills are append-only'); END;

CREATE TABLE closings (
  order_id TEXT NOT NULL REFERENCES orders (id),
  position INTEGER NOT NULL,
  against TEXT NOT NULL,
  fair REAL NOT NULL,
  closing_price INTEGER,
  gross REAL NOT NULL,
  net REAL NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (order_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE settlements (
  order_id TEXT PRIMARY KEY NOT NULL REFERENCES orders (id),
  result TEXT NOT NULL CHECK (result IN ('won', 'lost', 'half-won', 'half-lost', 'push', 'void')),
  profit INTEGER NOT NULL,
  commission INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER settlements_mark AFTER INSERT ON settlements
  BEGIN UPDATE orders SET settled_at = NEW.at WHERE id = NEW.order_id; END;
CREATE TRIGGER settlements_stand BEFORE UPDATE ON settlements
  BEGIN SELECT RAISE(ABORT, 'settlements are append-only'); END;
CREATE TRIGGER settlements_are_kept BEFORE DELETE ON settlements
  BEGIN SELECT RAISE(ABORT, 'settlements are append-only'); END;

CREATE TABLE ledger_transactions (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN
    ('deposit', 'withdrawal', 'reserve', 'release', 'settlement', 'commission', 'correction')),
  order_id TEXT REFERENCES orders (id) DEFERRABLE INITIALLY DEFERRED,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_transactions_by_order ON ledger_transactions (order_id);
CREATE TABLE ledger_legs (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  transaction_id TEXT NOT NULL REFERENCES ledger_transactions (id) DEFERRABLE INITIALLY DEFERRED,
  mode TEXT NOT NULL CHECK (mode IN ('practice', 'paper', 'live', 'replay')),
  currency TEXT NOT NULL,
  account TEXT NOT NULL CHECK (account IN ('cash', 'at-risk', 'result', 'commission', 'funding')),
  amount INTEGER NOT NULL
) STRICT;
CREATE INDEX ledger_legs_by_transaction ON ledger_legs (transaction_id);
CREATE INDEX ledger_legs_by_mode ON ledger_legs (mode, sequence);
CREATE TABLE balances (
  mode TEXT NOT NULL,
  currency TEXT NOT NULL,
  account TEXT NOT NULL,
  -- Beyond 2^53 JavaScript would round it.
  amount INTEGER NOT NULL CHECK (amount BETWEEN -9007199254740991 AND 9007199254740991),
  PRIMARY KEY (mode, currency, account)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_sealed BEFORE INSERT ON ledger_legs
  WHEN EXISTS (SELECT 1 FROM ledger_transactions WHERE id = NEW.transaction_id)
  BEGIN SELECT RAISE(ABORT, 'the transaction is complete'); END;
CREATE TRIGGER ledger_sums_to_zero BEFORE INSERT ON ledger_transactions
  WHEN (SELECT count(*) < 2 OR sum(amount) <> 0 OR min(mode) <> max(mode) OR min(currency) <> max(currency)
        FROM ledger_legs WHERE transaction_id = NEW.id)
  BEGIN SELECT RAISE(ABORT, 'the legs of a transaction share mode and currency and sum to zero'); END;
CREATE TRIGGER ledger_balance AFTER INSERT ON ledger_legs
  BEGIN
    INSERT INTO balances (mode, currency, account, amount)
      VALUES (NEW.mode, NEW.currency, NEW.account, NEW.amount)
      ON CONFLICT (mode, currency, account) DO UPDATE SET amount = amount + excluded.amount;
  END;
CREATE TRIGGER ledger_transactions_stand BEFORE UPDATE ON ledger_transactions
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_transactions_are_kept BEFORE DELETE ON ledger_transactions
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_legs_stand BEFORE UPDATE ON ledger_legs
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_legs_are_kept BEFORE DELETE ON ledger_legs
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('user', 'engine', 'venue')),
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_stands BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`,
};
