import type { Database } from 'better-sqlite3';
import type { Bet, BetResult, ClosingValue } from '../../../../shared/domain/bet.ts';
import type { Mode, Order } from '../../../../shared/domain/order.ts';
import { type EventId, type MinorUnits, ODDS_SCALE, type OrderId } from '../../../../shared/domain/units.ts';
import type { Journal } from '../../ports/journal.ts';
import { type OrderReader, orderColumns, type StoredOrder } from './orders.ts';

type BetRow = StoredOrder & {
  readonly result: BetResult | null;
  readonly profit: MinorUnits | null;
  readonly commission: MinorUnits | null;
  readonly settled_at: Bet['settledAt'];
  /** Of the newest settlement; `null` before there is one, 1 of one never corrected. */
  readonly settlement: number | null;
  readonly corrected_at: Bet['settledAt'];
  readonly result_before: BetResult | null;
  readonly profit_before: MinorUnits | null;
  /** What the fills' stakes add up to, and what laying them can lose, in ten-thousandths of a minor unit. */
  readonly filled: number | null;
  readonly laid: number | null;
};
type ClosingRow = Omit<ClosingValue, 'closingPrice'> & {
  readonly closing_price: ClosingValue['closingPrice'];
};

// The newest revision stands; the one before it is told with it.
const betSelect = `SELECT ${orderColumns},
    CASE WHEN newest.revision IS NULL THEN settlements.result ELSE newest.result END AS result,
    coalesce(newest.profit, settlements.profit) AS profit,
    coalesce(newest.commission, settlements.commission) AS commission,
    CASE WHEN settlements.order_id IS NULL THEN NULL ELSE coalesce(newest.revision, 1) END AS settlement,
    newest.at AS corrected_at,
    CASE WHEN older.revision IS NULL THEN settlements.result ELSE older.result END AS result_before,
    coalesce(older.profit, settlements.profit) AS profit_before,
    (SELECT total(fills.stake) FROM fills WHERE fills.order_id = orders.id) AS filled,
    (SELECT total(fills.stake * (fills.price - 10000.0)) FROM fills WHERE fills.order_id = orders.id) AS laid
  FROM orders LEFT JOIN settlements ON settlements.order_id = orders.id
    LEFT JOIN settlement_revisions AS newest ON newest.order_id = orders.id AND newest.revision =
      (SELECT max(revision) FROM settlement_revisions WHERE order_id = orders.id)
    LEFT JOIN settlement_revisions AS older
      ON older.order_id = orders.id AND older.revision = newest.revision - 1`;

/**
 * What the matched part can lose: the stake of a back, stake x (odds - 1) of a lay, by fill where all are known.
 * Rounded up, as the money is held when the order is placed.
 */
function liability(order: Order, row: BetRow): MinorUnits {
  if (order.side === 'back') return order.matched;
  const laid =
    row.filled === order.matched && row.laid !== null
      ? row.laid
      : order.matched * ((order.averagePrice ?? order.price) - ODDS_SCALE);
  return Math.ceil(laid / ODDS_SCALE) as MinorUnits;
}

/** What the newest settlement says: nothing while the bet is open, or open again. */
function settlementOf(row: BetRow): Pick<Bet, 'status' | 'result' | 'profit' | 'commission' | 'corrected'> {
  const { settlement, corrected_at: at, result_before, profit_before } = row;
  const corrected =
    settlement === null || settlement === 1 || at === null
      ? {}
      : {
          corrected: {
            times: settlement - 1,
            at,
            resultBefore: result_before,
            profitBefore: result_before === null ? null : profit_before,
          },
        };
  return row.settled_at === null
    ? { status: 'open', result: null, profit: null, commission: null, ...corrected }
    : {
        status: 'settled',
        result: row.result,
        profit: row.profit,
        commission: row.commission,
        ...corrected,
      };
}

type BetQueries = Pick<Journal, 'saveClosing' | 'bets' | 'betsOfEvent' | 'bet'>;

/** Matched orders seen as positions, with their close and their settlement. */
export function betQueries(db: Database, reader: OrderReader): BetQueries {
  const one = db.prepare<[OrderId], BetRow>(
    `${betSelect} WHERE orders.id = ? AND (matched > 0 OR orders.settled_at IS NOT NULL)`,
  );
  const open = db.prepare<[Mode, number], BetRow>(
    `${betSelect} WHERE orders.mode = ? AND matched > 0 AND orders.settled_at IS NULL
     ORDER BY created_at DESC LIMIT ?`,
  );
  const settled = db.prepare<[Mode, number], BetRow>(
    `${betSelect} WHERE orders.mode = ? AND orders.settled_at IS NOT NULL
     ORDER BY orders.settled_at DESC LIMIT ?`,
  );
  const ofEvent = db.prepare<[EventId, Mode], BetRow>(
    `${betSelect} WHERE event_id = ? AND orders.mode = ? AND (matched > 0 OR orders.settled_at IS NOT NULL)
     ORDER BY created_at`,
  );

  const selectClosing = db.prepare<[OrderId], ClosingRow>(
    'SELECT against, fair, closing_price, gross, net, at FROM closings WHERE order_id = ? ORDER BY position',
  );
  const deleteClosing = db.prepare<[OrderId]>('DELETE FROM closings WHERE order_id = ?');
  const insertClosing = db.prepare<ClosingValue & { readonly orderId: OrderId; readonly position: number }>(
    `INSERT INTO closings (order_id, position, against, fair, closing_price, gross, net, at)
     VALUES (@orderId, @position, @against, @fair, @closingPrice, @gross, @net, @at)`,
  );
  const replaceClosing = db.transaction((orderId: OrderId, closing: readonly ClosingValue[]) => {
    deleteClosing.run(orderId);
    closing.forEach((value, position) => void insertClosing.run({ ...value, orderId, position }));
  });

  const toBet = (row: BetRow, order: Order): Bet => ({
    orderId: order.id,
    order,
    liability: liability(order, row),
    ...settlementOf(row),
    settledAt: row.settled_at,
    closing: selectClosing
      .all(order.id)
      .map(({ closing_price, ...value }) => ({ ...value, closingPrice: closing_price })),
  });

  return {
    saveClosing: (orderId, closing) => replaceClosing.immediate(orderId, closing),
    bets: ({ mode, status, limit }) =>
      reader.all((status === 'open' ? open : settled).all(mode, limit), toBet),
    betsOfEvent: (mode, eventId) => reader.all(ofEvent.all(eventId, mode), toBet),
    bet(orderId) {
      const row = one.get(orderId);
      return row && toBet(row, reader.one(row));
    },
  };
}
