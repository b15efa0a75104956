import type { MarketBook } from '../book/index.ts';
import type { Orders } from '../orders/index.ts';
import type { MarketStore } from '../ports/market-store.ts';
import type { Pipeline } from './pipeline.ts';

/** Puts the books known from earlier runs back, and the events with bets or orders: they must end, whoever tells of them. */
export function restoreEvents(deps: {
  readonly book: Pick<MarketBook, 'saveBooks'>;
  readonly pipeline: Pick<Pipeline, 'restore'>;
  readonly orders: Pick<Orders, 'openBets' | 'openOrders'>;
  readonly store: Pick<MarketStore, 'books' | 'event' | 'markets'>;
}): void {
  const { book, pipeline, orders, store } = deps;
  book.saveBooks(store.books());
  const open = [...orders.openBets().map(({ order }) => order), ...orders.openOrders()];
  for (const id of new Set(open.map(({ eventId }) => eventId))) {
    const event = store.event(id);
    if (event) pipeline.restore(event, store.markets(id));
  }
}
