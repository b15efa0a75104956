import type { EventId } from '../../../shared/domain/units.ts';
import type { MarketBook } from '../book/index.ts';
import type { Orders } from '../orders/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { MarketStore } from '../ports/market-store.ts';
import type { Pipeline } from './pipeline.ts';

/** More events than any source lists ahead. */
const ALL = 1_000_000;

/**
 * Puts back what a new run must know: the books of earlier ones, the events with bets or orders, which must end, whoever
 * tells of them, and those with a close that began ahead of their listed start. Until that has passed, a source that was
 * started anew too lists them as still to come, and they would lose that close. A close of a time still to come is of a
 * clock that was wrong: it is no start.
 */
export function restoreEvents(deps: {
  readonly book: Pick<MarketBook, 'saveBooks'>;
  readonly pipeline: Pick<Pipeline, 'restore'>;
  readonly orders: Pick<Orders, 'openBets' | 'openOrders' | 'damaged'>;
  readonly store: Pick<MarketStore, 'books' | 'event' | 'eventsFrom' | 'markets' | 'closingLine'>;
  /** Market time. */
  readonly clock: Pick<Clock, 'now'>;
}): void {
  const { book, pipeline, orders, store, clock } = deps;
  book.saveBooks(store.books());
  const open = [
    ...orders.openBets().map(({ order }) => order),
    ...orders.openOrders(),
    ...orders.damaged().filter(({ isOver }) => !isOver),
  ];
  const withOrders = [...new Set(open.map(({ eventId }) => eventId))].flatMap((id) => store.event(id) ?? []);
  const now = clock.now();
  const hasClosed = (id: EventId): boolean =>
    store
      .markets(id)
      .some(({ selections }) =>
        selections.some((selection) => (store.closingLine(selection.id)?.at ?? now + 1) <= now),
      );
  const begunEarly = store
    .eventsFrom(now, ALL)
    .filter(({ id, status }) => status === 'live' && hasClosed(id));
  const restored = new Map([...withOrders, ...begunEarly].map((event) => [event.id, event]));
  for (const event of restored.values()) pipeline.restore(event, store.markets(event.id));
}
