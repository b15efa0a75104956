import { solvePositiveDefinite } from '../optimise/positive-definite.ts';
import type { Result } from './result.ts';

export type DrawRule = 'half' | 'ignore';

/**
 * Colley 2002: (2 + n_i) r_i - sum over opponents n_ij r_j = 1 + (wins - losses) / 2, in the order of `teams`, which
 * must name every team of `results`. The mean is one half. A draw is half a win and half a loss, or no match.
 */
export function colley(
  results: readonly Result[],
  teams: readonly string[],
  draws: DrawRule = 'half',
): readonly number[] {
  const n = teams.length;
  const place = new Map(teams.map((team, i) => [team, i]));
  const matrix = new Float64Array(n * n);
  const right = new Float64Array(n).fill(1);
  for (let i = 0; i < n; i += 1) matrix[i * n + i] = 2;
  const add = (i: number, j: number, value: number) => {
    matrix[i * n + j] = (matrix[i * n + j] as number) + value;
  };
  for (const { home, away, homeGoals, awayGoals } of results) {
    const i = place.get(home) as number;
    const j = place.get(away) as number;
    const sign = Math.sign(homeGoals - awayGoals);
    if (sign === 0 && draws === 'ignore') continue;
    add(i, i, 1);
    add(j, j, 1);
    add(i, j, -1);
    add(j, i, -1);
    right[i] = (right[i] as number) + sign / 2;
    right[j] = (right[j] as number) - sign / 2;
  }
  // Diagonally dominant by two, so always positive definite.
  return [...(solvePositiveDefinite(matrix, right) as Float64Array)];
}
