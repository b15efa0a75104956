import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { Mode, Order } from '../../../../shared/domain/order.ts';
import type { EpochMs, EventId, SourceId } from '../../../../shared/domain/units.ts';
import type { MarketBook } from '../../book/index.ts';
import type { Journal } from '../../ports/journal.ts';
import type { MarketStore } from '../../ports/market-store.ts';

export type KnownEvent = {
  readonly event: SportingEvent;
  /** Whether a source still tells of it. */
  readonly listed: boolean;
};

/** An event that nothing lists any more, as its bets have kept it. */
function rememberedBy(journal: Pick<Journal, 'terms'>, orders: readonly Order[]): SportingEvent | undefined {
  const [first] = orders;
  if (!first) return undefined;
  const end = { id: first.eventId, status: 'scheduled', score: null } as const;
  for (const { id } of orders) {
    const terms = journal.terms(id);
    if (terms) return { ...end, ...terms.event };
  }
  // From before terms were kept: names as shown then, and the day of the first bet for want of a better one.
  const { eventName } = first.reason;
  const between = eventName.indexOf(' v ');
  const [home, away] =
    between < 0 ? [eventName, ''] : [eventName.slice(0, between), eventName.slice(between + 3)];
  const prefix = first.eventId.split(':')[0] || 'unknown';
  return {
    ...end,
    sourceId: prefix as SourceId,
    sport: '',
    competition: '',
    home,
    away,
    startsAt: first.createdAt as EpochMs,
  };
}

/** An event wherever it is known: listed, in the history, or only by its bets. */
export const createKnownEvents =
  (deps: {
    readonly mode: Mode;
    readonly book: Pick<MarketBook, 'event'>;
    readonly store: Pick<MarketStore, 'event'>;
    readonly journal: Pick<Journal, 'terms' | 'ordersOfEvent'>;
  }) =>
  (id: EventId): KnownEvent | undefined => {
    const { mode, book, store, journal } = deps;
    const listed = book.event(id);
    if (listed) return { event: listed, listed: true };
    const event = store.event(id) ?? rememberedBy(journal, journal.ordersOfEvent(mode, id));
    return event && { event, listed: false };
  };
