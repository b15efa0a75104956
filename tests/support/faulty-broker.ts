import type { Broker, PlaceAnswer, VenueOrder } from '../../electron/engine/orders/broker.ts';
import type { Clock } from '../../electron/engine/ports/clock.ts';

/**
 * What happens to one request: `fine`; `request-lost` before the venue saw it; `answer-lost` after it acted;
 * `hangs` for ever, the venue having acted; `slow` reaches the venue only a minute later.
 */
export type RequestFault = 'fine' | 'request-lost' | 'answer-lost' | 'hangs' | 'slow';
/** What happens to one piece of later news; `late` comes `delayMs` after, out of order with what follows it. */
export type UpdateFault = 'fine' | 'lost' | 'twice' | 'late' | 'late-and-twice';

export type FaultyBroker = Broker & {
  /** Faults of the requests to come, in order; `fine` when none is left. */
  readonly places: RequestFault[];
  readonly cancels: RequestFault[];
  readonly updates: UpdateFault[];
  /** While true, the venue cannot be asked about orders. */
  findsFail: boolean;
  /** Once true, nothing this broker was asked is ever answered: the process that asked is gone. */
  dead: boolean;
  /** How many orders were sent, by id. */
  readonly sent: ReadonlyMap<string, number>;
  /** Tells listeners this news now, whatever the venue thinks. */
  tell(order: VenueOrder): void;
};

/** A broker behind a bad line. */
export function createFaultyBroker(inner: Broker, clock: Clock, delayMs = 700): FaultyBroker {
  const listeners = new Set<(order: VenueOrder) => void>();
  const sent = new Map<string, number>();
  const tell = (order: VenueOrder) => {
    if (broker.dead) return;
    for (const listener of [...listeners]) listener(order);
  };
  const lose = (message: string): PlaceAnswer => ({ known: false, message });
  const through = async (fault: RequestFault, request: () => Promise<PlaceAnswer>): Promise<PlaceAnswer> => {
    if (fault === 'request-lost') return lose('The line broke.');
    if (fault === 'slow') await new Promise<void>((resolve) => void clock.after(60_000, resolve));
    // What had not left the process when it died never arrives.
    if (broker.dead) return new Promise(() => {});
    const answer = await request();
    if (fault === 'hangs' || broker.dead) return new Promise(() => {});
    return fault === 'answer-lost' ? lose('No answer came.') : answer;
  };

  const broker: FaultyBroker = {
    name: inner.name,
    mode: inner.mode,
    places: [],
    cancels: [],
    updates: [],
    findsFail: false,
    dead: false,
    sent,
    tell,
    place(order) {
      sent.set(order.id, (sent.get(order.id) ?? 0) + 1);
      return through(broker.places.shift() ?? 'fine', () => inner.place(order));
    },
    cancel: (orderId) => through(broker.cancels.shift() ?? 'fine', () => inner.cancel(orderId)),
    find: (orderId) => (broker.findsFail ? Promise.reject(new Error('no line')) : inner.find(orderId)),
    onUpdate(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => inner.close(),
  };
  inner.onUpdate((order) => {
    const fault = broker.updates.shift() ?? 'fine';
    if (fault === 'fine' || fault === 'twice') tell(order);
    if (fault === 'twice') tell(order);
    if (fault === 'late' || fault === 'late-and-twice') clock.after(delayMs, () => tell(order));
    if (fault === 'late-and-twice') clock.after(2 * delayMs, () => tell(order));
  });
  return broker;
}
