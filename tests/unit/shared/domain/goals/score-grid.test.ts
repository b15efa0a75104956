import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bivariatePoisson } from '../../../../../shared/domain/goals/bivariate-poisson.ts';
import { digamma } from '../../../../../shared/domain/goals/digamma.ts';
import { dixonColesShift, dixonColesTau, rhoBounds } from '../../../../../shared/domain/goals/dixon-coles.ts';
import { type CopulaValue, frankCopula } from '../../../../../shared/domain/goals/frank-copula.ts';
import {
  negativeBinomialCounts,
  poissonCounts,
  zeroInflatedCounts,
} from '../../../../../shared/domain/goals/goal-counts.ts';
import {
  awayHandicap,
  bothTeamsToScore,
  correctScore,
  expectedGoals,
  fairLineOdds,
  homeHandicap,
  matchOdds,
  totalGoals,
} from '../../../../../shared/domain/goals/grid-markets.ts';
import {
  cellOf,
  type GoalModel,
  gridMass,
  normalised,
  type ScoreGrid,
  scoreGrid,
} from '../../../../../shared/domain/goals/score-grid.ts';
import {
  createWeibullSeries,
  type SeriesValue,
  weibullCounts,
} from '../../../../../shared/domain/goals/weibull-count.ts';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const rate = between(0.05, 5);
/** A share of the way between the bounds that a pair of rates leaves for rho. */
const rhoOf = (home: number, away: number, share: number) => {
  const [least, most] = rhoBounds(home, away);
  return least + share * (most - least);
};
const model: fc.Arbitrary<GoalModel> = fc
  .tuple(rate, rate, between(0, 1), fc.integer({ min: 0, max: 5 }))
  .map(([home, away, share, kind]): GoalModel => {
    switch (kind) {
      case 0:
        return { kind: 'poisson', home, away };
      case 1:
        return { kind: 'dixon-coles', home, away, rho: rhoOf(home, away, share) };
      case 2:
        return { kind: 'bivariate-poisson', home, away, shared: share };
      case 3:
        return { kind: 'zero-inflated-poisson', home, away, zero: 0.5 * share };
      case 4:
        return { kind: 'negative-binomial', home, away, dispersion: 0.3 * share };
      default:
        return { kind: 'weibull-count', home, away, shape: 0.8 + 0.6 * share, kappa: 6 * share - 3 };
    }
  });
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
const line = fc.integer({ min: -16, max: 16 }).map((quarters) => quarters / 4);
const margins = ({ rows, columns, cells }: ScoreGrid) => ({
  home: Array.from({ length: rows }, (_, h) => sum(cells.subarray(h * columns, (h + 1) * columns))),
  away: Array.from({ length: columns }, (_, a) => sum(cells.filter((_, i) => i % columns === a))),
});

describe('every model', () => {
  test('gives probabilities that sum to 1', () => {
    fc.assert(
      fc.property(model, (one) => {
        const grid = scoreGrid(one);
        expect(Math.min(...grid.cells)).toBeGreaterThanOrEqual(-1e-15);
        expect(gridMass(grid)).toBeCloseTo(1, 7);
        expect(gridMass(normalised(grid))).toBeCloseTo(1, 12);
      }),
    );
  });

  test('swaps the sides of its grid with its rates', () => {
    fc.assert(
      fc.property(model, (one) => {
        const grid = scoreGrid(one, 12);
        const other = scoreGrid({ ...one, home: one.away, away: one.home }, 12);
        for (let h = 0; h <= 12; h += 1)
          for (let a = 0; a <= 12; a += 1)
            expect(Math.abs(cellOf(grid, h, a) - cellOf(other, a, h))).toBeLessThan(1e-14);
      }),
    );
  });

  test('favours the side with the higher rate, the more the higher', () => {
    fc.assert(
      fc.property(model, between(1.05, 2), (one, factor) => {
        const before = matchOdds(scoreGrid({ ...one, home: 1, away: 1.5 } as GoalModel, 40));
        expect(before.away).toBeGreaterThan(before.home);
        if (one.kind === 'dixon-coles') return;
        const after = matchOdds(scoreGrid({ ...one, home: factor, away: 1.5 } as GoalModel, 40));
        expect(after.home).toBeGreaterThan(before.home);
        expect(after.away).toBeLessThan(before.away);
      }),
    );
  });
});

describe('Dixon-Coles', () => {
  test('keeps the whole exactly 1 and both margins Poisson', () => {
    fc.assert(
      fc.property(rate, rate, between(0, 1), (home, away, share) => {
        const rho = rhoOf(home, away, share);
        const grid = scoreGrid({ kind: 'dixon-coles', home, away, rho });
        expect(Math.abs(gridMass(grid) - 1)).toBeLessThan(1e-13);
        const { home: homeMargin, away: awayMargin } = margins(grid);
        poissonCounts(home, 61).forEach((p, goals) => {
          expect(Math.abs((homeMargin[goals] ?? 0) - p)).toBeLessThan(1e-14);
        });
        poissonCounts(away, 61).forEach((p, goals) => {
          expect(Math.abs((awayMargin[goals] ?? 0) - p)).toBeLessThan(1e-14);
        });
        const independent = scoreGrid({ kind: 'poisson', home, away });
        const shift = dixonColesShift(home, away, rho);
        expect(matchOdds(grid).home).toBeCloseTo(matchOdds(independent).home + shift, 13);
        expect(totalGoals(grid, 2.5).win).toBeCloseTo(totalGoals(independent, 2.5).win, 13);
      }),
    );
  });

  test('corrects each low score by its own factor', () => {
    const [home, away, rho] = [1.6, 1.1, -0.1];
    expect(dixonColesTau(0, 0, home, away, rho)).toBeCloseTo(1 + 0.176, 14);
    expect(dixonColesTau(0, 1, home, away, rho)).toBeCloseTo(1 - 0.16, 14);
    expect(dixonColesTau(1, 0, home, away, rho)).toBeCloseTo(1 - 0.11, 14);
    expect(dixonColesTau(1, 1, home, away, rho)).toBeCloseTo(1.1, 14);
    expect(dixonColesTau(0, 2, home, away, rho)).toBe(1);
    expect(dixonColesTau(2, 1, home, away, rho)).toBe(1);
  });

  test('reaches zero and no further at the bounds of rho', () => {
    for (const rho of rhoBounds(1.6, 1.1)) {
      const { cells } = scoreGrid({ kind: 'dixon-coles', home: 1.6, away: 1.1, rho });
      expect(Math.min(...cells.subarray(0, 2), ...cells.subarray(61, 63))).toBeCloseTo(0, 15);
    }
  });
});

describe('counts', () => {
  const meanOf = (p: Float64Array) => p.reduce((total, value, goals) => total + goals * value, 0);
  const varianceOf = (p: Float64Array) =>
    p.reduce((total, value, goals) => total + goals * goals * value, 0) - meanOf(p) ** 2;

  test('have their moments', () => {
    fc.assert(
      fc.property(rate, between(0, 0.5), (mean, extra) => {
        expect(meanOf(poissonCounts(mean, 80))).toBeCloseTo(mean, 10);
        expect(varianceOf(poissonCounts(mean, 80))).toBeCloseTo(mean, 9);
        expect(meanOf(zeroInflatedCounts(mean, extra, 80))).toBeCloseTo((1 - extra) * mean, 10);
        const negative = negativeBinomialCounts(mean, extra, 400);
        expect(meanOf(negative)).toBeCloseTo(mean, 8);
        expect(varianceOf(negative)).toBeCloseTo(mean + extra * mean * mean, 6);
      }),
    );
  });

  test('of Weibull gaps are Poisson at shape 1 and narrower above it', () => {
    fc.assert(
      fc.property(between(0.1, 6), (mean) => {
        weibullCounts(mean, 1, 20).forEach((p, goals) => {
          expect(Math.abs(p - (poissonCounts(mean, 20)[goals] ?? 0))).toBeLessThan(1e-9);
        });
      }),
    );
    const narrow = weibullCounts(1.4, 1.3, 30);
    expect(varianceOf(narrow)).toBeLessThan(meanOf(narrow));
    const wide = weibullCounts(1.4, 0.8, 30);
    expect(varianceOf(wide)).toBeGreaterThan(meanOf(wide));
    expect(weibullCounts(60, 1.1, 10)[0]).toBeNaN();
    // The terms of this one add up to ten powers of ten more than their sum.
    expect(weibullCounts(6, 0.6, 10)[0]).toBeNaN();
  });

  test('of Weibull gaps have the slopes of their differences', () => {
    fc.assert(
      fc.property(
        between(0.2, 3),
        between(0.8, 1.6),
        fc.integer({ min: 0, max: 6 }),
        (mean, shape, goals) => {
          const at = (r: number, c: number, kind: 'probability' | 'cumulative'): SeriesValue => {
            const out = { value: 0, byLogRate: 0, byShape: 0 };
            createWeibullSeries(c, 8)[kind](goals, r, out);
            return out;
          };
          for (const kind of ['probability', 'cumulative'] as const) {
            const here = at(mean, shape, kind);
            const step = 1e-5;
            const byLogRate =
              at(mean * Math.exp(step), shape, kind).value - at(mean * Math.exp(-step), shape, kind).value;
            const byShape = at(mean, shape + step, kind).value - at(mean, shape - step, kind).value;
            expect(here.byLogRate).toBeCloseTo(byLogRate / (2 * step), 6);
            expect(here.byShape).toBeCloseTo(byShape / (2 * step), 6);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('bivariate Poisson has its margins and its covariance', () => {
    const grid = scoreGrid({ kind: 'bivariate-poisson', home: 1.3, away: 0.9, shared: 0.12 });
    const { home } = margins(grid);
    poissonCounts(1.42, 20).forEach((p, goals) => {
      expect(home[goals]).toBeCloseTo(p, 13);
    });
    const product = grid.cells.reduce((total, p, i) => total + p * Math.floor(i / 61) * (i % 61), 0);
    expect(product - 1.42 * 1.02).toBeCloseTo(0.12, 12);
    expect(bivariatePoisson(-1, 0, 1, 1, 0)).toBe(0);
  });

  test('digamma follows its recurrence', () => {
    expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 13);
    fc.assert(
      fc.property(between(0.1, 50), (x) => {
        expect(digamma(x + 1) - digamma(x)).toBeCloseTo(1 / x, 11);
      }),
    );
  });
});

describe("Frank's copula", () => {
  const unit = between(0, 1);
  const at = (u: number, v: number, kappa: number): CopulaValue => {
    const out = { value: 0, byU: 0, byV: 0, byKappa: 0 };
    frankCopula(u, v, kappa, out);
    return out;
  };

  test('has uniform margins, is symmetric and lies between its limits', () => {
    fc.assert(
      fc.property(unit, unit, between(-20, 20), (u, v, kappa) => {
        expect(at(u, 1, kappa).value).toBeCloseTo(u, 10);
        expect(at(0, v, kappa).value).toBeCloseTo(0, 14);
        expect(at(u, v, kappa).value).toBeCloseTo(at(v, u, kappa).value, 12);
        expect(at(u, v, kappa).value).toBeGreaterThanOrEqual(Math.max(0, u + v - 1) - 1e-10);
        expect(at(u, v, kappa).value).toBeLessThanOrEqual(Math.min(u, v) + 1e-10);
      }),
    );
  });

  test('has the slopes of its differences, near independence too', () => {
    fc.assert(
      fc.property(
        between(0.01, 0.99),
        between(0.01, 0.99),
        fc.oneof(between(-8, 8), between(-6e-4, 6e-4)),
        (u, v, kappa) => {
          const step = 1e-4;
          const here = at(u, v, kappa);
          expect(here.byU).toBeCloseTo(
            (at(u + step, v, kappa).value - at(u - step, v, kappa).value) / (2 * step),
            5,
          );
          expect(here.byV).toBeCloseTo(
            (at(u, v + step, kappa).value - at(u, v - step, kappa).value) / (2 * step),
            5,
          );
          expect(here.byKappa).toBeCloseTo(
            (at(u, v, kappa + step).value - at(u, v, kappa - step).value) / (2 * step),
            6,
          );
        },
      ),
    );
  });

  test('bends near independence as it does a little further off', () => {
    const bend = (kappa: number) =>
      (at(0.2, 0.3, kappa).value + at(0.2, 0.3, -kappa).value - 0.12) / kappa ** 2;
    expect(bend(2e-4)).toBeCloseTo(bend(0.02), 6);
    const turn = (kappa: number) => (at(0.2, 0.3, kappa).byKappa - at(0.2, 0.3, -kappa).byKappa) / kappa;
    expect(turn(2e-4)).toBeCloseTo(turn(0.02), 6);
  });

  test('is the product at independence and joins goals that rise together', () => {
    expect(at(0.3, 0.6, 0).value).toBeCloseTo(0.18, 15);
    const drawOf = (kappa: number) =>
      matchOdds(scoreGrid({ kind: 'weibull-count', home: 1.4, away: 1.2, shape: 1.1, kappa })).draw;
    expect(drawOf(2)).toBeGreaterThan(drawOf(0));
    expect(drawOf(-2)).toBeLessThan(drawOf(0));
  });
});

describe('markets of a grid', () => {
  // Home goals by row; every probability differs, so that a mix-up shows.
  const cells = [0.11, 0.07, 0.05, 0.13, 0.12, 0.06, 0.16, 0.1, 0.2];
  const grid: ScoreGrid = { rows: 3, columns: 3, cells: Float64Array.from(cells) };

  test('by hand', () => {
    expect(matchOdds(grid)).toEqual({
      home: expect.closeTo(0.39, 14),
      draw: expect.closeTo(0.43, 14),
      away: expect.closeTo(0.18, 14),
    });
    expect(bothTeamsToScore(grid)).toBeCloseTo(0.48, 14);
    expect(correctScore(grid, 2, 1)).toBe(0.1);
    expect(correctScore(grid, 3, 0)).toBe(0);
    expect(expectedGoals(grid)).toEqual({ home: expect.closeTo(1.23, 14), away: expect.closeTo(0.91, 14) });
    const total = totalGoals(grid, 2);
    expect([total.win, total.push, total.lose]).toEqual(
      [0.36, 0.33, 0.31].map((value) => expect.closeTo(value, 14)),
    );
    const quarter = homeHandicap(grid, -0.75);
    // Half at -0.5 (home wins), half at -1 (wins by two, by one is a push).
    expect(quarter.win).toBeCloseTo(0.5 * (0.39 + 0.16), 14);
    expect(quarter.push).toBeCloseTo(0.5 * 0.23, 14);
    expect(fairLineOdds(quarter)).toBeCloseTo(1 + quarter.lose / quarter.win, 14);
  });

  test('agree with each other', () => {
    fc.assert(
      fc.property(model, line, (one, at) => {
        const scores = normalised(scoreGrid(one, 25));
        const home = homeHandicap(scores, at);
        const away = awayHandicap(scores, -at);
        expect(home.win + home.push + home.lose).toBeCloseTo(1, 12);
        expect([away.win, away.push, away.lose]).toEqual(
          [home.lose, home.push, home.win].map((p) => expect.closeTo(p, 12)),
        );
        expect(homeHandicap(scores, at + 0.25).win).toBeGreaterThanOrEqual(home.win - 1e-12);
        expect(totalGoals(scores, Math.abs(at) + 0.25).win).toBeLessThanOrEqual(
          totalGoals(scores, Math.abs(at)).win + 1e-12,
        );
        expect(homeHandicap(scores, -0.5).win).toBeCloseTo(matchOdds(scores).home, 12);
        expect(homeHandicap(scores, 0).push).toBeCloseTo(matchOdds(scores).draw, 12);
      }),
    );
  });
});
