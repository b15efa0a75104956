import type { Database } from 'better-sqlite3';
import { createLogBatch, readLogBatch } from './log-batch.ts';
import type { SeriesKind } from './point-codec.ts';
import {
  append,
  appendPacked,
  clear,
  createSeries,
  type Series,
  type SeriesKey,
  settle,
  tail,
} from './series.ts';

/** Points after which a run is sealed: about a kilobyte, a quarter of a page. */
export const sealAt = 256;
/** A series that has not changed for so long is sealed as it is and leaves memory. */
const idleMs = 6 * 3_600_000;
/** The log is rewritten when it has grown by this and by what was live: amortised, each byte is rewritten once. */
const logSlackBytes = 1 << 20;
/** Rewritten logs are split into rows of about this. */
const logRowBytes = 1 << 18;

export type PointStore = {
  /** The history of a key as it stands, created when unknown. Kept by the caller until it is `forgotten`. */
  open(key: SeriesKey): Series;
  record(series: Series, at: number, x: number, y: number, z: number): void;
  /** Changes not flushed yet. */
  pending(): number;
  /** Writes what was recorded since. Throws SQLite's error, with everything still pending. */
  flush(): void;
  /** The series in memory, with the points that are in no chunk yet. */
  inMemory(key: SeriesKey): Series | undefined;
  /** Of all series, for figures. */
  unsealed(): IterableIterator<Series>;
  /**
   * Removes all points of series, with `alongside` in the same transaction. Whoever still records to one of them starts
   * a new one.
   */
  drop(ids: readonly number[], alongside: () => void): void;
};

/**
 * Change points of many series in few rows. A change is packed once, into its series' run in memory. A flush writes
 * the new bytes of all series as one row of the log; a full run becomes a chunk and its part of the log is void (an
 * empty slice says so). Reopening replays the log. So a flush costs one row however many series moved, chunks are
 * full however often one flushes, and every state in between is one transaction.
 */
export function createPointStore(db: Database, forgotten: (series: Series) => void): PointStore {
  const selectSeries = db.prepare<[string, string, SeriesKind], number>(
    'SELECT id FROM series WHERE selection_id = ? AND book_id = ? AND kind = ?',
  );
  selectSeries.pluck();
  const selectKey = db.prepare<[number], SeriesKey>(
    'SELECT kind, selection_id AS selectionId, book_id AS bookId FROM series WHERE id = ?',
  );
  const insertSeries = db.prepare<[number, SeriesKind, string, string]>(
    'INSERT INTO series (id, kind, selection_id, book_id) VALUES (?, ?, ?, ?)',
  );
  const insertChunk = db.prepare<[number, number, Uint8Array, number, number, number]>(
    'INSERT INTO chunks (series_id, first_at, points, last_at, points_count, said_to) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const selectLastChunk = db
    .prepare<[number], Buffer>(
      'SELECT points FROM chunks WHERE series_id = ? ORDER BY first_at DESC, id DESC LIMIT 1',
    )
    .pluck();
  const insertLog = db.prepare<[Uint8Array]>('INSERT INTO history_log (batch) VALUES (?)');
  const selectLog = db.prepare<[], Buffer>('SELECT batch FROM history_log ORDER BY id').pluck();
  const clearLog = db.prepare('DELETE FROM history_log');
  const deleteChunks = db.prepare<[number]>('DELETE FROM chunks WHERE series_id = ?');
  const deleteSeries = db.prepare<[number]>('DELETE FROM series WHERE id = ?');

  const byKey = new Map<string, Series>();
  const keyOf = (key: SeriesKey): string => `${key.selectionId}\n${key.bookId}\n${key.kind}`;
  let nextId = ((db.prepare('SELECT max(id) FROM series').pluck().get() as number | null) ?? 0) + 1;
  let fresh: Series[] = [];
  let changed: Series[] = [];
  let changes = 0;
  let newestAt = 0;
  let logBytes = 0;
  let rewriteLogAt = 0;

  const batch = createLogBatch();
  const writeBatch = (): number => {
    const row = batch.take();
    if (row.length > 0) insertLog.run(row);
    return row.length;
  };
  const seal = (series: Series): void =>
    void insertChunk.run(
      series.id,
      series.firstAt,
      tail(series),
      series.last.at,
      series.count,
      series.saidTo,
    );

  const writeChanges = db.transaction((sealed: Series[]): number => {
    batch.take();
    for (const series of fresh) insertSeries.run(series.id, series.kind, series.selectionId, series.bookId);
    for (const series of changed) {
      if (series.count < sealAt) {
        batch.add(series.id, series.bytes, series.flushed, series.length);
        continue;
      }
      seal(series);
      sealed.push(series);
      if (series.flushed > 0) batch.add(series.id, series.bytes, 0, 0);
    }
    return writeBatch();
  });

  const rewriteLog = db.transaction((sealed: Series[]): number => {
    batch.take();
    let written = 0;
    clearLog.run();
    for (const series of byKey.values()) {
      if (newestAt - series.last.at > idleMs) {
        if (series.count > 0) seal(series);
        sealed.push(series);
      } else if (series.count > 0) {
        batch.add(series.id, series.bytes, 0, series.length);
        if (batch.length() > logRowBytes) written += writeBatch();
      }
    }
    return written + writeBatch();
  });
  const forget = (series: Series): void => {
    clear(series);
    series.forgotten = true;
    byKey.delete(keyOf(series));
    forgotten(series);
  };
  const compactLog = (): void => {
    const idle: Series[] = [];
    logBytes = rewriteLog.immediate(idle);
    rewriteLogAt = 2 * logBytes + logSlackBytes;
    for (const series of idle) forget(series);
  };

  /** Sets `byKey` from the log; a series whose run was sealed since is loaded from its chunk when it is next asked for. */
  const replayLog = (): void => {
    const found = new Map<number, Series>();
    for (const row of selectLog.iterate()) {
      logBytes += row.length;
      readLogBatch(row, (id, slice) => {
        if (slice.length === 0) {
          found.delete(id);
          return;
        }
        const known = found.get(id);
        const key = known ?? selectKey.get(id);
        if (!key) return;
        const series = known ?? createSeries(id, key);
        found.set(id, series);
        appendPacked(series, slice);
      });
    }
    for (const series of found.values()) {
      settle(series, tail(series), true);
      if (series.last.at > newestAt) newestAt = series.last.at;
      byKey.set(keyOf(series), series);
    }
    rewriteLogAt = logSlackBytes;
  };
  replayLog();

  const flush = (): void => {
    if (changes === 0) return;
    const sealed: Series[] = [];
    logBytes += writeChanges.immediate(sealed);
    for (const series of changed) series.flushed = series.length;
    for (const series of sealed) clear(series);
    fresh = [];
    changed = [];
    changes = 0;
    if (logBytes > rewriteLogAt) compactLog();
  };

  const remove = db.transaction((ids: readonly number[], alongside: () => void): void => {
    batch.take();
    for (const id of ids) {
      // Void first: it says nothing of a series that has no part in the log.
      batch.add(id, new Uint8Array(0), 0, 0);
      deleteChunks.run(id);
      deleteSeries.run(id);
    }
    writeBatch();
    alongside();
  });

  return {
    open(key) {
      const known = byKey.get(keyOf(key));
      if (known) return known;
      const id = selectSeries.get(key.selectionId, key.bookId, key.kind);
      const series = createSeries(id ?? nextId++, key);
      const chunk = id === undefined ? undefined : selectLastChunk.get(id);
      if (chunk) settle(series, chunk, false);
      if (id === undefined) fresh.push(series);
      byKey.set(keyOf(key), series);
      return series;
    },
    record(series, at, x, y, z) {
      if (series.length === series.flushed) changed.push(series);
      append(series, at, x, y, z);
      if (at > newestAt) newestAt = at;
      changes += 1;
    },
    pending: () => changes,
    flush,
    inMemory: (key) => byKey.get(keyOf(key)),
    unsealed: () => byKey.values(),
    drop(ids, alongside) {
      flush();
      remove.immediate(ids, alongside);
      const gone = new Set(ids);
      for (const series of [...byKey.values()]) if (gone.has(series.id)) forget(series);
    },
  };
}
