import { CHANNELS, type Channel } from './figures.ts';

/** How a channel's rates move. Variances are of log rates; shares are of the way to what was seen. */
export type RateTuning = {
  /** Variance of a count around its rate, as a share of Poisson's. */
  readonly dispersion: number;
  /** A team nobody has seen. */
  readonly startVariance: number;
  /** How attack and defence of one team drift together, -1 to 1. */
  readonly correlation: number;
  /** Added each day between matches. */
  readonly dailyVariance: number;
  /** Added between seasons, and once more when a team changes division. */
  readonly seasonVariance: number;
  readonly movedVariance: number;
  /** Share of a rate kept from season to season, and share of its level over years added to it. */
  readonly kept: number;
  readonly longPull: number;
  /** Rate a day at which it returns to its level over years. */
  readonly dailyReversion: number;
  /** Share a match by which the level over years follows. */
  readonly longShare: number;
  /** Smallest shares a match of a competition's rate and home advantage, and of home advantage everywhere. */
  readonly leagueShare: number;
  readonly homeShare: number;
  readonly worldShare: number;
  /** Gain a match of what home helps one team more than others. */
  readonly groundGain: number;
};

/** How much what happens in a match says beside goals: in shots on target. */
export type VolumeTuning = {
  readonly offTarget: number;
  readonly corner: number;
  /** A red card less than the other side, which was helped to its shots; a yellow one. */
  readonly red: number;
  readonly yellow: number;
  /** A goal ahead at half time: who leads attacks less. */
  readonly halfTimeLead: number;
};

export type FootballTuning = {
  readonly rates: Readonly<Record<Channel, RateTuning>>;
  readonly volume: VolumeTuning;
  /** Chances are this share of goals and the rest of volume at its price in goals, each to a power. */
  readonly chances: { readonly goals: number; readonly goalPower: number; readonly volumePower: number };
  /** Dispersion of the channels of volume where nothing but goals is known. */
  readonly goalsOnlyDispersion: number;
  readonly elo: {
    readonly k: number;
    readonly slowK: number;
    /** Exponent of Hvattum & Arntzen's multiplier. */
    readonly margin: number;
    /** Share of a rating's change that home advantage takes: of the competition, of all. */
    readonly homeShare: number;
    readonly worldShare: number;
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

const chances: RateTuning = {
  dispersion: 0.45,
  startVariance: 0.027,
  correlation: 0.5,
  dailyVariance: 0.00016,
  seasonVariance: 0.0235,
  movedVariance: 0.0012,
  kept: 0.76,
  longPull: 0.3,
  dailyReversion: 0.00022,
  longShare: 0.006,
  leagueShare: 0.0012,
  homeShare: 0.0005,
  worldShare: 0.00135,
  groundGain: 0.00225,
};

/** Chosen by the log loss of 1X2 over the seasons 2019-20 to 2022-23, one after the other. */
export const TUNING: FootballTuning = {
  rates: {
    chances,
    pressure: {
      ...chances,
      dispersion: 0.27,
      kept: 0.86,
      dailyVariance: 0.0034,
      dailyReversion: 0.027,
      longShare: 0.015,
      groundGain: 0.001,
    },
    goals: {
      ...chances,
      dispersion: 1.3,
      dailyVariance: 0.000064,
      kept: 0.8,
      dailyReversion: 0.00007,
      longShare: 0.01,
      groundGain: 0.002,
    },
  },
  volume: { offTarget: 0.43, corner: 0.56, red: 1.2, yellow: -0.15, halfTimeLead: 0.5 },
  chances: { goals: 0.25, goalPower: 0.7, volumePower: 1.28 },
  goalsOnlyDispersion: 0.77,
  elo: { k: 6.4, slowK: 2, margin: 0.7, homeShare: 0.0016, worldShare: 0.03 },
  pi: { lambda: 0.035, gamma: 0.7 },
  kept: 1,
  divisionElo: 144,
  divisionRate: 0.19,
  formShare: 0.34,
  longFormShare: 0.07,
};

export const rateTuning = ({ rates }: FootballTuning, channel: number): RateTuning =>
  rates[CHANNELS[channel] ?? 'goals'];
