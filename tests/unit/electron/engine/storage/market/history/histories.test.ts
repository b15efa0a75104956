import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MarketStore, PricePoint } from '../../../../../../../electron/engine/ports/market-store.ts';
import { createMarketStore } from '../../../../../../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../../../../../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../../../../../../electron/engine/storage/migration.ts';
import type { FairPrice } from '../../../../../../../shared/domain/edge.ts';
import { type Quote, quoteKey } from '../../../../../../../shared/domain/quote.ts';
import type { EpochMs } from '../../../../../../../shared/domain/units.ts';
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

const ever = Number.MAX_SAFE_INTEGER;
const history = (of: Quote, from = 0, to = ever): readonly PricePoint[] =>
  market.priceHistory(of, from as EpochMs, to as EpochMs);
const prices = (of: Quote, from = 0, to = ever) => history(of, from, to).map(({ at, price }) => [at, price]);
const count = (table: string): number =>
  db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;

describe('a point is made', () => {
  const recorded = (...quotes: readonly Quote[]): number => {
    for (const quote of quotes) market.recordQuote(quote);
    return history(quotes[0] as Quote).length;
  };
  test.each([
    ['of the first quote', [{}], 1],
    ['not of the same price again', [{}, { at: 2e12 }, { at: 3e12, behind: 50 }], 1],
    ['of another price', [{}, { price: 25_001 }], 2],
    ['of a withdrawal, once', [{}, { price: null }, { price: null }], 2],
    ['of the price after a withdrawal', [{}, { price: null }, {}], 3],
    ['of an offer first seen withdrawn', [{ price: null }], 1],
    [
      'of every size, however small its move',
      [{ size: 100 }, { size: 101 }, { size: 101 }, { size: 100 }],
      3,
    ],
    ['of a size that comes and goes', [{}, { size: 100 }, {}], 3],
    ['of a size after none at all', [{ size: 0 }, { size: 0 }, { size: 1 }], 2],
  ])('%s', (_, quotes, points) => {
    expect(recorded(...quotes.map(sampleQuote))).toBe(points);
  });
});

test('a point carries when it was known, when the source said so, and how much', () => {
  const quote = sampleQuote({ price: 31_337, size: 12_345, at: 1_700_000_000_123, behind: 2_500 });
  market.recordQuote(quote);
  expect(history(quote)).toEqual([
    { at: 1_700_000_000_123, sourceTime: 1_699_999_997_623, price: 31_337, size: 12_345 },
  ]);
});

test('a range starts with the point in force, whether flushed, sealed or neither', () => {
  const quote = sampleQuote({});
  for (let at = 1; at <= 700; at += 1) {
    market.recordQuote(sampleQuote({ at: at * 10, price: 20_000 + at * 100 }));
    if (at % 100 === 0 && at < 700) market.flush();
  }
  expect(count('chunks')).toBe(2);
  const all = prices(quote);
  expect(all).toHaveLength(700);
  for (const [from, to] of [
    [5, 5],
    [10, 10],
    [15, 15],
    [2_995, 3_005],
    [3_000, 3_010],
    [6_995, 7_000],
    [7_500, 8_000],
    [0, 9],
  ] as const) {
    const inForce = all.findLast(([at]) => (at as number) <= from);
    const after = all.filter(([at]) => (at as number) > from && (at as number) <= to);
    expect(prices(quote, from, to)).toEqual([...(inForce ? [inForce] : []), ...after]);
  }
  market.flush();
  reopen();
  expect(prices(quote)).toEqual(all);
});

test('a clock that steps back does not reorder what was known', () => {
  market.recordQuote(sampleQuote({ at: 1_000 }));
  market.recordQuote(sampleQuote({ at: 400, price: 26_000 }));
  expect(prices(sampleQuote({}))).toEqual([
    [1_000, 25_000],
    [1_000, 26_000],
  ]);
});

test('an unknown key has no history', () => {
  expect(history(sampleQuote({ selection: 'never' }))).toEqual([]);
});

test('reopened, a series continues: the unchanged is still unchanged', () => {
  market.recordQuote(sampleQuote({ at: 1 }));
  market.flush();
  reopen();
  market.recordQuote(sampleQuote({ at: 2 }));
  market.recordQuote(sampleQuote({ at: 3, price: 26_000 }));
  market.flush();
  reopen();
  expect(prices(sampleQuote({}))).toEqual([
    [1, 25_000],
    [3, 26_000],
  ]);
});

test('idle series are sealed and leave memory; they read and continue the same', () => {
  const idle = sampleQuote({ selection: 'idle', at: 1 });
  market.recordQuote(idle);
  const day = 86_400_000;
  // Enough changes of many series to have the log rewritten.
  for (let at = 1; at <= 300_000; at += 1) {
    market.recordQuote(
      sampleQuote({ selection: `busy-${at % 2_000}`, at: day + at, price: 20_000 + 37 * (at % 911) }),
    );
  }
  market.flush();
  expect(
    db
      .prepare(`SELECT count(*) FROM chunks JOIN series ON series.id = series_id WHERE selection_id = 'idle'`)
      .pluck()
      .get(),
  ).toBe(1);
  market.recordQuote({ ...idle, receivedAt: (2 * day) as EpochMs });
  market.recordQuote({ ...idle, receivedAt: (3 * day) as EpochMs, levels: [] });
  const continued = [
    [1, 25_000],
    [3 * day, null],
  ];
  expect(prices(idle)).toEqual(continued);
  market.flush();
  reopen();
  expect(prices(idle)).toEqual(continued);
  expect(history(sampleQuote({ selection: 'busy-7' }))).toHaveLength(150);
});

test('any sequence of quotes, flushed and reopened anywhere, gives back its change points', () => {
  const step = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constant('quote' as const),
        selection: fc.constantFrom('a', 'b'),
        side: fc.constantFrom('back' as const, 'lay' as const),
        price: fc.option(fc.oneof(fc.constantFrom(15_000, 15_100), fc.integer({ min: 10_001, max: 1e9 })), {
          freq: 6,
        }),
        size: fc.option(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 50 }))),
        pause: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 35 })),
        behind: fc.integer({ min: -5_000, max: 2 ** 41 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('flush' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 0, max: 2 ** 40 }), (steps, from) => {
      db.exec('DELETE FROM chunks; DELETE FROM history_log; DELETE FROM series');
      reopen();
      const expected = new Map<string, PricePoint[]>();
      const keys = new Map<string, Quote>();
      let at = 1;
      for (const one of steps) {
        if (one.kind === 'quote') {
          at += one.pause;
          const quote = sampleQuote({ ...one, at });
          market.recordQuote(quote);
          keys.set(quoteKey(quote), quote);
          const points = expected.get(quoteKey(quote)) ?? [];
          expected.set(quoteKey(quote), points);
          const point = pointOf(quote);
          if (isChange(points.at(-1), point)) points.push(point);
        } else {
          market.flush();
          if (one.kind === 'reopen') reopen();
        }
      }
      for (const [key, points] of expected) {
        const quote = keys.get(key) as Quote;
        expect(history(quote)).toEqual(points);
        const inForce = points.findLast((point) => point.at <= from);
        const after = points.filter((point) => point.at > from);
        expect(history(quote, from)).toEqual([...(inForce ? [inForce] : []), ...after]);
      }
    }),
    { numRuns: 150 },
  );
});

const pointOf = (quote: Quote): PricePoint => ({
  at: quote.receivedAt,
  sourceTime: quote.sourceTime,
  price: quote.levels[0]?.price ?? null,
  size: quote.levels[0]?.size ?? null,
});
function isChange(last: PricePoint | undefined, next: PricePoint): boolean {
  if (last === undefined || last.price !== next.price) return true;
  return last.size !== next.size;
}

describe('fair history', () => {
  const fair = (at: number, probability: number, low = probability - 0.01, high = probability + 0.01) =>
    ({ selectionId: 'selection', probability, low, high, at }) as unknown as FairPrice;
  const read = (from = 0) => market.fairHistory('selection' as never, from as EpochMs, ever as EpochMs);

  test('keeps changes to a hundred-millionth, through flush and reopening', () => {
    market.recordFair(fair(1, 0.123_456_78, 0.1, 0.2));
    market.recordFair(fair(2, 0.123_456_781, 0.1, 0.2));
    market.recordFair(fair(3, 0.5, 0.1, 0.2));
    market.flush();
    reopen();
    market.recordFair(fair(4, 0.5, 0.1, 0.2));
    market.recordFair(fair(5, 0.5, 0.1, 0.6));
    expect(read()).toEqual([
      { at: 1, probability: 0.123_456_78, low: 0.1, high: 0.2 },
      { at: 3, probability: 0.5, low: 0.1, high: 0.2 },
      { at: 5, probability: 0.5, low: 0.1, high: 0.6 },
    ]);
    expect(read(4).map((point) => point.at)).toEqual([3, 5]);
  });

  test('any line comes back within its grain', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(probability, probability, probability), { maxLength: 40 }), (lines) => {
        db.exec('DELETE FROM chunks; DELETE FROM history_log; DELETE FROM series');
        reopen();
        const grain = (value: number) => Math.round(value * 1e8) / 1e8;
        const expected: (readonly [number, number, number])[] = [];
        lines.forEach(([p, low, high], index) => {
          market.recordFair(fair(index + 1, p, low, high));
          const point = [grain(p), grain(low), grain(high)] as const;
          if (String(expected.at(-1)) !== String(point)) expected.push(point);
        });
        market.flush();
        expect(read().map((point) => [point.probability, point.low, point.high])).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});
