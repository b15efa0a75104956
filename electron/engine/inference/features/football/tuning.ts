import type { Channel } from './figures.ts';

/** How fast a channel's rates move. Variances are of log rates. */
export type RateTuning = {
  /** Variance of a count around its rate, as a share of Poisson's. */
  readonly dispersion: number;
  /** A team nobody has seen. */
  readonly startVariance: number;
  /** How attack and defence of one team go together, -1 to 1. */
  readonly correlation: number;
  /** Added to the variances each day between matches. */
  readonly dailyVariance: number;
  /** Added between seasons. */
  readonly seasonVariance: number;
  /** Added when a team changes division. */
  readonly movedVariance: number;
  /** Share of a rate kept from season to season. */
  readonly kept: number;
  /** Smallest share of the gap by which competition figures move with a match. */
  readonly leagueShare: number;
  readonly homeShare: number;
};

export type FootballTuning = {
  readonly rates: Readonly<Record<Channel, RateTuning>>;
  /** Share of goals themselves in the chances channel; the rest is shots at the competition's price. */
  readonly goalsInChances: number;
  /** A shot off target and a corner, in shots on target. */
  readonly offTargetWorth: number;
  readonly cornerWorth: number;
  readonly elo: {
    readonly k: number;
    readonly slowK: number;
    readonly margin: number;
    readonly homeShare: number;
  };
  readonly pi: { readonly lambda: number; readonly gamma: number };
  /** Share of Elo and pi ratings kept from season to season. */
  readonly kept: number;
  /** Elo points between neighbouring divisions. */
  readonly divisionElo: number;
  /** Log rate between neighbouring divisions before any team was seen to move. */
  readonly divisionRate: number;
  readonly formShare: number;
  readonly longFormShare: number;
};

const goals: RateTuning = {
  dispersion: 1,
  startVariance: 0.06,
  correlation: 0.5,
  dailyVariance: 0.00006,
  seasonVariance: 0.008,
  movedVariance: 0.01,
  kept: 0.9,
  leagueShare: 0.002,
  homeShare: 0.003,
};

/** Chosen by log loss of the seasons 2019-20 to 2022-23. */
export const TUNING: FootballTuning = {
  rates: {
    goals,
    chances: { ...goals, dispersion: 0.5 },
    shots: { ...goals, dispersion: 1.5 },
  },
  goalsInChances: 0.3,
  offTargetWorth: 0.15,
  cornerWorth: 0.1,
  elo: { k: 14, slowK: 6, margin: 0.7, homeShare: 0.2 },
  pi: { lambda: 0.035, gamma: 0.7 },
  kept: 0.9,
  divisionElo: 150,
  divisionRate: 0.25,
  formShare: 0.2,
  longFormShare: 0.07,
};
