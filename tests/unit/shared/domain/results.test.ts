import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  closingPortfolio,
  closingValue,
  closingValues,
  expectedYield,
} from '../../../../shared/domain/closing-value.ts';
import { normalQuantile, normalTail, studentTail } from '../../../../shared/domain/distributions.ts';
import {
  binaryScores,
  brierScore,
  calibrationError,
  hit,
  ignorance,
  logLoss,
  rankedProbabilityScore,
} from '../../../../shared/domain/forecast-metrics.ts';
import { performanceOf } from '../../../../shared/domain/performance.ts';
import { betsNeeded, profitDeviation, testYield } from '../../../../shared/domain/significance.ts';

describe('distributions', () => {
  test.each([
    [0, 0.5],
    [1, 0.15865525393145705],
    [1.959963984540054, 0.025],
    [-2, 0.9772498680518208],
    [5, 2.866515718791939e-7],
    [10, 7.61985302416052e-24],
  ])('the normal tail at %d', (z, tail) => {
    expect(Math.abs(normalTail(z) / tail - 1)).toBeLessThan(1e-11);
  });
  test('the normal quantile undoes the tail', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-6, noNaN: true }), (tail) => {
        expect(Math.abs(normalTail(normalQuantile(tail)) / tail - 1)).toBeLessThan(1e-9);
      }),
    );
  });
  // One degree of freedom is Cauchy, two have a closed form; many are nearly normal.
  test('Student has its closed forms', () => {
    for (const t of [-3, -0.5, 0, 0.7, 2, 12]) {
      expect(studentTail(t, 1)).toBeCloseTo(0.5 - Math.atan(t) / Math.PI, 12);
      expect(studentTail(t, 2)).toBeCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), 12);
    }
    expect(studentTail(1.5, 1e7)).toBeCloseTo(normalTail(1.5), 7);
    expect(studentTail(1, 0)).toBeNaN();
  });
});

test('a yield is tested against the spread of its odds', () => {
  const result = testYield(400, 2, 0.1);
  expect(result.sigma).toBeCloseTo(Math.sqrt(1.1 * 0.9), 14);
  expect(result.t).toBeCloseTo((0.1 * 20) / Math.sqrt(0.99), 12);
  expect(result.pOneSidedNormal).toBeCloseTo(normalTail(result.t), 14);
  expect(result.pOneSidedT).toBeGreaterThan(result.pOneSidedNormal);
  expect((result.interval[0] + result.interval[1]) / 2).toBeCloseTo(0.1, 14);
  // Evens at 51 %: sigma is 2 sqrt(0.51 x 0.49); (1.959964 + 0.841621)^2 is 7.848880.
  expect(betsNeeded(profitDeviation(2, 0.51), 0.02)).toBe(Math.ceil((7.84888 * 4 * 0.2499) / 0.0004));
});

test('performance follows the bank', () => {
  const summary = performanceOf([50, -100, -50, 0, -10, 300, 20], 100, 1000);
  expect(summary.total).toBe(210);
  expect(summary.yield).toBeCloseTo(0.3, 14);
  expect(summary.maxDrawdown).toBe(160);
  expect(summary.maxDrawdownShare).toBeCloseTo(160 / 1050, 14);
  expect([summary.wins, summary.losses]).toEqual([3, 3]);
  expect([summary.longestLosingRun, summary.longestWinningRun]).toEqual([2, 2]);
  expect(summary.profitFactor).toBeCloseTo(370 / 160, 14);
  expect(performanceOf([1, 2], [10, 20], 0).profitFactor).toBe(Number.POSITIVE_INFINITY);
  expect(performanceOf([-5], 10, 0)).toMatchObject({ maxDrawdown: 5, maxDrawdownShare: 0, t: Number.NaN });
});

describe('closing value', () => {
  test('of backs and lays, before and after commission', () => {
    expect(closingValue(2.2, 0.5).gross).toBeCloseTo(0.1, 14);
    expect(closingValue(2.2, 0.5, 'back', 0.05).net).toBeCloseTo(0.5 * 1.2 * 0.95 - 0.5, 14);
    // Laid at 2.0, closed at 40 %: 0.6 won against 0.4 of liability.
    expect(closingValue(2, 0.4, 'lay').gross).toBeCloseTo(0.2, 14);
  });
  test('a line that never closed is left out, never zero', () => {
    const values = closingValues(2, [
      { against: 'consensus', fair: 0.55 },
      { against: 'pinnacle', fair: null },
    ]);
    expect(values).toHaveLength(1);
    expect(values[0]?.gross).toBeCloseTo(0.1, 14);
    const portfolio = closingPortfolio([
      { odds: 2.2, fairOdds: 2, stake: 10 },
      { odds: 3, fairOdds: null, stake: 1000 },
      { odds: 1.9, fairOdds: 2, stake: 30 },
    ]);
    expect(portfolio.each).toEqual([expect.closeTo(0.1, 12), null, expect.closeTo(-0.05, 12)]);
    expect(portfolio.stakeWeighted).toBeCloseTo((1 - 1.5) / 40, 12);
    expect(portfolio.beatCloseRate).toBe(0.5);
    expect(portfolio.coverage).toBeCloseTo(2 / 3, 14);
    expect(closingPortfolio([{ odds: 2, fairOdds: null, stake: 1 }])).toEqual({
      each: [null],
      stakeWeighted: null,
      mean: null,
      beatCloseRate: null,
      coverage: 0,
    });
  });
  test('the rule of thumb takes the margin off the close', () => {
    expect(expectedYield(2.1, 2, 0.05)).toBeCloseTo(0, 14);
  });
});

describe('forecast scores', () => {
  const forecast = [0.5, 0.3, 0.2];
  test('by hand', () => {
    expect(rankedProbabilityScore(forecast, 0)).toBeCloseTo((0.25 + 0.04) / 2, 14);
    expect(rankedProbabilityScore(forecast, 2)).toBeCloseTo((0.25 + 0.64) / 2, 14);
    expect(brierScore(forecast, 1)).toBeCloseTo(0.25 + 0.49 + 0.04, 14);
    expect(logLoss(forecast, 2)).toBeCloseTo(-Math.log(0.2), 14);
    expect(ignorance([0.25, 0.75], 0)).toBeCloseTo(2, 14);
    expect(logLoss([0, 1], 0)).toBeCloseTo(-Math.log(1e-15), 10);
    expect([hit(forecast, 0), hit(forecast, 1)]).toEqual([1, 0]);
  });
  test('are best where the forecast was certain and right', () => {
    for (const score of [rankedProbabilityScore, brierScore, logLoss, ignorance])
      expect(Math.abs(score([0, 1, 0], 1))).toBe(0);
  });
  test('of yes and no', () => {
    const { brier, logLoss: loss } = binaryScores([0.8, 0.4], [1, 0]);
    expect(brier).toBeCloseTo((0.04 + 0.16) / 2, 14);
    expect(loss).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6)) / 2, 14);
  });
  test('calibration error weighs the gaps of the bins', () => {
    const { ece, mce, bins } = calibrationError([0.1, 0.15, 0.9, 1], [0, 1, 1, 1], 2);
    expect(bins.map(({ from, count }) => [from, count])).toEqual([
      [0, 2],
      [0.5, 2],
    ]);
    expect(ece).toBeCloseTo(0.5 * 0.375 + 0.5 * 0.05, 14);
    expect(mce).toBeCloseTo(0.375, 14);
  });
});
