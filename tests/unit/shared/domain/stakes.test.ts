import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalReturn, middle } from '../../../../shared/domain/arbitrage.ts';
import {
  greenUp,
  hedgeByBacking,
  layAgainstBookmaker,
  layInSameMarket,
} from '../../../../shared/domain/hedging.ts';
import {
  backEv,
  backOddsForEv,
  edgeProbability,
  kaunitzThreshold,
  layEv,
} from '../../../../shared/domain/value.ts';

const odds = fc.double({ min: 1.02, max: 50, noNaN: true });
const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const money = fc.double({ min: 1, max: 1000, noNaN: true });
const at = (values: readonly number[], i: number) => values[i] ?? Number.NaN;

describe('expected value', () => {
  test('of backs and lays', () => {
    expect(backEv(2.1, 0.5)).toBeCloseTo(0.05, 14);
    expect(backEv(3, 0.4, 0.05)).toBeCloseTo(0.4 * 1.9 - 0.6, 14);
    expect(layEv(3, 0.3)).toBeCloseTo((0.7 - 0.6) / 2, 14);
    expect(layEv(3, 0.3, 0.05)).toBeCloseTo((0.7 * 0.95 - 0.6) / 2, 14);
    expect(edgeProbability(2.5, 0.45)).toBeCloseTo(0.05, 14);
  });
  test('is zero at the break-even price and as asked at another', () => {
    fc.assert(
      fc.property(
        chance,
        fc.double({ min: -0.2, max: 0.3, noNaN: true }),
        fc.constantFrom(0, 0.05),
        (p, ev, rate) => {
          const price = backOddsForEv(p, ev, rate);
          if (price > 1) expect(backEv(price, p, rate)).toBeCloseTo(ev, 10);
        },
      ),
    );
    expect(backOddsForEv(0)).toBe(Number.POSITIVE_INFINITY);
  });
  test('the Kaunitz threshold keeps its margin of safety', () => {
    expect(kaunitzThreshold(0.55)).toBeCloseTo(2, 14);
    expect(kaunitzThreshold(0.05)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('equal returns', () => {
  test('2.1 against 2.1 wins five per cent', () => {
    const plan = equalReturn([2.1, 2.1]);
    expect(plan.shares).toEqual([0.5, 0.5]);
    expect(plan.roi).toBeCloseTo(0.05, 14);
    expect(plan.isArb).toBe(true);
    expect(equalReturn([2.1, 2.1], [0.1, 0.1]).isArb).toBe(false);
  });
  test('every selection returns the same and the shares sum to one', () => {
    fc.assert(
      fc.property(
        fc.array(odds, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(0, 0.02),
        (prices, rate) => {
          const plan = equalReturn(prices, rate);
          expect(plan.shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
          prices.forEach((price, i) => {
            expect(at(plan.shares, i) * (1 + (price - 1) * (1 - rate)) - 1).toBeCloseTo(plan.roi, 10);
          });
        },
      ),
    );
  });
});

test('a middle wins both legs, or loses the juice', () => {
  const bet = middle({ odds: 1.9, stake: 110 }, { odds: 2, stake: 100 }, 0.1);
  expect(bet.profitMiddle).toBeCloseTo(199, 12);
  expect(bet.profitOnlyA).toBeCloseTo(-1, 12);
  expect(bet.profitOnlyB).toBeCloseTo(-10, 12);
  expect(bet.lossOutside).toBeCloseTo(-10, 12);
  expect(bet.breakevenPMiddle).toBeCloseTo(10 / 209, 12);
  expect(bet.ev).toBeCloseTo(19.9 - 9, 12);
  expect(middle({ odds: 2.2, stake: 100 }, { odds: 2.2, stake: 100 }, 0).breakevenPMiddle).toBe(0);
});

describe('hedging by backs', () => {
  test('equalises at the best payout where that is worth it', () => {
    const even = hedgeByBacking([100, 0], [3, 2], [2.5, 1.4]);
    expect(even.hedge[1]).toBeCloseTo(300 / 1.4, 10);
    expect(even.guaranteed).toBeCloseTo(300 - 100 - 300 / 1.4, 10);
  });
  test('never beyond the position, even where the hedge prices are an arbitrage', () => {
    const hedged = hedgeByBacking([10, 0], [4, 2], [2.5, 2.5]);
    expect(hedged.hedge).toEqual([0, 16]);
    expect(hedged.guaranteed).toBeCloseTo(14, 12);
    expect(hedged.hedgeIsArb).toBe(true);
  });
  test('no other payout guarantees more', () => {
    const position = fc.array(fc.tuple(money, odds, odds), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(position, fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
        const stakes = rows.map(([stake], i) => (i % 2 === 0 ? stake : 0));
        const held = rows.map(([, price]) => price);
        const hedgeOdds = rows.map(([, , price]) => price);
        const hedged = hedgeByBacking(stakes, held, hedgeOdds);
        const outlay = stakes.reduce((a, b) => a + b, 0) + hedged.hedge.reduce((a, b) => a + b, 0);
        const worst =
          Math.min(
            ...held.map((price, i) => at(stakes, i) * price + at(hedged.hedge, i) * at(hedgeOdds, i)),
          ) - outlay;
        expect(hedged.guaranteed).toBeCloseTo(worst, 8);
        expect(hedged.hedge.every((stake) => stake >= 0)).toBe(true);
        const payouts = held.map((price, i) => at(stakes, i) * price);
        const target = share * Math.max(...payouts);
        const cost = payouts.reduce((sum, own, i) => sum + Math.max(0, target - own) / at(hedgeOdds, i), 0);
        const other =
          Math.min(...payouts.map((own) => Math.max(own, target))) - cost - stakes.reduce((a, b) => a + b, 0);
        expect(other).toBeLessThanOrEqual(hedged.guaranteed + 1e-8);
      }),
    );
  });
});

describe('hedging at an exchange', () => {
  const commission = fc.constantFrom(0, 0.02, 0.05);
  test('against a bookmaker both results are the same', () => {
    fc.assert(
      fc.property(money, odds, odds, commission, (stake, backOdds, layOdds, rate) => {
        const lay = layAgainstBookmaker(stake, backOdds, layOdds, rate);
        expect(stake * (backOdds - 1) - lay.liability).toBeCloseTo(lay.net, 7);
        expect(lay.layStake * (1 - rate) - stake).toBeCloseTo(lay.net, 7);
      }),
    );
  });
  test('in one market both results are the same, commission on a profit only', () => {
    fc.assert(
      fc.property(money, odds, odds, commission, (stake, backOdds, layOdds, rate) => {
        const lay = layInSameMarket(stake, backOdds, layOdds, rate);
        expect(stake * (backOdds - 1) - lay.liability).toBeCloseTo(lay.gross, 7);
        expect(lay.layStake - stake).toBeCloseTo(lay.gross, 7);
        expect(lay.net).toBeCloseTo(backOdds > layOdds ? lay.gross * (1 - rate) : lay.gross, 9);
      }),
    );
  });
  test('greening up levels any position', () => {
    expect(greenUp(90, -10, 7.8, 8)).toEqual({ side: 'lay', stake: 12.5, net: 2.5 });
    fc.assert(
      fc.property(
        fc.double({ min: -500, max: 500, noNaN: true }),
        fc.double({ min: -500, max: 500, noNaN: true }),
        odds,
        (ifWin, ifLose, price) => {
          const trade = greenUp(ifWin, ifLose, price, price);
          const sign = trade.side === 'back' ? 1 : -1;
          expect(ifWin + sign * trade.stake * (price - 1)).toBeCloseTo(trade.net, 7);
          expect(ifLose - sign * trade.stake).toBeCloseTo(trade.net, 7);
        },
      ),
    );
  });
});
