/** Orders placed as legs of arbitrages in this session: what the other legs are staked by. */
import type { Order } from '../../shared/domain/order.ts';
import { orders } from './market-data.ts';
import { onOtherMarket } from './status.ts';
import type { TicketLeg } from './ticket.ts';

type LegOrder = { readonly leg: string; readonly order: Order };
const placed = new Map<string, LegOrder[]>();

export function noteLegOrder({ arbitrage, key }: Pick<TicketLeg, 'arbitrage' | 'key'>, order: Order): void {
  const known = placed.get(arbitrage) ?? [];
  if (!known.some((other) => other.order.id === order.id))
    placed.set(arbitrage, [...known, { leg: key, order }]);
}

/** The orders of a leg, as they stand now. */
export const ordersOfLeg = (arbitrage: string, key: string): readonly Order[] =>
  (placed.get(arbitrage) ?? [])
    .filter(({ leg }) => leg === key)
    .map(({ order }) => orders.get(order.id) ?? order);

/** The arbitrage is complete, or no longer wanted: the next one on its market begins anew. */
export const forgetLegOrders = (arbitrage: string): void => void placed.delete(arbitrage);

onOtherMarket(() => placed.clear());
