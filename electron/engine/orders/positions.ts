import type { Order } from '../../../shared/domain/order.ts';
import type { BackLay } from '../../../shared/domain/quote.ts';
import type { EventId, MinorUnits, OrderId, SelectionId } from '../../../shared/domain/units.ts';
import type { Matched } from './liability.ts';
import { isFinished } from './state-machine.ts';

/** An order that can still gain or lose money. */
export type Position = { readonly order: Order; readonly matched: Matched };

/** Everything unfinished or unsettled, in memory, so that controls never wait for the journal. */
export type Positions = {
  /** Keeps the position while it is open; forgets it once finished with nothing matched, or settled. */
  put(position: Position, settled: boolean): void;
  get(id: OrderId): Position | undefined;
  all(): Iterable<Position>;
  ofEvent(eventId: EventId): readonly Position[];
  /** Backer's stakes matched or waiting on one side of a selection, without the order `except`. */
  standing(eventId: EventId, selectionId: SelectionId, side: BackLay, except?: OrderId): MinorUnits;
  counts(): PositionCounts;
};

export type PositionCounts = {
  /** Not finished: on the way, waiting or unresolved. */
  readonly openOrders: number;
  /** Matched at least in part and not settled. */
  readonly openBets: number;
  readonly unresolvedOrders: number;
};

export function createPositions(): Positions {
  const byId = new Map<OrderId, Position>();
  const byEvent = new Map<EventId, Map<OrderId, Position>>();

  const forget = ({ id, eventId }: Order) => {
    byId.delete(id);
    const siblings = byEvent.get(eventId);
    siblings?.delete(id);
    if (siblings?.size === 0) byEvent.delete(eventId);
  };
  const ofEvent = (eventId: EventId) => [...(byEvent.get(eventId)?.values() ?? [])];

  return {
    put(position, settled) {
      const { order, matched } = position;
      if (settled || (isFinished(order.state) && matched.stake === 0)) return forget(order);
      byId.set(order.id, position);
      const siblings = byEvent.get(order.eventId) ?? new Map<OrderId, Position>();
      siblings.set(order.id, position);
      byEvent.set(order.eventId, siblings);
    },
    get: (id) => byId.get(id),
    all: () => byId.values(),
    ofEvent,
    standing(eventId, selectionId, side, except) {
      let stake = 0;
      for (const { order, matched } of byEvent.get(eventId)?.values() ?? [])
        if (order.selectionId === selectionId && order.side === side && order.id !== except)
          stake += isFinished(order.state) ? matched.stake : order.stake;
      return stake as MinorUnits;
    },
    counts() {
      let [openOrders, openBets, unresolvedOrders] = [0, 0, 0];
      for (const { order, matched } of byId.values()) {
        if (!isFinished(order.state)) openOrders += 1;
        if (matched.stake > 0) openBets += 1;
        if (order.state === 'unresolved') unresolvedOrders += 1;
      }
      return { openOrders, openBets, unresolvedOrders };
    },
  };
}
