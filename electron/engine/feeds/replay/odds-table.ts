import { setImmediate } from 'node:timers/promises';
import { type EpochMs, isMoment } from '../../../../shared/domain/units.ts';
import type { TapedPayload, TapeRefusal } from '../../ports/payload-tape.ts';
import { createMemoryTape } from './memory-tape.ts';
import { ODDS_SNAPSHOTS, ODDS_SOURCE, WHOLE } from './odds-snapshots.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';
import { tableRows } from './table-rows.ts';
import { createTextStore, type TextStore } from './text-store.ts';

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

export type OddsTable = { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };

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
/** Reasons named in the notes, most frequent first. */
const MOST_REASONS = 10;
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

const PRICES = MARKETS.flatMap(({ outcomes }) => outcomes.map(({ price }) => price));
const COLUMNS: ReadonlySet<string> = new Set([
  ...NEEDED,
  ...STATED_TIMES,
  'bookmaker_last_update_utc',
  ...PRICES,
  ...MARKETS.flatMap(({ outcomes }) => outcomes.flatMap(({ point }) => point ?? [])),
]);

/** The cells that say something to us, by their columns. */
function rowOf(header: readonly string[], cells: readonly string[]): Row {
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

/** One row as a bookmaker of an event in The Odds API's own form, without its markets. */
function bookOf(row: Row, at: EpochMs) {
  const updated = row['bookmaker_last_update_utc'] ?? '';
  const lastUpdate = updated === '' ? new Date(at).toISOString() : updated;
  const key = row['bookmaker'] ?? '';
  return { key, title: key, last_update: lastUpdate };
}

const eventOf = (row: Row) => ({
  id: row['game_id'],
  sport_key: SPORTS[row['sport'] ?? ''] ?? (row['sport'] ?? '').toLowerCase(),
  sport_title: row['sport'],
  commence_time: row['commence_time'],
  home_team: row['home_team'],
  away_team: row['away_team'],
});

/** A usable row as it is kept until all are read: its table, its number there, its cells. */
type KeptRow = readonly [table: number, row: number, cells: readonly string[]];

/** Rows by time of receipt; their own bytes only, because a large table has a million. */
type Kept = { readonly rows: TextStore; readonly moments: Map<EpochMs, number[]> };

/** What one book offers on a game, as JSON. */
type Offer = { readonly book: string; readonly markets: string };
type Game = { readonly event: string; readonly offers: Map<string, Offer> };

/** When a row was received, or why it can't be used. */
function readRow(row: Row): Received | string {
  const missing = NEEDED.find((name) => (row[name] ?? '') === '');
  if (missing !== undefined) return `no ${missing}`;
  const received = receivedAt(row);
  if (typeof received === 'string') return received;
  return PRICES.every((column) => (row[column] ?? '') === '') ? 'no price' : received;
}

/** One table on the way: its header is known once its first row is. */
type Reading = { readonly table: OddsTable; header: readonly string[] };

const placeOf = ({ table }: Reading, row: number, cells: readonly string[]): Place => ({
  where: `${table.name}, row ${row}`,
  sample: cells.slice(0, 300).join(',').slice(0, 300),
});

async function readTable(
  reading: Reading,
  number: number,
  kept: Kept,
  account: RowAccount,
): Promise<string | null> {
  const rows = tableRows(reading.table.bytes);
  for (let row = 1; ; row += 1) {
    const read = await rows.next();
    if (read.done === true) return read.value;
    const { cells, header } = read.value;
    reading.header = header;
    account.received += 1;
    const received =
      cells.length === header.length
        ? readRow(rowOf(header, cells))
        : `${cells.length} cells under ${header.length} columns`;
    if (typeof received === 'string') {
      quarantine(account, received, placeOf(reading, row, cells));
      continue;
    }
    const { at } = received;
    const moment = kept.moments.get(at) ?? [];
    kept.moments.set(at, moment);
    moment.push(kept.rows.add(JSON.stringify([number, row, cells] satisfies KeptRow)));
  }
}

/** Adds a kept row to what was offered at its moment; of one that is there twice, the first counts. */
function offer(
  games: Map<string, Game>,
  [number, place, cells]: KeptRow,
  tables: readonly Reading[],
  account: RowAccount,
): void {
  const reading = tables[number];
  if (reading === undefined) return;
  const row = rowOf(reading.header, cells);
  const received = receivedAt(row);
  if (typeof received === 'string') return;
  const id = row['game_id'] ?? '';
  const game = games.get(id) ?? { event: JSON.stringify(eventOf(row)), offers: new Map<string, Offer>() };
  games.set(id, game);
  const bookmaker = row['bookmaker'] ?? '';
  const markets = JSON.stringify(marketsOf(row));
  const met = game.offers.get(bookmaker);
  if (met === undefined) {
    game.offers.set(bookmaker, { book: JSON.stringify(bookOf(row, received.at)), markets });
    account.used += 1;
    if (received.assumed) account.assumed += 1;
  } else if (met.markets === markets) account.duplicate += 1;
  else
    quarantine(account, 'another price of the same book at the same moment', placeOf(reading, place, cells));
}

/** The object in `json` with one more field. */
const withField = (json: string, name: string, value: string): string =>
  `${json.slice(0, -1)},"${name}":${value}}`;

const payloadOf = (at: EpochMs, events: readonly string[]): TapedPayload => ({
  kind: 'payload',
  source: ODDS_SOURCE,
  channel: WHOLE,
  at,
  body: Buffer.from(`[${events.join(',')}]`, 'utf8'),
});

/** Rows told at once. What an answer doesn't name stands, so that a moment of more is told in several. */
const PAYLOAD_ROWS = 1_000;
/** Rows after which everyone else has a turn. */
const TURN_ROWS = 500;
const TURN_PAYLOADS = 4;

function* payloadsOf(at: EpochMs, games: ReadonlyMap<string, Game>): Generator<TapedPayload, void, void> {
  let events: string[] = [];
  let rows = 0;
  for (const { event, offers } of games.values()) {
    let books: string[] = [];
    const close = () => {
      if (books.length > 0) events.push(withField(event, 'bookmakers', `[${books.join(',')}]`));
      books = [];
    };
    for (const { book, markets } of offers.values()) {
      if (rows === PAYLOAD_ROWS) {
        close();
        yield payloadOf(at, events);
        events = [];
        rows = 0;
      }
      books.push(withField(book, 'markets', markets));
      rows += 1;
    }
    close();
  }
  if (events.length > 0) yield payloadOf(at, events);
}

/** In order of time. */
async function allPayloads(
  { rows, moments }: Kept,
  tables: readonly Reading[],
  account: RowAccount,
): Promise<readonly TapedPayload[]> {
  const payloads: TapedPayload[] = [];
  let read = 0;
  let built = 0;
  for (const moment of Float64Array.from(moments.keys()).sort()) {
    const at = moment as EpochMs;
    const games = new Map<string, Game>();
    for (const number of moments.get(at) ?? []) {
      offer(games, JSON.parse(rows.text(number)) as KeptRow, tables, account);
      read += 1;
      if (read % TURN_ROWS === 0) await setImmediate();
    }
    for (const payload of payloadsOf(at, games)) {
      payloads.push(payload);
      built += 1;
      if (built % TURN_PAYLOADS === 0) await setImmediate();
    }
  }
  return payloads;
}

function notesOf(account: RowAccount, problems: readonly string[]): readonly string[] {
  const { assumed, duplicate, quarantined, reasons } = account;
  const words = [...reasons]
    .sort(([, one], [, other]) => other - one)
    .map(([reason, rows]) => `${reason} (${rows})`);
  const shown = words.slice(0, MOST_REASONS);
  if (words.length > shown.length) shown.push(`and for ${words.length - shown.length} other reasons`);
  return [
    ...(assumed > 0
      ? [`${assumed} rows don't say when they were received; 17:00 UTC of their day is taken for it.`]
      : []),
    ...(duplicate > 0 ? [`${duplicate} rows are there twice and count once.`] : []),
    ...(quarantined > 0 ? [`${quarantined} rows could not be used: ${shown.join(', ')}.`] : []),
    ...problems,
  ];
}

/**
 * Tables of moneylines, handicaps and totals in American odds, a row per game, book and moment (CSV), as line movement.
 * `problems`: what was wrong on the way to the tables.
 */
export async function openOddsTables(
  tables: readonly OddsTable[],
  problems: readonly string[] = [],
): Promise<OpenedReplayFile & { readonly account: RowAccount }> {
  const account = emptyAccount();
  const kept: Kept = { rows: createTextStore(), moments: new Map() };
  const told = [...problems];
  const readings = tables.map((table): Reading => ({ table, header: [] }));
  for (const [number, reading] of readings.entries()) {
    const problem = await readTable(reading, number, kept, account);
    if (problem !== null) told.push(`${reading.table.name} could not be read: ${problem}`);
  }
  const payloads = await allPayloads(kept, readings, account);
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
