import type { Migration } from '../../migration.ts';

/**
 * States of models and how they came about, runs, and what serving remembers for drift.
 *
 * Models are files: nothing here refers to one by more than its id, and a state may outlive its folder.
 */
export const statesRunsDrift: Migration = {
  version: 1,
  name: 'states, runs and drift',
  sql: `
CREATE TABLE model_states (
  model_id TEXT PRIMARY KEY NOT NULL,
  slot TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'shadow', 'champion', 'retired'))
) STRICT;
CREATE UNIQUE INDEX one_champion_a_slot ON model_states (slot) WHERE state = 'champion';

CREATE TABLE state_changes (
  sequence INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  slot TEXT NOT NULL,
  model_id TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  actor TEXT NOT NULL CHECK (actor IN ('user', 'engine')),
  action TEXT NOT NULL
) STRICT;

-- Who was champion of a slot from then on; null for nobody. Rolling back removes the newest.
CREATE TABLE reigns (
  sequence INTEGER PRIMARY KEY,
  slot TEXT NOT NULL,
  model_id TEXT
) STRICT;
CREATE INDEX reigns_by_slot ON reigns (slot, sequence);

CREATE TABLE runs (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  spec TEXT NOT NULL,
  state TEXT NOT NULL,
  share REAL NOT NULL,
  stage TEXT NOT NULL,
  figures TEXT NOT NULL,
  message TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  model_id TEXT,
  resumable INTEGER NOT NULL CHECK (resumable IN (0, 1)),
  saved_at INTEGER NOT NULL,
  -- A backtest's is some hundred kilobytes: last, so that listing runs does not read it.
  result TEXT
) STRICT;
CREATE INDEX runs_by_creation ON runs (created_at);

CREATE TABLE settled_predictions (
  model_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  event_id TEXT NOT NULL,
  version TEXT NOT NULL,
  -- A JSON list in the order of the target's outcomes.
  probabilities TEXT NOT NULL,
  observed INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (model_id, mode, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX settled_by_time ON settled_predictions (model_id, mode, at);

-- What each model last said of an event before its start, until the event is settled.
CREATE TABLE standing_predictions (
  model_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  event_id TEXT NOT NULL,
  version TEXT NOT NULL,
  target TEXT NOT NULL,
  -- JSON lists: in the order of the target's outcomes, and one value a column, null where it was missing.
  probabilities TEXT NOT NULL,
  inputs TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (model_id, mode, event_id)
) STRICT;

-- Tenths of a feature's training values, and how many values were missing.
CREATE TABLE feature_counts (
  model_id TEXT NOT NULL,
  mode TEXT NOT NULL,
  day TEXT NOT NULL,
  column_name TEXT NOT NULL,
  bin_0 INTEGER NOT NULL,
  bin_1 INTEGER NOT NULL,
  bin_2 INTEGER NOT NULL,
  bin_3 INTEGER NOT NULL,
  bin_4 INTEGER NOT NULL,
  bin_5 INTEGER NOT NULL,
  bin_6 INTEGER NOT NULL,
  bin_7 INTEGER NOT NULL,
  bin_8 INTEGER NOT NULL,
  bin_9 INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  PRIMARY KEY (model_id, mode, day, column_name)
) STRICT, WITHOUT ROWID;
`,
};
