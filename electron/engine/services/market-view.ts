import type { SourceId } from '../../../shared/domain/units.ts';
import { type MarketBook, OPEN } from '../book/index.ts';
import type { MarketView } from '../ports/market-view.ts';
import type { Pricer } from '../pricing/index.ts';
import type { Topics } from './topics.ts';

/** The market state as orders and brokers may see it. */
export const createMarketView = (deps: {
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly topics: Topics;
  readonly maximumAgeMs: (source: SourceId) => number;
}): MarketView => {
  const { book, pricer, topics, maximumAgeMs } = deps;
  return {
    event: book.event,
    market: (id) => book.market(id)?.market,
    selection: (id) => {
      const place = book.placeOf(id);
      return place?.state.market.selections[place.index];
    },
    book: book.book,
    quote: book.quote,
    fair: (id) => {
      const fair = pricer.fair(id);
      return fair && fair.books > 0 ? fair : undefined;
    },
    standing: (marketId, bookId) =>
      book.market(marketId)?.prices.find((prices) => prices.book.id === bookId)?.standing ?? OPEN,
    suspicion: pricer.suspicion,
    maximumAgeMs,
    onMarketChange: topics.markets.subscribe,
  };
};
