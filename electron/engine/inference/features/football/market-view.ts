import type { HistoricalOdds } from '../../../ports/market-store.ts';

/** Books whose name says that they are none: figures over all books. */
const AVERAGE = 'average';
const MAXIMUM = 'maximum';
const SHARP = 'pinnacle';
const MOST_BOOKS = 64;
const MOST_SIDES = 3;

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

const names: string[] = new Array<string>(MOST_BOOKS).fill('');
const prices = new Float64Array(MOST_BOOKS * MOST_SIDES);

const isWhole = (from: Float64Array, at: number, count: number): boolean => {
  for (let side = 0; side < count; side += 1) if (!((from[at + side] as number) > 1)) return false;
  return true;
};

/**
 * Reads the pre-closing prices of one market of one line into `view`: `sides` in their order. Average and best are
 * those the data states where it states them whole, else those of the books present. A price that stands twice counts
 * as last written.
 */
export function readMarket(
  odds: readonly HistoricalOdds[],
  market: HistoricalOdds['market'],
  line: number | null,
  sides: readonly string[],
  view: MarketView,
): void {
  const count = sides.length;
  let rows = 0;
  let row = -1;
  for (const price of odds) {
    if (price.market !== market || price.stage !== 'pre-closing' || price.line !== line) continue;
    const side = sides.indexOf(price.side);
    if (side < 0) continue;
    if (row < 0 || names[row] !== price.book) {
      row = rowOf(price.book, rows);
      if (row === rows) {
        if (rows === MOST_BOOKS) continue;
        names[rows] = price.book;
        prices.fill(Number.NaN, rows * MOST_SIDES, (rows + 1) * MOST_SIDES);
        rows += 1;
      }
    }
    prices[row * MOST_SIDES + side] = price.price / 10_000;
  }
  summarise(rows, count, view);
}

function rowOf(book: string, rows: number): number {
  for (let row = 0; row < rows; row += 1) if (names[row] === book) return row;
  return rows;
}

function summarise(rows: number, count: number, view: MarketView): void {
  const { average, best, sharp, dispersion } = view;
  average.fill(Number.NaN);
  best.fill(Number.NaN);
  sharp.fill(Number.NaN);
  dispersion.fill(Number.NaN);
  let books = 0;
  let statedAverage = -1;
  let statedBest = -1;
  for (let row = 0; row < rows; row += 1) {
    const at = row * MOST_SIDES;
    if (!isWhole(prices, at, count)) continue;
    const name = names[row];
    if (name === AVERAGE) statedAverage = at;
    else if (name === MAXIMUM) statedBest = at;
    else {
      if (name === SHARP)
        for (let side = 0; side < count; side += 1) sharp[side] = prices[at + side] as number;
      addBook(at, count, books, view);
      books += 1;
    }
  }
  view.books = books;
  for (let side = 0; side < count; side += 1) {
    if (statedAverage >= 0) average[side] = prices[statedAverage + side] as number;
    else if (books > 0) average[side] = (average[side] as number) / books;
    if (statedBest >= 0) best[side] = prices[statedBest + side] as number;
    dispersion[side] = books > 1 ? Math.sqrt((dispersion[side] as number) / (books - 1)) : Number.NaN;
  }
}

const means = new Float64Array(MOST_SIDES);

/** Sums in `average`, Welford's squared deviations of the probabilities in `dispersion`. */
function addBook(at: number, count: number, before: number, { average, best, dispersion }: MarketView): void {
  let total = 0;
  for (let side = 0; side < count; side += 1) total += 1 / (prices[at + side] as number);
  for (let side = 0; side < count; side += 1) {
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
