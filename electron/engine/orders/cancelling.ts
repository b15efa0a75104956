import type { UnreadOrder } from '../../../shared/contract/orders.ts';
import type { Order, OrderState } from '../../../shared/domain/order.ts';
import type { OrderId } from '../../../shared/domain/units.ts';
import type { Adoption } from './adoption.ts';
import { bounded } from './bounded.ts';
import type { PlaceAnswer, VenueOrder } from './broker.ts';
import type { Desk } from './desk.ts';
import type { Halt } from './halt.ts';
import type { Reconciliation } from './reconciliation.ts';
import { notFound, silent } from './refusal.ts';
import { isFinished, isOpenAtVenue } from './state-machine.ts';
import type { Tickets } from './tickets.ts';

export type PanicOutcome = {
  readonly cancelled: number;
  readonly unconfirmed: number;
  readonly disarmed: number;
};

/** Taking orders back. No control stands in the way. */
export type Cancelling = {
  /**
   * Asks for the unmatched part back; the order as it is after the answer. One that is damaged in the journal is asked
   * for by its id, and answered as the venue tells it. Throws `not-found`, and `unavailable` where it tells nothing.
   */
  cancel(id: OrderId): Promise<Order | UnreadOrder>;
  /**
   * Halts arming, disarms all and sends every cancel before anything is written, also for damaged orders that may wait at
   * the venue; waits for it only so long.
   */
  panic(): Promise<PanicOutcome>;
};

/** What became of a request: the order's state after it, where that is known. */
type Taken = {
  readonly state: OrderState | undefined;
  /** A damaged order, as the venue tells it. */
  readonly unread?: VenueOrder;
  /** Why it is not known, where the broker says. */
  readonly message?: string;
};

export function createCancelling(
  desk: Desk,
  deps: {
    readonly tickets: Tickets;
    readonly halt: Halt;
    readonly adoption: Adoption;
    readonly reconciliation: Reconciliation;
  },
): Cancelling {
  const { journal, broker, recorder, positions, wall, log, patience, watched, mode } = desk;
  const { tickets, halt, adoption, reconciliation } = deps;
  const cancelling = new Map<OrderId, Promise<Taken>>();

  const isDamaged = (id: OrderId) => journal.damagedOrders(mode).some((damaged) => damaged.id === id);

  /** The order as it is in the journal, or what keeps it from being read. */
  const look = (id: OrderId): { readonly order: Order | undefined } | { readonly failure: unknown } => {
    try {
      return { order: journal.order(id) };
    } catch (failure) {
      return { failure };
    }
  };

  /** Asks for a damaged order no more: nothing that is found out can be written to it. */
  const watch = (id: OrderId) => {
    if (!isDamaged(id)) watched.add(id);
  };

  /** What the venue says of a damaged order is in the audit alone. */
  const noteUnread = (id: OrderId, { state, matched, averagePrice, fills, outcome }: VenueOrder) =>
    recorder.note('venue', 'cancel.unread', id, { state, matched, averagePrice, fills, outcome });

  const book = (id: OrderId, answer: PlaceAnswer): Taken => {
    if (!answer.known) {
      recorder.note('engine', 'cancel.unconfirmed', id, { message: answer.message });
      watch(id);
      return { state: undefined, message: answer.message };
    }
    const found = look(id);
    if (!('failure' in found) || !isDamaged(id))
      return { state: adoption.adopt(answer.order, 'answer')?.state };
    noteUnread(id, answer.order);
    return { state: answer.order.state, unread: answer.order };
  };

  /** One request per order at a time, sent before this returns; its answer is booked whenever it comes. */
  const request = (id: OrderId): Promise<Taken> => {
    const running = cancelling.get(id);
    if (running) return running;
    const asked = Promise.withResolvers<PlaceAnswer>();
    const started = asked.promise
      .catch((error: unknown): PlaceAnswer => ({ known: false, message: String(error) }))
      .then((answer) => book(id, answer))
      .catch((error: unknown): Taken => {
        log.error('a cancel was not booked', { order: id, error: String(error) });
        watch(id);
        return { state: undefined };
      })
      .finally(() => cancelling.delete(id));
    // Known before it is sent: news that the broker tells while it is being asked starts no second request.
    cancelling.set(id, started);
    try {
      asked.resolve(broker.cancel(id));
    } catch (error) {
      asked.reject(error);
    }
    return started;
  };

  /** Waits for the answer `ms`; unanswered, the order is watched. */
  const cancelWithin = async (id: OrderId, ms: number): Promise<Taken> => {
    const answer = await bounded(request(id), ms, wall);
    if (answer.inTime) return answer.value;
    watch(id);
    return { state: undefined };
  };

  const cancelDamaged = async (id: OrderId): Promise<UnreadOrder> => {
    const ms = desk.venueStandsStill === true ? patience.standstillMs : patience.answerMs;
    const taking = cancelWithin(id, ms);
    recorder.note('user', 'order.cancel', id, { state: 'damaged' });
    const { unread, message } = await taking;
    if (!unread) throw silent(id, message ?? 'its book did not answer in time.');
    const { state, matched, averagePrice } = unread;
    return {
      id,
      state,
      matched,
      averagePrice,
      unread: `Order ${id} can't be read in the journal: this is it as its book tells it, and it is not written down.`,
    };
  };

  /** What keeps the journal from being read keeps nobody from cancelling. */
  const cancelUnread = async (id: OrderId, failure: unknown): Promise<Order> => {
    await cancelWithin(id, patience.answerMs);
    const after = look(id);
    if ('order' in after && after.order) return after.order;
    throw failure;
  };

  const count = (orders: readonly Taken[]) => ({
    cancelled: orders.filter(({ state }) => state === 'cancelled').length,
    unconfirmed: orders.filter(({ state }) => !state || !isFinished(state)).length,
  });

  // What was still on its way to the venue when panic struck is taken back as soon as it shows up there.
  recorder.onOrder((order) => {
    if (halt.isHalted() && isOpenAtVenue(order.state)) void request(order.id);
  });

  return {
    async cancel(id) {
      const found = look(id);
      if ('failure' in found) return isDamaged(id) ? cancelDamaged(id) : cancelUnread(id, found.failure);
      const { order } = found;
      if (!order) throw notFound(`Order ${id}`);
      if (isFinished(order.state)) return order;
      recorder.note('user', 'order.cancel', id, { state: order.state });
      if (desk.venueStandsStill === true) await bounded(request(id), patience.standstillMs, wall);
      else if ((await cancelWithin(id, patience.answerMs)).state === undefined)
        await reconciliation.reconcileOne(id);
      return journal.order(id) ?? order;
    },
    async panic() {
      halt.halt();
      const disarmed = tickets.clear();
      const open = [...positions.all()]
        .filter(({ order }) => !isFinished(order.state))
        .map(({ order }) => order.id);
      const damaged = journal
        .damagedOrders(mode)
        .filter((order) => !order.isFinished)
        .map(({ id }) => id);
      const waits = [...new Set([...open, ...damaged])].map((id) => cancelWithin(id, patience.panicMs));
      // The requests are out; only now the disk, which may be slow or full.
      halt.keep();
      recorder.note('user', 'orders.panic', 'orders', { open, damaged, disarmed });
      const answers = await Promise.all(waits);
      const outcome = { ...count(answers), disarmed };
      recorder.note('engine', 'orders.panic-done', 'orders', outcome);
      return outcome;
    },
  };
}
