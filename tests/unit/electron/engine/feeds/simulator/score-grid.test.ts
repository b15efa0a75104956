import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MatchState } from '../../../../../../electron/engine/feeds/simulator/score-grid.ts';
import {
  asianHandicap,
  bothTeamsToScore,
  matchOdds,
  scoreGrid,
  totals,
} from '../../../../../../electron/engine/feeds/simulator/score-grid.ts';

const state = fc.record({
  homeGoals: fc.integer({ min: 0, max: 6 }),
  awayGoals: fc.integer({ min: 0, max: 6 }),
  homeExpectancy: fc.double({ min: 0.001, max: 4.5, noNaN: true }),
  awayExpectancy: fc.double({ min: 0.001, max: 4.5, noNaN: true }),
});
const quarter = fc.integer({ min: -12, max: 12 }).map((n) => n / 4);
const sum = (ps: readonly number[]) => ps.reduce((a, b) => a + b, 0);

describe('probabilities from the score grid', () => {
  it('sum to one in every market', () => {
    fc.assert(
      fc.property(state, quarter, (now, line) => {
        const grid = scoreGrid(now);
        for (const ps of [
          matchOdds(grid),
          totals(grid, 2.5),
          asianHandicap(grid, line),
          bothTeamsToScore(grid),
        ]) {
          expect(sum(ps)).toBeCloseTo(1, 10);
          expect(ps.every((p) => p >= -1e-12 && p <= 1 + 1e-12)).toBe(true);
        }
      }),
    );
  });

  it('swap with the sides', () => {
    const mirrored = (now: MatchState): MatchState => ({
      homeGoals: now.awayGoals,
      awayGoals: now.homeGoals,
      homeExpectancy: now.awayExpectancy,
      awayExpectancy: now.homeExpectancy,
    });
    fc.assert(
      fc.property(state, quarter, (now, line) => {
        const [grid, mirror] = [scoreGrid(now), scoreGrid(mirrored(now))];
        expect(matchOdds(mirror)[0]).toBeCloseTo(matchOdds(grid)[2], 10);
        expect(asianHandicap(mirror, -line)[0]).toBeCloseTo(asianHandicap(grid, line)[1], 10);
        expect(bothTeamsToScore(mirror)[0]).toBeCloseTo(bothTeamsToScore(grid)[0], 10);
      }),
    );
  });
});

it('agrees with Poisson sums worked out by hand', () => {
  const grid = scoreGrid({ homeGoals: 0, awayGoals: 0, homeExpectancy: 1.5, awayExpectancy: 1 });
  const under = Math.exp(-2.5) * (1 + 2.5 + 2.5 ** 2 / 2);
  expect(totals(grid, 2.5)[1]).toBeCloseTo(under, 9);
  expect(bothTeamsToScore(grid)[0]).toBeCloseTo((1 - Math.exp(-1.5)) * (1 - Math.exp(-1)), 9);
});

it('gives a half-goal handicap the chance of the win, and level the chance without the draw', () => {
  const grid = scoreGrid({ homeGoals: 0, awayGoals: 0, homeExpectancy: 1.7, awayExpectancy: 1.1 });
  const [home, draw, away] = matchOdds(grid);
  expect(asianHandicap(grid, -0.5)[0]).toBeCloseTo(home, 9);
  expect(asianHandicap(grid, 0.5)[0]).toBeCloseTo(home + draw, 9);
  expect(asianHandicap(grid, 0)[0]).toBeCloseTo(home / (home + away), 9);
  // Half the stake at 0 and half at -0.5: at fair odds o, home (o - 1) = draw / 2 + away.
  expect(asianHandicap(grid, -0.25)[0]).toBeCloseTo(home / (home + draw / 2 + away), 9);
});

it('knows a settled total', () => {
  const grid = scoreGrid({ homeGoals: 2, awayGoals: 1, homeExpectancy: 0.4, awayExpectancy: 0.3 });
  expect(totals(grid, 2.5)[0]).toBeCloseTo(1, 12);
  expect(bothTeamsToScore(grid)[0]).toBe(1);
});
