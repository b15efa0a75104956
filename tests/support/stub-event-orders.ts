import type { EventOrders } from '../../electron/engine/services/event-lifecycle.ts';

/** Orders of nobody: what an event's life asks of them comes to nothing. */
export const NO_ORDERS: EventOrders = {
  captureClosing: () => {},
  reopenClosing: () => {},
  settleEvent: () => ({ settled: 0, waiting: 0 }),
  voidEvent: () => ({ settled: 0, waiting: 0 }),
  settleMarket: () => {},
  hasOpen: () => false,
};
