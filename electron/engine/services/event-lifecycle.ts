import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, OddsE4 } from '../../../shared/domain/units.ts';
import type { MarketBook } from '../book/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MarketState } from '../ports/market-state.ts';
import type { ClosingLine, MarketStore } from '../ports/market-store.ts';
import type { Pricer } from '../pricing/index.ts';

/** The part of the order service that events' starts and ends concern. */
export type EventOrders = {
  captureClosing(lines: readonly ClosingLine[]): void;
  settleEvent(event: SportingEvent): void;
  voidEvent(event: SportingEvent): void;
  /** Whether anything is matched or waiting on the event and not settled. */
  hasOpen(eventId: EventId): boolean;
};

export interface EventLifecycle {
  readonly hooks: {
    readonly beforeStart: (event: SportingEvent) => void;
    readonly afterChange: (event: SportingEvent) => void;
  };
  /** Finishes what could not be settled before; tells which events started by the clock alone, and which are long over. */
  due(now: EpochMs): { readonly started: readonly SportingEvent[]; readonly over: readonly SportingEvent[] };
}

/** An ended event stays on screen this long; one whose end was never told, a day after the last word of it. */
const KEEP_ENDED_MS = 20 * 60_000;
const GIVE_UP_MS = 24 * 3_600_000;

const isOver = ({ status }: SportingEvent): boolean =>
  status === 'ended' || status === 'postponed' || status === 'abandoned';

/** Closing lines at the start, settlement at the end, and when an event leaves the book. */
export function createEventLifecycle(deps: {
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly store: MarketStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly orders: EventOrders;
}): EventLifecycle {
  const { book, pricer, store, clock, log, orders } = deps;
  const closed = new Set<EventId>();
  const endedAt = new Map<EventId, EpochMs>();

  const closingPrices = (state: MarketState, index: number): Record<string, OddsE4> => {
    const prices: Record<string, OddsE4> = {};
    for (const { book: quoted, backs } of state.prices) {
      const price = backs[index]?.levels[0]?.price;
      if (price !== undefined) prices[quoted.id] = price;
    }
    return prices;
  };

  /** The newest of its start and its quotes: a source may go on quoting an event whose start it gave wrong. */
  const lastHeard = (event: SportingEvent): number => {
    let latest: number = event.startsAt;
    for (const state of book.marketsOf(event.id))
      for (const { backs, lays } of state.prices)
        for (const quote of [...backs, ...lays]) if (quote) latest = Math.max(latest, quote.receivedAt);
    return latest;
  };

  const capture = (event: SportingEvent) => {
    if (closed.has(event.id)) return;
    closed.add(event.id);
    const at = clock.now();
    const lines = book.marketsOf(event.id).flatMap((state) =>
      state.market.selections.flatMap((selection, index): ClosingLine[] => {
        const fair = pricer.fair(selection.id);
        if (!fair || fair.books === 0) return [];
        return [
          {
            selectionId: selection.id,
            marketId: state.market.id,
            fair: fair.probability,
            prices: closingPrices(state, index),
            at,
          },
        ];
      }),
    );
    store.saveClosingLines(lines);
    orders.captureClosing(lines);
  };

  const finish = (event: SportingEvent) => {
    if (endedAt.has(event.id)) return;
    if (orders.hasOpen(event.id)) {
      if (event.status === 'ended') orders.settleEvent(event);
      else orders.voidEvent(event);
      log.info('event settled', { event: event.id, status: event.status });
    }
    // Only now: a settlement that could not be written is tried again at the next look.
    endedAt.set(event.id, clock.now());
  };

  return {
    hooks: {
      beforeStart: capture,
      afterChange(event) {
        if (isOver(event)) finish(event);
      },
    },
    due(now) {
      const started: SportingEvent[] = [];
      const over: SportingEvent[] = [];
      for (const event of book.events()) {
        if (isOver(event)) finish(event);
        if (event.status === 'scheduled' && event.startsAt <= now) started.push(event);
        const ended = endedAt.get(event.id);
        const stale = ended === undefined ? lastHeard(event) + GIVE_UP_MS < now : ended + KEEP_ENDED_MS < now;
        if (stale && !orders.hasOpen(event.id)) over.push(event);
      }
      for (const event of over) {
        closed.delete(event.id);
        endedAt.delete(event.id);
      }
      return { started, over };
    },
  };
}
