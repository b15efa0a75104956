import type { Bet } from '../../../shared/domain/bet.ts';
import type { Order, OrderState } from '../../../shared/domain/order.ts';
import type { Probability } from '../../../shared/domain/units.ts';
import { backEv, layEv } from '../../../shared/domain/value.ts';

/** An order with the bet it became, where it was matched. */
export type BetView = { readonly order: Order; readonly bet: Bet | null };

export type BetsTab = 'open' | 'settled' | 'unmatched';

/** Not yet the user's word: tickets being prepared stay in the Ticket pane. */
const PREPARING: readonly OrderState[] = ['draft', 'armed'];
const FINISHED: readonly OrderState[] = ['rejected', 'cancelled', 'lapsed'];

/** Where an order is listed; `null` while it is only being prepared. */
export function tabOf({ order, bet }: BetView): BetsTab | null {
  if (bet !== null) return bet.status === 'settled' ? 'settled' : 'open';
  if (PREPARING.includes(order.state)) return null;
  return FINISHED.includes(order.state) && order.matched === 0 ? 'unmatched' : 'open';
}

/** Whether the venue may still match or cancel some of it. */
export const isCancellable = ({ order }: BetView): boolean =>
  order.state === 'sent' || order.state === 'accepted' || order.state === 'part-matched';

/** The price the money stands at: the average of the fills, or what was asked while nothing is matched. */
export const priceOf = ({ order }: BetView): number => (order.averagePrice ?? order.price) / 10_000;

/** EV of the position against the fair line now, after `commission`; `null` without a fair line. */
export function currentEv(view: BetView, fair: Probability | undefined, commission: number): number | null {
  if (fair === undefined) return null;
  const odds = priceOf(view);
  return view.order.side === 'back' ? backEv(odds, fair, commission) : layEv(odds, fair, commission);
}

/** CLV against the consensus close (the first close recorded when there is none): net of commission, a fraction. */
export function closingValueOf({ bet }: BetView): number | null {
  const close = bet?.closing.find(({ against }) => against === 'consensus') ?? bet?.closing[0];
  return close === undefined ? null : close.net;
}

/** What a back can lose is its stake, a lay its liability: what returns are measured on. Minor units. */
export const riskOf = ({ order, bet }: BetView): number =>
  bet !== null
    ? bet.liability
    : Math.round(order.matched * (order.side === 'back' ? 1 : priceOf({ order, bet }) - 1));

/** Profit expected when the bet was placed, in minor units; `null` where no fair line was known. */
export function expectedProfit(view: BetView): number | null {
  const { ev } = view.order.reason;
  return ev === null ? null : ev * riskOf(view);
}
