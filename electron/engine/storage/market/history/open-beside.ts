import type { Database } from 'better-sqlite3';
import type { NamedHistory, PriceHistoryReader } from '../../../ports/price-history.ts';
import { type BesideFailure, openMarketBeside } from '../read-beside.ts';
import { codecs, type Point } from './point-codec.ts';
import { createPointStore } from './point-store.ts';
import { type Series, tail } from './series.ts';
import { toPricePoint } from './stored-points.ts';

export type OpenedPriceHistory =
  | { readonly ok: true; readonly history: PriceHistoryReader; close(): void }
  | BesideFailure;

/** Series read at a time: no statement stays open between two of them, so no checkpoint waits for a reader. */
const SERIES_A_PAGE = 500;

const NAMED = `series.id AS series, series.kind AS side, series.selection_id AS selectionId, series.book_id AS bookId,
  selections.name AS selection, markets.id AS marketId, markets.type AS market, markets.line,
  events.id AS eventId, events.home, events.away, events.competition, events.starts_at AS startsAt,
  books.name AS book, books.currency`;
const OF_ALL = `FROM series
  LEFT JOIN selections ON selections.id = series.selection_id
  LEFT JOIN markets ON markets.id = selections.market_id
  LEFT JOIN events ON events.id = markets.event_id
  LEFT JOIN books ON books.id = series.book_id
  WHERE series.book_id <> '' AND series.id > ?`;
const OF_EVENT = `FROM markets
  JOIN selections ON selections.market_id = markets.id
  JOIN series ON series.selection_id = selections.id AND series.book_id <> ''
  JOIN events ON events.id = markets.event_id
  LEFT JOIN books ON books.id = series.book_id
  WHERE markets.event_id = ?`;

/**
 * Price histories to be read beside whoever else uses the folder: takes no lock and changes nothing. What is not sealed
 * yet is read once, on opening; later changes are left out.
 */
export function openPriceHistory(data: string): OpenedPriceHistory {
  const opened = openMarketBeside(data);
  if (!opened.ok) return opened;
  const { db } = opened;
  return { ok: true, history: readerOf(db), close: () => void db.close() };
}

function readerOf(db: Database): PriceHistoryReader {
  const countChunks = db.prepare<[number], number>('SELECT count(*) FROM chunks WHERE id <= ?').pluck();
  const snapshot = db.transaction(() => {
    const unsealed = new Map<number, Series>();
    for (const series of createPointStore(db, () => {}).unsealed()) unsealed.set(series.id, series);
    const newest = (db.prepare('SELECT max(id) FROM chunks').pluck().get() as number | null) ?? 0;
    return { unsealed, newest, chunks: countChunks.get(newest) ?? 0 };
  })();
  const selectPage = db.prepare<[number, number], NamedHistory>(
    `SELECT ${NAMED} ${OF_ALL} ORDER BY series.id LIMIT ?`,
  );
  const selectOfEvent = db.prepare<[string], NamedHistory>(
    `SELECT ${NAMED} ${OF_EVENT} ORDER BY markets.id, selections.position, series.book_id, series.kind`,
  );
  const countAll = db.prepare<[], number>(`SELECT count(*) FROM series WHERE book_id <> ''`).pluck();
  const countOfEvent = db.prepare<[string], number>(`SELECT count(*) ${OF_EVENT}`).pluck();
  const selectChunks = db
    .prepare<{ id: number; newest: number; from: number; to: number }, number>(
      `SELECT id FROM chunks WHERE series_id = @id AND first_at <= @to AND id <= @newest
         AND (last_at IS NULL OR last_at >= @from)
       ORDER BY first_at, id`,
    )
    .pluck();
  const selectPoints = db.prepare<[number], Buffer>('SELECT points FROM chunks WHERE id = ?').pluck();

  function* pages(): Generator<NamedHistory> {
    for (let after = 0; ; ) {
      const rows = selectPage.all(after, SERIES_A_PAGE);
      for (const row of rows) {
        if (row.series !== after) yield row;
        after = row.series;
      }
      if (rows.length === 0) return;
    }
  }
  return {
    count: (eventId) => (eventId === null ? countAll.get() : countOfEvent.get(eventId)) ?? 0,
    histories: (eventId) => (eventId === null ? pages() : selectOfEvent.all(eventId)),
    *points({ series: id, side }, from, to) {
      const within = (run: Uint8Array): Point[] => {
        const points: Point[] = [];
        codecs[side].read(run, (point) => {
          if (point.at >= from && point.at <= to) points.push({ ...point });
        });
        return points;
      };
      for (const chunk of selectChunks.all({ id, newest: snapshot.newest, from, to })) {
        const run = selectPoints.get(chunk);
        if (run) yield* within(run).map(toPricePoint);
      }
      const rest = snapshot.unsealed.get(id);
      if (rest) yield* within(tail(rest)).map(toPricePoint);
    },
    wasCompacted: () => countChunks.get(snapshot.newest) !== snapshot.chunks,
  };
}
