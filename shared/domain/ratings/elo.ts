/** How much more a clear win counts. `gap` is how far the winner was ahead, home advantage included. */
export type MarginMultiplier = (goalDifference: number, gap: number) => number;

/** At -2200 FiveThirtyEight's divisor is zero; no two teams of one sport are that far apart. */
const WIDEST_GAP = 2000;

/** Named rules for the margin of victory; `hvattumArntzen` is made for its exponent. */
export const MARGIN_MULTIPLIERS = {
  none: () => 1,
  /** World Football Elo Ratings: 1, 1.5 for two goals, (11 + n) / 8 from three on. */
  worldFootball: (goalDifference) => {
    const goals = Math.abs(goalDifference);
    if (goals <= 1) return 1;
    return goals <= 2 ? 1.5 : (11 + goals) / 8;
  },
  /** FiveThirtyEight's NFL ratings: ln(1 + n), less for favourites, so that ratings do not drift apart. */
  fiveThirtyEight: (goalDifference, gap) =>
    goalDifference === 0
      ? 1
      : (Math.log(1 + Math.abs(goalDifference)) * 2.2) / (0.001 * Math.max(gap, -WIDEST_GAP) + 2.2),
} as const satisfies Readonly<Record<string, MarginMultiplier>>;

/** Hvattum & Arntzen 2010, ELOg: (1 + n)^lambda. */
export const hvattumArntzen =
  (lambda: number): MarginMultiplier =>
  (goalDifference) =>
    (1 + Math.abs(goalDifference)) ** lambda;

export type EloOptions = {
  readonly k: number;
  /** In rating points, added to the home side. */
  readonly homeAdvantage: number;
  readonly multiplier: MarginMultiplier;
  /** Points for odds of ten to one: 400. */
  readonly scale: number;
};

export type EloUpdate = {
  /** Expected score of the home side, a draw counting half. */
  readonly expectedHome: number;
  readonly multiplier: number;
  /** K times the multiplier. */
  readonly k: number;
  readonly home: number;
  readonly away: number;
};

/** Expected score of a side `gap` points ahead. */
export const eloExpectation = (gap: number, scale = 400): number => 1 / (1 + 10 ** (-gap / scale));

/**
 * Elo's update of both ratings, which keeps their sum. `score` is the home side's: 1, 0.5 or 0; `goalDifference` home
 * less away.
 */
export function updateElo(
  home: number,
  away: number,
  score: number,
  goalDifference: number,
  { k, homeAdvantage, multiplier, scale }: EloOptions,
): EloUpdate {
  const gap = home + homeAdvantage - away;
  const expectedHome = eloExpectation(gap, scale);
  const factor = multiplier(goalDifference, goalDifference < 0 ? -gap : gap);
  const change = k * factor * (score - expectedHome);
  return { expectedHome, multiplier: factor, k: k * factor, home: home + change, away: away - change };
}
