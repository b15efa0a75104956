import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profitOf, shareCommission } from '../../../../../electron/engine/orders/bet-profit.ts';
import {
  averagePrice,
  liabilityOf,
  matchedAt,
  matchedOf,
  profitIfRight,
} from '../../../../../electron/engine/orders/liability.ts';
import type { BackLay } from '../../../../../shared/domain/quote.ts';
import { OUTCOMES } from '../../../../../shared/domain/settlement.ts';
import { settleStake } from '../../../../../shared/domain/settlement-returns.ts';
import type { MinorUnits, OddsE4 } from '../../../../../shared/domain/units.ts';

const stake = fc.integer({ min: 1, max: 100_000_000 }).map((value) => value as MinorUnits);
const price = fc.integer({ min: 10_001, max: 10_000_000 }).map((value) => value as OddsE4);
const side = fc.constantFrom<BackLay>('back', 'lay');
const outcome = fc.constantFrom(...Object.values(OUTCOMES));
const fills = fc.array(fc.record({ stake, price }), { minLength: 1, maxLength: 6 });

describe('profit of an order', () => {
  it('is that of the domain for one fill', () => {
    fc.assert(
      fc.property(stake, price, side, outcome, (s, p, of, result) => {
        expect(profitOf(of, matchedAt(s, p), result)).toBe(settleStake(s, p, of, result).profit);
      }),
    );
  });

  it('never loses more than the liability held, nor wins more than promised, over any fills', () => {
    fc.assert(
      fc.property(fills, side, outcome, (some, of, result) => {
        const matched = matchedOf(some);
        const profit = profitOf(of, matched, result);
        expect(profit).toBeGreaterThanOrEqual(-liabilityOf(of, matched));
        expect(profit).toBeLessThanOrEqual(profitIfRight(of, matched));
      }),
    );
  });

  it('is exactly the mirror for the layer', () => {
    fc.assert(
      fc.property(fills, outcome, (some, result) => {
        const matched = matchedOf(some);
        expect(profitOf('back', matched, result) + profitOf('lay', matched, result)).toBe(0);
      }),
    );
  });

  it('takes what a lost lay held to within the unit it was rounded up by, and nothing of a void one', () => {
    const matched = matchedOf([
      { stake: 333 as MinorUnits, price: 25_050 as OddsE4 },
      { stake: 667 as MinorUnits, price: 25_100 as OddsE4 },
    ]);
    // 501.165 + 1007.17: held 1509, lost 1508.
    expect(liabilityOf('lay', matched)).toBe(1_509);
    expect(profitOf('lay', matched, OUTCOMES.won)).toBe(-1_508);
    expect(profitOf('lay', matched, OUTCOMES.void)).toBe(0);
  });
});

describe('liability', () => {
  it('at the limit covers fills at the limit or better', () => {
    fc.assert(
      fc.property(fills, side, (some, of) => {
        const prices = some.map((fill) => fill.price);
        const limit = (of === 'back' ? Math.min(...prices) : Math.max(...prices)) as OddsE4;
        const total = some.reduce((sum, fill) => sum + fill.stake, 0) as MinorUnits;
        expect(liabilityOf(of, matchedAt(total, limit))).toBeGreaterThanOrEqual(
          liabilityOf(of, matchedOf(some)),
        );
      }),
    );
  });

  it('has an average price within its fills', () => {
    fc.assert(
      fc.property(fills, (some) => {
        const prices = some.map((fill) => fill.price);
        const average = averagePrice(matchedOf(some));
        expect(average).toBeGreaterThanOrEqual(Math.min(...prices));
        expect(average).toBeLessThanOrEqual(Math.max(...prices));
      }),
    );
  });
});

describe('commission shares', () => {
  const profits = fc.array(
    fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value as MinorUnits),
    { minLength: 1, maxLength: 8 },
  );

  it('sum to the commission, are never negative, and leave losers alone', () => {
    fc.assert(
      fc.property(profits, fc.integer({ min: 0, max: 50_000 }), (all, commission) => {
        fc.pre(all.some((profit) => profit > 0));
        const shares = shareCommission(commission as MinorUnits, all);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(commission);
        shares.forEach((share, index) => {
          expect(share).toBeGreaterThanOrEqual(0);
          if ((all[index] ?? 0) <= 0) expect(share).toBe(0);
        });
      }),
    );
  });

  it('give the odd unit to the largest remainder', () => {
    expect(shareCommission(10 as MinorUnits, [100, 200, -50, 0] as MinorUnits[])).toEqual([3, 7, 0, 0]);
  });
});
