/** How the ratings of one sport's winners are learned. Elo is in points, margins in the sport's own. */
export type WinnerTuning = {
  /** Elo's step for a side with many matches; `newcomer` times as much for its first, fading over `settles` matches. */
  readonly k: number;
  readonly newcomer: number;
  readonly settles: number;
  /** Exponent of the fading. */
  readonly fades: number;
  /** Of the way back to the average between seasons. */
  readonly regress: number;
  /** Step of the rating of margins, as a share of the surprise, and a margin's standard deviation. */
  readonly marginStep: number;
  readonly marginDeviation: number;
  /** Larger margins count as this. */
  readonly mostMargin: number;
  /** Days after which a rest is a long one. */
  readonly mostRest: number;
  /** A first guess, learned from there on. */
  readonly homeAdvantage: number;
  /** Whether sides are rated by the competition's last word (a surface) as well. */
  readonly surfaces: boolean;
};

/** Steps and regressions were chosen on all but the last season of each sport. */
export const WINNER_TUNINGS = {
  tennis: {
    k: 18,
    newcomer: 4,
    settles: 5,
    fades: 0.5,
    regress: 0,
    marginStep: 0.12,
    marginDeviation: 1.5,
    mostMargin: 3,
    mostRest: 60,
    homeAdvantage: 0,
    surfaces: true,
  },
  basketball: {
    k: 12,
    newcomer: 2,
    settles: 10,
    fades: 1,
    regress: 0.35,
    marginStep: 0.06,
    marginDeviation: 12.5,
    mostMargin: 30,
    mostRest: 10,
    homeAdvantage: 80,
    surfaces: false,
  },
  'american-football': {
    k: 22,
    newcomer: 1.5,
    settles: 8,
    fades: 1,
    regress: 0.45,
    marginStep: 0.035,
    marginDeviation: 13.5,
    mostMargin: 28,
    mostRest: 20,
    homeAdvantage: 50,
    surfaces: false,
  },
} as const satisfies Readonly<Record<string, WinnerTuning>>;
export type WinnerSport = keyof typeof WINNER_TUNINGS;
