import { parse } from 'csv-parse/sync';
import { type EpochMs, isMoment } from '../../../../shared/domain/units.ts';
import type { TapedPayload, TapeRefusal } from '../../ports/payload-tape.ts';
import { createMemoryTape } from './memory-tape.ts';
import { ODDS_SNAPSHOTS, ODDS_SOURCE, WHOLE } from './odds-snapshots.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';

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

type Row = Readonly<Record<string, string>>;

/** In rows: received = used + duplicate + quarantined. */
export type RowAccount = {
  received: number;
  used: number;
  duplicate: number;
  quarantined: number;
  /** Of the used: those whose time is assumed. */
  assumed: number;
  /** Why rows were quarantined, with how many each. */
  readonly reasons: Map<string, number>;
  /** The first of them, to look at. */
  readonly refusals: TapeRefusal[];
};

const MOST_REFUSALS = 500;
/** Where a row stands, and the row as it is written. */
type Place = { readonly where: string; readonly sample: string };

const emptyAccount = (): RowAccount => ({
  received: 0,
  used: 0,
  duplicate: 0,
  quarantined: 0,
  assumed: 0,
  reasons: new Map(),
  refusals: [],
});

function quarantine(account: RowAccount, reason: string, place: Place): void {
  account.quarantined += 1;
  account.reasons.set(reason, (account.reasons.get(reason) ?? 0) + 1);
  if (account.refusals.length < MOST_REFUSALS) account.refusals.push({ ...place, reason });
}

export const isOddsTable = (header: string): boolean => {
  const columns = new Set(header.split(',').map((name) => name.trim()));
  return NEEDED.every((name) => columns.has(name));
};

const STATED_TIMES = [
  'api_snapshot_timestamp_utc',
  'snapshot_taken_at_utc',
  'response_received_at_utc',
] as const;
type Received = { readonly at: EpochMs; readonly assumed: boolean };

const timeIn = (text: string | undefined): number =>
  text === undefined || text === '' ? Number.NaN : Date.parse(text);

/**
 * When the row was received: the moment the historical endpoint answered for, else the collector's own, else the HTTP
 * date of the answer (of a historical one that is years later, so it comes last), else the day's run.
 */
function receivedAt(row: Row): Received | string {
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

function marketsOf(row: Row): readonly unknown[] {
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

/** One row as a bookmaker of an event in The Odds API's own form. */
function bookmakerOf(row: Row, at: EpochMs): unknown {
  const updated = row['bookmaker_last_update_utc'] ?? '';
  const lastUpdate = updated === '' ? new Date(at).toISOString() : updated;
  const key = row['bookmaker'] ?? '';
  return { key, title: key, last_update: lastUpdate, markets: marketsOf(row) };
}

const eventOf = (row: Row) => ({
  id: row['game_id'],
  sport_key: SPORTS[row['sport'] ?? ''] ?? (row['sport'] ?? '').toLowerCase(),
  sport_title: row['sport'],
  commence_time: row['commence_time'],
  home_team: row['home_team'],
  away_team: row['away_team'],
});

/** What has been read so far, by time of receipt, then by game and bookmaker. */
type Snapshots = Map<EpochMs, Map<string, Row>>;

/** When a row was received, or why it can't be used. */
function readRow(row: Row): Received | string {
  const missing = NEEDED.find((name) => (row[name] ?? '') === '');
  if (missing !== undefined) return `no ${missing}`;
  const received = receivedAt(row);
  if (typeof received === 'string') return received;
  return marketsOf(row).length === 0 ? 'no price' : received;
}

function takeRow(row: Row, place: Place, snapshots: Snapshots, account: RowAccount): void {
  const received = readRow(row);
  if (typeof received === 'string') {
    quarantine(account, received, place);
    return;
  }
  const { at, assumed } = received;
  const snapshot = snapshots.get(at) ?? new Map<string, Row>();
  snapshots.set(at, snapshot);
  const key = `${row['game_id']}/${row['bookmaker']}`;
  const met = snapshot.get(key);
  if (met === undefined) {
    snapshot.set(key, row);
    account.used += 1;
    if (assumed) account.assumed += 1;
  } else if (JSON.stringify(marketsOf(met)) === JSON.stringify(marketsOf(row))) account.duplicate += 1;
  else quarantine(account, 'another price of the same book at the same moment', place);
}

function readTable(name: string, text: string, snapshots: Snapshots, account: RowAccount): string | null {
  let header: readonly string[] | undefined;
  let records: readonly (readonly string[])[];
  try {
    records = parse(text, {
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  let row = 0;
  for (const record of records) {
    if (header === undefined) {
      header = record;
      continue;
    }
    account.received += 1;
    row += 1;
    const place = { where: `${name}, row ${row}`, sample: record.join(',').slice(0, 300) };
    if (record.length !== header.length)
      quarantine(account, `${record.length} cells under ${header.length} columns`, place);
    else
      takeRow(
        Object.fromEntries(header.map((column, index) => [column, record[index] ?? ''])),
        place,
        snapshots,
        account,
      );
  }
  return null;
}

function payloadOf(at: EpochMs, snapshot: ReadonlyMap<string, Row>): TapedPayload {
  const events = new Map<string, { readonly event: unknown; readonly bookmakers: unknown[] }>();
  for (const row of snapshot.values()) {
    const id = row['game_id'] ?? '';
    const met = events.get(id) ?? { event: eventOf(row), bookmakers: [] };
    met.bookmakers.push(bookmakerOf(row, at));
    events.set(id, met);
  }
  const answer = [...events.values()].map(({ event, bookmakers }) => ({ ...(event as object), bookmakers }));
  return {
    kind: 'payload',
    source: ODDS_SOURCE,
    channel: WHOLE,
    at,
    body: Buffer.from(JSON.stringify(answer), 'utf8'),
  };
}

function notesOf(account: RowAccount, problems: readonly string[]): readonly string[] {
  const { assumed, duplicate, quarantined, reasons } = account;
  const words = [...reasons].map(([reason, rows]) => `${reason} (${rows})`).join(', ');
  return [
    ...(assumed > 0
      ? [`${assumed} rows don't say when they were received; 17:00 UTC of their day is taken for it.`]
      : []),
    ...(duplicate > 0 ? [`${duplicate} rows are there twice and count once.`] : []),
    ...(quarantined > 0 ? [`${quarantined} rows could not be used: ${words}.`] : []),
    ...problems,
  ];
}

/**
 * Tables of moneylines, handicaps and totals in American odds, a row per game, book and moment (CSV), as line movement.
 * `problems`: what was wrong on the way to the tables.
 */
export function openOddsTables(
  tables: readonly { readonly name: string; readonly text: string }[],
  problems: readonly string[] = [],
): OpenedReplayFile & { readonly account: RowAccount } {
  const account = emptyAccount();
  const snapshots: Snapshots = new Map();
  const told = [...problems];
  for (const { name, text } of tables) {
    const problem = readTable(name, text, snapshots, account);
    if (problem !== null) told.push(`${name} could not be read: ${problem}`);
  }
  const payloads = [...snapshots]
    .sort(([one], [other]) => one - other)
    .filter(([, rows]) => rows.size > 0)
    .map(([at, rows]) => payloadOf(at, rows));
  if (payloads.length === 0) {
    const why = told[0] ?? 'none of its rows holds a price';
    return { ...refusedFile(`There is nothing to replay in this file: ${why}.`), account };
  }
  const tape = createMemoryTape({
    format: 'odds snapshots',
    source: { id: ODDS_SOURCE, values: { oddsFormat: 'american' } },
    payloads,
    refused: account.quarantined + (told.length - problems.length),
    refusals: account.refusals,
    notes: notesOf(account, told),
  });
  return { ok: true, tape, kind: (id) => (id === ODDS_SOURCE ? ODDS_SNAPSHOTS : undefined), account };
}
