import type { BetResult } from '../../../shared/domain/bet.ts';
import type { Order } from '../../../shared/domain/order.ts';
import type { ResultRevision } from '../../../shared/domain/result.ts';
import { standingResult } from '../../../shared/domain/result.ts';
import type { SettlementOutcome } from '../../../shared/domain/settlement.ts';
import { resultOf } from '../../../shared/domain/settlement.ts';
import { commissionOn } from '../../../shared/domain/settlement-returns.ts';
import type { EventId, MinorUnits } from '../../../shared/domain/units.ts';
import type { BookResult, Settlement } from '../ports/journal.ts';
import { profitOf, shareCommission } from './bet-profit.ts';
import { decidingTerms } from './bet-terms.ts';
import type { Desk } from './desk.ts';
import { bookMarket, type Judged, judge, judgeByBook } from './judging.ts';
import type { Matched } from './liability.ts';
import { liabilityOf, matchedOf } from './liability.ts';
import type { SettledMoney } from './postings.ts';
import { isFinished } from './state-machine.ts';

/** How a bet stands settled; money before commission. */
export type Standing = SettledMoney & { readonly result: BetResult };

/** A bet that changes; `null` is open. */
export type PlannedBet = {
  readonly order: Order;
  /** What the position holds while it is open. */
  readonly held: MinorUnits;
  /** Of the settlement it becomes. */
  readonly revision: number;
  readonly before: Standing | null;
  readonly after: Standing | null;
  /** Commission of the book, `null` where nobody knows it; and the net winnings it was taken on. */
  readonly rate: number | null;
  readonly marketNet: MinorUnits;
  /** Decided by how its book settled the market or took that back, and by no result of the event. */
  readonly byBook: boolean;
};

export type WaitingBet = {
  readonly order: Order;
  readonly why: string;
  /** For its book's word, or the user's, whatever else is known. */
  readonly forBook?: true;
};

export type SettlementPlan = {
  readonly changes: readonly PlannedBet[];
  readonly waiting: readonly WaitingBet[];
  /** Markets of one book in which an order is not finished, or can't be read. */
  readonly heldUp: number;
};

type Bet = {
  readonly order: Order;
  readonly matched: Matched;
  readonly last: Settlement | undefined;
  readonly before: Standing | null;
};
type Decided = Bet & { readonly outcome: SettlementOutcome; readonly byBook: boolean };

/** Commission is on the net winnings of one book's bets on one market. */
const marketKey = bookMarket;

/** What is settled stands for what it was settled by: with the profit before commission it can be compared. */
const standingOf = (last: Settlement | undefined): Standing | null =>
  !last || last.result === null
    ? null
    : {
        result: last.result,
        gross: (last.profit + last.commission) as MinorUnits,
        commission: last.commission,
      };

const isSame = (a: Standing | null, b: Standing | null): boolean =>
  a?.result === b?.result && a?.gross === b?.gross && a?.commission === b?.commission;

/**
 * What the result that stands makes of every bet of the event, whatever they were settled as before: the same result
 * always comes to the same money. Changes nothing. A book's bets of one market are decided together, and not before
 * every order of that market is finished. A settled bet whose result was taken back is open again; one settled before
 * results were kept stays until one is told.
 */
export function planSettlement(
  desk: Desk,
  eventId: EventId,
  told: readonly ResultRevision[],
  bookResults: readonly BookResult[] = desk.journal.bookResults(desk.mode, eventId),
): SettlementPlan {
  const { journal, market, mode } = desk;
  const result = standingResult(told);
  const orders = journal.ordersOfEvent(mode, eventId);
  const heldUp = new Set(orders.filter(({ state }) => !isFinished(state)).map(marketKey));
  const damaged = new Map(
    journal
      .damagedOrders(mode)
      .filter((order) => order.eventId === eventId)
      .map((order) => [marketKey(order), order.id]),
  );
  const bets = orders.filter(({ matched }) => matched > 0);
  const changes: PlannedBet[] = [];
  const waiting: WaitingBet[] = [];

  /** As it was settled by before, so that a correction differs by the result alone; else as the book charges now. */
  const rateOf = (group: readonly Bet[]): number | undefined =>
    group.findLast(({ last }) => last?.rate != null)?.last?.rate ??
    market.book(group[0]?.order.bookId as Order['bookId'])?.commission ??
    group.map(({ order }) => journal.terms(order.id)?.commission).findLast((rate) => rate !== undefined);

  /** The user's word first, then the book's own on its market, then what sources say. */
  const judged = (order: Order): { readonly found: Judged; readonly byBook: boolean } => {
    const found = result?.origin === 'user' ? undefined : judgeByBook(bookResults, order);
    return found
      ? { found, byBook: true }
      : { found: judge(decidingTerms(journal, market, order), result), byBook: false };
  };

  /** The bets whose outcome is known; the others wait, or are open again. */
  const decidedOf = (group: readonly Bet[]): readonly Decided[] => {
    const decided: Decided[] = [];
    for (const bet of group) {
      const { found, byBook } = judged(bet.order);
      if (found.ok) decided.push({ ...bet, outcome: found.outcome, byBook });
      else if (bet.before === null || found.lacks === 'terms')
        waiting.push({ order: bet.order, why: found.why, ...(byBook ? { forBook: true } : {}) });
      else if (told.length > 0 || byBook)
        change({ ...bet, byBook }, null, bet.last?.rate ?? null, 0 as MinorUnits);
    }
    return decided;
  };

  const decide = (group: readonly Bet[]): void => {
    const decided = decidedOf(group);
    const moves = decided.some(
      ({ order, before, outcome }) => before?.result !== resultOf(outcome, order.side),
    );
    // A market in which nothing came out otherwise stays as it was settled, whatever its book charges now.
    if (decided.length === 0 || (!moves && decided.length === group.length)) return;
    const profits = decided.map(({ order, matched, outcome }) => profitOf(order.side, matched, outcome));
    const net = profits.reduce((sum, profit) => sum + profit, 0) as MinorUnits;
    const rate = rateOf(group);
    if (rate === undefined && net > 0) {
      for (const { order } of decided) waiting.push({ order, why: "its book's commission is not known" });
      return;
    }
    // Without net winnings there is no commission, whatever the rate; the record must not say that it was 0.
    const commissions = shareCommission(commissionOn(net, rate ?? 0), profits);
    decided.forEach((bet, index) => {
      const gross = profits[index] ?? (0 as MinorUnits);
      const commission = commissions[index] ?? (0 as MinorUnits);
      change(bet, { result: resultOf(bet.outcome, bet.order.side), gross, commission }, rate ?? null, net);
    });
  };

  const change = (
    bet: Bet & Pick<Decided, 'byBook'>,
    after: Standing | null,
    rate: number | null,
    marketNet: MinorUnits,
  ): void => {
    const { order, matched, last, before, byBook } = bet;
    if (isSame(before, after)) return;
    const held = liabilityOf(order.side, matched);
    changes.push({
      order,
      held,
      revision: (last?.revision ?? 0) + 1,
      before,
      after,
      rate,
      marketNet,
      byBook,
    });
  };

  for (const [key, group] of Map.groupBy(bets, marketKey)) {
    const unread = damaged.get(key);
    if (unread !== undefined) {
      const why = `order ${unread} of its market can't be read in the journal`;
      for (const order of group) waiting.push({ order, why });
      continue;
    }
    if (heldUp.has(key)) {
      for (const order of group) waiting.push({ order, why: 'an order of its market is not finished' });
      continue;
    }
    decide(
      group.map((order) => {
        const last = journal.settlements(order.id).at(-1);
        return { order, matched: matchedOf(journal.fills(order.id)), last, before: standingOf(last) };
      }),
    );
  }
  return { changes, waiting, heldUp: heldUp.size + damaged.size };
}
