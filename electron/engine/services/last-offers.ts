import type { BookStanding } from '../../../shared/domain/catalogue.ts';
import type { LastOffer } from '../../../shared/domain/closing-price.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type { BookId, MarketId } from '../../../shared/domain/units.ts';
import type { MarketBook } from '../book/index.ts';
import type { BookPrices } from '../ports/market-state.ts';
import type { Pricer } from '../pricing/index.ts';

/** What each book offered last that could be relied on, also where it offers nothing, or nothing sound, any more. */
export type LastOffers = {
  /** The quote is about to take away what its book offers. */
  beforeWithdrawal(withdrawal: Quote): void;
  /** The book's standing in the market is about to become this. */
  beforeStanding(marketId: MarketId, bookId: BookId, next: BookStanding): void;
  /** To back the selection at `index`. */
  of(prices: BookPrices, index: number): LastOffer | undefined;
};

type Kept = (Quote | undefined)[];

const isOffer = (quote: Quote | undefined): quote is Quote => quote !== undefined && quote.levels.length > 0;

/** What stands is in the book; only what leaves it before the start is kept here, for as long as the book has its market. */
export function createLastOffers(
  book: Pick<MarketBook, 'market' | 'placeOf'>,
  pricer: Pick<Pricer, 'suspicion'>,
): LastOffers {
  const left = new WeakMap<BookPrices, Kept>();

  const keep = (prices: BookPrices, index: number) => {
    const quote = prices.backs[index];
    if (prices.standing.state !== 'open' || !isOffer(quote)) return;
    const kept = left.get(prices) ?? [];
    left.set(prices, kept);
    kept[index] = pricer.suspicion(quote) === undefined ? quote : undefined;
  };

  const standing = (prices: BookPrices, index: number): Quote | undefined => {
    const quote = prices.backs[index];
    if (prices.standing.state !== 'open' || !isOffer(quote)) return left.get(prices)?.[index];
    return pricer.suspicion(quote) === undefined ? quote : undefined;
  };

  return {
    beforeWithdrawal({ selectionId, bookId, side }) {
      const place = side === 'back' ? book.placeOf(selectionId) : undefined;
      if (place?.state.event.status !== 'scheduled') return;
      for (const prices of place.state.prices) if (prices.book.id === bookId) keep(prices, place.index);
    },
    beforeStanding(marketId, bookId, next) {
      const state = book.market(marketId);
      if (next.state === 'open' || state?.event.status !== 'scheduled') return;
      for (const prices of state.prices)
        if (prices.book.id === bookId) prices.backs.forEach((_quote, index) => void keep(prices, index));
    },
    of(prices, index) {
      const quote = standing(prices, index);
      const price = quote?.levels[0]?.price;
      return quote && price !== undefined ? { price, heardAt: quote.receivedAt } : undefined;
    },
  };
}
