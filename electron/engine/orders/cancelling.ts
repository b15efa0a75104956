import type { Order } from '../../../shared/domain/order.ts';
import type { OrderId } from '../../../shared/domain/units.ts';
import type { Adoption } from './adoption.ts';
import { bounded } from './bounded.ts';
import type { PlaceAnswer } from './broker.ts';
import type { Desk } from './desk.ts';
import type { Halt } from './halt.ts';
import type { Reconciliation } from './reconciliation.ts';
import { notFound } from './refusal.ts';
import { isFinished, isOpenAtVenue } from './state-machine.ts';
import type { Tickets } from './tickets.ts';

export type PanicOutcome = {
  readonly cancelled: number;
  readonly unconfirmed: number;
  readonly disarmed: number;
};

/** Taking orders back. No control stands in the way. */
export type Cancelling = {
  /** Asks for the unmatched part back; the order as it is after the answer. Throws `not-found`. */
  cancel(id: OrderId): Promise<Order>;
  /** Halts arming, disarms all and sends every cancel before anything is written; waits for the venue only so long. */
  panic(): Promise<PanicOutcome>;
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
  const { journal, broker, recorder, positions, wall, log, patience, watched } = desk;
  const { tickets, halt, adoption, reconciliation } = deps;
  const cancelling = new Map<OrderId, Promise<Order | undefined>>();

  const book = (id: OrderId, answer: PlaceAnswer): Order | undefined => {
    if (answer.known) return adoption.adopt(answer.order, 'answer');
    recorder.note('engine', 'cancel.unconfirmed', id, { message: answer.message });
    watched.add(id);
    return undefined;
  };

  /** One request per order at a time, sent before this returns; its answer is booked whenever it comes. */
  const request = (id: OrderId): Promise<Order | undefined> => {
    const running = cancelling.get(id);
    if (running) return running;
    const asked = Promise.withResolvers<PlaceAnswer>();
    const started = asked.promise
      .catch((error: unknown): PlaceAnswer => ({ known: false, message: String(error) }))
      .then((answer) => book(id, answer))
      .catch((error: unknown) => {
        log.error('a cancel was not booked', { order: id, error: String(error) });
        watched.add(id);
        return undefined;
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
  const cancelWithin = async (id: OrderId, ms: number): Promise<Order | undefined> => {
    const answer = await bounded(request(id), ms, wall);
    if (!answer.inTime) watched.add(id);
    return answer.inTime ? answer.value : undefined;
  };

  const count = (orders: readonly (Order | undefined)[]) => ({
    cancelled: orders.filter((order) => order?.state === 'cancelled').length,
    unconfirmed: orders.filter((order) => !order || !isFinished(order.state)).length,
  });

  // What was still on its way to the venue when panic struck is taken back as soon as it shows up there.
  recorder.onOrder((order) => {
    if (halt.isHalted() && isOpenAtVenue(order.state)) void request(order.id);
  });

  return {
    async cancel(id) {
      const order = journal.order(id);
      if (!order) throw notFound(`Order ${id}`);
      if (isFinished(order.state)) return order;
      recorder.note('user', 'order.cancel', id, { state: order.state });
      if (desk.venueStandsStill === true) await bounded(request(id), patience.standstillMs, wall);
      else if (!(await cancelWithin(id, patience.answerMs))) await reconciliation.reconcileOne(id);
      return journal.order(id) ?? order;
    },
    async panic() {
      halt.halt();
      const disarmed = tickets.clear();
      const open = [...positions.all()].filter(({ order }) => !isFinished(order.state));
      const waits = open.map(({ order }) => cancelWithin(order.id, patience.panicMs));
      // The requests are out; only now the disk, which may be slow or full.
      halt.keep();
      recorder.note('user', 'orders.panic', 'orders', { open: open.map(({ order }) => order.id), disarmed });
      const answers = await Promise.all(waits);
      const cancels = count(answers);
      // What can't be read may wait at its venue, and nothing here can take it back.
      const damaged = journal.damagedOrders(desk.mode).filter(({ isFinished: isDone }) => !isDone).length;
      const outcome = { ...cancels, unconfirmed: cancels.unconfirmed + damaged, disarmed };
      recorder.note('engine', 'orders.panic-done', 'orders', outcome);
      return outcome;
    },
  };
}
