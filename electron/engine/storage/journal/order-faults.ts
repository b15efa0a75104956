import type { Database } from 'better-sqlite3';
import * as contract from '../../../../shared/contract/orders.ts';
import type { Mode, Order } from '../../../../shared/domain/order.ts';
import type { OrderId } from '../../../../shared/domain/units.ts';
import type { DamagedOrder } from '../../ports/journal.ts';
import { hasTable } from '../migration.ts';

const MOST = Number.MAX_SAFE_INTEGER;
const outside = (column: string): string => `${column} NOT BETWEEN -${MOST} AND ${MOST}`;
const noTime = (column: string): string => `${column} NOT BETWEEN 0 AND ${MOST}`;

/** What is kept of an order in other tables, and when a row of those makes no sense: numbers that nothing of ours writes. */
const BESIDE: readonly { readonly table: string; readonly fault: string; readonly damaged: string }[] = [
  {
    table: 'fills',
    fault: 'fill',
    damaged: `price > 1000000000 OR stake > ${MOST} OR ${noTime('at')}`,
  },
  {
    table: 'closings',
    fault: 'close',
    damaged: `fair NOT BETWEEN 0 AND 1 OR closing_price NOT BETWEEN 10001 AND 1000000000
      OR abs(gross) > 1e9 OR abs(net) > 1e9 OR ${noTime('at')}`,
  },
  ...['settlements', 'settlement_revisions'].map((table) => ({
    table,
    fault: 'settlement',
    damaged: `${outside('profit')} OR ${outside('commission')} OR ${noTime('at')}`,
  })),
];

/** A column for a query of orders: what kept beside an order makes no sense, `NULL` where all of it does. */
export const faultBeside = `CASE ${BESIDE.map(
  ({ table, fault, damaged }) =>
    `WHEN EXISTS (SELECT 1 FROM ${table} WHERE order_id = orders.id AND (${damaged})) THEN '${fault}'`,
).join(' ')} END AS fault_beside`;

/** The first order of a journal of any version beside which something makes no sense, in words. */
export function anyFaultBeside(db: Database): string | undefined {
  for (const { table, fault, damaged } of BESIDE) {
    if (!hasTable(db, table)) continue;
    const id = db.prepare<[], string>(`SELECT order_id FROM ${table} WHERE ${damaged} LIMIT 1`).pluck().get();
    if (id !== undefined) return `the ${fault} of order ${id}`;
  }
  return undefined;
}

/** The field of an order, by its name in words, that is no such thing as an order has; `undefined` where all are. */
export function faultIn(order: Readonly<Record<keyof Order, unknown>>): string | undefined {
  const checked = contract.order.safeParse(order);
  if (checked.success) return undefined;
  const field = String(checked.error.issues[0]?.path[0] ?? 'row');
  return field.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The orders that were found damaged so far. One that is read whole again is no longer among them. */
export type DamagedOrders = {
  add(mode: Mode, order: DamagedOrder): void;
  remove(id: OrderId): void;
  of(mode: Mode): readonly DamagedOrder[];
};

export function createDamagedOrders(): DamagedOrders {
  const found = new Map<OrderId, DamagedOrder & { readonly mode: Mode }>();
  return {
    add: (mode, order) => void found.set(order.id, { ...order, mode }),
    remove: (id) => void found.delete(id),
    of: (of) =>
      [...found.values()].filter(({ mode }) => mode === of).map(({ mode: _mode, ...order }) => order),
  };
}
