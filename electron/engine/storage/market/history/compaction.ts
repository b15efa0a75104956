import type { Database } from 'better-sqlite3';
import type { EpochMs, EventId } from '../../../../../shared/domain/units.ts';
import type { CompactionStep, HistoryUpkeep } from '../../../ports/market-store.ts';
import { codecs, maximumPointBytes, origin, type Point } from './point-codec.ts';
import { type PointStore, sealAt } from './point-store.ts';
import type { SeriesKey } from './series.ts';

/** What one step looks at, so that it takes a few milliseconds: series, and chunks it may remove or rewrite. */
const SERIES_A_STEP = 64;
const CHUNKS_A_STEP = 256;
/** Pages given back in one step. */
const PAGES_A_STEP = 128;

type Row = SeriesKey & {
  readonly id: number;
  readonly eventId: EventId | null;
  readonly startsAt: EpochMs | null;
};
type ChunkRow = { readonly id: number; readonly count: number };

/**
 * Retention and compaction in steps of one transaction each, on the market's own connection: a step takes a few
 * milliseconds, so nobody waits for a lock, and stopped or killed between any two of them nothing is half done.
 */
export function createHistoryUpkeep(db: Database, store: PointStore): HistoryUpkeep {
  const selectRows = db.prepare<[number, number], Row>(
    `SELECT series.id, series.kind, series.selection_id AS selectionId, series.book_id AS bookId,
       events.id AS eventId, events.starts_at AS startsAt
     FROM series
     LEFT JOIN selections ON selections.id = series.selection_id
     LEFT JOIN markets ON markets.id = selections.market_id
     LEFT JOIN events ON events.id = markets.event_id
     WHERE series.id > ? ORDER BY series.id LIMIT ?`,
  );
  const selectChunks = db.prepare<[number], ChunkRow>(
    `SELECT id, points_count AS count FROM chunks
     WHERE series_id = ? ORDER BY first_at, id`,
  );
  const selectPoints = db.prepare<[number], Buffer>('SELECT points FROM chunks WHERE id = ?').pluck();
  const deleteChunk = db.prepare<[number]>('DELETE FROM chunks WHERE id = ?');
  const updateChunk = db.prepare<[Uint8Array, number, number, number, number]>(
    'UPDATE chunks SET points = ?, last_at = ?, points_count = ?, said_to = ? WHERE id = ?',
  );
  const selectUndescribed = db.prepare<[], { readonly id: number; readonly kind: SeriesKey['kind'] }>(
    `SELECT chunks.id, series.kind FROM chunks JOIN series ON series.id = chunks.series_id
     WHERE chunks.points_count IS NULL LIMIT 512`,
  );
  const describeChunk = db.prepare<[number, number, number, number]>(
    'UPDATE chunks SET last_at = ?, points_count = ?, said_to = ? WHERE id = ?',
  );
  const selectTotals = db.prepare<
    [],
    { chunks: number; points: number; from: number | null; to: number | null }
  >(
    `SELECT count(*) AS chunks, total(points_count) AS points, min(first_at) AS "from", max(last_at) AS "to"
     FROM chunks INDEXED BY chunks_by_series`,
  );
  const countSeries = db.prepare<[], number>('SELECT count(*) FROM series').pluck();
  const countSeriesTo = db.prepare<[number], number>('SELECT count(*) FROM series WHERE id <= ?').pluck();
  const pragma = (name: string): number => db.pragma(name, { simple: true }) as number;

  /** The points of chunks one after another as one run; the last one, their number, the latest source time. */
  const repack = (kind: SeriesKey['kind'], ids: readonly number[]) => {
    const points: Point[] = [];
    for (const id of ids) {
      const run = selectPoints.get(id);
      if (run) codecs[kind].read(run, (point) => points.push({ ...point }));
    }
    const bytes = new Uint8Array(points.length * maximumPointBytes);
    let length = 0;
    let last: Readonly<Point> = origin;
    let saidTo = 0;
    for (const point of points) {
      length = codecs[kind].write(bytes, length, last, point.at, point.x, point.y, point.z);
      if (kind !== 'fair') saidTo = Math.max(saidTo, point.at - point.z);
      last = point;
    }
    return { run: bytes.subarray(0, length), last, count: points.length, saidTo };
  };

  /** Chunks of version 1 say nothing of themselves; done once. */
  const describe = db.transaction((): number => {
    const rows = selectUndescribed.all();
    for (const { id, kind } of rows) {
      const { last, count, saidTo } = repack(kind, [id]);
      describeChunk.run(last.at, count, saidTo, id);
    }
    return rows.length;
  });
  const describeAll = (): void => {
    // Looked at first: there is hardly ever any, and who only reads may not begin to write.
    while (selectUndescribed.all().length > 0) describe.immediate();
  };

  /** Neighbours that fit into one chunk, the largest such groups from the oldest on. */
  const mergeable = (chunks: readonly ChunkRow[]): readonly (readonly ChunkRow[])[] => {
    const groups: ChunkRow[][] = [];
    let group: ChunkRow[] = [];
    let points = 0;
    for (const chunk of chunks) {
      if (points + chunk.count > sealAt) {
        groups.push(group);
        group = [];
        points = 0;
      }
      group.push(chunk);
      points += chunk.count;
    }
    return [...groups, group].filter(({ length }) => length > 1);
  };
  const merge = (kind: SeriesKey['kind'], groups: readonly (readonly ChunkRow[])[]): number => {
    let removed = 0;
    for (const group of groups) {
      const [first, ...others] = group;
      if (first === undefined) continue;
      const { run, last, count, saidTo } = repack(
        kind,
        group.map(({ id }) => id),
      );
      for (const { id } of others) deleteChunk.run(id);
      // Under the first one's id and time: chunks of equal times stay in their order.
      updateChunk.run(run, last.at, count, saidTo, first.id);
      removed += others.length;
    }
    return removed;
  };

  return {
    figures() {
      describeAll();
      const totals = selectTotals.get() ?? { chunks: 0, points: 0, from: null, to: null };
      let { points, from, to } = totals;
      for (const series of store.unsealed()) {
        if (series.count === 0) continue;
        points += series.count;
        from = Math.min(from ?? series.firstAt, series.firstAt);
        to = Math.max(to ?? series.last.at, series.last.at);
      }
      const pageBytes = pragma('page_size');
      return {
        bytes: pragma('page_count') * pageBytes,
        freeBytes: pragma('freelist_count') * pageBytes,
        series: countSeries.get() ?? 0,
        chunks: totals.chunks,
        points,
        from: from as EpochMs | null,
        to: to as EpochMs | null,
      };
    },
    compactFrom(after, isExpired) {
      if (after === 0) {
        describeAll();
        store.flush();
      }
      const rows = selectRows.all(after, SERIES_A_STEP);
      const expired: number[] = [];
      const merges: {
        readonly kind: SeriesKey['kind'];
        readonly groups: readonly (readonly ChunkRow[])[];
      }[] = [];
      const step = { through: after, removedSeries: 0, removedPoints: 0, mergedChunks: 0 };
      let touched = 0;
      for (const row of rows) {
        if (touched >= CHUNKS_A_STEP) break;
        // A selection that two markets claim comes up twice.
        if (row.id === step.through) continue;
        const chunks = selectChunks.all(row.id);
        const { eventId: id, startsAt } = row;
        if (id !== null && startsAt !== null && isExpired({ id, startsAt })) {
          expired.push(row.id);
          step.removedPoints +=
            chunks.reduce((sum, { count }) => sum + count, 0) + (store.inMemory(row)?.count ?? 0);
          touched += chunks.length;
        } else {
          const groups = mergeable(chunks);
          if (groups.length > 0) merges.push({ kind: row.kind, groups });
          touched += groups.reduce((sum, group) => sum + group.length, 0);
        }
        step.through = row.id;
      }
      if (expired.length > 0 || merges.length > 0)
        store.drop(expired, () => {
          for (const { kind, groups } of merges) step.mergedChunks += merge(kind, groups);
        });
      step.removedSeries = expired.length;
      const total = countSeries.get() ?? 0;
      const result: CompactionStep = {
        ...step,
        share: total === 0 ? 1 : (countSeriesTo.get(step.through) ?? 0) / total,
        done: rows.length === 0,
      };
      return result;
    },
    giveBack() {
      const before = pragma('freelist_count');
      if (before === 0 || pragma('auto_vacuum') !== 2) return { bytes: 0, done: true };
      db.pragma(`incremental_vacuum(${PAGES_A_STEP})`);
      const freed = before - pragma('freelist_count');
      return { bytes: freed * pragma('page_size'), done: freed === 0 || freed === before };
    },
  };
}
