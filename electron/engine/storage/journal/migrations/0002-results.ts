import type { Migration } from '../../migration.ts';

/**
 * Results with revisions, settlements that can be corrected, and what a bet is on. Every table is append-only: a
 * correction is one more row, so that how a bet was settled at any time can be told. A bet's first settlement stays
 * in `settlements`; `settlement_revisions` holds the second and later ones, and the newest of both counts. A `NULL`
 * result says that the bet is open again.
 */
export const resultsAndCorrections: Migration = {
  version: 2,
  name: 'results and corrections',
  sql: `
CREATE TABLE results (
  mode TEXT NOT NULL CHECK (mode IN ('practice', 'paper', 'live', 'replay')),
  event_id TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  at INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('source', 'user', 'import')),
  teller TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('ended', 'postponed', 'abandoned', 'withdrawn')),
  home INTEGER CHECK (home >= 0),
  away INTEGER CHECK (away >= 0),
  half_home INTEGER CHECK (half_home >= 0),
  half_away INTEGER CHECK (half_away >= 0),
  note TEXT NOT NULL,
  PRIMARY KEY (event_id, mode, revision),
  CHECK ((home IS NULL) = (away IS NULL) AND (half_home IS NULL) = (half_away IS NULL)),
  CHECK ((status = 'ended') = (home IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX results_by_time ON results (mode, at);
CREATE TRIGGER results_stand BEFORE UPDATE ON results BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
CREATE TRIGGER results_are_kept BEFORE DELETE ON results BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;

ALTER TABLE settlements ADD COLUMN rate REAL;
ALTER TABLE settlements ADD COLUMN result_revision INTEGER;

CREATE TABLE settlement_revisions (
  order_id TEXT NOT NULL REFERENCES settlements (order_id),
  revision INTEGER NOT NULL CHECK (revision >= 2),
  result TEXT CHECK (result IN ('won', 'lost', 'half-won', 'half-lost', 'push', 'void')),
  profit INTEGER NOT NULL,
  commission INTEGER NOT NULL,
  at INTEGER NOT NULL,
  rate REAL,
  result_revision INTEGER,
  PRIMARY KEY (order_id, revision),
  CHECK (result IS NOT NULL OR (profit = 0 AND commission = 0))
) STRICT, WITHOUT ROWID;
-- The time a bet was settled stays when it is corrected: it is what lists and curves go by.
CREATE TRIGGER settlement_revisions_mark AFTER INSERT ON settlement_revisions
  BEGIN
    UPDATE orders SET settled_at = CASE WHEN NEW.result IS NULL THEN NULL ELSE coalesce(settled_at, NEW.at) END
      WHERE id = NEW.order_id;
  END;
CREATE TRIGGER settlement_revisions_stand BEFORE UPDATE ON settlement_revisions
  BEGIN SELECT RAISE(ABORT, 'settlements are append-only'); END;
CREATE TRIGGER settlement_revisions_are_kept BEFORE DELETE ON settlement_revisions
  BEGIN SELECT RAISE(ABORT, 'settlements are append-only'); END;

CREATE TABLE bet_terms (
  order_id TEXT PRIMARY KEY NOT NULL REFERENCES orders (id),
  source_id TEXT NOT NULL,
  sport TEXT NOT NULL,
  competition TEXT NOT NULL,
  home TEXT NOT NULL,
  away TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  type TEXT NOT NULL,
  period TEXT NOT NULL CHECK (period IN ('match', 'first-half')),
  line REAL,
  side TEXT NOT NULL,
  commission REAL NOT NULL
) STRICT;
CREATE TRIGGER bet_terms_stand BEFORE UPDATE ON bet_terms BEGIN SELECT RAISE(ABORT, 'terms are append-only'); END;
CREATE TRIGGER bet_terms_are_kept BEFORE DELETE ON bet_terms BEGIN SELECT RAISE(ABORT, 'terms are append-only'); END;
`,
};
