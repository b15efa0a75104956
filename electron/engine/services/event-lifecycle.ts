import { createAttempts } from '../../../shared/domain/attempts.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, SourceId } from '../../../shared/domain/units.ts';
import type { MarketBook } from '../book/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { MarketStore } from '../ports/market-store.ts';
import type { Pricer } from '../pricing/index.ts';
import { type ClosingOrders, createEventCloses, type EventCloses, lastQuoted } from './event-closes.ts';
import type { MarketResult } from './pipeline.ts';
import { createUnwritten } from './unwritten.ts';

/** `waiting`: bets whose result can't be known yet, or whose market has an unfinished order. */
type Settled = { readonly settled: number; readonly waiting: number };

/** The part of the order service that events' starts and ends concern. */
export type EventOrders = ClosingOrders & {
  /** `source` told it; without one it is looked at again. */
  settleEvent(event: SportingEvent, source?: SourceId): Settled;
  voidEvent(event: SportingEvent, source?: SourceId): Settled;
  /** By a book's own word on its market. */
  settleMarket(result: Pick<MarketResult, 'marketId' | 'bookId' | 'outcomes'>): void;
  /** Whether anything is matched or waiting on the event and not settled. */
  hasOpen(eventId: EventId): boolean;
};

export interface EventLifecycle {
  readonly hooks: Pick<EventCloses, 'beforeWithdrawal' | 'beforeStanding'> & {
    readonly beforeStart: (event: SportingEvent) => void;
    readonly afterChange: (event: SportingEvent, source?: SourceId) => void;
    readonly bookSettled: (result: MarketResult) => void;
  };
  /** Finishes what could not be settled before, each event by itself. */
  due(now: EpochMs): Due;
}

export type Due = {
  /** Started by the clock alone. */
  readonly started: readonly SportingEvent[];
  /** Long over. */
  readonly over: readonly SportingEvent[];
  /** What the first event that could not be finished threw: to be told once the others have moved on. */
  readonly failure: unknown;
};

/** An ended event stays on screen this long; one whose end was never told, a day after the last word of it. */
const KEEP_ENDED_MS = 20 * 60_000;
const GIVE_UP_MS = 24 * 3_600_000;

/** A source's word on an event's end; `told` tells it from others of the event. */
type Word = { readonly event: SportingEvent; readonly source: SourceId; readonly told: string };

const isOver = ({ status }: SportingEvent): boolean =>
  status === 'ended' || status === 'postponed' || status === 'abandoned';

function resultKey({ status, score }: SportingEvent, source: SourceId | undefined): string {
  const half = score?.halfTime;
  return `${source ?? ''} ${status} ${score?.home}-${score?.away} ${half?.home}-${half?.away}`;
}

/** Closing lines at the start, settlement at the end, and when an event leaves the book. */
export function createEventLifecycle(deps: {
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly store: MarketStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly orders: EventOrders;
}): EventLifecycle {
  const { book, clock, log, orders } = deps;
  const closes = createEventCloses(deps);
  const endedAt = new Map<EventId, EpochMs>();
  /** The result each event was settled by. */
  const finished = new Map<EventId, string>();
  /** Who told it. */
  const lastTold = new Map<EventId, SourceId>();

  /** The newest of its start and its quotes: a source may go on quoting an event whose start it gave wrong. */
  const lastHeard = (event: SportingEvent): number =>
    Math.max(event.startsAt, ...book.marketsOf(event.id).map(lastQuoted));

  const settle = (event: SportingEvent, told: string, source?: SourceId) => {
    const { settled, waiting } =
      event.status === 'ended' ? orders.settleEvent(event, source) : orders.voidEvent(event, source);
    if (settled > 0) log.info('event settled', { event: event.id, status: event.status, bets: settled });
    if (!endedAt.has(event.id)) endedAt.set(event.id, clock.now());
    if (waiting === 0) finished.set(event.id, told);
  };

  /** What was told and is not settled by yet. */
  const words = createUnwritten<Word>({
    speaker: ({ source }) => source,
    saying: ({ told }) => told,
    write: ({ event, told, source }) => settle(event, told, source),
  });

  /** How books settled their markets, where that could not be written yet. It stands above any score. */
  const bookWords = createUnwritten<MarketResult>({
    speaker: ({ marketId, bookId }) => `${marketId}/${bookId}`,
    saying: ({ outcomes }) => outcomes.map(({ selectionId, outcome }) => `${selectionId} ${outcome}`).join(),
    write: (result) => orders.settleMarket(result),
  });

  /**
   * Settles once for each result a source tells, and again at every look while something waits or could not be
   * written.
   */
  const finish = (event: SportingEvent, source?: SourceId) => {
    const told = resultKey(event, source ?? lastTold.get(event.id));
    if (source !== undefined) {
      lastTold.set(event.id, source);
      if (finished.get(event.id) !== told) words.hear(event.id, { event, source, told });
    }
    bookWords.write(event.id);
    if (words.has(event.id)) words.write(event.id);
    else if (finished.get(event.id) !== told) settle(event, told);
  };

  return {
    hooks: {
      beforeWithdrawal: closes.beforeWithdrawal,
      beforeStanding: closes.beforeStanding,
      beforeStart: closes.take,
      afterChange(event, source) {
        if (event.status === 'scheduled') closes.expect(event);
        if (isOver(event)) finish(event, source);
      },
      bookSettled(result) {
        const id = book.market(result.marketId)?.event.id;
        if (id === undefined) return;
        bookWords.hear(id, result);
        bookWords.write(id);
      },
    },
    due(now) {
      const started: SportingEvent[] = [];
      const over: SportingEvent[] = [];
      const attempts = createAttempts();
      attempts.run(closes.write);
      for (const event of book.events()) {
        if (event.status === 'scheduled' && event.startsAt <= now) started.push(event);
        attempts.run(() => (isOver(event) ? finish(event) : bookWords.write(event.id)));
        const ended = endedAt.get(event.id);
        const stale = ended === undefined ? lastHeard(event) + GIVE_UP_MS < now : ended + KEEP_ENDED_MS < now;
        const isWritten = !words.has(event.id) && !bookWords.has(event.id);
        if (stale && isWritten && !orders.hasOpen(event.id)) over.push(event);
      }
      for (const { id } of over) {
        closes.forget(id);
        endedAt.delete(id);
        finished.delete(id);
        lastTold.delete(id);
      }
      return { started, over, failure: attempts.failure() };
    },
  };
}
