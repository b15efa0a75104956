import type { Order } from '../../../shared/domain/order.ts';
import type { EpochMs, OrderId } from '../../../shared/domain/units.ts';
import type { Adoption } from './adoption.ts';
import { NEVER_RECEIVED, NEVER_SENT } from './adoption.ts';
import { bounded } from './bounded.ts';
import type { VenueOrder } from './broker.ts';
import type { Desk } from './desk.ts';
import { liabilityOf, matchedOf } from './liability.ts';
import { releasePosting } from './postings.ts';
import { isFinished, isOpenAtVenue } from './state-machine.ts';

/** What asking the venue about every unfinished order came to. */
export type Reconciled = {
  readonly asked: number;
  /** Not at the venue: given up, their money released. */
  readonly givenUp: number;
  readonly unresolved: number;
};

export type Reconciliation = {
  /** Asks the venue about every unfinished order. Nothing is ever sent again. */
  reconcile(): Promise<Reconciled>;
  /** The same for one order; returns it as it is then. */
  reconcileOne(id: OrderId): Promise<Order | undefined>;
  /** Records that the venue's answer to a sent order is not known, and goes on asking. */
  markUnresolved(id: OrderId, message: string): Order | undefined;
  stop(): void;
};

type Found =
  | { readonly answered: false; readonly why: string }
  | {
      readonly answered: true;
      readonly order: VenueOrder | undefined;
    };

const LOST_BY_VENUE = 'lost-by-venue';
/** A venue that had accepted an order is asked for so many graces before the order counts as lost there. */
const LOST_GRACES = 3;

export function createReconciliation(desk: Desk, adoption: () => Adoption): Reconciliation {
  const { journal, broker, recorder, positions, clock, wall, log, watched, onTheWire, patience, mode } = desk;
  /** Human time at which the venue was first seen not to know an order. */
  const missingSince = new Map<OrderId, EpochMs>();
  const asking = new Map<OrderId, Promise<Order | undefined>>();
  const complained = new Set<OrderId>();

  const markUnresolved = (id: OrderId, message: string): Order | undefined => {
    const order = journal.order(id);
    if (!order || isFinished(order.state)) return order;
    watched.add(id);
    if (order.state !== 'sent') return order;
    let saved = order;
    recorder.write((recording) => {
      saved = recording.order({ ...order, state: 'unresolved', outcome: { code: 'unknown', message } });
      recording.audit('engine', 'order.unresolved', id, { message });
    });
    return saved;
  };

  const giveUp = (order: Order, code: typeof NEVER_SENT | typeof NEVER_RECEIVED, message: string): Order => {
    let saved = order;
    recorder.write((recording) => {
      saved = recording.order({ ...order, state: 'rejected', outcome: { code, message } });
      recording.post(releasePosting(saved, 0 as typeof order.stake, clock.now()));
      recording.audit('engine', 'order.rejected', order.id, { code, message });
    });
    watched.delete(order.id);
    missingSince.delete(order.id);
    return saved;
  };

  /** What was matched stays a bet; the rest can't be matched any more. */
  const lapseLost = (order: Order): Order => {
    const held = liabilityOf(order.side, matchedOf(journal.fills(order.id)));
    const message = 'The venue no longer knows the order: what was not matched has lapsed.';
    let saved = order;
    recorder.write((recording) => {
      saved = recording.order({ ...order, state: 'lapsed', outcome: { code: LOST_BY_VENUE, message } });
      recording.post(releasePosting(saved, held, clock.now()));
      recording.audit('engine', 'order.lapsed', order.id, { code: LOST_BY_VENUE, message });
    });
    watched.delete(order.id);
    missingSince.delete(order.id);
    return saved;
  };

  const missingFor = (id: OrderId): number => {
    const since = missingSince.get(id) ?? wall.now();
    missingSince.set(id, since);
    return wall.now() - since;
  };

  const notFound = (order: Order): Order | undefined => {
    switch (order.state) {
      case 'intent':
        return giveUp(order, NEVER_SENT, 'The engine stopped before the order was sent: nothing was staked.');
      case 'sent':
      case 'unresolved': {
        // While the request still runs it may yet arrive.
        if (missingFor(order.id) >= patience.graceMs && !onTheWire.has(order.id)) {
          return giveUp(order, NEVER_RECEIVED, 'The venue never received the order: nothing was staked.');
        }
        return markUnresolved(order.id, 'The venue does not know the order yet; it is asked again.');
      }
      default: {
        if (!complained.has(order.id)) {
          complained.add(order.id);
          recorder.note('engine', 'order.lost-by-venue', order.id, { state: order.state });
          log.error('the venue no longer knows an order it had accepted', { order: order.id });
        }
        watched.add(order.id);
        return missingFor(order.id) >= LOST_GRACES * patience.graceMs ? lapseLost(order) : order;
      }
    }
  };

  const find = async (id: OrderId): Promise<Found> => {
    try {
      const answer = await bounded(broker.find(id), patience.answerMs, wall);
      return answer.inTime
        ? { answered: true, order: answer.value }
        : { answered: false, why: 'it did not answer in time' };
    } catch (error) {
      return { answered: false, why: String(error) };
    }
  };

  const ask = async (id: OrderId): Promise<Order | undefined> => {
    const before = journal.order(id);
    if (!before || isFinished(before.state)) {
      watched.delete(id);
      return before;
    }
    // Its own answer is still to come and says more.
    if (before.state === 'sent' && onTheWire.has(id)) return before;
    const found = await find(id);
    if (!found.answered && desk.venueStandsStill === true) return before;
    if (!found.answered) {
      log.warn('the venue could not be asked about an order', { order: id, why: found.why });
      return markUnresolved(id, `The venue could not be asked: ${found.why}. It is asked again.`);
    }
    const order = journal.order(id);
    if (found.order) {
      missingSince.delete(id);
      return adoption().adopt(found.order, 'reconcile');
    }
    return !order || isFinished(order.state) ? order : notFound(order);
  };

  const reconcileOne = (id: OrderId): Promise<Order | undefined> => {
    const running = asking.get(id);
    if (running) return running;
    const started = ask(id).finally(() => asking.delete(id));
    asking.set(id, started);
    return started;
  };

  const askQuietly = (id: OrderId): Promise<Order | undefined> =>
    reconcileOne(id).catch((error: unknown) => {
      watched.add(id);
      log.error('an order could not be reconciled', { order: id, error: String(error) });
      return undefined;
    });

  const stopTimer = wall.every(patience.reconcileEveryMs, () => {
    for (const id of watched) void askQuietly(id);
  });
  const stopAskingOpen = wall.every(patience.askOpenEveryMs, () => {
    for (const { order } of positions.all()) if (isOpenAtVenue(order.state)) void askQuietly(order.id);
  });

  return {
    reconcileOne,
    markUnresolved,
    async reconcile() {
      const ids = journal.unfinishedOrders(mode).map((order) => order.id);
      const orders = await Promise.all(ids.map(askQuietly));
      const codes = orders.map((order) => order?.outcome?.code);
      return {
        asked: ids.length,
        givenUp: codes.filter((code) => code === NEVER_SENT || code === NEVER_RECEIVED).length,
        unresolved: orders.filter((order) => order?.state === 'unresolved').length,
      };
    },
    stop() {
      stopTimer();
      stopAskingOpen();
    },
  };
}
