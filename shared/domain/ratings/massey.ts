import { solvePositiveDefinite } from '../optimise/positive-definite.ts';
import type { Result } from './result.ts';

/**
 * Massey 1997: ratings whose differences fit the goal differences by least squares, in the order of `teams`, which must
 * name every team of `results`. They sum to zero within every group of teams that have met, directly or through others;
 * groups that have not cannot be compared, and a team without a match is 0.
 */
export function massey(results: readonly Result[], teams: readonly string[]): readonly number[] {
  const n = teams.length;
  const place = new Map(teams.map((team, i) => [team, i]));
  const matrix = new Float64Array(n * n);
  const right = new Float64Array(n);
  const group = teams.map((_, i) => i);
  const add = (i: number, j: number, value: number) => {
    matrix[i * n + j] = (matrix[i * n + j] as number) + value;
  };
  for (const { home, away, homeGoals, awayGoals } of results) {
    const i = place.get(home) as number;
    const j = place.get(away) as number;
    const difference = homeGoals - awayGoals;
    add(i, i, 1);
    add(j, j, 1);
    add(i, j, -1);
    add(j, i, -1);
    right[i] = (right[i] as number) + difference;
    right[j] = (right[j] as number) - difference;
    const [kept, merged] = [group[i], group[j]];
    for (let k = 0; k < n; k += 1) if (group[k] === merged) group[k] = kept as number;
  }
  // The normal equations leave each group's sum free; ones among its members make it zero and the matrix definite.
  for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) if (group[i] === group[j]) add(i, j, 1);
  return [...(solvePositiveDefinite(matrix, right) as Float64Array)];
}

/**
 * The same in closed form for a league in which everyone has met everyone else `rounds` times: goal difference over
 * (teams x rounds).
 */
export const masseyOfLeague = (goalDifference: number, leagueSize: number, rounds: number): number =>
  goalDifference / (leagueSize * rounds);
