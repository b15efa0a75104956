import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kellyBack, kellyLay } from '../../../../shared/domain/kelly.ts';
import { kellyExclusive } from '../../../../shared/domain/kelly-exclusive.ts';
import { kellySimultaneous, MAX_SIMULTANEOUS_BETS } from '../../../../shared/domain/kelly-simultaneous.ts';
import { type KellyBet, type KellyLimits, kellyStake } from '../../../../shared/domain/kelly-stake.ts';
import type { MinorUnits, OddsE4 } from '../../../../shared/domain/units.ts';

const odds = fc.double({ min: 1.05, max: 30, noNaN: true });
const p = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const commission = fc.constantFrom(0, 0.02, 0.05);
const at = (values: readonly number[], i: number) => values[i] ?? Number.NaN;

describe('a single bet', () => {
  test('evens at 60 % stakes a fifth', () => {
    const bet = kellyBack(2, 0.6);
    expect(bet.stake).toBeCloseTo(0.2, 14);
    expect(bet.growth).toBeCloseTo(0.6 * Math.log(1.2) + 0.4 * Math.log(0.8), 14);
    expect(kellyBack(2, 0.6, 0, 0.25).stake).toBeCloseTo(0.05, 14);
  });
  test('without an edge there is no stake and no growth', () => {
    expect(kellyBack(1.8, 0.5)).toEqual({ stake: 0, growth: 0 });
    expect(kellyBack(2.02, 0.5, 0.05)).toEqual({ stake: 0, growth: 0 });
    expect(kellyLay(3, 0.4)).toEqual({ stake: 0, backersStake: 0, growth: 0 });
  });
  test('a certainty takes the whole bankroll, an impossibility nothing', () => {
    expect(kellyBack(1.5, 1).stake).toBe(1);
    expect(kellyBack(1.5, 1).growth).toBeCloseTo(Math.log(1.5), 14);
    expect(kellyBack(1000, 0).stake).toBe(0);
    expect(kellyLay(5, 0).stake).toBe(1);
  });
  test('backing is best at its stake and laying at its liability', () => {
    fc.assert(
      fc.property(odds, p, commission, (price, chance, rate) => {
        const back = kellyBack(price, chance, rate);
        const lay = kellyLay(price, chance, rate);
        const backGrowth = (stake: number) =>
          chance * Math.log1p(stake * (price - 1) * (1 - rate)) + (1 - chance) * Math.log1p(-stake);
        const layGrowth = (liability: number) =>
          (1 - chance) * Math.log1p((liability / (price - 1)) * (1 - rate)) + chance * Math.log1p(-liability);
        for (const [bet, growth] of [
          [back, backGrowth],
          [lay, layGrowth],
        ] as const) {
          expect(bet.stake).toBeGreaterThanOrEqual(0);
          expect(bet.growth).toBeCloseTo(growth(bet.stake), 12);
          for (const other of [bet.stake * 0.99, bet.stake + 0.001, bet.stake + 0.2])
            if (other < 1) expect(growth(other)).toBeLessThanOrEqual(bet.growth + 1e-14);
        }
        expect(lay.backersStake).toBeCloseTo(lay.stake / (price - 1), 14);
        if (back.stake > 0) expect(lay.stake).toBe(0);
      }),
    );
  });
});

describe('a stake in money', () => {
  const evens: KellyBet = { side: 'back', price: 20_000 as OddsE4, fair: 0.6, commission: 0 };
  const limits: KellyLimits = {
    fraction: 0.5,
    bankroll: 1_000_05 as MinorUnits,
    offered: null,
    maximumStake: 1_000_00 as MinorUnits,
    standing: 0 as MinorUnits,
  };
  test('is the fraction of the bankroll, rounded down', () => {
    expect(kellyStake(evens, limits)).toBe(100_00);
    expect(kellyStake({ ...evens, fair: 0.5 }, limits)).toBe(0);
    expect(kellyStake(evens, { ...limits, bankroll: -5 as MinorUnits })).toBe(0);
  });
  test("of a lay is the backer's, for a liability of the fraction", () => {
    const lay: KellyBet = { ...evens, side: 'lay', price: 30_000 as OddsE4, fair: 0.2 };
    expect(kellyStake(lay, limits)).toBe(Math.floor((1_000_05 * 0.5 * (0.8 - 0.2 / 0.5)) / 2));
  });
  test('is what is missing from what stands already, never less than nothing', () => {
    expect(kellyStake(evens, { ...limits, standing: 60_00 as MinorUnits })).toBe(40_00);
    expect(kellyStake(evens, { ...limits, standing: 150_00 as MinorUnits })).toBe(0);
  });
  test('is held to what is offered and to the limit', () => {
    expect(kellyStake(evens, { ...limits, offered: 30_00 as MinorUnits })).toBe(30_00);
    expect(kellyStake(evens, { ...limits, maximumStake: 20_00 as MinorUnits })).toBe(20_00);
  });
  test('of a lay loses no more than the limit, and stakes no more at odds on', () => {
    const lay = (price: number, fair: number): KellyBet => ({
      ...evens,
      side: 'lay',
      price: (price * 10_000) as OddsE4,
      fair,
    });
    const limited = { ...limits, maximumStake: 10_00 as MinorUnits };
    expect(kellyStake(lay(29, 0.01), limited)).toBe(35);
    expect(kellyStake(lay(1.2, 0.5), limited)).toBe(10_00);
    fc.assert(
      fc.property(fc.integer({ min: 10_001, max: 10_000_000 }), fc.integer({ min: 1 }), (price, most) => {
        const stake = kellyStake(
          { ...evens, side: 'lay', price: price as OddsE4, fair: 1e-7 },
          { ...limits, bankroll: 1e12 as MinorUnits, maximumStake: most as MinorUnits },
        );
        expect((stake * (price - 10_000)) / 10_000).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('exclusive outcomes', () => {
  const market = fc
    .array(fc.tuple(odds, fc.double({ min: 0.01, max: 1, noNaN: true })), { minLength: 1, maxLength: 6 })
    .chain((rows) =>
      // What is left over is nothing or at least a millionth: less is lost in rounding, here and in the code alike.
      fc.integer({ min: 500_000, max: 1_000_000 }).map((millionths) => {
        const share = millionths / 1_000_000;
        const total = rows.reduce((all, [, weight]) => all + weight, 0);
        return { odds: rows.map(([price]) => price), p: rows.map(([, weight]) => (share * weight) / total) };
      }),
    );
  const growthOf = (prices: readonly number[], chances: readonly number[], stakes: readonly number[]) => {
    const total = stakes.reduce((a, b) => a + b, 0);
    const rest = 1 - chances.reduce((a, b) => a + b, 0);
    const log = (weight: number, wealth: number) => (weight > 1e-12 ? weight * Math.log(wealth) : 0);
    return prices.reduce(
      (all, price, i) => all + log(at(chances, i), 1 - total + at(stakes, i) * price),
      log(rest, 1 - total),
    );
  };

  test('one outcome is the single bet', () => {
    expect(kellyExclusive([2], [0.6]).stakes[0]).toBeCloseTo(0.2, 14);
  });
  test('a fair book of certain outcomes is not bet', () => {
    expect(kellyExclusive([2, 2], [0.5, 0.5])).toEqual({
      stakes: [0, 0],
      total: 0,
      reserveRate: 1,
      growth: 0,
    });
  });
  // By hand: R = (1 - 0.75) / (1 - 1/2.2 - 1/4) = 0.25 / 0.295454... = 0.84615...
  test('two of three backed against a common reserve', () => {
    const sized = kellyExclusive([2.2, 4, 3], [0.5, 0.25, 0.2]);
    expect(sized.reserveRate).toBeCloseTo(0.25 / (1 - 1 / 2.2 - 1 / 4), 12);
    expect(sized.stakes[0]).toBeCloseTo(0.5 - sized.reserveRate / 2.2, 12);
    expect(sized.stakes[1]).toBeCloseTo(0.25 - sized.reserveRate / 4, 12);
    expect(sized.stakes[2]).toBe(0);
  });
  test('no other stakes grow faster', () => {
    fc.assert(
      fc.property(
        market,
        fc.nat(),
        fc.double({ min: -0.02, max: 0.02, noNaN: true }),
        ({ odds: prices, p: chances }, pick, change) => {
          const sized = kellyExclusive(prices, chances);
          expect(sized.stakes.every((stake) => stake >= 0)).toBe(true);
          expect(sized.total).toBeLessThanOrEqual(1 + 1e-12);
          expect(sized.growth).toBeCloseTo(growthOf(prices, chances, sized.stakes), 9);
          const moved = sized.stakes.map((stake, i) =>
            i === pick % prices.length ? Math.max(0, stake + change) : stake,
          );
          const growth = growthOf(prices, chances, moved);
          if (!Number.isNaN(growth)) expect(growth).toBeLessThanOrEqual(sized.growth + 1e-12);
        },
      ),
    );
  });
  test('a fraction scales every stake', () => {
    const full = kellyExclusive([2.2, 4], [0.5, 0.3]);
    const half = kellyExclusive([2.2, 4], [0.5, 0.3], 0, 0.5);
    half.stakes.forEach((stake, i) => {
      expect(stake).toBeCloseTo(at(full.stakes, i) / 2, 14);
    });
    expect(half.growth).toBeLessThan(full.growth);
    expect(half.growth).toBeGreaterThan(0);
  });
});

describe('independent bets at once', () => {
  const sized = (prices: readonly number[], chances: readonly number[], rate = 0, share = 1) => {
    const result = kellySimultaneous(prices, chances, rate, share);
    if (!result.ok) throw new Error(result.message);
    return result;
  };
  const growthOf = (prices: readonly number[], chances: readonly number[], stakes: readonly number[]) => {
    let growth = 0;
    for (let state = 0; state < 2 ** prices.length; state += 1) {
      let weight = 1;
      let wealth = 1;
      prices.forEach((price, i) => {
        const wins = ((state >> i) & 1) === 1;
        weight *= wins ? at(chances, i) : 1 - at(chances, i);
        wealth += at(stakes, i) * (wins ? price - 1 : -1);
      });
      growth += weight * Math.log(wealth);
    }
    return growth;
  };

  test('one bet is the single bet, none is none', () => {
    expect(sized([2], [0.6]).stakes[0]).toBeCloseTo(0.2, 12);
    expect(sized([2, 3], [0.4, 0.3])).toEqual({ ok: true, stakes: [0, 0], total: 0, growth: 0 });
  });
  // Equal evens bets: f = (p^2 - q^2) / (2 (p^2 + q^2)).
  test('two equal evens bets have a closed form', () => {
    const expected = (0.55 ** 2 - 0.45 ** 2) / (2 * (0.55 ** 2 + 0.45 ** 2));
    for (const stake of sized([2, 2], [0.55, 0.55]).stakes) expect(stake).toBeCloseTo(expected, 12);
  });
  test('no other stakes grow faster', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(odds, p), { minLength: 1, maxLength: 5 }),
        fc.nat(),
        fc.double({ min: -0.02, max: 0.02, noNaN: true }),
        (rows, pick, change) => {
          const prices = rows.map(([price]) => price);
          const chances = rows.map(([, chance]) => chance);
          const result = sized(prices, chances);
          expect(result.stakes.every((stake) => stake >= 0)).toBe(true);
          expect(result.total).toBeLessThan(1);
          expect(result.growth).toBeCloseTo(growthOf(prices, chances, result.stakes), 10);
          const moved = result.stakes.map((stake, i) =>
            i === pick % prices.length ? Math.max(0, stake + change) : stake,
          );
          const growth = growthOf(prices, chances, moved);
          if (!Number.isNaN(growth)) expect(growth).toBeLessThanOrEqual(result.growth + 1e-12);
        },
      ),
      { numRuns: 200 },
    );
  });
  test('twelve bets are sized; too many, or a certainty, are refused', () => {
    const many = (n: number) => [Array<number>(n).fill(2.1), Array<number>(n).fill(0.5)] as const;
    const twelve = sized(...many(12));
    for (const stake of twelve.stakes) expect(stake).toBeCloseTo(at(twelve.stakes, 0), 12);
    expect(at(twelve.stakes, 0)).toBeLessThan(kellyBack(2.1, 0.5).stake);
    expect(kellySimultaneous(...many(MAX_SIMULTANEOUS_BETS + 1))).toMatchObject({ code: 'too-many-bets' });
    expect(kellySimultaneous([2], [1])).toMatchObject({ code: 'certain-outcome' });
  });
});
