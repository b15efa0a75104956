import { describe, expect, test } from 'vitest';
import {
  fullLadder,
  type LadderInput,
  ladderPrices,
} from '../../../../../renderer/features/market/ladder-rows.ts';
import { doubtText, ladderStanding } from '../../../../../renderer/features/market/ladder-standing.ts';
import type { BookStandingItem } from '../../../../../shared/contract/price-truth.ts';
import type { PriceSize } from '../../../../../shared/domain/quote.ts';
import type { MinorUnits, OddsE4 } from '../../../../../shared/domain/units.ts';

const odds = (price: number) => Math.round(price * 10_000) as OddsE4;
const levels = (...pairs: readonly (readonly [number, number | null])[]): readonly PriceSize[] =>
  pairs.map(([price, size]) => ({ price: odds(price), size: size as MinorUnits | null }));
const NONE = { back: new Map(), lay: new Map() };

const ladder = (change: Partial<LadderInput> = {}) => {
  const back = change.back ?? levels([2, 100], [1.99, 300], [1.5, 9000]);
  const lay = change.lay ?? levels([2.04, 50], [2.06, 200]);
  const offered = [...back, ...lay].map(({ price }) => price);
  return fullLadder({ prices: ladderPrices(offered), back, lay, mine: NONE, fair: null, ...change });
};
const rowAt = (made: ReturnType<typeof ladder>, price: number) =>
  made.rows.find((row) => row.price === odds(price));

describe('prices of a ladder', () => {
  test('are all of the exchange ladder, the longest first, whatever is offered of it', () => {
    const prices = ladderPrices([odds(2), odds(2.04)]);
    expect(prices).toHaveLength(350);
    expect([prices[0], prices.at(-1)]).toEqual([odds(1000), odds(1.01)]);
    expect(ladderPrices([odds(3.05)], prices)).toBe(prices);
  });

  test('of a market priced otherwise are those offered, and stay when they are offered no more', () => {
    const first = ladderPrices([odds(1.8868), odds(1.9608)]);
    expect(first).toEqual([odds(1.9608), odds(1.8868)]);
    const next = ladderPrices([odds(1.9231)], first);
    expect(next).toEqual([odds(1.9608), odds(1.9231), odds(1.8868)]);
    expect(ladderPrices([odds(1.8868)], next)).toBe(next);
  });

  test('take in one that is not on the ladder, at its place', () => {
    const prices = ladderPrices([odds(2.013)], ladderPrices([odds(2)]));
    expect(prices).toHaveLength(351);
    const at = prices.indexOf(odds(2.013));
    expect([prices[at - 1], prices[at + 1]]).toEqual([odds(2.02), odds(2)]);
  });

  test('are none while nothing has been offered', () => expect(ladderPrices([])).toEqual([]));
});

test('sizes stand at their prices and add up away from the best', () => {
  const made = ladder();
  expect(rowAt(made, 2)).toMatchObject({
    best: 'back',
    back: { size: 100, total: 100 },
    lay: { total: null },
  });
  expect(rowAt(made, 1.99)?.back).toMatchObject({ size: 300, total: 400 });
  expect(rowAt(made, 1.5)?.back).toMatchObject({ total: 9400, share: 1 });
  expect(rowAt(made, 1.98)?.back).toMatchObject({ size: null, total: null, share: 0 });
  expect(rowAt(made, 2.06)?.lay).toMatchObject({ size: 200, total: 250 });
  expect(made).toMatchObject({ spreadTicks: 2, backTotal: 9400, layTotal: 250 });
});

test('bars compare what is near the best prices', () => {
  const near = Array.from({ length: 20 }, (_, step) => [2 - step / 100, 100] as const);
  const made = ladder({ back: levels(...near, [1.01, 1_000_000]) });
  expect(rowAt(made, 2)?.back.share).toBe(0.5);
  expect(rowAt(made, 1.01)?.back.share).toBe(1);
});

test('a side without a published size is offered and adds nothing', () => {
  expect(rowAt(ladder({ back: levels([2, null]) }), 2)?.back).toEqual({
    size: null,
    total: 0,
    share: 0,
    mine: null,
  });
});

test('own stakes stand at their prices', () => {
  const mine = { back: new Map([[odds(2.1), 700 as MinorUnits]]), lay: new Map() };
  expect(rowAt(ladder({ mine }), 2.1)?.back).toMatchObject({ mine: 700, total: null });
});

test.each([
  [2.0199, 2.02, 'on'],
  [2.001, 2, 'on'],
  [2.01, 2, 'above'],
  [1.998, 2, 'on'],
  [1.995, 1.99, 'above'],
])('a fair price of %d is marked at %d: %s', (fair, price, where) => {
  const marked = ladder({ fair }).rows.filter((row) => row.fair !== null);
  expect(marked).toEqual([expect.objectContaining({ price: odds(price), fair: where })]);
});

const standing = (state: BookStandingItem['state'], reason: string) =>
  ({ state, reason }) as unknown as BookStandingItem;
const OPEN = {
  market: 'open',
  doubt: null,
  standing: undefined,
  step: 'fresh',
  ageMs: 100,
  offers: 3,
} as const;

test('a doubt is told with the reason of its source, once', () => {
  expect(doubtText('suspended', standing('suspended', 'suspended by Betfair'))).toBe('Suspended by Betfair.');
  expect(doubtText('unreliable', standing('unreliable', 'the connection was lost'))).toBe(
    'Not to be relied on now: the connection was lost.',
  );
  expect(doubtText('suspended', undefined)).toBe('Suspended.');
});

test('the gravest state of a ladder is the one that is told', () => {
  expect(ladderStanding(OPEN)).toEqual({ state: 'open', text: '' });
  expect(ladderStanding({ ...OPEN, step: 'stale', ageMs: 90_000 }).text).toContain('1m 30s');
  expect(ladderStanding({ ...OPEN, offers: 0, step: 'stale' }).state).toBe('empty');
  expect(ladderStanding({ ...OPEN, doubt: 'unreliable', offers: 0 }).state).toBe('unreliable');
  expect(ladderStanding({ ...OPEN, market: 'suspended' })).toEqual({
    state: 'suspended',
    text: 'The market is suspended.',
  });
});
