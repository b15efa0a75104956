import { type EpochMs, isMoment } from '../../../../shared/domain/units.ts';
import type { Offered } from './standing-offers.ts';

/** Columns without which a row says nothing; the rest may be missing, and differs from file to file. */
const NEEDED = ['date', 'sport', 'game_id', 'commence_time', 'home_team', 'away_team', 'bookmaker'] as const;

/** Moneyline, handicap and total of a row: its market, and per outcome the columns of its price and its line. */
const MARKETS = [
  {
    key: 'h2h',
    outcomes: [
      { name: 'home', price: 'ml_home', point: null },
      { name: 'away', price: 'ml_away', point: null },
    ],
  },
  {
    key: 'spreads',
    outcomes: [
      { name: 'home', price: 'spread_home_odds', point: 'spread_home' },
      { name: 'away', price: 'spread_away_odds', point: 'spread_away' },
    ],
  },
  {
    key: 'totals',
    outcomes: [
      { name: 'Over', price: 'total_over_odds', point: 'total_line' },
      { name: 'Under', price: 'total_under_odds', point: 'total_line' },
    ],
  },
] as const;

/** Sport keys of The Odds API by the short names of these files. */
const SPORTS: Readonly<Record<string, string>> = {
  MLB: 'baseball_mlb',
  NBA: 'basketball_nba',
  NFL: 'americanfootball_nfl',
  NHL: 'icehockey_nhl',
  WNBA: 'basketball_wnba',
};

/** When rows without a time of their own were asked for: the collector's daily run, as its collection says. */
const ASSUMED_TIME = 'T17:00:00Z';

export type Row = Readonly<Record<string, string>>;

/** Characters of a cell; the longest name of a team has forty. */
const MOST_CELL = 300;

/** Whether a table with this first line is one of odds. */
export const isOddsTable = (header: string): boolean => {
  const columns = new Set(header.split(',').map((name) => name.trim()));
  return NEEDED.every((name) => columns.has(name));
};

const STATED_TIMES = [
  'api_snapshot_timestamp_utc',
  'snapshot_taken_at_utc',
  'response_received_at_utc',
] as const;
export type Received = { readonly at: EpochMs; readonly assumed: boolean };

const PRICES = MARKETS.flatMap(({ outcomes }) => outcomes.map(({ price }) => price));
const COLUMNS: ReadonlySet<string> = new Set([
  ...NEEDED,
  ...STATED_TIMES,
  'bookmaker_last_update_utc',
  ...PRICES,
  ...MARKETS.flatMap(({ outcomes }) => outcomes.flatMap(({ point }) => point ?? [])),
]);

/** The cells that say something to us, by their columns. */
export function rowOf(header: readonly string[], cells: readonly string[]): Row {
  const row: Record<string, string> = {};
  header.forEach((column, at) => {
    if (COLUMNS.has(column)) row[column] = cells[at] ?? '';
  });
  return row;
}

const timeIn = (text: string | undefined): number =>
  text === undefined || text === '' ? Number.NaN : Date.parse(text);

/**
 * When the row was received: the moment the historical endpoint answered for, else the collector's own, else the HTTP
 * date of the answer (of a historical one that is years later, so it comes last), else the day's run.
 */
export function receivedAt(row: Row): Received | string {
  const stated = STATED_TIMES.map((column) => timeIn(row[column])).find((time) => !Number.isNaN(time));
  const at = stated ?? timeIn(`${row['date'] ?? ''}${ASSUMED_TIME}`);
  if (Number.isNaN(at)) return 'no readable time';
  return isMoment(at) ? { at, assumed: stated === undefined } : 'a time before 1970 or after 2200';
}

/** A cell as a number; `null` for one that is none, which the check of outcomes then refuses by name. */
const figure = (text: string): number | null => {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
};

/** What a row offers, as markets in The Odds API's own form. */
export function marketsOf(row: Row): readonly unknown[] {
  const nameOf = (outcome: string) =>
    outcome === 'home' ? row['home_team'] : outcome === 'away' ? row['away_team'] : outcome;
  return MARKETS.flatMap(({ key, outcomes }) => {
    const offered = outcomes.flatMap(({ name, price, point }) => {
      const cell = row[price] ?? '';
      if (cell === '') return [];
      const line = point === null ? undefined : (row[point] ?? '');
      return [
        {
          name: nameOf(name),
          price: figure(cell),
          ...(line === undefined ? {} : { point: line === '' ? null : figure(line) }),
        },
      ];
    });
    return offered.length === 0 ? [] : [{ key, outcomes: offered }];
  });
}

/** One row as a bookmaker of an event in The Odds API's own form, without its markets. */
export function bookOf(row: Row, at: EpochMs) {
  const updated = row['bookmaker_last_update_utc'] ?? '';
  const lastUpdate = updated === '' ? new Date(at).toISOString() : updated;
  const key = row['bookmaker'] ?? '';
  return { key, title: key, last_update: lastUpdate };
}

/** A row's game as an event in The Odds API's own form, without its bookmakers. */
export const eventOf = (row: Row) => ({
  id: row['game_id'],
  sport_key: SPORTS[row['sport'] ?? ''] ?? (row['sport'] ?? '').toLowerCase(),
  sport_title: row['sport'],
  commence_time: row['commence_time'],
  home_team: row['home_team'],
  away_team: row['away_team'],
});

/** When a row was received, or why it can't be used. */
export function readRow(row: Row): Received | string {
  const missing = NEEDED.find((name) => (row[name] ?? '') === '');
  if (missing !== undefined) return `no ${missing}`;
  const received = receivedAt(row);
  if (typeof received === 'string') return received;
  if (Object.values(row).some((cell) => cell.length > MOST_CELL))
    return `a cell of over ${MOST_CELL} characters`;
  return PRICES.every((column) => (row[column] ?? '') === '') ? 'no price' : received;
}

/** Each of their values is a market of its own. */
const LINES = ['spread_home', 'total_line'] as const;

/** What a row adds to what its game has on offer. */
export const offerOf = (row: Row): Offered => ({
  game: row['game_id'] ?? '',
  startsAt: timeIn(row['commence_time']),
  book: row['bookmaker'] ?? '',
  lines: LINES.flatMap((column) => ((row[column] ?? '') === '' ? [] : `${column} ${row[column]}`)),
});
