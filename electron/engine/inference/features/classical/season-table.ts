import { solvePositiveDefinite } from '../../../../../shared/domain/optimise/positive-definite.ts';

/** JSON-safe: who met whom how often, and what each came to; no result by itself. */
export type SeasonFigures = {
  readonly teams: readonly string[];
  /** `[i, j, meetings]` with i < j, by place in `teams`. */
  readonly meetings: readonly (readonly [number, number, number])[];
  readonly goalDifference: readonly number[];
  /** Wins less losses. */
  readonly balance: readonly number[];
};

/** Keeps every group of teams that have not met another comparable with none, and its ratings finite. */
const RIDGE = 1e-6;

/**
 * A season of one competition as Massey's and Colley's normal equations see it. `massey` of the domain gives the same
 * ratings from the results where all teams have met, directly or through others.
 */
export function createSeasonTable(kept?: SeasonFigures) {
  const places = new Map<string, number>(kept?.teams.map((team, i) => [team, i]));
  const meetings = new Map<string, number>(kept?.meetings.map(([i, j, count]) => [`${i}|${j}`, count]));
  const goalDifference = [...(kept?.goalDifference ?? [])];
  const balance = [...(kept?.balance ?? [])];
  let solved: { readonly massey: Float64Array; readonly colley: Float64Array } | undefined;

  const placeOf = (team: string): number => {
    const known = places.get(team);
    if (known !== undefined) return known;
    const place = places.size;
    places.set(team, place);
    goalDifference.push(0);
    balance.push(0);
    return place;
  };

  const solve = () => {
    const n = places.size;
    const laplacian = new Float64Array(n * n);
    const add = (i: number, j: number, value: number) => {
      laplacian[i * n + j] = (laplacian[i * n + j] as number) + value;
    };
    for (const [pair, count] of meetings) {
      const [i = 0, j = 0] = pair.split('|').map(Number);
      add(i, i, count);
      add(j, j, count);
      add(i, j, -count);
      add(j, i, -count);
    }
    const withDiagonal = (value: number) =>
      laplacian.map((entry, at) => (Math.floor(at / n) === at % n ? entry + value : entry));
    const none = new Float64Array(n);
    return {
      massey: solvePositiveDefinite(withDiagonal(RIDGE), Float64Array.from(goalDifference)) ?? none,
      colley:
        solvePositiveDefinite(
          withDiagonal(2),
          Float64Array.from(balance, (net) => 1 + net / 2),
        ) ?? none,
    };
  };

  return {
    add(home: string, away: string, difference: number): void {
      const [i, j] = [placeOf(home), placeOf(away)];
      const pair = i < j ? `${i}|${j}` : `${j}|${i}`;
      meetings.set(pair, (meetings.get(pair) ?? 0) + 1);
      const net = Math.sign(difference);
      goalDifference[i] = (goalDifference[i] as number) + difference;
      goalDifference[j] = (goalDifference[j] as number) - difference;
      balance[i] = (balance[i] as number) + net;
      balance[j] = (balance[j] as number) - net;
      solved = undefined;
    },
    /** Massey's rating in goals and Colley's around one half; `undefined` before the team's first match. */
    rating(team: string): { readonly massey: number; readonly colley: number } | undefined {
      const place = places.get(team);
      if (place === undefined) return undefined;
      solved ??= solve();
      return { massey: solved.massey[place] as number, colley: solved.colley[place] as number };
    },
    figures: (): SeasonFigures => ({
      teams: [...places.keys()],
      meetings: [...meetings].map(([pair, count]) => {
        const [i = 0, j = 0] = pair.split('|').map(Number);
        return [i, j, count] as const;
      }),
      goalDifference,
      balance,
    }),
  };
}
export type SeasonTable = ReturnType<typeof createSeasonTable>;
