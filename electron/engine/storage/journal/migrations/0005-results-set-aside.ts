import type { Migration } from '../../migration.ts';

/**
 * A user can say that nobody knows yet how an event ended. SQLite can't change a table's check, so the table is made
 * anew; its rows stay as they are.
 */
export const resultsSetAside: Migration = {
  version: 5,
  name: 'results set aside',
  sql: `
CREATE TABLE results_anew (
  mode TEXT NOT NULL CHECK (mode IN ('practice', 'paper', 'live', 'replay')),
  event_id TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision >= 1),
  at INTEGER NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('source', 'user', 'import')),
  teller TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('ended', 'postponed', 'abandoned', 'withdrawn', 'unknown')),
  home INTEGER CHECK (home >= 0),
  away INTEGER CHECK (away >= 0),
  half_home INTEGER CHECK (half_home >= 0),
  half_away INTEGER CHECK (half_away >= 0),
  note TEXT NOT NULL,
  PRIMARY KEY (event_id, mode, revision),
  CHECK ((home IS NULL) = (away IS NULL) AND (half_home IS NULL) = (half_away IS NULL)),
  CHECK ((status = 'ended') = (home IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO results_anew (mode, event_id, revision, at, origin, teller, status, home, away, half_home, half_away, note)
  SELECT mode, event_id, revision, at, origin, teller, status, home, away, half_home, half_away, note FROM results;
DROP TABLE results;
ALTER TABLE results_anew RENAME TO results;
CREATE INDEX results_by_time ON results (mode, at);
CREATE TRIGGER results_stand BEFORE UPDATE ON results BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
CREATE TRIGGER results_are_kept BEFORE DELETE ON results BEGIN SELECT RAISE(ABORT, 'results are append-only'); END;
`,
};
