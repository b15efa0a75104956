import type { BetResult } from '../../../shared/domain/bet.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { Order } from '../../../shared/domain/order.ts';
import type { SettlementOutcome } from '../../../shared/domain/settlement.ts';
import { OUTCOMES, resultOf, settle } from '../../../shared/domain/settlement.ts';
import { commissionOn } from '../../../shared/domain/settlement-returns.ts';
import type { EventId, MinorUnits } from '../../../shared/domain/units.ts';
import { profitOf, shareCommission } from './bet-profit.ts';
import type { Desk } from './desk.ts';
import type { Matched } from './liability.ts';
import { liabilityOf, matchedOf } from './liability.ts';
import { commissionPosting, settlementPosting } from './postings.ts';
import { isFinished } from './state-machine.ts';

/** What an event's end came to. Orders left out are settled when what held them up is gone. */
export type SettledEvent = {
  readonly settled: number;
  /** Bets that wait: an order of their market is not finished, or their result cannot be known yet. */
  readonly waiting: number;
  /** Bets settled before whose result would be another now: left as they are, and audited. */
  readonly refused: number;
};

export type Settling = {
  /** Settles every matched order of an ended event by its final score. Twice is once. */
  settleEvent(event: SportingEvent): SettledEvent;
  /** Returns every stake of an event that was not played out. */
  voidEvent(event: SportingEvent): SettledEvent;
  /** Tries again what had to wait for an order of this event. */
  retry(eventId: EventId): void;
};

type Judged =
  | { readonly ok: true; readonly outcome: SettlementOutcome }
  | { readonly ok: false; readonly why: string };
type Judge = (order: Order) => Judged;
type Bet = { readonly order: Order; readonly matched: Matched; readonly outcome: SettlementOutcome };

export function createSettling(desk: Desk): Settling {
  const { journal, recorder, market, clock, log, mode } = desk;
  const waitingEvents = new Map<EventId, { readonly event: SportingEvent; readonly isVoid: boolean }>();
  const complained = new Set<string>();
  const complain = (key: string, action: string, order: Order, detail: Readonly<Record<string, unknown>>) => {
    if (complained.has(key)) return;
    complained.add(key);
    recorder.note('engine', action, order.id, detail);
    log.warn(action, { order: order.id });
  };

  const byScore =
    (event: SportingEvent): Judge =>
    (order) => {
      const of = market.market(order.marketId);
      const selection = of?.selections.find(({ id }) => id === order.selectionId);
      if (!of || !selection) return { ok: false, why: 'its market is not listed any more' };
      if (of.period !== 'match') return { ok: false, why: 'the half-time score is not known' };
      if (!event.score) return { ok: false, why: 'the final score is not known' };
      const settled = settle(of.type, selection.side, of.line, event.score);
      return settled.ok ? settled : { ok: false, why: settled.message };
    };
  const asVoid: Judge = () => ({ ok: true, outcome: OUTCOMES.void });

  /** An earlier settlement stands; one that would be different now is refused and audited. */
  const isRefused = (order: Order, before: BetResult, judged: Judged): boolean => {
    if (!judged.ok) return false;
    const now = resultOf(judged.outcome, order.side);
    if (now === before) return false;
    complain(`${order.id}:${now}`, 'settlement.correction-refused', order, { settled: before, now });
    return true;
  };

  /** One book's bets on one market, together: commission is on their net profit. */
  const settleTogether = (bets: readonly Bet[]) => {
    const [first] = bets;
    if (!first) return;
    const now = clock.now();
    const rate = market.book(first.order.bookId)?.commission ?? 0;
    const profits = bets.map(({ order, matched, outcome }) => profitOf(order.side, matched, outcome));
    const net = profits.reduce((sum, profit) => sum + profit, 0) as MinorUnits;
    const commissions = shareCommission(commissionOn(net, rate), profits);
    recorder.write((recording) => {
      bets.forEach(({ order, matched, outcome }, index) => {
        const gross = profits[index] ?? (0 as MinorUnits);
        const commission = commissions[index] ?? (0 as MinorUnits);
        const result = resultOf(outcome, order.side);
        const profit = (gross - commission) as MinorUnits;
        recording.settle({ orderId: order.id, result, profit, commission, at: now });
        recording.post(settlementPosting(order, liabilityOf(order.side, matched), gross, now));
        recording.post(commissionPosting(order, commission, now));
        recording.audit('engine', 'bet.settled', order.id, {
          result,
          gross,
          commission,
          profit,
          marketNet: net,
        });
      });
    });
  };

  const settleOrders = (event: SportingEvent, judge: Judge): SettledEvent => {
    const orders = journal.ordersOfEvent(mode, event.id);
    const heldUp = new Set(orders.filter(({ state }) => !isFinished(state)).map(marketKey));
    const ready: Bet[] = [];
    let [waiting, refused] = [0, 0];
    for (const order of orders) {
      const bet = order.matched > 0 ? journal.bet(order.id) : undefined;
      if (!bet) continue;
      const judged = judge(order);
      if (bet.result !== null) refused += isRefused(order, bet.result, judged) ? 1 : 0;
      else if (heldUp.has(marketKey(order))) waiting += 1;
      else if (judged.ok)
        ready.push({ order, matched: matchedOf(journal.fills(order.id)), outcome: judged.outcome });
      else {
        waiting += 1;
        complain(`${order.id}:waits`, 'settlement.waits', order, { why: judged.why });
      }
    }
    for (const bets of Map.groupBy(ready, ({ order }) => marketKey(order)).values()) settleTogether(bets);
    return { settled: ready.length, waiting: waiting + heldUp.size, refused };
  };

  const run = (event: SportingEvent, isVoid: boolean): SettledEvent => {
    const outcome = settleOrders(event, isVoid ? asVoid : byScore(event));
    if (outcome.waiting > 0) waitingEvents.set(event.id, { event, isVoid });
    else waitingEvents.delete(event.id);
    return outcome;
  };

  return {
    settleEvent: (event) => run(event, false),
    voidEvent: (event) => run(event, true),
    retry(eventId) {
      const waiting = waitingEvents.get(eventId);
      if (waiting) run(waiting.event, waiting.isVoid);
    },
  };
}

const marketKey = (order: Order): string => `${order.marketId}/${order.bookId}`;
