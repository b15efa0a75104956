import type { Result } from './result.ts';

/** Expected goal difference against an average side at home and away, on the rating's own scale. */
export type PiRating = { readonly home: number; readonly away: number };

export type PiOptions = {
  /** How fast ratings learn from an error. */
  readonly lambda: number;
  /** How much of it is carried over to the rating for the other ground. */
  readonly gamma: number;
  readonly b: number;
  readonly c: number;
};

/** Constantinou & Fenton 2013. */
export const PI_OPTIONS: PiOptions = { lambda: 0.035, gamma: 0.7, b: 10, c: 3 };

const START: PiRating = { home: 0, away: 0 };

const goalsOf = (rating: number, { b, c }: PiOptions): number =>
  Math.sign(rating) * (b ** (Math.abs(rating) / c) - 1);

/** Expected goals of `home` less those of `away`, on the ground of `home`. */
export const piExpectedDifference = (home: PiRating, away: PiRating, options = PI_OPTIONS): number =>
  goalsOf(home.home, options) - goalsOf(away.away, options);

export type PiUpdate = {
  readonly expectedDifference: number;
  readonly home: PiRating;
  readonly away: PiRating;
};

/** Both teams' ratings after a match that ended `goalDifference` (home less away). Constantinou & Fenton 2013. */
export function updatePi(
  home: PiRating,
  away: PiRating,
  goalDifference: number,
  options = PI_OPTIONS,
): PiUpdate {
  const { lambda, gamma, b, c } = options;
  const expectedDifference = piExpectedDifference(home, away, options);
  const error = goalDifference - expectedDifference;
  // Large errors count less: log to the base b, the inverse of `goalsOf`.
  const change = lambda * Math.sign(error) * c * (Math.log1p(Math.abs(error)) / Math.log(b));
  return {
    expectedDifference,
    home: { home: home.home + change, away: home.away + gamma * change },
    away: { away: away.away - change, home: away.home - gamma * change },
  };
}

export type PiHistory = {
  readonly ratings: ReadonlyMap<string, PiRating>;
  /** What was known before each match: the home side's rating at home and the away side's away. */
  readonly before: readonly (readonly [home: number, away: number])[];
};

/** Rates teams from nothing over `results` in the order given, which must be that of kick-off. */
export function ratePi(results: readonly Result[], options = PI_OPTIONS): PiHistory {
  const ratings = new Map<string, PiRating>();
  const before = results.map((result): readonly [number, number] => {
    const home = ratings.get(result.home) ?? START;
    const away = ratings.get(result.away) ?? START;
    const after = updatePi(home, away, result.homeGoals - result.awayGoals, options);
    ratings.set(result.home, after.home).set(result.away, after.away);
    return [home.home, away.away];
  });
  return { ratings, before };
}
