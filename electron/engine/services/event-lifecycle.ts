import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import { CLOSE_WITHIN_MS, closeOf } from '../../../shared/domain/closing-price.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import type { EpochMs, EventId, OddsE4, SourceId } from '../../../shared/domain/units.ts';
import type { MarketBook } from '../book/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MarketState } from '../ports/market-state.ts';
import type { ClosingLine, MarketStore } from '../ports/market-store.ts';
import type { Pricer } from '../pricing/index.ts';
import { createLastOffers, type LastOffers } from './last-offers.ts';
import type { MarketResult } from './pipeline.ts';

/** `waiting`: bets whose result can't be known yet, or whose market has an unfinished order. */
type Settled = { readonly settled: number; readonly waiting: number };

/** The part of the order service that events' starts and ends concern. */
export type EventOrders = {
  captureClosing(lines: readonly ClosingLine[]): void;
  /** `source` told it; without one it is looked at again. */
  settleEvent(event: SportingEvent, source?: SourceId): Settled;
  voidEvent(event: SportingEvent, source?: SourceId): Settled;
  /** By a book's own word on its market. */
  settleMarket(result: Pick<MarketResult, 'marketId' | 'bookId' | 'outcomes'>): void;
  /** Whether anything is matched or waiting on the event and not settled. */
  hasOpen(eventId: EventId): boolean;
};

export interface EventLifecycle {
  readonly hooks: Pick<LastOffers, 'beforeWithdrawal' | 'beforeStanding'> & {
    readonly beforeStart: (event: SportingEvent) => void;
    readonly afterChange: (event: SportingEvent, source?: SourceId) => void;
    readonly bookSettled: (result: MarketResult) => void;
  };
  /** Finishes what could not be settled before; tells which events started by the clock alone, and which are long over. */
  due(now: EpochMs): { readonly started: readonly SportingEvent[]; readonly over: readonly SportingEvent[] };
}

/** An ended event stays on screen this long; one whose end was never told, a day after the last word of it. */
const KEEP_ENDED_MS = 20 * 60_000;
const GIVE_UP_MS = 24 * 3_600_000;

/** When a price of the market last arrived; 0 for never. */
function lastQuoted(state: MarketState): number {
  let latest = 0;
  for (const { backs, lays } of state.prices)
    for (const quote of [...backs, ...lays]) if (quote) latest = Math.max(latest, quote.receivedAt);
  return latest;
}

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
  /** Closing lines taken and not yet written. */
  const unsaved = new Map<EventId, readonly ClosingLine[]>();
  const endedAt = new Map<EventId, EpochMs>();
  /** The result each event was settled by. */
  const finished = new Map<EventId, string>();
  /** Who told it. */
  const lastTold = new Map<EventId, SourceId>();

  const lastOffers = createLastOffers(book, pricer);

  const closingPrices = (state: MarketState, index: number, start: EpochMs): Record<string, OddsE4> => {
    const closes: Record<string, OddsE4> = {};
    for (const prices of state.prices) {
      const close = closeOf(lastOffers.of(prices, index), start);
      if (close !== undefined) closes[prices.book.id] = close.price;
    }
    return closes;
  };

  /** The line that stands, or that stood until the last books of it withdrew for the start. */
  const isClosing = (fair: FairPrice, prices: Readonly<Record<string, OddsE4>>, start: EpochMs): boolean =>
    fair.books > 0 || (fair.at + CLOSE_WITHIN_MS >= start && Object.keys(prices).length > 0);

  /** The newest of its start and its quotes: a source may go on quoting an event whose start it gave wrong. */
  const lastHeard = (event: SportingEvent): number =>
    Math.max(event.startsAt, ...book.marketsOf(event.id).map(lastQuoted));

  /** What closed when the event started; nothing for markets that were not quoted any more by then. */
  const closingLines = (event: SportingEvent): readonly ClosingLine[] => {
    const at = clock.now();
    return book
      .marketsOf(event.id)
      .filter((state) => lastQuoted(state) + CLOSE_WITHIN_MS >= at)
      .flatMap((state) =>
        state.market.selections.flatMap((selection, index): ClosingLine[] => {
          const fair = pricer.fair(selection.id);
          const prices = closingPrices(state, index, at);
          if (!fair || !isClosing(fair, prices, at)) return [];
          return [
            { selectionId: selection.id, marketId: state.market.id, fair: fair.probability, prices, at },
          ];
        }),
      );
  };

  const capture = (event: SportingEvent) => {
    if (closed.has(event.id)) return;
    closed.add(event.id);
    unsaved.set(event.id, closingLines(event));
    saveCloses();
  };

  /** The lines are taken at the start and written as soon as they can be: for the bets first, they are what counts. */
  const saveCloses = () => {
    for (const [id, lines] of unsaved) {
      orders.captureClosing(lines);
      store.saveClosingLines(lines);
      unsaved.delete(id);
    }
  };

  /**
   * Settles once for each result a source tells, and again at every look while something waits or could not be
   * written.
   */
  const finish = (event: SportingEvent, source?: SourceId) => {
    const half = event.score?.halfTime;
    const score = `${event.score?.home}-${event.score?.away} ${half?.home}-${half?.away}`;
    const told = `${source ?? lastTold.get(event.id) ?? ''} ${event.status} ${score}`;
    if (finished.get(event.id) === told) return;
    const { settled, waiting } =
      event.status === 'ended' ? orders.settleEvent(event, source) : orders.voidEvent(event, source);
    if (source !== undefined) lastTold.set(event.id, source);
    if (settled > 0) log.info('event settled', { event: event.id, status: event.status, bets: settled });
    if (!endedAt.has(event.id)) endedAt.set(event.id, clock.now());
    if (waiting === 0) finished.set(event.id, told);
  };

  return {
    hooks: {
      beforeWithdrawal: lastOffers.beforeWithdrawal,
      beforeStanding: lastOffers.beforeStanding,
      beforeStart: capture,
      afterChange(event, source) {
        // A start that was put off is still to come, and with it the close.
        if (event.status === 'scheduled') closed.delete(event.id);
        if (isOver(event)) finish(event, source);
      },
      bookSettled: orders.settleMarket,
    },
    due(now) {
      saveCloses();
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
        finished.delete(event.id);
        lastTold.delete(event.id);
      }
      return { started, over };
    },
  };
}
