import { poissonCounts } from '../../../../shared/domain/goals/goal-counts.ts';

/** Where a match stands for pricing: the score, and the goals each side is still expected to score. */
export type MatchState = {
  readonly homeGoals: number;
  readonly awayGoals: number;
  readonly homeExpectancy: number;
  readonly awayExpectancy: number;
};

/** Goals a side may still score in the grid; with expectancies up to 5 the rest is below 1e-5 and is renormalised. */
const MORE_GOALS = 16;

/** Poisson probabilities of 0..MORE_GOALS, normalised to one. */
function poisson(expectancy: number): Float64Array {
  const counts = poissonCounts(expectancy, MORE_GOALS + 1);
  let sum = 0;
  for (const p of counts) sum += p;
  for (let goals = 0; goals <= MORE_GOALS; goals++) counts[goals] = (counts[goals] ?? 0) / sum;
  return counts;
}

/**
 * Distributions of the final score's difference and total, and of both sides scoring. `shared/domain/goals` prices from
 * every cell of a grid that starts at 0-0; six markets from each of those took half the quotes a second that these do.
 */
export type ScoreGrid = {
  /** P(home - away = d) at index d + offset. */
  readonly difference: Float64Array;
  readonly offset: number;
  /** P(home + away = n) at index n. */
  readonly total: Float64Array;
  readonly bothScore: number;
};

/** Final scores from independent Poisson goals on top of the present score (Maher 1982). */
export function scoreGrid(state: MatchState): ScoreGrid {
  const home = poisson(state.homeExpectancy);
  const away = poisson(state.awayExpectancy);
  const lead = state.homeGoals - state.awayGoals;
  const scored = state.homeGoals + state.awayGoals;
  const offset = MORE_GOALS - lead;
  const difference = new Float64Array(2 * MORE_GOALS + 1);
  const total = new Float64Array(scored + 2 * MORE_GOALS + 1);
  for (let h = 0; h <= MORE_GOALS; h++) {
    const ph = home[h] ?? 0;
    for (let a = 0; a <= MORE_GOALS; a++) {
      const p = ph * (away[a] ?? 0);
      const d = h - a + MORE_GOALS;
      difference[d] = (difference[d] ?? 0) + p;
      total[scored + h + a] = (total[scored + h + a] ?? 0) + p;
    }
  }
  const homeScores = state.homeGoals > 0 ? 1 : 1 - (home[0] ?? 0);
  const awayScores = state.awayGoals > 0 ? 1 : 1 - (away[0] ?? 0);
  return { difference, offset, total, bothScore: homeScores * awayScores };
}

/** P(home win), P(draw), P(away win). */
export function matchOdds(grid: ScoreGrid): [number, number, number] {
  let home = 0;
  let draw = 0;
  let away = 0;
  grid.difference.forEach((p, index) => {
    const difference = index - grid.offset;
    if (difference > 0) home += p;
    else if (difference < 0) away += p;
    else draw += p;
  });
  return [home, draw, away];
}

/** P(over), P(under) of a half-goal line. */
export function totals(grid: ScoreGrid, line: number): [number, number] {
  let over = 0;
  grid.total.forEach((p, goals) => {
    if (goals > line) over += p;
  });
  return [over, 1 - over];
}

/** Share of a stake won (+) or lost (-) on a handicap at one goal difference: -1, -0.5, 0, 0.5 or 1. */
function handicapOutcome(difference: number, line: number): number {
  // A quarter line is half the stake on each neighbouring half line.
  const lower = Math.floor(line * 2) / 2;
  const upper = Math.ceil(line * 2) / 2;
  return (Math.sign(difference + lower) + Math.sign(difference + upper)) / 2;
}

/**
 * The probabilities whose inverses are the fair odds of home `line` and away minus `line`. With W the expected share
 * of the stake that wins and L that loses, a back at odds o is fair when W (o - 1) = L, so 1/o = W / (W + L).
 */
export function asianHandicap(grid: ScoreGrid, line: number): [number, number] {
  let won = 0;
  let lost = 0;
  grid.difference.forEach((p, index) => {
    const outcome = handicapOutcome(index - grid.offset, line);
    if (outcome > 0) won += p * outcome;
    else lost -= p * outcome;
  });
  const home = won / (won + lost);
  return [home, 1 - home];
}

/** P(both sides score), P(not). */
export const bothTeamsToScore = (grid: ScoreGrid): [number, number] => [grid.bothScore, 1 - grid.bothScore];
