import type { HistoricalOdds } from '../../../ports/market-store.ts';

/** Books whose name says that they are none: figures over all books. */
const AVERAGE = 'average';
const MAXIMUM = 'maximum';
const SHARP = 'pinnacle';
/** Books, or books and lines, of one market that are read; no market offers more. */
const MOST_ROWS = 512;
const MOST_SIDES = 3;

/** Prices of one market by book and line, filled anew for each fixture. */
export type MarketRows = {
  readonly sides: readonly string[];
  readonly books: string[];
  readonly lines: Float64Array;
  /** Decimal odds, three a row; `NaN` where a side has none. */
  readonly prices: Float64Array;
  count: number;
};

export const createRows = (sides: readonly string[]): MarketRows => ({
  sides,
  books: new Array<string>(MOST_ROWS).fill(''),
  lines: new Float64Array(MOST_ROWS),
  prices: new Float64Array(MOST_ROWS * MOST_SIDES),
  count: 0,
});

/** Puts a price into its row; one that stands twice counts as last written. */
export function putPrice(into: MarketRows, price: HistoricalOdds): void {
  const side = into.sides.indexOf(price.side);
  if (side < 0) return;
  const line = price.line ?? Number.NaN;
  const row = rowOf(into, price.book, line);
  if (row >= 0) into.prices[row * MOST_SIDES + side] = price.price / 10_000;
}

const holds = (into: MarketRows, row: number, book: string, line: number): boolean =>
  into.books[row] === book && Object.is(into.lines[row], line);

/** The row of a book and line, added where there is none; -1 where there is no room. */
function rowOf(into: MarketRows, book: string, line: number): number {
  const last = into.count - 1;
  // Prices of one book mostly stand together.
  if (last >= 0 && holds(into, last, book, line)) return last;
  for (let row = 0; row < last; row += 1) if (holds(into, row, book, line)) return row;
  if (into.count === MOST_ROWS) return -1;
  const row = into.count;
  into.books[row] = book;
  into.lines[row] = line;
  into.prices.fill(Number.NaN, row * MOST_SIDES, (row + 1) * MOST_SIDES);
  into.count += 1;
  return row;
}

function isWhole({ prices, sides }: MarketRows, row: number): boolean {
  for (let side = 0; side < sides.length; side += 1)
    if (!((prices[row * MOST_SIDES + side] as number) > 1)) return false;
  return true;
}

/** Decimal odds by side, `NaN` where there is none. Books are those with a price on every side. */
export type MarketView = {
  readonly average: Float64Array;
  readonly best: Float64Array;
  readonly sharp: Float64Array;
  /** Standard deviation over the books of each side's probability, by proportion; `NaN` of fewer than two. */
  readonly dispersion: Float64Array;
  books: number;
};

export const createView = (): MarketView => ({
  average: new Float64Array(MOST_SIDES),
  best: new Float64Array(MOST_SIDES),
  sharp: new Float64Array(MOST_SIDES),
  dispersion: new Float64Array(MOST_SIDES),
  books: 0,
});

/**
 * Sums up the rows of one line (`NaN`: a market without lines). Average and best are those the data states where it
 * states them whole, else those of the books present.
 */
export function summarise(of: MarketRows, line: number, view: MarketView): void {
  const { average, best, sharp, dispersion } = view;
  average.fill(Number.NaN);
  best.fill(Number.NaN);
  sharp.fill(Number.NaN);
  dispersion.fill(Number.NaN);
  let books = 0;
  let statedAverage = -1;
  let statedBest = -1;
  for (let row = 0; row < of.count; row += 1) {
    if (!Object.is(of.lines[row], line) || !isWhole(of, row)) continue;
    const book = of.books[row];
    if (book === AVERAGE) statedAverage = row;
    else if (book === MAXIMUM) statedBest = row;
    else {
      if (book === SHARP) copyRow(of, row, sharp);
      addBook(of, row, books, view);
      books += 1;
    }
  }
  view.books = books;
  for (let side = 0; side < of.sides.length; side += 1) {
    average[side] = (average[side] as number) / books;
    dispersion[side] = books > 1 ? Math.sqrt((dispersion[side] as number) / (books - 1)) : Number.NaN;
  }
  if (statedAverage >= 0) copyRow(of, statedAverage, average);
  if (statedBest >= 0) copyRow(of, statedBest, best);
}

function copyRow({ prices, sides }: MarketRows, row: number, to: Float64Array): void {
  for (let side = 0; side < sides.length; side += 1) to[side] = prices[row * MOST_SIDES + side] as number;
}

const means = new Float64Array(MOST_SIDES);

/** Sums in `average`, Welford's squared deviations of the probabilities in `dispersion`. */
function addBook(
  { prices, sides }: MarketRows,
  row: number,
  before: number,
  { average, best, dispersion }: MarketView,
): void {
  const at = row * MOST_SIDES;
  let total = 0;
  for (let side = 0; side < sides.length; side += 1) total += 1 / (prices[at + side] as number);
  for (let side = 0; side < sides.length; side += 1) {
    const price = prices[at + side] as number;
    const probability = 1 / (price * total);
    if (before === 0) {
      average[side] = price;
      best[side] = price;
      means[side] = probability;
      dispersion[side] = 0;
    } else {
      average[side] = (average[side] as number) + price;
      if (price > (best[side] as number)) best[side] = price;
      const deviation = probability - (means[side] as number);
      means[side] = (means[side] as number) + deviation / (before + 1);
      dispersion[side] = (dispersion[side] as number) + deviation * (probability - (means[side] as number));
    }
  }
}

/** The line whose two prices of one book are closest, the lower of equals; `NaN` without one. */
export function evenLine(of: MarketRows): number {
  let found = Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  for (let row = 0; row < of.count; row += 1) {
    if (!isWhole(of, row)) continue;
    const at = row * MOST_SIDES;
    const uneven = Math.abs(1 / (of.prices[at] as number) - 1 / (of.prices[at + 1] as number));
    const line = of.lines[row] as number;
    if (uneven < least || (uneven === least && line < found)) {
      least = uneven;
      found = line;
    }
  }
  return found;
}
