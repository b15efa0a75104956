import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { MarketBook } from '../../book/index.ts';
import type { MarketStore } from '../../ports/market-store.ts';
import type { Pricer } from '../../pricing/index.ts';
import type { Topics } from '../topics.ts';
import { watch } from './watch.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  'books.watch' | 'fixtures.watch' | 'quotes.watch' | 'fair.watch' | 'edges.watch' | 'history.get'
>;

/** What the markets are and what they are worth. */
export function marketDataOperations(deps: {
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly store: MarketStore;
  readonly topics: Topics;
}): Operations {
  const { book, pricer, store, topics } = deps;

  function* fixtures() {
    for (const event of book.events())
      yield { event, markets: book.marketsOf(event.id).map((state) => state.market), retired: false };
  }
  function* fairPrices() {
    for (const state of book.markets()) yield* pricer.priced(state.market.id)?.fair ?? [];
  }
  function* edges() {
    for (const state of book.markets()) {
      const priced = pricer.priced(state.market.id);
      if (priced?.edgesChanged)
        yield { marketId: priced.marketId, edges: priced.edges, arbitrage: priced.arbitrage };
    }
  }

  return {
    'books.watch': watch(topics.books, () => book.books()),
    'fixtures.watch': watch(topics.fixtures, fixtures),
    'quotes.watch': watch(topics.quotes, () => book.quotes()),
    'fair.watch': watch(topics.fairPrices, fairPrices),
    'edges.watch': watch(topics.edges, edges),
    'history.get': ({ selectionId, books, from, to }) => ({
      prices: books.map(({ bookId, side }) => ({
        bookId,
        side,
        points: [...store.priceHistory({ selectionId, bookId, side }, from, to)],
      })),
      fair: [...store.fairHistory(selectionId, from, to)],
    }),
  };
}
