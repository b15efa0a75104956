import {
  BOOK,
  books as bookOf,
  endRow,
  firstRow,
  lines,
  MARKET,
  prices,
  ROW_WIDTH,
} from './market-prices.ts';

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
  average: new Float64Array(ROW_WIDTH),
  best: new Float64Array(ROW_WIDTH),
  sharp: new Float64Array(ROW_WIDTH),
  dispersion: new Float64Array(ROW_WIDTH),
  books: 0,
});

/** Of the first book, by side: deviations are taken from it, so that their squares keep their digits. */
const firsts = new Float64Array(ROW_WIDTH);
const deviations = new Float64Array(ROW_WIDTH);
const squares = new Float64Array(ROW_WIDTH);
const sums = new Float64Array(ROW_WIDTH);
const probabilities = new Float64Array(ROW_WIDTH);

/**
 * Sums up the match odds last read. Average and best are those the data states where it states them whole, else those of
 * the books present.
 */
export function summarise(view: MarketView): void {
  const { average, best, sharp, dispersion } = view;
  for (let side = 0; side < ROW_WIDTH; side += 1) {
    sums[side] = 0;
    best[side] = Number.NaN;
    sharp[side] = Number.NaN;
    squares[side] = 0;
    deviations[side] = 0;
  }
  let books = 0;
  let statedAverage = -1;
  let statedBest = -1;
  const end = endRow(MARKET.matchOdds);
  for (let row = firstRow(MARKET.matchOdds); row < end; row += 1) {
    const at = row * ROW_WIDTH;
    if (!(isPrice(at) && isPrice(at + 1) && isPrice(at + 2))) continue;
    const kind = bookOf[row];
    if (kind === BOOK.average) statedAverage = at;
    else if (kind === BOOK.maximum) statedBest = at;
    else {
      if (kind === BOOK.sharp) copy(at, sharp);
      addBook(at, books === 0, best);
      books += 1;
    }
  }
  view.books = books;
  for (let side = 0; side < ROW_WIDTH; side += 1) {
    const deviation = deviations[side] as number;
    const spread = (squares[side] as number) - (deviation * deviation) / books;
    average[side] = (sums[side] as number) / books;
    dispersion[side] = books > 1 ? Math.sqrt(Math.max(0, spread) / (books - 1)) : Number.NaN;
  }
  if (statedAverage >= 0) copy(statedAverage, average);
  if (statedBest >= 0) copy(statedBest, best);
}

const isPrice = (at: number): boolean => (prices[at] as number) > 1;

function copy(at: number, to: Float64Array): void {
  to[0] = prices[at] as number;
  to[1] = prices[at + 1] as number;
  to[2] = prices[at + 2] as number;
}

/** Sums prices in `sums`, deviations of the probabilities from the first book's, and their squares. */
function addBook(at: number, isFirst: boolean, best: Float64Array): void {
  const home = 1 / (prices[at] as number);
  const draw = 1 / (prices[at + 1] as number);
  const away = 1 / (prices[at + 2] as number);
  const scale = 1 / (home + draw + away);
  probabilities[0] = home * scale;
  probabilities[1] = draw * scale;
  probabilities[2] = away * scale;
  for (let side = 0; side < ROW_WIDTH; side += 1) {
    const price = prices[at + side] as number;
    const probability = probabilities[side] as number;
    if (isFirst) firsts[side] = probability;
    if (!(price <= (best[side] as number))) best[side] = price;
    const deviation = probability - (firsts[side] as number);
    sums[side] = (sums[side] as number) + price;
    deviations[side] = (deviations[side] as number) + deviation;
    squares[side] = (squares[side] as number) + deviation * deviation;
  }
}

/** Decimal odds of a market of two sides, `NaN` where there are none. */
export type PairView = { readonly average: Float64Array; readonly sharp: Float64Array };

export const createPairView = (): PairView => ({
  average: new Float64Array(2),
  sharp: new Float64Array(2),
});

/** Sums up what was last read of a market of two sides at one line: the average price by the rule of `summarise`, and Pinnacle's. */
export function summarisePair(market: number, line: number, { average, sharp }: PairView): void {
  sharp[0] = Number.NaN;
  sharp[1] = Number.NaN;
  let first = 0;
  let second = 0;
  let books = 0;
  let stated = -1;
  const end = endRow(market);
  for (let row = firstRow(market); row < end; row += 1) {
    const at = row * ROW_WIDTH;
    if (lines[row] !== line || !isPrice(at) || !isPrice(at + 1)) continue;
    const kind = bookOf[row];
    if (kind === BOOK.average) stated = at;
    if (kind === BOOK.average || kind === BOOK.maximum) continue;
    if (kind === BOOK.sharp) {
      sharp[0] = prices[at] as number;
      sharp[1] = prices[at + 1] as number;
    }
    first += prices[at] as number;
    second += prices[at + 1] as number;
    books += 1;
  }
  average[0] = stated < 0 ? first / books : (prices[stated] as number);
  average[1] = stated < 0 ? second / books : (prices[stated + 1] as number);
}

/** The Asian handicap whose two prices of one book are closest, the lower of equals; `NaN` without one. */
export function evenLine(): number {
  let found = Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  const end = endRow(MARKET.handicap);
  for (let row = firstRow(MARKET.handicap); row < end; row += 1) {
    const at = row * ROW_WIDTH;
    if (!isPrice(at) || !isPrice(at + 1)) continue;
    const uneven = Math.abs(1 / (prices[at] as number) - 1 / (prices[at + 1] as number));
    const line = lines[row] as number;
    if (uneven < least || (uneven === least && line < found)) {
      least = uneven;
      found = line;
    }
  }
  return found;
}
