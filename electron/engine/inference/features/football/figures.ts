/** Running figures of teams and competitions as rows of numbers, so that reading them allocates nothing. */

/** What scoring rates are learned from; each channel has its own attack and defence per team. */
export const CHANNELS = ['chances', 'pressure', 'goals'] as const;
export type Channel = (typeof CHANNELS)[number];

/** A channel's figures of a team, as logarithms of rates above its competition's average. */
export const RATE = {
  attack: 0,
  defence: 1,
  attackVariance: 2,
  defenceVariance: 3,
  covariance: 4,
  /** How much more home helps this team than others. */
  ground: 5,
  /** Where attack and defence stood over years: what they return to. */
  longAttack: 6,
  longDefence: 7,
} as const;
const RATE_WIDTH = 8;

/** Columns of a team's row. `rates` is where the first channel begins. */
export const TEAM = {
  /** Day number of the last match, `NaN` before the first. */
  lastDay: 0,
  /** This season. */
  played: 1,
  points: 2,
  goalDifference: 3,
  /** Score above Elo's expectation, lately and for longer. */
  form: 4,
  longForm: 5,
  /** Goals lately, `NaN` before the first match. */
  scored: 6,
  conceded: 7,
  /** Matches lately: each counts less day by day. */
  congestion: 8,
  /** One of `ENTRY`. */
  entered: 9,
  /** Points above an average team of the top division. */
  elo: 10,
  slowElo: 11,
  piHome: 12,
  piAway: 13,
  /** How much is open for the team, 0 to 1. */
  stake: 14,
  rates: 15,
} as const;
export const TEAM_WIDTH = TEAM.rates + RATE_WIDTH * CHANNELS.length;

/** Where a channel's figures begin in a team's row. */
export const rateColumn = (channel: number): number => TEAM.rates + RATE_WIDTH * channel;

/** How a team came into its competition this season. */
export const ENTRY = { stayed: 0, promoted: 1, relegated: 2, unseen: 3 } as const;

/** Columns of a competition's row. */
export const LEAGUE = {
  matches: 0,
  draws: 1,
  /** Goals a match. */
  goals: 2,
  /** Matches a team plays in a season: most in the last one, and what this one looks like. */
  lastLength: 3,
  length: 4,
  mostPlayed: 5,
  /** Home advantage in Elo points. */
  homeElo: 6,
  homeSlowElo: 7,
  /** Goals and shot volume a side, whose ratio is the price of a shot. */
  statisticMatches: 8,
  shotGoals: 9,
  shotVolume: 10,
  channels: 11,
} as const;

/** A channel's figures of a competition, as logarithms of rates. */
export const BASE = {
  rate: 0,
  /** What all competitions' home advantage is added to. */
  home: 1,
  matches: 2,
  /** Attack and defence per `ENTRY` but the first: added to a promoted or relegated team's, an unseen team's own. */
  newcomers: 3,
} as const;
const BASE_WIDTH = BASE.newcomers + 2 * 3;
export const LEAGUE_WIDTH = LEAGUE.channels + BASE_WIDTH * CHANNELS.length;
/** Where a channel's figures begin in a competition's row. */
export const baseColumn = (channel: number): number => LEAGUE.channels + BASE_WIDTH * channel;
/** Where what newcomers of this entry differ by stands, from a channel's base on. */
export const newcomerColumn = (entry: number): number => BASE.newcomers + 2 * (entry - 1);

/** Rows of equal width that grow; `rows` is replaced when they do. */
export type FigureTable = { rows: Float64Array; count: number; readonly width: number };

const FIRST_ROWS = 64;

export const createTable = (width: number): FigureTable => ({
  rows: new Float64Array(width * FIRST_ROWS),
  count: 0,
  width,
});

/** Adds a row of zeros; where it begins. */
export function addRow(table: FigureTable): number {
  const at = table.count * table.width;
  table.count += 1;
  if (at + table.width > table.rows.length) {
    const grown = new Float64Array(2 * table.rows.length);
    grown.set(table.rows);
    table.rows = grown;
  }
  return at;
}

export const read = (rows: Float64Array, at: number): number => rows[at] as number;

export function add(rows: Float64Array, at: number, change: number): void {
  rows[at] = (rows[at] as number) + change;
}

/** Moves a running figure towards `value` by this share of the way. */
export function approach(rows: Float64Array, at: number, value: number, share: number): void {
  rows[at] = (rows[at] as number) + share * (value - (rows[at] as number));
}
