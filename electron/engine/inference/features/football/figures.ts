/** Running figures of teams and competitions as rows of numbers, so that reading them allocates nothing. */

/** The channels scoring rates are learned from; each has its own attack and defence per team. */
export const CHANNELS = ['goals', 'chances', 'shots'] as const;
export type Channel = (typeof CHANNELS)[number];

/** A channel's figures of a team: log rates above its competition's average, and their covariance. */
export const RATE = { attack: 0, defence: 1, attackVariance: 2, defenceVariance: 3, covariance: 4 } as const;
const RATE_WIDTH = 5;

/** Columns of a team's row. `rates` is where the first channel begins. */
export const TEAM = {
  /** Day number of the last match, `NaN` before the first. */
  lastDay: 0,
  /** This season. */
  played: 1,
  points: 2,
  goalDifference: 3,
  /** Points above Elo's expectation, lately and for longer, at home and away. */
  form: 4,
  longForm: 5,
  homeForm: 6,
  awayForm: 7,
  /** Goals lately. */
  scored: 8,
  conceded: 9,
  /** Matches lately: each counts less day by day. */
  congestion: 10,
  /** One of `ENTRY`. */
  entered: 11,
  elo: 12,
  slowElo: 13,
  piHome: 14,
  piAway: 15,
  rates: 16,
} as const;
export const TEAM_WIDTH = TEAM.rates + RATE_WIDTH * CHANNELS.length;

/** Where a channel's figures begin in a team's row. */
export const rateColumn = (channel: number): number => TEAM.rates + RATE_WIDTH * channel;

/** Columns of a competition's row. */
export const LEAGUE = {
  matches: 0,
  homeWins: 1,
  draws: 2,
  goals: 3,
  /** Matches a team plays in a season: those of the last one. */
  seasonLength: 4,
  mostPlayed: 5,
  /** Elo points. */
  homeElo: 6,
  homeSlowElo: 7,
  /** Goals and shot volume a side, whose ratio prices a shot. */
  statisticMatches: 8,
  shotGoals: 9,
  shotVolume: 10,
  channels: 11,
} as const;

/** How a team came into its competition this season. */
export const ENTRY = { stayed: 0, promoted: 1, relegated: 2, unseen: 3 } as const;

/** A channel's figures of a competition: log rate of an average side, home advantage, what newcomers differ by. */
export const BASE = {
  rate: 0,
  home: 1,
  /** Matches the channel was seen in. */
  matches: 2,
  /** Attack and defence per `ENTRY` but the first: added to a promoted or relegated team's, an unseen team's own. */
  newcomers: 3,
} as const;
const BASE_WIDTH = BASE.newcomers + 2 * 3;
/** Where what newcomers of this entry differ by stands from a channel's base on. */
export const newcomerColumn = (entry: number): number => BASE.newcomers + 2 * (entry - 1);
export const LEAGUE_WIDTH = LEAGUE.channels + BASE_WIDTH * CHANNELS.length;
export const baseColumn = (channel: number): number => LEAGUE.channels + BASE_WIDTH * channel;

/** Rows of equal width that grow; `rows` is replaced when they do. */
export type FigureTable = { rows: Float64Array; count: number; readonly width: number };

export const createTable = (width: number): FigureTable => ({
  rows: new Float64Array(width * 64),
  count: 0,
  width,
});

/** Adds a row of zeros; its number. */
export function addRow(table: FigureTable): number {
  const row = table.count;
  table.count += 1;
  if (table.count * table.width > table.rows.length) {
    const grown = new Float64Array(2 * table.rows.length);
    grown.set(table.rows);
    table.rows = grown;
  }
  return row;
}

export const read = (rows: Float64Array, at: number): number => rows[at] as number;
export function add(rows: Float64Array, at: number, change: number): void {
  rows[at] = (rows[at] as number) + change;
}
/** Moves a running figure towards `value` by this share of the way. */
export function approach(rows: Float64Array, at: number, value: number, share: number): void {
  rows[at] = (rows[at] as number) + share * (value - (rows[at] as number));
}
