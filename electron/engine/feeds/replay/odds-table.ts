import { setImmediate } from 'node:timers/promises';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { TapeRefusal } from '../../ports/payload-tape.ts';
import { createMemoryTape, type TapedPayloads } from './memory-tape.ts';
import { ODDS_SNAPSHOTS, ODDS_SOURCE, WHOLE } from './odds-snapshots.ts';
import { bookOf, eventOf, marketsOf, offerOf, readRow, receivedAt, rowOf } from './odds-table-row.ts';
import { createPayloadStore } from './payload-store.ts';
import { type OpenedReplayFile, refusedFile } from './replay-file.ts';
import { slicedOrder } from './sliced-order.ts';
import { createStandingOffers, type StandingOffers } from './standing-offers.ts';
import { tableRows } from './table-rows.ts';
import { createTextStore, type TextStore } from './text-store.ts';

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

/** A usable row as it is kept until all are read: its table, its number there, its cells. */
type KeptRow = readonly [table: number, row: number, cells: readonly string[]];

/** Usable rows with their times of receipt; their own bytes only, because a large table has a million. */
type Kept = { readonly rows: TextStore; readonly moments: EpochMs[] };

/** What one book offers on a game, as JSON. */
type Offer = { readonly book: string; readonly markets: string };
type Game = { readonly event: string; readonly offers: Map<string, Offer> };

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
    kept.moments.push(received.at);
    kept.rows.add(JSON.stringify([number, row, cells] satisfies KeptRow));
  }
}

/** What is built of the rows of one moment after the other. */
type Building = {
  readonly tables: readonly Reading[];
  readonly standing: StandingOffers;
  readonly account: RowAccount;
};

/** Adds a kept row to what was offered at its moment; of one that is there twice, the first counts. */
function offer(games: Map<string, Game>, [number, place, cells]: KeptRow, building: Building): void {
  const { tables, standing, account } = building;
  const reading = tables[number];
  if (reading === undefined) return;
  const row = rowOf(reading.header, cells);
  const received = receivedAt(row);
  if (typeof received === 'string') return;
  const offered = offerOf(row);
  const markets = JSON.stringify(marketsOf(row));
  const game = games.get(offered.game);
  const met = game?.offers.get(offered.book);
  if (met?.markets === markets) {
    account.duplicate += 1;
    return;
  }
  const refused =
    met === undefined
      ? standing.take(offered, received.at)
      : 'another price of the same book at the same moment';
  if (refused !== null) {
    quarantine(account, refused, placeOf(reading, place, cells));
    return;
  }
  const { offers } = game ?? { offers: new Map<string, Offer>() };
  if (game === undefined) games.set(offered.game, { event: JSON.stringify(eventOf(row)), offers });
  offers.set(offered.book, { book: JSON.stringify(bookOf(row, received.at)), markets });
  account.used += 1;
  if (received.assumed) account.assumed += 1;
}

/** The object in `json` with one more field. */
const withField = (json: string, name: string, value: string): string =>
  `${json.slice(0, -1)},"${name}":${value}}`;

/**
 * Rows told at once, more where one game has more: what a payload leads to is done in one go, ten milliseconds' worth.
 * What an answer doesn't name stands, so that a moment of more is told in several, but each game in one: prices of two
 * moments side by side would make edges that nobody saw.
 */
const PAYLOAD_ROWS = 50;
/** Rows after which everyone else has a turn. */
const TURN_ROWS = 250;
const TURN_PAYLOADS = 20;

/** The games of a moment as answers of The Odds API. */
function* answersOf(games: ReadonlyMap<string, Game>): Generator<string, void, void> {
  let events: string[] = [];
  let rows = 0;
  const answer = (): string => {
    const told = `[${events.join(',')}]`;
    events = [];
    rows = 0;
    return told;
  };
  for (const { event, offers } of games.values()) {
    if (rows > 0 && rows + offers.size > PAYLOAD_ROWS) yield answer();
    const books = Array.from(offers.values(), ({ book, markets }) => withField(book, 'markets', markets));
    events.push(withField(event, 'bookmakers', `[${books.join(',')}]`));
    rows += offers.size;
  }
  if (rows > 0) yield answer();
}

/** In order of time. */
async function allPayloads({ rows, moments }: Kept, building: Building): Promise<TapedPayloads> {
  const store = createPayloadStore(ODDS_SOURCE, WHOLE);
  let built = 0;
  const tell = async (at: EpochMs, games: Map<string, Game>): Promise<void> => {
    for (const answer of answersOf(games)) {
      store.add(at, answer);
      built += 1;
      if (built % TURN_PAYLOADS === 0) await setImmediate();
    }
    games.clear();
  };
  const games = new Map<string, Game>();
  let at: EpochMs | undefined;
  let read = 0;
  for (const number of await slicedOrder(moments)) {
    const moment = moments[number];
    if (at !== undefined && moment !== at) await tell(at, games);
    at = moment;
    offer(games, JSON.parse(rows.text(number)) as KeptRow, building);
    read += 1;
    if (read % TURN_ROWS === 0) await setImmediate();
  }
  if (at !== undefined) await tell(at, games);
  return store.payloads;
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
  const kept: Kept = { rows: createTextStore(), moments: [] };
  const told = [...problems];
  const readings = tables.map((table): Reading => ({ table, header: [] }));
  for (const [number, reading] of readings.entries()) {
    const problem = await readTable(reading, number, kept, account);
    if (problem !== null) told.push(`${reading.table.name} could not be read: ${problem}`);
  }
  const payloads = await allPayloads(kept, { tables: readings, standing: createStandingOffers(), account });
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
