import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MarketStore } from '../../../../../../../electron/engine/ports/market-store.ts';
import { codecs } from '../../../../../../../electron/engine/storage/market/history/point-codec.ts';
import { createMarketStore } from '../../../../../../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../../../../../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../../../../../../electron/engine/storage/migration.ts';
import type { EpochMs } from '../../../../../../../shared/domain/units.ts';
import { fillHistory, splitChunks } from '../../../../../../support/history-file.ts';
import { sampleQuote } from '../../../../../../support/sample-quotes.ts';
import { createSilentLog } from '../../../../../../support/silent-log.ts';

const A_RUN = 256;
const EVER = Number.MAX_SAFE_INTEGER as EpochMs;
const key = sampleQuote({});
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

/** A change every ten milliseconds, from 10 on; `behind` how much earlier the book said so. */
const record = (from: number, to: number, behind: (number: number) => number = () => 0): void => {
  for (let number = from; number <= to; number += 1)
    market.recordQuote(
      sampleQuote({ at: number * 10, price: 20_000 + number * 100, behind: behind(number) }),
    );
};
const priceOf = (number: number) => 20_000 + number * 100;
const asOf = (known: number, said: number | null = null) =>
  market.priceAsOf(key, known as EpochMs, said as EpochMs | null)?.price;
const count = (table: string): number =>
  db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
const compactAll = (isExpired: () => boolean = () => false): void => {
  for (let after = 0; ; ) {
    const step = market.upkeep.compactFrom(after, isExpired);
    after = step.through;
    if (step.done) return;
  }
};

type Row = {
  readonly kind: 'back';
  readonly points: Buffer;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly said: number;
};
/** What the columns of every chunk say, and what its points do. */
const described = () =>
  db
    .prepare<[], Row>(
      `SELECT kind, points, first_at AS first, last_at AS last, points_count AS count, said_to AS said
       FROM chunks JOIN series ON series.id = series_id ORDER BY chunks.id`,
    )
    .all()
    .map(({ kind, points, ...columns }) => {
      const times: number[] = [];
      const said: number[] = [0];
      codecs[kind].read(points, ({ at, z }) => {
        times.push(at);
        if ((kind as string) !== 'fair') said.push(at - z);
      });
      const really = { first: times[0], last: times.at(-1), count: times.length, said: Math.max(...said) };
      return { columns, really };
    });
const expectHonestChunks = (): void => {
  for (const { columns, really } of described()) expect(columns).toEqual(really);
};

describe('a run of changes', () => {
  test('is sealed when it is full, and not before', () => {
    record(1, A_RUN - 1);
    market.flush();
    expect(count('chunks')).toBe(0);
    record(A_RUN, A_RUN);
    market.flush();
    expect(count('chunks')).toBe(1);
    expect(described()[0]?.columns.count).toBe(A_RUN);
    market.flush();
    reopen();
    expect(market.priceHistory(key, 0 as EpochMs, EVER)).toHaveLength(A_RUN);
  });

  test('says of itself what is in it, however it came to be sealed', () => {
    // The first run is told of late by its book, the second at once, so that their latest source times fall apart.
    record(1, A_RUN, (number) => (number === 7 ? -5_000 : 100));
    market.flush();
    record(A_RUN + 1, A_RUN + 50);
    market.flush();
    reopen();
    record(A_RUN + 51, 2 * A_RUN, () => 900);
    market.flush();
    expect(described()).toHaveLength(2);
    expectHonestChunks();
    compactAll();
    expectHonestChunks();
  });

  test('says so after compaction too, of prices and fair lines', () => {
    fillHistory(market, 600);
    expectHonestChunks();
    splitChunks(db, 5);
    reopen();
    compactAll();
    expectHonestChunks();
  });

  test('is filled up to the last point by compaction, and never beyond', () => {
    record(1, A_RUN);
    market.flush();
    splitChunks(db, A_RUN / 2);
    reopen();
    compactAll();
    expect(described().map(({ columns }) => columns.count)).toEqual([A_RUN]);
    record(A_RUN + 1, 3 * A_RUN);
    market.flush();
    splitChunks(db, 1);
    reopen();
    compactAll();
    expect(described().map(({ columns }) => columns.count)).toEqual([A_RUN, A_RUN, A_RUN]);
    splitChunks(db, A_RUN / 2 + 1);
    reopen();
    compactAll();
    for (const { columns } of described()) expect(columns.count).toBeLessThanOrEqual(A_RUN);
    expectHonestChunks();
    expect(market.priceHistory(key, 0 as EpochMs, EVER).map(({ price }) => price)).toEqual(
      Array.from({ length: 3 * A_RUN }, (_, index) => priceOf(index + 1)),
    );
  });
});

describe('a moment at the very edge of a run', () => {
  test.each([
    ['the first point in memory', A_RUN + 1, A_RUN + 20],
    ['the first point of the second chunk', A_RUN + 1, 2 * A_RUN],
    ['the last point of the first chunk', A_RUN, 2 * A_RUN],
    ['the first point there is', 1, A_RUN + 20],
  ])('%s counts from its own millisecond on', (_, number, recorded) => {
    record(1, recorded);
    market.flush();
    for (const again of [false, true]) {
      if (again) reopen();
      const at = number * 10;
      expect(asOf(at)).toBe(priceOf(number));
      expect(asOf(at - 1)).toBe(number === 1 ? undefined : priceOf(number - 1));
      expect(asOf(at, at)).toBe(priceOf(number));
      expect(asOf(at, at - 1)).toBe(number === 1 ? undefined : priceOf(number - 1));
      expect(market.openingPrice(key, 10 as EpochMs)).toMatchObject({ at: 10 });
      expect(market.priceHistory(key, at as EpochMs, at as EpochMs)).toMatchObject([{ at }]);
    }
  });

  test('what was said a millisecond later in an older run is not passed over', () => {
    // The first run's book said its last price at 5,001; the second run has only what was said up to 5,000.
    record(1, A_RUN, (number) => number * 10 - (number === 9 ? 5_001 : 1_000));
    record(A_RUN + 1, 2 * A_RUN, (number) => number * 10 - (number === A_RUN + 3 ? 5_000 : 2_000));
    market.flush();
    expect(asOf(9e9, 9e9)).toBe(priceOf(9));
    expect(asOf(9e9, 5_000)).toBe(priceOf(A_RUN + 3));
    reopen();
    expect(asOf(9e9, 9e9)).toBe(priceOf(9));
  });
});

test('a removed history leaves nothing to the one that is given its number next', () => {
  fillHistory(market, 40);
  compactAll(() => true);
  reopen();
  record(1, 3);
  market.flush();
  reopen();
  expect(market.priceHistory(key, 0 as EpochMs, EVER).map(({ price }) => price)).toEqual(
    [1, 2, 3].map(priceOf),
  );
});

test('what belongs to no event is never removed', () => {
  fillHistory(market, 40);
  record(1, 3);
  market.flush();
  compactAll(() => true);
  expect(market.priceHistory(key, 0 as EpochMs, EVER)).toHaveLength(3);
});

describe('files written before', () => {
  const read = (kind: 'back' | 'fair', hex: string) => {
    const points: (readonly number[])[] = [];
    codecs[kind].read(Buffer.from(hex, 'hex'), ({ at, x, y, z }) => points.push([at, x, y, z]));
    return points;
  };

  test('are read by every later version: prices', () => {
    expect(read('back', 'fbd095ffbc31d00ff403f9020500f4c001e807aa02c304c03ec7960c56f3c001')).toEqual([
      [1_700_000_000_123, 25_000, -1, 250],
      [1_700_000_000_500, 24_900, 12_345, 250],
      [1_700_000_001_500, 24_937, 12_345, -40],
      [1_700_000_009_500, 0, -1, 3],
    ]);
  });

  test('are read by every later version: fair lines', () => {
    expect(read('fair', 'fbd095ffbc3180e89226fd887ac08db7018d26c29a0c01c19a0c')).toEqual([
      [1_700_000_000_123, 40_000_000, 39_000_000, 41_500_000],
      [1_700_000_005_000, 40_100_001, 39_100_000, 41_500_000],
    ]);
  });
});
