import { describe, expect, it } from 'vitest';
import {
  arbitrageKey,
  legKey,
  legStakes,
  planOf,
  type StakeContext,
} from '../../../../../renderer/features/edges/leg-stakes.ts';
import type { Book } from '../../../../../shared/domain/catalogue.ts';
import type { Arbitrage, ArbitrageLeg } from '../../../../../shared/domain/edge.ts';
import type { Order } from '../../../../../shared/domain/order.ts';
import { type Quote, quoteKey } from '../../../../../shared/domain/quote.ts';
import type { OddsE4 } from '../../../../../shared/domain/units.ts';

const leg = (selectionId: string, price: number, more: object = {}) =>
  ({ selectionId, bookId: 'ash', side: 'back', price, share: 0, ...more }) as unknown as ArbitrageLeg;
const HOME = leg('home', 25_000);
const AWAY = leg('away', 18_700);
const arbitrage = { marketId: 'm', eventId: 'e', legs: [HOME, AWAY] } as unknown as Arbitrage;

const order = (price: number, matched: number, more: object = {}) =>
  ({ side: 'back', bookId: 'ash', price, averagePrice: price, matched, ...more }) as unknown as Order;

function context(
  filled: Readonly<Record<string, readonly Order[]>> = {},
  more: object = {},
  sizes: Readonly<Record<string, number>> = {},
): StakeContext {
  return {
    currency: 'GBP',
    cash: 10_000,
    atRisk: 0,
    settings: { maximumStake: 100_000, maximumEventExposure: 100_000, maximumTotalExposure: 100_000 },
    book: (id: string) => ({ id, commission: 0, currency: 'GBP' }) as unknown as Book,
    quote: (key: string) => {
      const at = arbitrage.legs.find((own) => quoteKey(own) === key);
      const size = sizes[at?.selectionId ?? ''] ?? null;
      return at && ({ levels: [{ price: at.price, size }] } as unknown as Quote);
    },
    ordersOfLeg: (_key: string, key: string) => filled[key] ?? [],
    ...more,
  } as unknown as StakeContext;
}

describe('an arbitrage nothing is matched of', () => {
  it('stakes each leg its share of the free money', () => {
    const { byLeg, next, complete } = legStakes(arbitrage, context());
    expect(byLeg).toEqual([
      { stake: 4279, isTaken: false, note: 'Leg 1 of 2: 42.8% of £100.00' },
      { stake: 5720, isTaken: false, note: 'Leg 2 of 2: 57.2% of £100.00' },
    ]);
    expect({ next, complete }).toEqual({ next: 0, complete: false });
  });

  it('is held to one order’s limit, to the exposure left and to what is offered', () => {
    const limited = (settings: object) =>
      planOf(arbitrage, context({}, { settings: { ...context().settings, ...settings }, cash: 1_000_000 }));
    expect(limited({ maximumStake: 5_720 }).stakes).toEqual([4278, 5720]);
    expect(limited({ maximumEventExposure: 2_000 }).total).toBe(2_000);
    expect(planOf(arbitrage, context({}, { atRisk: 97_000 })).total).toBe(3_000);
    expect(planOf(arbitrage, context({}, {}, { home: 1_000 })).stakes).toEqual([1000, 1336]);
    // Orders that have been sent and not matched change nothing.
    expect(legStakes(arbitrage, context({ [legKey(HOME)]: [order(25_000, 0)] })).byLeg[0]?.stake).toBe(4279);
  });

  it('counts no size in another currency', () => {
    const book = (id: string) => ({ id, commission: 0, currency: 'EUR' }) as unknown as Book;
    expect(planOf(arbitrage, context({}, { book }, { home: 1_000 })).total).toBe(10_000);
  });
});

describe('an arbitrage with a matched leg', () => {
  it('evens out what was really matched, at the price it was matched at', () => {
    const filled = { [legKey(HOME)]: [order(25_000, 3_579, { averagePrice: 26_000 })] };
    const { byLeg, next, complete } = legStakes(arbitrage, context(filled));
    expect(byLeg[0]).toEqual({ stake: null, isTaken: true, note: 'Leg 1 of 2: £35.79 is matched' });
    expect(byLeg[1]).toMatchObject({
      stake: Math.round((3_579 * 2.6) / 1.87),
      note: 'Leg 2 of 2: evens out the £35.79 matched',
    });
    expect(byLeg[1]?.stakeAt?.(20_000 as OddsE4)).toBe(Math.round((3_579 * 2.6) / 2));
    expect({ next, complete }).toEqual({ next: 1, complete: false });
  });

  it('asks for the rest of a leg matched in part', () => {
    const filled = { [legKey(HOME)]: [order(25_000, 4_000)], [legKey(AWAY)]: [order(18_700, 2_000)] };
    expect(legStakes(arbitrage, context(filled)).byLeg[1]?.stake).toBe(Math.round(10_000 / 1.87) - 2_000);
  });

  it('is complete once every leg pays back the same', () => {
    const filled = { [legKey(HOME)]: [order(25_000, 4_000)], [legKey(AWAY)]: [order(18_700, 5_348)] };
    const { byLeg, complete } = legStakes(arbitrage, context(filled));
    expect(complete).toBe(true);
    expect(byLeg.map(({ stake }) => stake)).toEqual([null, null]);
  });

  it('lays what a back needs, commission taken', () => {
    const lay = leg('home', 24_000, { side: 'lay' });
    const pair = { ...arbitrage, legs: [HOME, lay] } as Arbitrage;
    const book = (id: string) => ({ id, commission: 0.05, currency: 'GBP' }) as unknown as Book;
    const filled = { [legKey(HOME)]: [order(25_000, 10_000)] };
    const stake = legStakes(pair, context(filled, { book })).byLeg[1]?.stake ?? 0;
    const ifWon = 10_000 * 1.5 * 0.95 - stake * 1.4;
    const ifLost = stake * 0.95 - 10_000;
    expect(Math.abs(ifWon - ifLost)).toBeLessThan(3);
  });
});

it('is the same arbitrage at another book or price, and another on other results', () => {
  const moved = {
    ...arbitrage,
    legs: [leg('away', 19_000), leg('home', 24_000, { bookId: 'elm' })],
  } as Arbitrage;
  expect(arbitrageKey(moved)).toBe(arbitrageKey(arbitrage));
  const laid = { ...arbitrage, legs: [HOME, leg('home', 24_000, { side: 'lay' })] } as Arbitrage;
  expect(arbitrageKey(laid)).not.toBe(arbitrageKey(arbitrage));
});
