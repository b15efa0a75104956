import { AVERAGE_BOOK, MAXIMUM_BOOK } from '../../../../../shared/domain/football-data-books.ts';
import type { HistoricalOdds } from '../../../ports/market-store.ts';

/** Markets that are read, as rows keep them. */
export const MARKET = { matchOdds: 0, totals: 1, handicap: 2 } as const;
const MARKET_COUNT = Object.keys(MARKET).length;
const SIDES: Readonly<Record<HistoricalOdds['market'], readonly string[]>> = {
  'match-odds': ['home', 'draw', 'away'],
  totals: ['over', 'under'],
  'asian-handicap': ['home', 'away'],
  moneyline: [],
};
const MARKETS: Readonly<Record<HistoricalOdds['market'], number>> = {
  'match-odds': MARKET.matchOdds,
  totals: MARKET.totals,
  'asian-handicap': MARKET.handicap,
  moneyline: -1,
};
/** The only line of goals that is read. */
export const TOTALS_LINE = 2.5;

/** Who a row's prices are of. */
export const BOOK = { single: 0, sharp: 1, average: 2, maximum: 3 } as const;
const KINDS: ReadonlyMap<string, number> = new Map([
  ['pinnacle', BOOK.sharp],
  [AVERAGE_BOOK, BOOK.average],
  [MAXIMUM_BOOK, BOOK.maximum],
]);
const kindOf = (book: string): number => KINDS.get(book) ?? BOOK.single;

/** Books, or books and lines, of one market that are read; no market offers more. */
const MOST_ROWS = 512;
export const ROW_WIDTH = 3;
/** Kinds of price remembered between fixtures; forgotten when there are more, whatever a feed sends. */
const MOST_SLOTS = 4096;

/** Decimal odds of all rows, `ROW_WIDTH` a row, `NaN` where a side has none: those of a market from `firstRow` on. */
export const prices = new Float64Array(MARKET_COUNT * MOST_ROWS * ROW_WIDTH);
export const lines = new Float64Array(MARKET_COUNT * MOST_ROWS);
/** One of `BOOK`. */
export const books = new Uint8Array(MARKET_COUNT * MOST_ROWS);
/** `Series.number` of the row. */
const owners = new Int32Array(MARKET_COUNT * MOST_ROWS);
/** The row before it of the same series, -1 where there is none. */
const before = new Int16Array(MARKET_COUNT * MOST_ROWS);
/** Beyond the rows of every market. */
const NO_ROW = MARKET_COUNT * MOST_ROWS;
/** After the last row of each market. */
const ends = new Int32Array(MARKET_COUNT);

export const firstRow = (market: number): number => market * MOST_ROWS;
/** The row after the last one of the market that the fixture last read has. */
export const endRow = (market: number): number => ends[market] as number;

/** A book's prices of one market. */
type Series = {
  readonly number: number;
  readonly kind: number;
  readonly into: number;
  /** The row last added; stale where that row has another owner by now, or is none of this fixture's. */
  lastRow: number;
};

/** A kind of price: all but its line and the price itself. */
type Slot = {
  readonly book: string;
  readonly market: string;
  readonly side: string;
  readonly of: Series;
  /** Which side of a row; -1: not read. */
  readonly at: number;
  /** The kind that came after it last time: mostly that which comes after it now. */
  next: Slot | undefined;
};

const slotsOfBook = new Map<string, Slot[]>();
let slotCount = 0;
let seriesCount = 0;
/** What comes before the first price of a fixture. */
const START: Slot = {
  book: '',
  market: '',
  side: '',
  of: { number: -1, kind: BOOK.single, into: -1, lastRow: NO_ROW },
  at: -1,
  next: undefined,
};

/** The kind of a price that is not the one expected after `last`, which will expect it from now on. */
function learnSlot(price: HistoricalOdds, last: Slot): Slot {
  const slot = slotOf(price);
  last.next = slot;
  return slot;
}

function slotOf(price: HistoricalOdds): Slot {
  const known = slotsOfBook.get(price.book) ?? [];
  for (const slot of known) if (isOf(slot, price)) return slot;
  const { book, market, side } = price;
  const same = known.find((slot) => slot.market === market)?.of;
  const into = MARKETS[market];
  const of = same ?? { number: seriesCount, kind: kindOf(book), into, lastRow: NO_ROW };
  if (same === undefined) seriesCount += 1;
  const slot: Slot = { book, market, side, of, at: SIDES[market].indexOf(side), next: undefined };
  known.push(slot);
  slotsOfBook.set(book, known);
  slotCount += 1;
  return slot;
}

function forget(): void {
  slotsOfBook.clear();
  slotCount = 0;
  START.next = undefined;
}

/**
 * Reads the pre-closing prices of a fixture into the rows, in place of those of the fixture before.
 *
 * Prices of fixture after fixture come by the same books, markets and sides in nearly the same order. What the words of
 * a price mean is therefore looked up once and then only compared with what came next the last time, and equal strings
 * of one source are mostly the same string.
 */
export function readPrices(odds: readonly HistoricalOdds[]): void {
  for (let market = 0; market < MARKET_COUNT; market += 1) ends[market] = firstRow(market);
  if (slotCount > MOST_SLOTS) forget();
  let last = START;
  let series = START.of;
  let row = -1;
  for (let i = 0; i < odds.length; i += 1) {
    const price = odds[i] as HistoricalOdds;
    if (price.stage !== 'pre-closing') continue;
    const { next } = last;
    last = next !== undefined && isOf(next, price) ? next : learnSlot(price, last);
    const { of, at } = last;
    if (at < 0 || !isRead(of.into, price.line)) continue;
    // The sides of a book's market mostly stand together.
    if (of !== series || (of.into === MARKET.handicap && price.line !== lines[row])) {
      series = of;
      row = rowOf(of, of.into === MARKET.matchOdds ? 0 : (price.line as number));
    }
    if (row >= 0) prices[row * ROW_WIDTH + at] = price.price / 10_000;
  }
}

const isOf = (slot: Slot, price: HistoricalOdds): boolean =>
  slot.book === price.book && slot.side === price.side && slot.market === price.market;

function isRead(market: number, line: number | null): boolean {
  if (market === MARKET.matchOdds) return line === null;
  return market === MARKET.totals ? line === TOTALS_LINE : line !== null;
}

/** The row of a series and line, added where there is none; -1 where there is no room. */
function rowOf(series: Series, line: number): number {
  const { lastRow, number, into } = series;
  const end = ends[into] as number;
  const newest = lastRow < end && owners[lastRow] === number ? lastRow : -1;
  let row = newest;
  while (row >= 0 && lines[row] !== line) row = before[row] as number;
  if (row >= 0) return row;
  if (end === firstRow(into + 1)) return -1;
  ends[into] = end + 1;
  series.lastRow = end;
  books[end] = series.kind;
  owners[end] = number;
  lines[end] = line;
  before[end] = newest;
  const at = end * ROW_WIDTH;
  prices[at] = Number.NaN;
  prices[at + 1] = Number.NaN;
  prices[at + 2] = Number.NaN;
  return end;
}
