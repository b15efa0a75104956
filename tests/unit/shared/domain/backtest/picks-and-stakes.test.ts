import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BetPick, picksOf } from '../../../../../shared/domain/backtest/picks.ts';
import { MOST_STAKE, wantedStakes } from '../../../../../shared/domain/backtest/stakes.ts';
import { STRATEGIES } from '../../../../../shared/domain/backtest/strategies.ts';
import type { BetRule, Strategy } from '../../../../../shared/domain/backtest/strategy.ts';
import { kellyBack } from '../../../../../shared/domain/kelly.ts';
import {
  MAX_ODDS,
  MIN_ODDS,
  type MinorUnits,
  type OddsE4,
  oddsE4,
} from '../../../../../shared/domain/units.ts';
import { kaunitzThreshold } from '../../../../../shared/domain/value.ts';

const units = (amount: number) => amount as MinorUnits;
const price = (decimal: number) => oddsE4(decimal) as OddsE4;
const outcomes = ['home', 'draw', 'away'];
const filter: Strategy['filter'] = {
  matches: { competitions: [], seasons: [] },
  outcomes: [],
  minimumOdds: MIN_ODDS,
  maximumOdds: MAX_ODDS,
  minimumBooks: 1,
};
const offer = (decimals: readonly (number | null)[], fair: readonly number[]) => ({
  outcomes,
  fair,
  prices: decimals.map((decimal) => (decimal === null ? null : { price: price(decimal), book: 'bet365' })),
});
const value = (minimumEv: number): BetRule => ({ kind: 'value', minimumEv });

describe('picks', () => {
  test('have at least the value asked for', () => {
    const picks = picksOf(
      { rule: value(0.05), filter, commission: 0 },
      offer([2.1, 3.5, 4], [0.5, 0.29, 0.21]),
    );
    expect(picks).toEqual([
      { outcome: 'home', price: 21_000, book: 'bet365', fair: 0.5, ev: expect.closeTo(0.05, 12) },
    ]);
  });

  test('lose what commission takes of the winnings', () => {
    const picks = (commission: number) =>
      picksOf({ rule: value(0.03), filter, commission }, offer([2.1, null, null], [0.5, 0.3, 0.2]));
    expect(picks(0.02)[0]?.ev).toBeCloseTo(0.5 * 1.1 * 0.98 - 0.5, 12);
    expect(picks(0.05)).toEqual([]);
  });

  test('of Kaunitz are the prices above 1 / (p - alpha), and go by p - alpha', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10_100, max: 300_000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (odds, p) => {
          const threshold = kaunitzThreshold(p, 0.05);
          fc.pre(Math.abs(odds / 10_000 / threshold - 1) > 1e-9 || threshold === Number.POSITIVE_INFINITY);
          const [pick] = picksOf(
            { rule: { kind: 'kaunitz', alpha: 0.05 }, filter, commission: 0 },
            offer([odds / 10_000, null, null], [p, 0, 0]),
          );
          expect(pick !== undefined).toBe(odds / 10_000 > threshold);
          if (pick !== undefined) expect(pick.fair).toBeCloseTo(p - 0.05, 12);
        },
      ),
    );
  });

  test('keep to outcomes and odds of the filter, ends included', () => {
    const within = (change: Partial<Strategy['filter']>) =>
      picksOf(
        { rule: value(-1), filter: { ...filter, ...change }, commission: 0 },
        offer([2, 3, 5], [0.4, 0.3, 0.2]),
      ).map(({ outcome }) => outcome);
    expect(within({})).toEqual(outcomes);
    expect(within({ outcomes: ['draw', 'away'] })).toEqual(['draw', 'away']);
    expect(within({ minimumOdds: price(3), maximumOdds: price(3) })).toEqual(['draw']);
  });
});

describe('stakes', () => {
  const pick = (decimal: number, fair: number): BetPick => ({
    outcome: 'home',
    book: 'bet365',
    price: price(decimal),
    fair,
    ev: decimal * fair - 1,
  });
  const bank = units(100_000);

  test('are flat, a share of the bank, or what wins the amount', () => {
    const picks = [pick(3, 0.4)];
    expect(wantedStakes({ kind: 'flat', amount: units(250) }, picks, bank, 0)).toEqual([250]);
    expect(wantedStakes({ kind: 'proportional', fraction: 0.0123456 }, picks, bank, 0)).toEqual([1_234]);
    expect(wantedStakes({ kind: 'to-win', amount: units(999) }, picks, bank, 0)).toEqual([500]);
    expect(wantedStakes({ kind: 'to-win', amount: units(980) }, picks, bank, 0.02)).toEqual([500]);
  });

  test("are Kelly's share, cut by fraction and cap", () => {
    const share = kellyBack(3, 0.4).stake;
    const kelly = (fraction: number, cap: number) => ({ kind: 'kelly', fraction, cap }) as const;
    expect(wantedStakes(kelly(1, 1), [pick(3, 0.4)], bank, 0)).toEqual([Math.floor(share * bank)]);
    expect(wantedStakes(kelly(0.25, 1), [pick(3, 0.4)], bank, 0)).toEqual([Math.floor(0.25 * share * bank)]);
    expect(wantedStakes(kelly(1, 0.02), [pick(3, 0.4)], bank, 0)).toEqual([2_000]);
  });

  test('by Kelly on outcomes of one match are less than on each alone', () => {
    const kelly = { kind: 'kelly', fraction: 1, cap: 1 } as const;
    const picks = [pick(2.4, 0.5), pick(4, 0.3)];
    const together = wantedStakes(kelly, picks, bank, 0);
    const alone = picks.map((one) => wantedStakes(kelly, [one], bank, 0)[0] ?? 0);
    // The second outcome is a hedge of the first, whose stake it lets grow: together they keep the reserve.
    expect(together.every((stake) => stake !== null && stake > 0)).toBe(true);
    expect(together).not.toEqual(alone);
  });

  test('are null where no bet is wanted, and 0 where the bank is too small for one', () => {
    expect(wantedStakes({ kind: 'kelly', fraction: 1, cap: 1 }, [pick(2, 0.4)], bank, 0)).toEqual([null]);
    expect(wantedStakes({ kind: 'proportional', fraction: 0.01 }, [pick(3, 0.4)], units(50), 0)).toEqual([0]);
    expect(wantedStakes({ kind: 'proportional', fraction: 0 }, [pick(3, 0.4)], bank, 0)).toEqual([null]);
  });

  test('never grow beyond what is exact', () => {
    const rich = units(Number.MAX_SAFE_INTEGER);
    expect(wantedStakes({ kind: 'proportional', fraction: 1 }, [pick(3, 0.4)], rich, 0)).toEqual([
      MOST_STAKE,
    ]);
  });
});

test('named strategies are told apart by their ids', () => {
  expect(new Set(STRATEGIES.map(({ id }) => id)).size).toBe(STRATEGIES.length);
});
