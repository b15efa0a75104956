import type { Migration } from '../../migration.ts';

/**
 * Which events of different sources are one. Links, rejections and aliases stand as they are now; what changed them, and
 * how to take it back, is in `identity_decisions`, which is only added to.
 */
export const identity: Migration = {
  version: 3,
  name: 'events of different sources',
  sql: `
CREATE TABLE identity_events (
  id TEXT PRIMARY KEY NOT NULL,
  source_id TEXT NOT NULL,
  sport TEXT NOT NULL,
  competition TEXT NOT NULL,
  home TEXT NOT NULL,
  away TEXT NOT NULL,
  starts_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_events_by_start ON identity_events (starts_at);

CREATE TABLE identity_links (
  event_id TEXT PRIMARY KEY NOT NULL REFERENCES identity_events (id) ON DELETE CASCADE,
  canonical_id TEXT NOT NULL REFERENCES identity_events (id) ON DELETE CASCADE,
  swapped INTEGER NOT NULL CHECK (swapped IN (0, 1)),
  decided_by TEXT NOT NULL CHECK (decided_by IN ('engine', 'user')),
  at INTEGER NOT NULL,
  CHECK (event_id <> canonical_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_links_by_canonical ON identity_links (canonical_id);

CREATE TABLE identity_rejections (
  one TEXT NOT NULL REFERENCES identity_events (id) ON DELETE CASCADE,
  other TEXT NOT NULL REFERENCES identity_events (id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  PRIMARY KEY (one, other),
  CHECK (one < other)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_rejections_by_other ON identity_rejections (other);

CREATE TABLE identity_aliases (
  sport TEXT NOT NULL,
  -- The name without accents and punctuation; what is looked up.
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  means TEXT NOT NULL,
  source_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (sport, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE identity_decisions (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('user', 'engine')),
  action TEXT NOT NULL CHECK (action IN ('matched', 'rejected', 'parted', 'alias-learned', 'alias-removed', 'undone')),
  words TEXT NOT NULL,
  changes TEXT NOT NULL,
  -- The decision this one takes back.
  undoes INTEGER UNIQUE REFERENCES identity_decisions (sequence)
) STRICT;
CREATE INDEX identity_decisions_of_user ON identity_decisions (sequence) WHERE actor = 'user' AND action <> 'undone';
CREATE TRIGGER identity_decisions_stand BEFORE UPDATE ON identity_decisions
  BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER identity_decisions_are_kept BEFORE DELETE ON identity_decisions
  BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
`,
};
