import type { Bet, BetTerms } from '../../../shared/domain/bet.ts';
import type { Fill, Mode, Order } from '../../../shared/domain/order.ts';
import type { ResultRevision } from '../../../shared/domain/result.ts';
import type { EpochMs, OrderId } from '../../../shared/domain/units.ts';
import type { Clock } from '../ports/clock.ts';
import type { AuditLine, BookResult, Journal, LedgerTransaction, Settlement } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import { matchedOf } from './liability.ts';
import type { Positions } from './positions.ts';
import { canMove, isFinished } from './state-machine.ts';

type Actor = AuditLine['actor'];

/** The journal inside one transaction. Orders and bets touched here are told to listeners after it commits. */
export type Recording = {
  /** Saves the next revision, of the moment `at`: now unless given. Throws on a transition the state machine does not know. */
  order(next: Order, at?: EpochMs): Order;
  fill(fill: Fill): void;
  post(transaction: LedgerTransaction | undefined): void;
  settle(settlement: Settlement): void;
  result(revision: ResultRevision): void;
  bookResult(result: BookResult): void;
  closing: Journal['saveClosing'];
  audit(actor: Actor, action: string, subject: string, detail: AuditLine['detail']): void;
};

/** The one way into the journal: a change is written whole, then remembered, then told. */
export type Recorder = {
  write(work: (recording: Recording) => void): void;
  /** An audit line of its own; a failure to write it is logged and does not stop what it tells of. */
  note(actor: Actor, action: string, subject: string, detail: AuditLine['detail']): void;
  onOrder(listener: (order: Order) => void): () => void;
  onBet(listener: (bet: Bet) => void): () => void;
  /** Called with orders that have just finished, after they were told. */
  onFinished(listener: (order: Order) => void): () => void;
};

/** A set of listeners; one that throws is logged and does not keep the others from hearing. */
function createListeners<T>(log: Log) {
  const listeners = new Set<(item: T) => void>();
  return {
    add(listener: (item: T) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(item: T) {
      for (const listener of listeners) {
        try {
          listener(item);
        } catch (error) {
          log.error('a listener of orders failed', { error: String(error) });
        }
      }
    },
  };
}

export function createRecorder(deps: {
  readonly journal: Journal;
  readonly positions: Positions;
  readonly clock: Clock;
  readonly wall: Clock;
  readonly log: Log;
  readonly mode: Mode;
  /** What a new order is on; `undefined` where that is not listed. */
  readonly termsOf: (order: Order) => BetTerms | undefined;
}): Recorder {
  const { journal, positions, clock, wall, log, mode, termsOf } = deps;
  const orders = createListeners<Order>(log);
  const bets = createListeners<Bet>(log);
  const finished = createListeners<Order>(log);

  const audit: Recording['audit'] = (actor, action, subject, detail) =>
    journal.audit({ at: wall.now(), actor, action, subject, detail });

  const saveOrder = (next: Order, at: EpochMs): { saved: Order; before: Order | undefined } => {
    const before = journal.order(next.id);
    const from = before?.state ?? 'armed';
    // Later detail of the same state: the venue's reference, a fill told after the end, a new message.
    const staysPut = before !== undefined && next.state === from && from !== 'intent' && from !== 'sent';
    if (!staysPut && !canMove(from, next.state)) {
      throw new Error(`Order ${next.id} cannot go from ${from} to ${next.state}.`);
    }
    const saved: Order = { ...next, revision: (before?.revision ?? 0) + 1, updatedAt: at };
    journal.saveOrder(saved);
    const terms = before === undefined ? termsOf(saved) : undefined;
    if (terms) journal.saveTerms(saved.id, terms);
    return { saved, before };
  };

  return {
    write(work) {
      const changed = new Map<OrderId, Order>();
      const ended = new Map<OrderId, Order>();
      const asBets = new Set<OrderId>();
      journal.transaction(() =>
        work({
          order(next, at = clock.now()) {
            const { saved, before } = saveOrder(next, at);
            changed.set(saved.id, saved);
            if (saved.matched > 0) asBets.add(saved.id);
            if (isFinished(saved.state) && !(before && isFinished(before.state))) ended.set(saved.id, saved);
            return saved;
          },
          fill: (fill) => void journal.saveFill(fill),
          post: (transaction) => void (transaction && journal.post(transaction)),
          settle(settlement) {
            journal.saveSettlement(settlement);
            asBets.add(settlement.orderId);
          },
          result: (revision) => journal.saveResult(mode, revision),
          bookResult: (result) => journal.saveBookResult(mode, result, clock.now()),
          closing(orderId, values) {
            journal.saveClosing(orderId, values);
            asBets.add(orderId);
          },
          audit,
        }),
      );
      for (const id of new Set([...changed.keys(), ...asBets])) {
        const order = changed.get(id) ?? journal.order(id);
        const bet = asBets.has(id) ? journal.bet(id) : undefined;
        if (order) positions.put({ order, matched: matchedOf(journal.fills(id)) }, bet?.status === 'settled');
        if (order && changed.has(id)) orders.tell(order);
        if (bet) bets.tell(bet);
      }
      for (const order of ended.values()) finished.tell(order);
    },
    note(actor, action, subject, detail) {
      try {
        audit(actor, action, subject, detail);
      } catch (error) {
        log.error('an audit line could not be written', { action, subject, error: String(error) });
      }
    },
    onOrder: orders.add,
    onBet: bets.add,
    onFinished: finished.add,
  };
}
