import type { Database } from 'better-sqlite3';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { Goals, ResultRevision } from '../../../../shared/domain/result.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { Journal } from '../../ports/journal.ts';
import { StorageFailure } from '../storage-failure.ts';

type ResultRow = Pick<ResultRevision, 'revision' | 'at' | 'origin' | 'teller' | 'status' | 'note'> & {
  readonly event_id: EventId;
  readonly home: number | null;
  readonly away: number | null;
  readonly half_home: number | null;
  readonly half_away: number | null;
};

const goals = (home: number | null, away: number | null): Goals | null =>
  home === null || away === null ? null : { home, away };

const toRevision = (row: ResultRow): ResultRevision => ({
  eventId: row.event_id,
  revision: row.revision,
  at: row.at,
  origin: row.origin,
  teller: row.teller,
  status: row.status,
  score: goals(row.home, row.away),
  halfTime: goals(row.half_home, row.half_away),
  note: row.note,
});

/** How events came out, as told: one row a saying. */
export function resultQueries(db: Database): Pick<Journal, 'saveResult' | 'results' | 'eventsWithResults'> {
  const insert = db.prepare<ResultRow & { readonly mode: Mode }>(
    `INSERT INTO results (mode, event_id, revision, at, origin, teller, status, home, away, half_home, half_away, note)
     VALUES (@mode, @event_id, @revision, @at, @origin, @teller, @status, @home, @away, @half_home, @half_away, @note)`,
  );
  const newest = db
    .prepare<[EventId, Mode], number | null>(
      'SELECT max(revision) FROM results WHERE event_id = ? AND mode = ?',
    )
    .pluck();
  const ofEvent = db.prepare<[EventId, Mode], ResultRow>(
    `SELECT event_id, revision, at, origin, teller, status, home, away, half_home, half_away, note
     FROM results WHERE event_id = ? AND mode = ? ORDER BY revision`,
  );
  const since = db
    .prepare<[Mode, EpochMs], EventId>('SELECT DISTINCT event_id FROM results WHERE mode = ? AND at >= ?')
    .pluck();
  return {
    saveResult(mode, { eventId, score, halfTime, ...revision }) {
      const expected = (newest.get(eventId, mode) ?? 0) + 1;
      if (revision.revision !== expected)
        throw new StorageFailure(
          'conflict',
          `The result of ${eventId} stands at revision ${expected - 1}, so revision ${revision.revision} was refused: read it again and apply the change to that.`,
        );
      insert.run({
        ...revision,
        mode,
        event_id: eventId,
        home: score?.home ?? null,
        away: score?.away ?? null,
        half_home: halfTime?.home ?? null,
        half_away: halfTime?.away ?? null,
      });
    },
    results: (mode, eventId) => ofEvent.all(eventId, mode).map(toRevision),
    eventsWithResults: (mode, from) => since.all(mode, from),
  };
}
