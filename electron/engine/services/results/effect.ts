import type { BetChange, ResultEffect } from '../../../../shared/contract/results.ts';
import type { Order } from '../../../../shared/domain/order.ts';
import type { Currency, MinorUnits } from '../../../../shared/domain/units.ts';
import type { SettlementPlan } from '../../orders/index.ts';
import { cashOf, moneyText, oddsText } from '../../orders/index.ts';

type Money = SettlementPlan['changes'][number]['before'];

const profitOf = (settled: Money): MinorUnits | null =>
  settled && ((settled.gross - settled.commission) as MinorUnits);

/** `Back 10.00 GBP Alder at 2.5, Match odds, Exchange`. */
function betWords({ side, matched, currency, averagePrice, price, reason }: Order): string {
  const [stake, odds] = [moneyText(matched, currency), oddsText(averagePrice ?? price)];
  const { selectionName, marketName, bookName } = reason;
  return `${side === 'back' ? 'Back' : 'Lay'} ${stake} ${selectionName} at ${odds}, ${marketName}, ${bookName}`;
}

/** What a plan does, for people: bet by bet, and to the balance. */
export function effectOf({ changes, waiting }: SettlementPlan, currency: Currency): ResultEffect {
  const sum = (amount: (change: SettlementPlan['changes'][number]) => number): MinorUnits =>
    changes.reduce((total, change) => total + amount(change), 0) as MinorUnits;
  return {
    currency,
    changes: changes.map(
      ({ order, before, after }): BetChange => ({
        orderId: order.id,
        words: betWords(order),
        before: before?.result ?? null,
        after: after?.result ?? null,
        profitBefore: profitOf(before),
        profitAfter: profitOf(after),
      }),
    ),
    cash: sum(({ held, before, after }) => cashOf(held, before, after)),
    profit: sum(({ before, after }) => (profitOf(after) ?? 0) - (profitOf(before) ?? 0)),
    waiting: waiting.map(({ order, why }) => `${betWords(order)}: ${why}`),
  };
}
