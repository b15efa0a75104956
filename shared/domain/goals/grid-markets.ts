import { cellOf, type ScoreGrid } from './score-grid.ts';

/** Markets priced from a score grid. Probabilities are of the grid as it is: of scores, where it is not normalised. */

export type MatchOdds = { readonly home: number; readonly draw: number; readonly away: number };

/** The sum of `value(homeGoals, awayGoals)` weighted by probability. */
function expect(grid: ScoreGrid, value: (homeGoals: number, awayGoals: number) => number): number {
  let sum = 0;
  for (let h = 0; h < grid.rows; h += 1)
    for (let a = 0; a < grid.columns; a += 1)
      sum += (grid.cells[h * grid.columns + a] as number) * value(h, a);
  return sum;
}

export function matchOdds(grid: ScoreGrid): MatchOdds {
  let [home, draw, away] = [0, 0, 0];
  for (let h = 0; h < grid.rows; h += 1)
    for (let a = 0; a < grid.columns; a += 1) {
      const p = grid.cells[h * grid.columns + a] as number;
      if (h > a) home += p;
      else if (h < a) away += p;
      else draw += p;
    }
  return { home, draw, away };
}

/** P(both sides score). */
export const bothTeamsToScore = (grid: ScoreGrid): number =>
  expect(grid, (home, away) => (home > 0 && away > 0 ? 1 : 0));

/** P(this score). */
export const correctScore = cellOf;

/** Mean goals of either side. */
export const expectedGoals = (grid: ScoreGrid): { readonly home: number; readonly away: number } => ({
  home: expect(grid, (home) => home),
  away: expect(grid, (_, away) => away),
});

/** Shares of a stake expected to be won, returned and lost. */
export type LineShares = { readonly win: number; readonly push: number; readonly lose: number };

/**
 * `ahead` points more than the line asks: all halves for a quarter line, since half the stake stands on each of the
 * half lines beside it.
 */
function lineShares(grid: ScoreGrid, ahead: (homeGoals: number, awayGoals: number) => number): LineShares {
  const shares = { win: 0, push: 0, lose: 0 };
  for (let h = 0; h < grid.rows; h += 1)
    for (let a = 0; a < grid.columns; a += 1) {
      const p = grid.cells[h * grid.columns + a] as number;
      const points = ahead(h, a);
      const certain = Math.min(1, Math.abs(points) * 2);
      shares.push += p * (1 - certain);
      if (points > 0) shares.win += p * certain;
      else shares.lose += p * certain;
    }
  return shares;
}

/** Backing the home side with `line` points on top of its goals, a multiple of 0.25. */
export const homeHandicap = (grid: ScoreGrid, line: number): LineShares =>
  lineShares(grid, (home, away) => home - away + line);

/** Backing the away side with `line` points on top of its goals, a multiple of 0.25. */
export const awayHandicap = (grid: ScoreGrid, line: number): LineShares =>
  lineShares(grid, (home, away) => away - home + line);

/** Backing more than `line` goals, a multiple of 0.25: `win` is over's share and `lose` under's. */
export const totalGoals = (grid: ScoreGrid, line: number): LineShares =>
  lineShares(grid, (home, away) => home + away - line);

/** Decimal odds without margin of a bet with these shares; `Infinity` where it cannot win. */
export const fairLineOdds = ({ win, lose }: LineShares): number => 1 + lose / win;
