import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MarketStore, PricePoint } from '../../../../../../../electron/engine/ports/market-store.ts';
import { createMarketStore } from '../../../../../../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../../../../../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../../../../../../electron/engine/storage/migration.ts';
import type { EpochMs } from '../../../../../../../shared/domain/units.ts';
import { createPlannedDatabase } from '../../../../../../support/query-plans.ts';
import { sampleQuote } from '../../../../../../support/sample-quotes.ts';
import { createSilentLog } from '../../../../../../support/silent-log.ts';

let db: Database.Database;
let market: MarketStore;
const reopen = (): void => {
  market = createMarketStore(db, createSilentLog());
};
beforeEach(() => {
  db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db, marketMigrations);
  reopen();
  return () => db.close();
});

const key = sampleQuote({});
const asOf = (known: number, said: number | null) =>
  market.priceAsOf(key, known as EpochMs, said as EpochMs | null);

/** The definition, read off all points: the newest by source time, of equals the one received last. */
function expected(points: readonly PricePoint[], known: number, said: number | null): PricePoint | undefined {
  const received = points.filter(({ at }) => at <= known);
  if (said === null) return received.at(-1);
  return received
    .filter(({ sourceTime }) => sourceTime <= said)
    .reduce<PricePoint | undefined>(
      (best, point) => (best === undefined || point.sourceTime >= best.sourceTime ? point : best),
      undefined,
    );
}

describe('a price as of', () => {
  test('what was known, and what the book had said of it', () => {
    market.recordQuote(sampleQuote({ price: 20_000, at: 100, behind: 10 }));
    market.recordQuote(sampleQuote({ price: 21_000, at: 200, behind: 150 }));
    market.recordQuote(sampleQuote({ price: null, at: 300, behind: 0 }));
    expect(asOf(99, null)).toBeUndefined();
    expect(asOf(250, null)).toMatchObject({ price: 21_000 });
    expect(asOf(300, null)).toMatchObject({ price: null });
    // Of what had come by 250 the book had said 20,000 last, at 90; the other was older news.
    expect(asOf(250, 250)).toMatchObject({ price: 20_000, sourceTime: 90 });
    expect(asOf(250, 60)).toMatchObject({ price: 21_000, sourceTime: 50 });
    expect(asOf(250, 49)).toBeUndefined();
  });

  test('is what its definition says, over chunks, log and memory, however late the news', () => {
    const tick = fc.record({
      price: fc.integer({ min: 10_100, max: 10_110 }),
      pause: fc.integer({ min: 0, max: 5 }),
      behind: fc.integer({ min: -20, max: 300 }),
      flush: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
      reopen: fc.integer({ min: 0, max: 30 }).map((one) => one === 0),
    });
    const moment = fc.integer({ min: 0, max: 2_000 });
    fc.assert(
      fc.property(
        fc.array(tick, { minLength: 1, maxLength: 700, size: 'max' }),
        fc.array(fc.tuple(moment, fc.option(moment)), { minLength: 5, maxLength: 20 }),
        (ticks, asked) => {
          db.exec('DELETE FROM chunks; DELETE FROM history_log; DELETE FROM series');
          reopen();
          const points: PricePoint[] = [];
          let at = 1;
          for (const one of ticks) {
            at += one.pause;
            const quote = sampleQuote({ price: one.price, at, behind: one.behind });
            market.recordQuote(quote);
            if (points.at(-1)?.price !== one.price)
              points.push({
                at: quote.receivedAt,
                sourceTime: quote.sourceTime,
                price: quote.levels[0]?.price ?? null,
                size: null,
              });
            if (one.flush || one.reopen) market.flush();
            if (one.reopen) reopen();
          }
          for (const [known, said] of asked) expect(asOf(known, said)).toEqual(expected(points, known, said));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the opening price is the first one, not a withdrawal', () => {
    market.recordQuote(sampleQuote({ price: null, at: 5 }));
    market.recordQuote(sampleQuote({ price: 30_000, at: 10 }));
    market.recordQuote(sampleQuote({ price: 31_000, at: 20 }));
    market.flush();
    reopen();
    expect(market.openingPrice(key, 99 as EpochMs)).toMatchObject({ at: 10, price: 30_000 });
    expect(market.openingPrice(key, 9 as EpochMs)).toBeUndefined();
  });

  test('histories of a selection are those written and those not yet', () => {
    market.recordQuote(sampleQuote({ book: 'b' }));
    market.flush();
    market.recordQuote(sampleQuote({ book: 'a', side: 'lay' }));
    market.recordFair({ selectionId: 'selection', probability: 0.5, low: 0.5, high: 0.5, at: 1 } as never);
    expect(market.priceHistoriesOf(key.selectionId).map(({ bookId, side }) => `${bookId}/${side}`)).toEqual([
      'b/back',
      'a/lay',
    ]);
  });
});

describe('query plans', () => {
  const queries: readonly [string, string, (of: MarketStore) => unknown][] = [
    ['priceAsOf', 'chunks_by_series', (of) => of.priceAsOf(key, 9 as never, null)],
    [
      'priceAsOf with said',
      'COVERING INDEX chunks_by_series',
      (of) => of.priceAsOf(key, 9 as never, 5 as never),
    ],
    ['openingPrice', 'chunks_by_series', (of) => of.openingPrice(key, 9 as never)],
    ['priceHistoriesOf', 'series_by_key', (of) => of.priceHistoriesOf(key.selectionId)],
    ['compactFrom', 'selections_by_id', (of) => of.upkeep.compactFrom(0, () => false)],
  ];
  test.each(queries)('%s goes by %s', (_, index, query) => {
    const planned = createPlannedDatabase();
    migrate(planned.db, marketMigrations);
    planned.db.exec(`INSERT INTO series VALUES (1, 'back', 'selection', 'book')`);
    const of = createMarketStore(planned.db, createSilentLog());
    const plans = planned.plansOf(() => query(of));
    expect(plans.join('; ')).toContain(index);
    const scans = plans.filter((plan) =>
      /SCAN (?!chunks USING (?:COVERING )?INDEX chunks_not_described|series(?: |;|$))|TEMP B-TREE/.test(plan),
    );
    expect(scans.filter((plan) => !plan.startsWith('SCAN CONSTANT'))).toEqual([]);
    planned.db.close();
  });
});
