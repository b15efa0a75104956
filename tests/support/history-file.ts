import Database from 'better-sqlite3';
import type { MarketStore, PriceKey, PricePoint } from '../../electron/engine/ports/market-store.ts';
import {
  codecs,
  maximumPointBytes,
  origin,
  type Point,
} from '../../electron/engine/storage/market/history/point-codec.ts';
import { marketMigrations } from '../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../electron/engine/storage/migration.ts';
import type { EpochMs, EventId, MarketId, SelectionId } from '../../shared/domain/units.ts';
import { sampleQuote } from './sample-quotes.ts';

/** `market.db` at a path, as an engine opens it. */
export function createHistoryFile(path: string): Database.Database {
  const db = new Database(path);
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  migrate(db, marketMigrations);
  return db;
}

const EVENTS = 6;
const selectionOf = (event: string) => `${event}:s` as SelectionId;
export const historyEvents = Array.from({ length: EVENTS }, (_, index) => `e${index}`);

/** Six events of one selection at two books, 1,000 changes each, back and lay, and a fair line. */
export function fillHistory(market: MarketStore, changes = 1_000): void {
  historyEvents.forEach((id, index) => {
    market.saveEvent({
      id: id as EventId,
      sourceId: 'sim',
      sport: 'soccer_epl',
      competition: 'EPL',
      home: `Home "${index}"`,
      away: `Away, ${index}`,
      startsAt: (index * 1_000) as EpochMs,
      status: 'ended',
      score: null,
    } as never);
    market.saveMarkets([
      {
        id: `${id}:m`,
        eventId: id,
        type: 'match-odds',
        period: 'match',
        line: null,
        status: 'closed',
        selections: [
          { id: selectionOf(id), marketId: `${id}:m` as MarketId, name: `Home ${index}`, side: 'home' },
        ],
      } as never,
    ]);
    for (let change = 0; change < changes; change += 1) {
      for (const [book, side] of [
        ['b0', 'back'],
        ['b1', 'back'],
        ['b1', 'lay'],
      ] as const)
        market.recordQuote(
          sampleQuote({
            selection: selectionOf(id),
            book,
            side,
            price: change % 97 === 96 ? null : 15_000 + 100 * ((change * 7 + index) % 50),
            size: change % 3 === 0 ? 100 * change : null,
            at: 1_000_000 + index * 1_000 + change * 10 - (change % 2),
            behind: change % 400,
          }),
        );
      market.recordFair({
        selectionId: selectionOf(id),
        probability: 0.4 + change / 1e5,
        low: 0.3,
        high: 0.6,
        at: 1_000_000 + change * 10,
      } as never);
    }
    market.flush();
  });
}

type Prices = Readonly<
  Record<string, readonly { readonly key: PriceKey; readonly points: readonly PricePoint[] }[]>
>;

/** Every point of every selection that `fillHistory` makes. */
export const pricesOfEverything = (market: MarketStore): Prices =>
  Object.fromEntries(
    historyEvents.map((event) => [
      selectionOf(event),
      market.priceHistoriesOf(selectionOf(event)).map((key) => ({
        key,
        points: market.priceHistory(key, 0 as EpochMs, Number.MAX_SAFE_INTEGER as EpochMs),
      })),
    ]),
  );

/** Breaks every chunk into small ones, as histories leave them that are idle for hours between a few changes. */
export function splitChunks(db: Database.Database, points = 3): void {
  const chunks = db
    .prepare<[], { id: number; series_id: number; kind: 'back'; points: Buffer }>(
      `SELECT chunks.id, series_id, kind, points FROM chunks JOIN series ON series.id = series_id ORDER BY chunks.id`,
    )
    .all();
  const insert = db.prepare('INSERT INTO chunks (series_id, first_at, points) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM chunks WHERE id = ?');
  db.transaction(() => {
    for (const chunk of chunks) {
      const all: Point[] = [];
      codecs[chunk.kind].read(chunk.points, (point) => void all.push({ ...point }));
      remove.run(chunk.id);
      for (let from = 0; from < all.length; from += points) {
        const part = all.slice(from, from + points);
        const bytes = new Uint8Array(part.length * maximumPointBytes);
        let end = 0;
        let last: Readonly<Point> = origin;
        for (const point of part) {
          end = codecs[chunk.kind].write(bytes, end, last, point.at, point.x, point.y, point.z);
          last = point;
        }
        insert.run(chunk.series_id, part[0]?.at, bytes.subarray(0, end));
      }
    }
  })();
}
