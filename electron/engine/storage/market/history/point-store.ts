import type { Database } from 'better-sqlite3';
import { maximumVarintBytes, putVarint, readVarints } from '../../varint.ts';
import { codecs, type Point, type SeriesKind } from './point-codec.ts';
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
const sealAt = 256;
/** A series that has not changed for so long is sealed as it is and leaves memory. */
const idleMs = 6 * 3_600_000;
/** The log is rewritten when it has grown by this and by what was live: amortised, each byte is rewritten once. */
const logSlackBytes = 1 << 20;
/** Rewritten logs are split into rows of about this. */
const logRowBytes = 1 << 18;

export type PointStore = {
  /** The history of a key as it stands, created when unknown. Kept by the caller until `forgotten` names it. */
  open(key: SeriesKey): Series;
  record(series: Series, at: number, x: number, y: number, z: number): void;
  /** Changes not flushed yet. */
  pending(): number;
  /** Writes what was recorded since. Throws SQLite's error, with everything still pending. */
  flush(): void;
  /** Points with `at` in [from, to] after the one in force at `from`, which comes first. */
  read(key: SeriesKey, from: number, to: number): Point[];
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
  const insertChunk = db.prepare<[number, number, Uint8Array]>(
    'INSERT INTO chunks (series_id, first_at, points) VALUES (?, ?, ?)',
  );
  const selectLastChunk = db
    .prepare<[number], Buffer>(
      'SELECT points FROM chunks WHERE series_id = ? ORDER BY first_at DESC, id DESC LIMIT 1',
    )
    .pluck();
  const selectChunks = db
    .prepare<{ id: number; from: number; to: number }, Buffer>(
      `SELECT points FROM chunks WHERE series_id = @id AND first_at <= @to AND first_at >= coalesce(
         (SELECT max(first_at) FROM chunks WHERE series_id = @id AND first_at <= @from), 0)
       ORDER BY first_at, id`,
    )
    .pluck();
  const insertLog = db.prepare<[Uint8Array]>('INSERT INTO history_log (batch) VALUES (?)');
  const selectLog = db.prepare<[], Buffer>('SELECT batch FROM history_log ORDER BY id').pluck();
  const clearLog = db.prepare('DELETE FROM history_log');

  const byKey = new Map<string, Series>();
  const keyOf = (key: SeriesKey): string => `${key.selectionId}\n${key.bookId}\n${key.kind}`;
  let nextId = ((db.prepare('SELECT max(id) FROM series').pluck().get() as number | null) ?? 0) + 1;
  let fresh: Series[] = [];
  let changed: Series[] = [];
  let changes = 0;
  let newestAt = 0;
  let logBytes = 0;
  let rewriteLogAt = 0;

  let batch = new Uint8Array(1 << 16);
  let batchLength = 0;
  const put = (id: number, bytes: Uint8Array, from: number, to: number): void => {
    const needed = batchLength + to - from + 2 * maximumVarintBytes;
    if (needed > batch.length) {
      const larger = new Uint8Array(needed * 2);
      larger.set(batch.subarray(0, batchLength));
      batch = larger;
    }
    batchLength = putVarint(batch, batchLength, id);
    batchLength = putVarint(batch, batchLength, to - from);
    // Mostly a dozen bytes: a loop is faster than a view and `set`.
    for (let at = from; at < to; at += 1) batch[batchLength++] = bytes[at] as number;
  };
  const writeBatch = (): number => {
    const written = batchLength;
    if (written > 0) insertLog.run(batch.subarray(0, written));
    batchLength = 0;
    return written;
  };

  const writeChanges = db.transaction((sealed: Series[]): number => {
    batchLength = 0;
    for (const series of fresh) insertSeries.run(series.id, series.kind, series.selectionId, series.bookId);
    for (const series of changed) {
      if (series.count < sealAt) {
        put(series.id, series.bytes, series.flushed, series.length);
        continue;
      }
      insertChunk.run(series.id, series.firstAt, tail(series));
      sealed.push(series);
      if (series.flushed > 0) put(series.id, series.bytes, 0, 0);
    }
    return writeBatch();
  });

  const rewriteLog = db.transaction((sealed: Series[]): number => {
    batchLength = 0;
    let written = 0;
    clearLog.run();
    for (const series of byKey.values()) {
      if (newestAt - series.last.at > idleMs) {
        if (series.count > 0) insertChunk.run(series.id, series.firstAt, tail(series));
        sealed.push(series);
      } else if (series.count > 0) {
        put(series.id, series.bytes, 0, series.length);
        if (batchLength > logRowBytes) written += writeBatch();
      }
    }
    return written + writeBatch();
  });
  const compactLog = (): void => {
    const idle: Series[] = [];
    logBytes = rewriteLog.immediate(idle);
    rewriteLogAt = 2 * logBytes + logSlackBytes;
    for (const series of idle) {
      clear(series);
      byKey.delete(keyOf(series));
      forgotten(series);
    }
  };

  /** Sets `byKey` from the log; a series whose run was sealed since is loaded from its chunk when it is next asked for. */
  const replayLog = (): void => {
    const found = new Map<number, Series>();
    for (const row of selectLog.iterate()) {
      logBytes += row.length;
      const reader = readVarints(row);
      while (!reader.done()) {
        const id = reader.next();
        const slice = reader.skip(reader.next());
        if (slice.length === 0) {
          found.delete(id);
          continue;
        }
        const known = found.get(id);
        const key = known ?? selectKey.get(id);
        if (!key) continue;
        const series = known ?? createSeries(id, key);
        found.set(id, series);
        appendPacked(series, slice);
      }
    }
    for (const series of found.values()) {
      settle(series, tail(series), true);
      if (series.last.at > newestAt) newestAt = series.last.at;
      byKey.set(keyOf(series), series);
    }
    rewriteLogAt = logSlackBytes;
  };
  replayLog();

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
    flush() {
      if (changes === 0) return;
      const sealed: Series[] = [];
      logBytes += writeChanges.immediate(sealed);
      for (const series of changed) series.flushed = series.length;
      for (const series of sealed) clear(series);
      fresh = [];
      changed = [];
      changes = 0;
      if (logBytes > rewriteLogAt) compactLog();
    },
    read(key, from, to) {
      const inMemory = byKey.get(keyOf(key));
      const id = inMemory?.id ?? selectSeries.get(key.selectionId, key.bookId, key.kind);
      if (id === undefined) return [];
      const points: Point[] = [];
      const visit = (point: Readonly<Point>): void => {
        if (point.at > to) return;
        // Until `from` is passed only the newest point counts: the one in force.
        if (point.at <= from) points.length = 0;
        points.push({ ...point });
      };
      for (const chunk of selectChunks.iterate({ id, from, to })) codecs[key.kind].read(chunk, visit);
      if (inMemory) codecs[key.kind].read(tail(inMemory), visit);
      return points;
    },
  };
}
