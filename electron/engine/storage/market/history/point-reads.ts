import type { Database } from 'better-sqlite3';
import { codecs, type Point, type SeriesKind } from './point-codec.ts';
import type { PointStore } from './point-store.ts';
import { type Series, type SeriesKey, tail } from './series.ts';

export type PointReads = {
  /** Points with `at` in [from, to] after the one in force at `from`, which comes first. */
  read(key: SeriesKey, from: number, to: number): Point[];
  /** The earliest point with a value, not after `to`. */
  first(key: SeriesKey, to: number): Point | undefined;
  /**
   * What the source had said by `said`, of what was received by `known`: the point with the latest source time, of
   * equals the one received last. Without `said` the point received last.
   */
  asOf(key: SeriesKey, known: number, said: number | null): Point | undefined;
  /** The price histories of a selection, those not written yet among them. */
  pricesOf(selectionId: string): readonly SeriesKey[];
};

const keep = (point: Readonly<Point>): Point => ({ at: point.at, x: point.x, y: point.y, z: point.z });

/** Reads histories: chunks by index, then what is still in memory. */
export function createPointReads(db: Database, store: PointStore): PointReads {
  const selectSeries = db
    .prepare<[string, string, SeriesKind], number>(
      'SELECT id FROM series WHERE selection_id = ? AND book_id = ? AND kind = ?',
    )
    .pluck();
  const selectPrices = db.prepare<[string], SeriesKey>(
    `SELECT kind, selection_id AS selectionId, book_id AS bookId FROM series
     WHERE selection_id = ? AND book_id <> '' ORDER BY book_id, kind`,
  );
  const selectChunks = db
    .prepare<{ id: number; from: number; to: number }, Buffer>(
      `SELECT points FROM chunks WHERE series_id = @id AND first_at <= @to AND first_at >= coalesce(
         (SELECT max(first_at) FROM chunks WHERE series_id = @id AND first_at <= @from), 0)
       ORDER BY first_at, id`,
    )
    .pluck();
  const selectLatest = db
    .prepare<{ id: number; known: number }, Buffer>(
      `SELECT points FROM chunks WHERE series_id = @id AND first_at <= @known
       ORDER BY first_at DESC, id DESC LIMIT 1`,
    )
    .pluck();
  // Only from the index: which chunks are unpacked is decided by what was found before.
  const selectSaid = db.prepare<
    { id: number; known: number },
    { readonly id: number; readonly said: number | null }
  >(
    `SELECT id, said_to AS said FROM chunks WHERE series_id = @id AND first_at <= @known
     ORDER BY first_at DESC, id DESC`,
  );
  const selectPoints = db.prepare<[number], Buffer>('SELECT points FROM chunks WHERE id = ?').pluck();

  const find = (key: SeriesKey): { readonly memory: Series | undefined; readonly id: number | undefined } => {
    const memory = store.inMemory(key);
    return { memory, id: memory?.id ?? selectSeries.get(key.selectionId, key.bookId, key.kind) };
  };

  return {
    read(key, from, to) {
      const { memory, id } = find(key);
      if (id === undefined) return [];
      const points: Point[] = [];
      const visit = (point: Readonly<Point>): void => {
        if (point.at > to) return;
        // Until `from` is passed only the newest point counts: the one in force.
        if (point.at <= from) points.length = 0;
        points.push(keep(point));
      };
      for (const chunk of selectChunks.iterate({ id, from, to })) codecs[key.kind].read(chunk, visit);
      if (memory) codecs[key.kind].read(tail(memory), visit);
      return points;
    },
    first(key, to) {
      const { memory, id } = find(key);
      if (id === undefined) return undefined;
      let found: Point | undefined;
      const visit = (point: Readonly<Point>): void => {
        if (found === undefined && point.x > 0 && point.at <= to) found = keep(point);
      };
      for (const chunk of selectChunks.iterate({ id, from: 0, to })) {
        codecs[key.kind].read(chunk, visit);
        if (found) return found;
      }
      if (memory) codecs[key.kind].read(tail(memory), visit);
      return found;
    },
    asOf(key, known, said) {
      const { memory, id } = find(key);
      if (id === undefined) return undefined;
      let found: Point | undefined;
      if (said === null) {
        const visit = (point: Readonly<Point>): void => {
          if (point.at <= known) found = keep(point);
        };
        if (memory && memory.count > 0 && memory.firstAt <= known) codecs[key.kind].read(tail(memory), visit);
        else {
          const chunk = selectLatest.get({ id, known });
          if (chunk) codecs[key.kind].read(chunk, visit);
        }
        return found;
      }
      let best = Number.NEGATIVE_INFINITY;
      const later = (run: Uint8Array): void => {
        // Runs are visited newest first, so an equal source time of an older run does not count; within one it does.
        const before = best;
        codecs[key.kind].read(run, (point) => {
          const at = point.at - point.z;
          if (point.at > known || at > said || at < best || at === before) return;
          best = at;
          found = keep(point);
        });
      };
      if (memory) later(tail(memory));
      for (const chunk of selectSaid.all({ id, known })) {
        if (chunk.said !== null && chunk.said <= best) continue;
        const run = selectPoints.get(chunk.id);
        if (run) later(run);
      }
      return found;
    },
    pricesOf(selectionId) {
      const stored = selectPrices.all(selectionId);
      const names = new Set(stored.map(({ bookId, kind }) => `${bookId}\n${kind}`));
      const unwritten: SeriesKey[] = [];
      for (const series of store.unsealed())
        if (
          series.selectionId === selectionId &&
          series.kind !== 'fair' &&
          !names.has(`${series.bookId}\n${series.kind}`)
        )
          unwritten.push(series);
      return [...stored, ...unwritten];
    },
  };
}
