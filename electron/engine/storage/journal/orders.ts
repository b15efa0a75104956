import type { Database } from 'better-sqlite3';
import type { Fill, Mode, Order, OrderState } from '../../../../shared/domain/order.ts';
import type { EventId, OrderId } from '../../../../shared/domain/units.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Log } from '../../ports/log.ts';
import { damagedText, type KeptFile } from '../kept-json.ts';
import { StorageFailure } from '../storage-failure.ts';
import { anyFaultBeside, type DamagedOrders, faultBeside, faultIn } from './order-faults.ts';

export type OrderRow = Omit<
  Order,
  | 'eventId'
  | 'marketId'
  | 'selectionId'
  | 'bookId'
  | 'averagePrice'
  | 'venueRef'
  | 'outcome'
  | 'reason'
  | 'createdAt'
  | 'updatedAt'
> & {
  readonly event_id: Order['eventId'];
  readonly market_id: Order['marketId'];
  readonly selection_id: Order['selectionId'];
  readonly book_id: Order['bookId'];
  readonly average_price: Order['averagePrice'];
  readonly venue_ref: Order['venueRef'];
  readonly outcome_code: string | null;
  readonly outcome_message: string | null;
  readonly reason: string;
  readonly created_at: Order['createdAt'];
  readonly updated_at: Order['updatedAt'];
};

/** As read: with what a bet is open or settled by, and what kept beside the order makes no sense. */
export type StoredOrder = OrderRow & {
  readonly settled_at: number | null;
  readonly fault_beside: string | null;
};

export const orderFields = `orders.id, orders.mode, orders.currency, event_id, market_id, selection_id, book_id, side,
  orders.price, orders.stake, persistence, state, matched, average_price, venue_ref, outcome_code, outcome_message,
  reason, created_at, updated_at, orders.revision`;
export const orderColumns = `${orderFields}, orders.settled_at AS settled_at, ${faultBeside}`;

/** The JSON of a column that holds an object; `null`, which no such column holds, for a text that is no JSON. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a row says, which need not be an order. */
const fieldsOf = (row: OrderRow): Readonly<Record<keyof Order, unknown>> => ({
  id: row.id,
  mode: row.mode,
  currency: row.currency,
  eventId: row.event_id,
  marketId: row.market_id,
  selectionId: row.selection_id,
  bookId: row.book_id,
  side: row.side,
  price: row.price,
  stake: row.stake,
  persistence: row.persistence,
  state: row.state,
  matched: row.matched,
  averagePrice: row.average_price,
  venueRef: row.venue_ref,
  outcome: row.outcome_code === null ? null : { code: row.outcome_code, message: row.outcome_message ?? '' },
  reason: jsonOr(row.reason),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  revision: row.revision,
});

const FINISHED: readonly string[] = ['matched', 'rejected', 'cancelled', 'lapsed'] satisfies OrderState[];

export type OrderReader = {
  /** Throws `StorageFailure` (`corrupt`) for a damaged row: nothing is done by half of an order. */
  one(row: StoredOrder): Order;
  /** The whole rows; damaged ones are kept among the damaged orders instead. */
  all<Row extends StoredOrder, Item>(rows: readonly Row[], make: (row: Row, order: Order) => Item): Item[];
};

/** Reads rows as orders, and remembers those that make none. */
export function createOrderReader(file: KeptFile, damaged: DamagedOrders): OrderReader {
  type Read = { readonly order: Order } | { readonly fault: string };
  const read = (row: StoredOrder): Read => {
    const fields = fieldsOf(row);
    const fault = faultIn(fields) ?? row.fault_beside ?? undefined;
    if (fault === undefined) {
      damaged.remove(row.id);
      return { order: fields as Order };
    }
    const { id, event_id: eventId, market_id: marketId, book_id: bookId } = row;
    damaged.add(row.mode, {
      id,
      eventId,
      marketId,
      bookId,
      fault,
      isFinished: FINISHED.includes(row.state),
      isOver: FINISHED.includes(row.state) && (row.matched === 0 || row.settled_at !== null),
    });
    return { fault };
  };
  return {
    one(row) {
      const found = read(row);
      if ('order' in found) return found.order;
      throw damagedText(file, `the ${found.fault} of order ${row.id}`);
    },
    all: (rows, make) =>
      rows.flatMap((row) => {
        const found = read(row);
        return 'order' in found ? [make(row, found.order)] : [];
      }),
  };
}

/** The first damaged order of a journal of any version, in words: read one by one, for what no query can tell. */
export function anyDamagedOrder(db: Database): string | undefined {
  for (const row of db.prepare<[], OrderRow>(`SELECT ${orderFields} FROM orders`).iterate()) {
    const fault = faultIn(fieldsOf(row));
    if (fault !== undefined) return `the ${fault} of order ${row.id}`;
  }
  return anyFaultBeside(db);
}

const fromOrder = (order: Order): OrderRow => ({
  id: order.id,
  mode: order.mode,
  currency: order.currency,
  event_id: order.eventId,
  market_id: order.marketId,
  selection_id: order.selectionId,
  book_id: order.bookId,
  side: order.side,
  price: order.price,
  stake: order.stake,
  persistence: order.persistence,
  state: order.state,
  matched: order.matched,
  average_price: order.averagePrice,
  venue_ref: order.venueRef,
  outcome_code: order.outcome?.code ?? null,
  outcome_message: order.outcome?.message ?? null,
  reason: JSON.stringify(order.reason),
  created_at: order.createdAt,
  updated_at: order.updatedAt,
  revision: order.revision,
});

/** What makes an order that order: no revision may change it. */
const identity = [
  'mode',
  'currency',
  'event_id',
  'market_id',
  'selection_id',
  'book_id',
  'side',
  'created_at',
] as const;
/** What was sent, and why: fixed once the order has left the ticket. */
const terms = ['price', 'stake', 'persistence', 'reason'] as const;
const onTicket: ReadonlySet<OrderState> = new Set(['draft', 'armed']);

/** Throws when `next` is not the revision after `known`, or rewrites what may not change. */
function checkRevision(known: OrderRow | undefined, next: OrderRow): void {
  const expected = (known?.revision ?? 0) + 1;
  if (next.revision !== expected) {
    throw new StorageFailure(
      'conflict',
      `Order ${next.id} stands at revision ${expected - 1}, so revision ${next.revision} was refused: read the order again and apply the change to that.`,
    );
  }
  if (!known) return;
  const fixed = onTicket.has(known.state) ? identity : [...identity, ...terms];
  const changed = fixed.filter((column) => known[column] !== next[column]);
  if (changed.length > 0) {
    throw new StorageFailure(
      'conflict',
      `Order ${next.id} is ${known.state}: its ${changed.join(', ')} can no longer change. Place a new order instead.`,
    );
  }
}

type OrderQueries = Pick<
  Journal,
  'saveOrder' | 'order' | 'unfinishedOrders' | 'orders' | 'ordersOfEvent' | 'hasOrders' | 'saveFill' | 'fills'
>;

/** Orders as they stand, their transitions, and their fills. */
export function orderQueries(db: Database, log: Log, reader: OrderReader): OrderQueries {
  const select = db.prepare<[OrderId], StoredOrder>(`SELECT ${orderColumns} FROM orders WHERE id = ?`);
  const insert = db.prepare<OrderRow>(
    `INSERT INTO orders (id, mode, currency, event_id, market_id, selection_id, book_id, side, price, stake,
       persistence, state, matched, average_price, venue_ref, outcome_code, outcome_message, reason, created_at,
       updated_at, revision)
     VALUES (@id, @mode, @currency, @event_id, @market_id, @selection_id, @book_id, @side, @price, @stake,
       @persistence, @state, @matched, @average_price, @venue_ref, @outcome_code, @outcome_message, @reason,
       @created_at, @updated_at, @revision)`,
  );
  const update = db.prepare<OrderRow>(
    `UPDATE orders SET price = @price, stake = @stake, persistence = @persistence, state = @state,
       matched = @matched, average_price = @average_price, venue_ref = @venue_ref, outcome_code = @outcome_code,
       outcome_message = @outcome_message, reason = @reason, updated_at = @updated_at, revision = @revision
     WHERE id = @id`,
  );
  const insertTransition = db.prepare<Omit<OrderRow, 'reason'> & { readonly reason: string | null }>(
    `INSERT INTO order_transitions (order_id, revision, state, price, stake, persistence, matched, average_price,
       venue_ref, outcome_code, outcome_message, reason, at)
     VALUES (@id, @revision, @state, @price, @stake, @persistence, @matched, @average_price, @venue_ref,
       @outcome_code, @outcome_message, @reason, @updated_at)`,
  );
  const save = db.transaction((order: Order) => {
    const fault = faultIn(order);
    if (fault !== undefined)
      throw new StorageFailure(
        'invalid',
        `Order ${order.id} was refused: its ${fault} could not be read again.`,
      );
    const next = fromOrder(order);
    const known = select.get(order.id);
    checkRevision(known, next);
    if (known) update.run(next);
    else insert.run(next);
    insertTransition.run({ ...next, reason: known?.reason === next.reason ? null : next.reason });
  });

  const unfinished = db.prepare<[Mode], StoredOrder>(
    `SELECT ${orderColumns} FROM orders
     WHERE mode = ? AND state NOT IN ('matched', 'rejected', 'cancelled', 'lapsed') ORDER BY created_at`,
  );
  const newest = db.prepare<[Mode, number, number], StoredOrder>(
    `SELECT ${orderColumns} FROM orders WHERE mode = ? AND created_at < ? ORDER BY created_at DESC LIMIT ?`,
  );
  const ofEvent = db.prepare<[EventId, Mode], StoredOrder>(
    `SELECT ${orderColumns} FROM orders WHERE event_id = ? AND mode = ? ORDER BY created_at`,
  );

  const ordersOf = (rows: readonly StoredOrder[]): Order[] => reader.all(rows, (_row, order) => order);
  const anyOfEvent = db
    .prepare<[EventId, Mode], number>('SELECT 1 FROM orders WHERE event_id = ? AND mode = ? LIMIT 1')
    .pluck();
  type FillRow = Omit<Fill, 'orderId'> & { readonly order_id: OrderId };
  const toFill = ({ order_id, ...fill }: FillRow): Fill => ({ ...fill, orderId: order_id });
  const selectFill = db.prepare<[string], FillRow>(
    'SELECT id, order_id, price, stake, at FROM fills WHERE id = ?',
  );
  const insertFill = db.prepare<Fill>(
    'INSERT INTO fills (id, order_id, price, stake, at) VALUES (@id, @orderId, @price, @stake, @at)',
  );
  const selectFills = db.prepare<[OrderId], FillRow>(
    'SELECT id, order_id, price, stake, at FROM fills WHERE order_id = ? ORDER BY at, rowid',
  );

  return {
    saveOrder: (order) => save.immediate(order),
    order(id) {
      const row = select.get(id);
      return row && reader.one(row);
    },
    unfinishedOrders: (mode) => ordersOf(unfinished.all(mode)),
    orders: ({ mode, limit, before }) => ordersOf(newest.all(mode, before ?? Number.MAX_SAFE_INTEGER, limit)),
    ordersOfEvent: (mode, eventId) => ordersOf(ofEvent.all(eventId, mode)),
    hasOrders: (mode, eventId) => anyOfEvent.get(eventId, mode) !== undefined,
    saveFill(fill) {
      const known = selectFill.get(fill.id);
      if (!known) return insertFill.run(fill).changes > 0;
      const differs =
        known.order_id !== fill.orderId || known.price !== fill.price || known.stake !== fill.stake;
      if (differs) log.warn('a known fill came again with other values; the first stands', { fill: fill.id });
      return false;
    },
    fills: (orderId) => selectFills.all(orderId).map(toFill),
  };
}
