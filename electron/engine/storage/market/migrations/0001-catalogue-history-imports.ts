import type { Migration } from '../../migration.ts';

/**
 * The catalogue, packed price and fair histories, closing lines, quarantine, and imported past matches.
 *
 * Chunks and log batches are blobs in rowid tables: WITHOUT ROWID costs threefold above a kilobyte. Quotes arrive
 * before or without their catalogue entry, so histories refer to selections by name only.
 */
export const catalogueHistoryImports: Migration = {
  version: 1,
  name: 'catalogue, history and imports',
  sql: `
CREATE TABLE books (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('bookmaker', 'exchange')),
  commission REAL NOT NULL,
  currency TEXT NOT NULL
) STRICT;

CREATE TABLE events (
  id TEXT PRIMARY KEY NOT NULL,
  source_id TEXT NOT NULL,
  sport TEXT NOT NULL,
  competition TEXT NOT NULL,
  home TEXT NOT NULL,
  away TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  score_home INTEGER,
  score_away INTEGER,
  score_at INTEGER
) STRICT;
CREATE INDEX events_by_start ON events (starts_at);

CREATE TABLE markets (
  id TEXT PRIMARY KEY NOT NULL,
  event_id TEXT NOT NULL,
  type TEXT NOT NULL,
  period TEXT NOT NULL,
  line REAL,
  status TEXT NOT NULL
) STRICT;
CREATE INDEX markets_by_event ON markets (event_id, id);

CREATE TABLE selections (
  market_id TEXT NOT NULL REFERENCES markets (id),
  position INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  side TEXT NOT NULL,
  PRIMARY KEY (market_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('back', 'lay', 'fair')),
  selection_id TEXT NOT NULL,
  -- Empty for the fair line.
  book_id TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX series_by_key ON series (selection_id, book_id, kind);
-- Sealed runs of change points of one series.
CREATE TABLE chunks (
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series (id),
  first_at INTEGER NOT NULL,
  points BLOB NOT NULL
) STRICT;
CREATE INDEX chunks_by_series ON chunks (series_id, first_at);
-- Points not sealed yet, of all series together, in the order they were flushed.
CREATE TABLE history_log (
  id INTEGER PRIMARY KEY,
  batch BLOB NOT NULL
) STRICT;

CREATE TABLE closing_lines (
  selection_id TEXT PRIMARY KEY NOT NULL,
  market_id TEXT NOT NULL,
  fair REAL NOT NULL,
  prices TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  fingerprint BLOB NOT NULL UNIQUE,
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  sample TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  at INTEGER NOT NULL,
  times INTEGER NOT NULL
) STRICT;
CREATE INDEX quarantine_by_time ON quarantine (at);

-- What a packed price is of: the same few hundred combinations in every match.
CREATE TABLE odds_slots (
  id INTEGER PRIMARY KEY,
  book TEXT NOT NULL,
  market TEXT NOT NULL,
  side TEXT NOT NULL,
  stage TEXT NOT NULL,
  -- Null where the market has none, or where it differs by match and is packed with the price.
  line REAL
) STRICT;
CREATE TABLE matches (
  id INTEGER PRIMARY KEY,
  identity TEXT NOT NULL,
  occurrence INTEGER NOT NULL,
  competition TEXT NOT NULL,
  season TEXT NOT NULL,
  played_on TEXT NOT NULL,
  kick_off TEXT,
  home TEXT NOT NULL,
  away TEXT NOT NULL,
  home_goals INTEGER NOT NULL,
  away_goals INTEGER NOT NULL,
  half_time_home INTEGER,
  half_time_away INTEGER,
  statistics TEXT NOT NULL,
  odds BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX matches_by_identity ON matches (identity, occurrence);
CREATE INDEX matches_by_season ON matches (competition, season, played_on);
`,
};
