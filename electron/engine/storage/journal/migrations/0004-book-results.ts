import type { Migration } from '../../migration.ts';

/** How books settled their own markets. Append-only: of a market and its book the newest row counts. */
export const bookResults: Migration = {
  version: 4,
  name: 'results of books',
  sql: `
CREATE TABLE book_results (
  event_id TEXT NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('practice', 'paper', 'live', 'replay')),
  market_id TEXT NOT NULL,
  book_id TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  at INTEGER NOT NULL,
  outcomes TEXT NOT NULL CHECK (json_valid(outcomes)),
  PRIMARY KEY (event_id, mode, market_id, book_id, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER book_results_stand BEFORE UPDATE ON book_results
  BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
CREATE TRIGGER book_results_are_kept BEFORE DELETE ON book_results
  BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
`,
};
