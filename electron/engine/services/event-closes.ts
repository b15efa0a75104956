import { createAttempts } from '../../../shared/domain/attempts.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import { CLOSE_WITHIN_MS, closeOf } from '../../../shared/domain/closing-price.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import type { EpochMs, EventId, OddsE4 } from '../../../shared/domain/units.ts';
import type { MarketBook } from '../book/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MarketState } from '../ports/market-state.ts';
import type { ClosingLine, MarketStore } from '../ports/market-store.ts';
import type { Pricer } from '../pricing/index.ts';
import { createLastOffers, type LastOffers } from './last-offers.ts';

/** A start is noticed within so long of its time, by the clock if by nobody else, unless the engine stood still. */
const NOTICED_WITHIN_MS = 5_000;

/** The part of the order service that closing lines concern. */
export type ClosingOrders = {
  captureClosing(lines: readonly ClosingLine[]): void;
  /** The event's start is still to come: what bets on it hold as their close is taken back. */
  reopenClosing(eventId: EventId): void;
};

/** An event's closing lines: taken once, at its start, and anew only when the start was put off. */
export type EventCloses = Pick<LastOffers, 'beforeWithdrawal' | 'beforeStanding'> & {
  /** The event starts. */
  take(event: SportingEvent): void;
  /** The event is told to be still to come. */
  expect(event: SportingEvent): void;
  /** Writes what could not be written before, of each event by itself; throws the first that failed at the end. */
  write(): void;
  /** The event has left the book. */
  forget(id: EventId): void;
};

/** When a price of the market last arrived; 0 for never. */
export function lastQuoted(state: MarketState): number {
  let latest = 0;
  for (const { backs, lays } of state.prices)
    for (const quote of [...backs, ...lays]) if (quote) latest = Math.max(latest, quote.receivedAt);
  return latest;
}

export function createEventCloses(deps: {
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly store: Pick<MarketStore, 'saveClosingLines' | 'closingLine' | 'reopenClosingLines'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly orders: ClosingOrders;
}): EventCloses {
  const { book, pricer, store, clock, log, orders } = deps;
  const lastOffers = createLastOffers(book, pricer);
  const taken = new Set<EventId>();
  /** Told to be still to come in this run, so that no close of an earlier one is left. */
  const expected = new Set<EventId>();
  const reopening = new Set<EventId>();
  /** Lines taken and not yet written. */
  const unsaved = new Map<EventId, readonly ClosingLine[]>();

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

  /**
   * What closed when the event started; nothing for markets that were not quoted any more by then, nor for those quoted
   * after a start that is noticed late: what stands in them is no close.
   */
  const closingLines = (event: SportingEvent): readonly ClosingLine[] => {
    const now = clock.now();
    const isLate = event.startsAt + NOTICED_WITHIN_MS < now;
    const at = isLate ? event.startsAt : now;
    return book
      .marketsOf(event.id)
      .filter((state) => lastQuoted(state) + CLOSE_WITHIN_MS >= at && !(isLate && lastQuoted(state) > at))
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

  const writeOf = (id: EventId) => {
    if (reopening.has(id)) {
      orders.reopenClosing(id);
      if (store.reopenClosingLines(id))
        log.info('the start was put off: its close is still to come', { event: id });
      reopening.delete(id);
    }
    const lines = unsaved.get(id);
    if (lines === undefined) return;
    const attempts = createAttempts();
    // For the bets first, they are what counts; by the lines that stand, which an earlier run may have written.
    attempts.run(() =>
      orders.captureClosing(lines.map((line) => store.closingLine(line.selectionId) ?? line)),
    );
    // Whatever became of the bets: lines that are not written have no second chance after this run.
    attempts.run(() => store.saveClosingLines(lines));
    attempts.end();
    unsaved.delete(id);
  };

  return {
    beforeWithdrawal: lastOffers.beforeWithdrawal,
    beforeStanding: lastOffers.beforeStanding,
    take(event) {
      if (taken.has(event.id)) return;
      taken.add(event.id);
      unsaved.set(event.id, closingLines(event));
      writeOf(event.id);
    },
    expect({ id, startsAt }) {
      // Its time has come, its source only does not say so yet.
      if (startsAt <= clock.now()) return;
      if (expected.has(id) && !taken.has(id)) return;
      expected.add(id);
      taken.delete(id);
      unsaved.delete(id);
      reopening.add(id);
      writeOf(id);
    },
    write() {
      const attempts = createAttempts();
      for (const id of new Set([...reopening, ...unsaved.keys()])) attempts.run(() => writeOf(id));
      attempts.end();
    },
    forget(id) {
      taken.delete(id);
      expected.delete(id);
    },
  };
}
