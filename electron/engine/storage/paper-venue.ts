import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Fill } from '../../../shared/domain/order.ts';
import type { Paths } from '../ports/paths.ts';
import type { VenueRecord, VenueStore } from '../ports/venue-store.ts';
import { guarded, StorageFailure, storageFailure } from './storage-failure.ts';

const VERSION = 1;

const SCHEMA = `
CREATE TABLE orders (
  arrival      INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  event        TEXT NOT NULL,
  market       TEXT NOT NULL,
  selection    TEXT NOT NULL,
  book         TEXT NOT NULL,
  side         TEXT NOT NULL CHECK (side IN ('back', 'lay')),
  price        INTEGER NOT NULL,
  stake        INTEGER NOT NULL CHECK (stake > 0),
  persistence  TEXT NOT NULL CHECK (persistence IN ('take', 'keep')),
  venue_ref    TEXT NOT NULL UNIQUE,
  state        TEXT NOT NULL,
  matched      INTEGER NOT NULL CHECK (matched BETWEEN 0 AND stake),
  average      INTEGER,
  code         TEXT,
  message      TEXT,
  queue_ahead  INTEGER NOT NULL CHECK (queue_ahead >= 0),
  in_play      INTEGER NOT NULL,
  received_at  INTEGER NOT NULL,
  updated_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX orders_open ON orders (arrival) WHERE state IN ('delayed', 'accepted', 'part-matched');
CREATE TABLE fills (
  sequence  INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  order_id  TEXT NOT NULL REFERENCES orders (id),
  price     INTEGER NOT NULL,
  stake     INTEGER NOT NULL CHECK (stake > 0),
  at        INTEGER NOT NULL
) STRICT;
CREATE INDEX fills_order ON fills (order_id, sequence);
`;

const UPSERT = `
INSERT INTO orders (id, event, market, selection, book, side, price, stake, persistence, venue_ref, state, matched,
                    average, code, message, queue_ahead, in_play, received_at, updated_at)
VALUES (@id, @event, @market, @selection, @book, @side, @price, @stake, @persistence, @venueRef, @state, @matched,
        @average, @code, @message, @queueAhead, @inPlay, @receivedAt, @updatedAt)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, matched = excluded.matched, average = excluded.average,
  code = excluded.code, message = excluded.message, queue_ahead = excluded.queue_ahead, in_play = excluded.in_play,
  updated_at = excluded.updated_at`;

const COLUMNS = `id, event, market, selection, book, side, price, stake, persistence, venue_ref AS venueRef, state,
  matched, average, code, message, queue_ahead AS queueAhead, in_play AS inPlay, received_at AS receivedAt,
  updated_at AS updatedAt`;

type Row = Omit<
  VenueRecord,
  'outcome' | 'inPlay' | 'averagePrice' | 'eventId' | 'marketId' | 'selectionId' | 'bookId'
> & {
  readonly event: VenueRecord['eventId'];
  readonly market: VenueRecord['marketId'];
  readonly selection: VenueRecord['selectionId'];
  readonly book: VenueRecord['bookId'];
  readonly average: VenueRecord['averagePrice'];
  readonly code: string | null;
  readonly message: string | null;
  readonly inPlay: 0 | 1;
};

function toRecord(row: Row): VenueRecord {
  const { event, market, selection, book, average, code, message, inPlay, ...same } = row;
  return {
    ...same,
    eventId: event,
    marketId: market,
    selectionId: selection,
    bookId: book,
    averagePrice: average,
    outcome: code === null ? null : { code, message: message ?? '' },
    inPlay: inPlay === 1,
  };
}

function toRow(record: VenueRecord): Row {
  const { eventId, marketId, selectionId, bookId, averagePrice, outcome, inPlay, ...same } = record;
  return {
    ...same,
    event: eventId,
    market: marketId,
    selection: selectionId,
    book: bookId,
    average: averagePrice,
    code: outcome?.code ?? null,
    message: outcome?.message ?? null,
    inPlay: inPlay ? 1 : 0,
  };
}

function prepareSchema(database: Database.Database, path: string): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > VERSION) {
    throw new StorageFailure(
      'invalid',
      `${path} was written by a newer version of Overround: update, or move the file away.`,
    );
  }
  if (version === VERSION) return;
  database.transaction(() => {
    database.exec(SCHEMA);
    database.pragma(`user_version = ${VERSION}`);
  })();
}

/** Unlike the journal it has no backups: what it alone knows is only where paper orders stand in their queues. */
const damaged = (path: string, cause: unknown) =>
  new StorageFailure(
    'corrupt',
    `${path} is damaged. Move it away: the paper venue then starts empty, and orders that waited there are given up.`,
    { cause },
  );

function openFile(path: string): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(path);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    // On macOS a plain fsync leaves the data in the drive's cache.
    database.pragma('fullfsync = ON');
    database.pragma('foreign_keys = ON');
    prepareSchema(database, path);
    return database;
  } catch (error) {
    database?.close();
    const failure = storageFailure(error, path);
    throw failure instanceof StorageFailure && failure.code === 'corrupt' ? damaged(path, error) : failure;
  }
}

/**
 * Opens (or makes) `paper-broker.db`. Throws `StorageFailure`, with what to do, when the file cannot be opened, is
 * not a database, or comes from a newer version; its methods throw it when the disk refuses.
 */
export function openPaperVenue({ paths }: { readonly paths: Pick<Paths, 'data'> }): VenueStore {
  const path = join(paths.data, 'paper-broker.db');
  const database = openFile(path);
  const upsert = database.prepare<Row>(UPSERT);
  const insertFill = database.prepare<Fill>(
    `INSERT INTO fills (id, order_id, price, stake, at) VALUES (@id, @orderId, @price, @stake, @at)
     ON CONFLICT (id) DO NOTHING`,
  );
  const byId = database.prepare<[string], Row>(`SELECT ${COLUMNS} FROM orders WHERE id = ?`);
  const openOnes = database.prepare<[], Row>(
    `SELECT ${COLUMNS} FROM orders WHERE state IN ('delayed', 'accepted', 'part-matched') ORDER BY arrival`,
  );
  const fillsOf = database.prepare<[string], Fill>(
    'SELECT id, order_id AS orderId, price, stake, at FROM fills WHERE order_id = ? ORDER BY sequence',
  );
  const save = database.transaction((record: VenueRecord, fills: readonly Fill[]) => {
    upsert.run(toRow(record));
    for (const fill of fills) insertFill.run(fill);
  });

  return {
    save: guarded(path, (record, fills) => void save.immediate(record, fills)),
    record: (orderId) => {
      const row = byId.get(orderId);
      return row && toRecord(row);
    },
    fills: (orderId) => fillsOf.all(orderId),
    open: () => openOnes.all().map(toRecord),
    close: () => void database.close(),
  };
}
