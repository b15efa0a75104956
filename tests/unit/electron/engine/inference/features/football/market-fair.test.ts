import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createFairMarket,
  takeMargin,
} from '../../../../../../../electron/engine/inference/features/football/market-fair.ts';
import { removeMargin } from '../../../../../../../shared/domain/margin.ts';

import '../../../../../../support/property-seed.ts';

const logOdds = (p: number): number => Math.log(p / (1 - p));

function fairOf(odds: readonly number[]): { readonly logOdds: readonly number[]; readonly power: number } {
  const fair = createFairMarket();
  takeMargin(Float64Array.from(odds), odds.length, fair);
  return { logOdds: [...fair.logOdds.subarray(0, odds.length)], power: fair.power };
}

/** Prices of shares of 1 with so much margin. */
const priced = (shares: readonly number[], margin: number): readonly number[] => {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => sum / (share * (1 + margin)));
};

const share = fc.double({ min: 0.005, max: 1, noNaN: true });
const market = fc
  .tuple(fc.array(share, { minLength: 2, maxLength: 3 }), fc.double({ min: -0.3, max: 0.6, noNaN: true }))
  .map(([shares, margin]) => priced(shares, margin))
  .filter((odds) => odds.every((price) => price > 1.002));

describe('takeMargin', () => {
  test('gives the log-odds of the power method, whatever the margin', () => {
    fc.assert(
      fc.property(market, (odds) => {
        const { probabilities, parameter } = removeMargin('power', odds);
        const fair = fairOf(odds);
        probabilities.forEach((p, i) => {
          const expected = logOdds(p);
          const tolerance = Math.max(1e-7, 1e-6 * Math.abs(expected));
          expect(Math.abs((fair.logOdds[i] ?? Number.NaN) - expected)).toBeLessThan(tolerance);
        });
        expect(Math.abs(fair.power - (parameter ?? Number.NaN))).toBeLessThan(1e-7);
      }),
      { numRuns: 5000 },
    );
  });

  test('knows nothing of a market with a price missing or of 1', () => {
    for (const odds of [
      [2, Number.NaN, 4],
      [Number.NaN, 2],
      [1, 3, 4],
    ])
      for (const value of fairOf(odds).logOdds) expect(value).toBeNaN();
  });
});
