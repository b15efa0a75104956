import type { SuspectPrice } from '../../../shared/contract/price-truth.ts';
import {
  type Consent,
  findConsent,
  judgeDistance,
  logOdds,
  type Suspicion,
} from '../../../shared/domain/price-truth/outliers.ts';
import type { BackLay, Quote } from '../../../shared/domain/quote.ts';
import { type EpochMs, ODDS_SCALE, type OddsE4 } from '../../../shared/domain/units.ts';
import type { BookPrices, MarketState } from '../ports/market-state.ts';

/** A suspect price, before it is told. */
export type Suspect = Omit<SuspectPrice, 'cleared'>;

/** What is wrong with a book's price on one selection's side; `undefined` where nothing is. */
export type Suspects = {
  of(prices: BookPrices, index: number, side: BackLay): Suspicion | undefined;
  /** Whether any back or lay of the book is suspect: then it says nothing about the market. */
  has(prices: BookPrices): boolean;
  readonly list: readonly Suspect[];
};

const NONE: Suspects = { of: () => undefined, has: () => false, list: [] };
const MOST_BOOKS = 128;
const scratch = new Float64Array(MOST_BOOKS);
const consent: Consent = { median: 0, spread: 0 };

const logOddsOf = (quote: Quote | undefined): number => {
  const price = quote?.levels[0]?.price;
  return price === undefined ? Number.NaN : logOdds(ODDS_SCALE / price);
};

const fairOdds = (median: number): OddsE4 =>
  Math.max(ODDS_SCALE + 1, Math.round(ODDS_SCALE * (1 + Math.exp(-median)))) as OddsE4;

/**
 * Prices far from what every other book says of the same selection. Compared are the implied probabilities as they stand,
 * margin and all: a margin is a few hundredths of log-odds, an error ten times that. What
 * they say is told by the books that are `counted`, those with a whole and plausible market; a book alone is held against
 * itself. Lays are held against the backs, and only where they are too short: a long lay is an offer nobody takes. A book
 * with one suspect price in the market is given no benefit of others' disagreement on the rest of it: the two prices of a
 * total are one opinion.
 */
export function findSuspects(
  state: MarketState,
  counted: { has(prices: BookPrices): boolean },
  fresh: (quote: Quote) => boolean,
  distance: number,
  at: EpochMs,
): Suspects {
  let found: Map<BookPrices, Map<string, Suspect>> | undefined;
  const suspect = (prices: BookPrices, index: number, quote: Quote, books: number, spread: number) => {
    const value = logOddsOf(quote);
    // Of two that contradict each other neither says which is wrong: each is held against the other, not the middle.
    const oneOfTwo = books === 2 && quote.side === 'back' && counted.has(prices);
    const away = Math.abs(value - consent.median) * (oneOfTwo ? 2 : 1);
    const kind = judgeDistance(away, spread, distance);
    if (kind === null || (quote.side === 'lay' && value < consent.median)) return;
    const ofBook = found?.get(prices) ?? new Map<string, Suspect>();
    if (ofBook.has(`${index}${quote.side}`)) return;
    found ??= new Map();
    found.set(prices, ofBook);
    ofBook.set(`${index}${quote.side}`, {
      eventId: state.event.id,
      marketId: state.market.id,
      selectionId: quote.selectionId,
      bookId: quote.bookId,
      side: quote.side,
      kind,
      price: quote.levels[0]?.price as OddsE4,
      others: fairOdds(consent.median),
      books,
      distance: away,
      at,
    });
  };
  /** How many books say something of the selection that counts; what they agree on is in `consent` then. */
  const agree = (index: number): number => {
    let count = 0;
    for (const prices of state.prices) {
      const quote = prices.backs[index];
      if (count >= MOST_BOOKS || !quote || quote.levels.length === 0 || !fresh(quote) || !counted.has(prices))
        continue;
      scratch[count] = logOddsOf(quote);
      count += 1;
    }
    if (count > 0) findConsent(scratch, count, consent);
    return count;
  };
  const judge = (index: number, books: readonly BookPrices[], count: number, spread: number) => {
    for (const prices of books) {
      const back = prices.backs[index];
      const lay = prices.lays[index];
      if (back && back.levels.length > 0 && fresh(back)) suspect(prices, index, back, count, spread);
      if (lay && lay.levels.length > 0 && fresh(lay)) suspect(prices, index, lay, count, spread);
    }
  };
  const { length } = state.market.selections;
  for (let index = 0; index < length; index += 1) {
    const count = agree(index);
    if (count > 0) judge(index, state.prices, count, consent.spread);
  }
  if (!found) return NONE;
  const doubted = [...found.keys()];
  for (let index = 0; index < length; index += 1) {
    const count = agree(index);
    if (count > 0) judge(index, doubted, count, 0);
  }
  const all = found;
  return {
    of: (prices, index, side) => all.get(prices)?.get(`${index}${side}`)?.kind,
    has: (prices) => all.has(prices),
    list: [...all.values()].flatMap((ofBook) => [...ofBook.values()]),
  };
}
