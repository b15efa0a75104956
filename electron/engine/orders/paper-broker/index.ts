/** A venue of our own: it takes orders as a real one would, against the market as it is when they arrive. */
import type { Mode, Order } from '../../../../shared/domain/order.ts';
import type { Currency, MarketId, OrderId } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { MarketView } from '../../ports/market-view.ts';
import type { VenueRecord, VenueStore } from '../../ports/venue-store.ts';
import type { Broker, PlaceAnswer, VenueOrder } from '../broker.ts';
import type { Outcome } from './arrival.ts';
import { isOver, meetMarket, offersFor } from './arrival.ts';
import { createTakenLiquidity } from './liquidity.ts';
import type { Take } from './matching.ts';
import { createWaitingQueue } from './queue.ts';
import { arrivedRecord, fillsFor, isOpenRecord, toVenueOrder, withFills } from './record.ts';

/** Milliseconds. `jitter` is a fraction: 0.2 spreads each latency by up to a fifth either way. */
export type PaperLatency = {
  readonly placeMs: number;
  readonly cancelMs: number;
  readonly findMs: number;
  readonly exchangeBetDelayMs: number;
  readonly bookmakerBetDelayMs: number;
  readonly jitter: number;
};

/** Place and cancel as flumine's simulation measured them at Betfair; bet delays as usual for football in play. */
export const DEFAULT_LATENCY: PaperLatency = {
  placeMs: 120,
  cancelMs: 170,
  findMs: 60,
  exchangeBetDelayMs: 5_000,
  bookmakerBetDelayMs: 3_000,
  jitter: 0.15,
};

const SWEEP_MS = 1_000;

export type PaperBrokerOptions = {
  readonly mode: Mode;
  readonly market: MarketView;
  readonly clock: Clock;
  /** Uniform in [0, 1): spreads the latencies. */
  readonly random: () => number;
  readonly store: VenueStore;
  readonly log?: Log;
  readonly latency?: Partial<PaperLatency>;
  /** Nothing comes from the market any more (the end of a replayed file): what arrives now is turned away. */
  readonly over?: () => boolean;
};

const ARRIVED_TOO_LATE: Outcome = {
  code: 'closed',
  message: 'The file ended before the order arrived at the venue: nothing was matched.',
};

/**
 * Opens the venue on its durable store. Orders that were in their bet delay when it closed are lapsed with code
 * `venue-restarted`; waiting ones keep their place in the queue. What was taken from shown sizes is forgotten.
 */
export function createPaperBroker(options: PaperBrokerOptions): Broker {
  const { mode, market, clock, random, store } = options;
  const latency = { ...DEFAULT_LATENCY, ...options.latency };
  const liquidity = createTakenLiquidity();
  const queue = createWaitingQueue(market, liquidity);
  const listeners = new Set<(order: VenueOrder) => void>();
  const open = new Map<OrderId, VenueRecord>();
  let closed = false;

  /**
   * Work done at its very moment in the market's time, not when a promise gets its turn: a replay works through many
   * payloads before that, and the order would meet a market it never saw.
   */
  const later = <T>(ms: number, work: () => T | Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      clock.after(ms * (1 + latency.jitter * (2 * random() - 1)), () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  const answerOf = (record: VenueRecord): VenueOrder => toVenueOrder(record, store.fills(record.id));

  const keep = (record: VenueRecord, takes: readonly Take[], end?: Parameters<typeof withFills>[3]) => {
    const at = clock.now();
    const before = store.fills(record.id);
    const added = fillsFor(record, takes, before.length, at);
    const next = withFills(record, [...before, ...added], at, end);
    store.save(next, added);
    if (isOpenRecord(next)) open.set(next.id, next);
    else open.delete(next.id);
    return next;
  };
  const tell = (record: VenueRecord) => {
    const order = answerOf(record);
    for (const listener of listeners) listener(order);
  };
  const end = (record: VenueRecord, state: 'lapsed' | 'cancelled', outcome: Outcome) =>
    keep(record, [], { state, outcome });

  const betDelay = (order: Order): number => {
    if (market.event(order.eventId)?.status !== 'live') return 0;
    return market.book(order.bookId)?.kind === 'exchange'
      ? latency.exchangeBetDelayMs
      : latency.bookmakerBetDelayMs;
  };

  const meet = (record: VenueRecord, currency: Currency): VenueRecord => {
    const arrival = meetMarket(record, currency, market, liquidity);
    if (arrival.kind === 'rejected') return keep(record, [], { state: 'rejected', outcome: arrival.outcome });
    const offers = offersFor(market, record);
    for (const take of arrival.takes) {
      const level = offers?.levels.find((candidate) => candidate.price === take.price);
      if (offers && level) liquidity.take(offers, level, take.stake);
    }
    if (arrival.kind === 'filled') return keep(record, arrival.takes);
    if (arrival.kind === 'lapsed') {
      return keep(record, arrival.takes, { state: 'lapsed', outcome: arrival.outcome });
    }
    const waiting = keep({ ...record, queueAhead: arrival.ahead }, arrival.takes);
    queue.join(waiting);
    return waiting;
  };

  const lapseReason = (record: VenueRecord): Outcome | undefined => {
    const event = market.event(record.eventId);
    if (!event) return undefined;
    if (isOver(event))
      return { code: 'closed', message: `The event is ${event.status}: what was unmatched lapsed.` };
    if (market.market(record.marketId)?.status === 'closed') {
      return { code: 'closed', message: 'The market closed: what was unmatched lapsed.' };
    }
    const started = event.status === 'live' || clock.now() >= event.startsAt;
    return started && !record.inPlay
      ? { code: 'event-started', message: 'The event started: what was unmatched lapsed.' }
      : undefined;
  };

  /** Never throws into the feed that changed the market: what could not be written is looked at again. */
  const look = (marketId: MarketId) => {
    try {
      if (!closed) advance(marketId);
    } catch (error) {
      options.log?.error('the paper venue could not be written', { market: marketId, error: String(error) });
    }
  };

  const advance = (marketId: MarketId) => {
    const waiting = [...open.values()].filter(
      (record) => record.marketId === marketId && record.state !== 'delayed',
    );
    if (waiting.length === 0) return;
    const staying = waiting.filter((record) => {
      const reason = lapseReason(record);
      if (reason) tell(end(record, 'lapsed', reason));
      return !reason;
    });
    const view = market.market(marketId);
    if (!view) return;
    for (const { record, ahead, takes } of queue.look(staying, view)) {
      const next = keep({ ...record, queueAhead: ahead }, takes);
      if (takes.length > 0) tell(next);
    }
  };

  for (const record of store.open()) {
    if (record.state === 'delayed') {
      end(record, 'lapsed', {
        code: 'venue-restarted',
        message: 'The paper venue closed during the bet delay: nothing was matched.',
      });
    } else open.set(record.id, record);
  }
  const stopWatching = market.onMarketChange(look);
  /** The start of an event is a time, not a message: nothing may change in the market when it comes. */
  const stopSweeping = clock.every(SWEEP_MS, () => {
    for (const marketId of new Set([...open.values()].map((record) => record.marketId))) look(marketId);
  });

  return {
    name: 'paper',
    mode,
    place: (order) => later(latency.placeMs, () => arrive(order)),
    cancel: (orderId) => later(latency.cancelMs, () => cancelNow(orderId)),
    find: (orderId) =>
      later(latency.findMs, () => {
        if (closed) throw new Error('The paper venue is closed.');
        const record = store.record(orderId);
        return record && answerOf(record);
      }),
    onUpdate(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      closed = true;
      stopWatching();
      stopSweeping();
    },
  };

  function arrive(order: Order): PlaceAnswer | Promise<PlaceAnswer> {
    if (closed) return { known: false, message: 'The paper venue closed before it answered.' };
    const known = store.record(order.id);
    if (known) return { known: true, order: answerOf(known) };
    const delay = betDelay(order);
    const inPlay = market.event(order.eventId)?.status === 'live';
    const arrived = arrivedRecord(order, `paper-${order.id}`, inPlay, clock.now());
    if (delay === 0) return accept(arrived, order.currency);
    keepDelayed(arrived);
    return later(delay, () => {
      if (closed) return { known: false, message: 'The paper venue closed during the bet delay.' };
      const now = store.record(order.id);
      // Cancelled during the delay: that is its end.
      return now && now.state !== 'delayed'
        ? { known: true, order: answerOf(now) }
        : accept(arrived, order.currency);
    });
  }

  function accept(arrived: VenueRecord, currency: Currency): PlaceAnswer {
    const record =
      options.over?.() === true
        ? keep(arrived, [], { state: 'rejected', outcome: ARRIVED_TOO_LATE })
        : meet(arrived, currency);
    return { known: true, order: answerOf(record) };
  }

  function cancelNow(orderId: OrderId): PlaceAnswer {
    if (closed) return { known: false, message: 'The paper venue closed before it answered.' };
    const record = store.record(orderId);
    if (!record) return { known: false, message: 'The paper venue does not know this order.' };
    if (!isOpenRecord(record)) return { known: true, order: answerOf(record) };
    const outcome: Outcome = { code: 'cancelled', message: 'Cancelled at your request.' };
    return { known: true, order: answerOf(end(record, 'cancelled', outcome)) };
  }

  function keepDelayed(record: VenueRecord): void {
    store.save(record, []);
    open.set(record.id, record);
  }
}
