import type { Database } from 'better-sqlite3';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { EpochMs, EventId, MinorUnits, OrderId } from '../../../../shared/domain/units.ts';
import type { Journal, Settlement } from '../../ports/journal.ts';
import { StorageFailure } from '../storage-failure.ts';

/** How bets were settled, and settled again. */
export function settlementQueries(
  db: Database,
): Pick<Journal, 'saveSettlement' | 'settlements' | 'eventsWithBets'> {
  const all = db.prepare<{ readonly orderId: OrderId }, Settlement>(
    `SELECT order_id AS orderId, 1 AS revision, result, profit, commission, at, rate, result_revision AS resultRevision
     FROM settlements WHERE order_id = @orderId
     UNION ALL
     SELECT order_id, revision, result, profit, commission, at, rate, result_revision
     FROM settlement_revisions WHERE order_id = @orderId`,
  );
  const first = db.prepare<Settlement>(
    `INSERT INTO settlements (order_id, result, profit, commission, at, rate, result_revision)
     VALUES (@orderId, @result, @profit, @commission, @at, @rate, @resultRevision)`,
  );
  const later = db.prepare<Settlement>(
    `INSERT INTO settlement_revisions (order_id, revision, result, profit, commission, at, rate, result_revision)
     VALUES (@orderId, @revision, @result, @profit, @commission, @at, @rate, @resultRevision)`,
  );
  const open = db
    .prepare<[Mode], EventId>(
      'SELECT event_id FROM orders WHERE mode = ? AND matched > 0 AND settled_at IS NULL',
    )
    .pluck();
  const settled = db.prepare<[Mode, EpochMs], { readonly eventId: EventId; readonly profit: number }>(
    `SELECT event_id AS eventId, coalesce(
       (SELECT profit FROM settlement_revisions WHERE order_id = orders.id ORDER BY revision DESC LIMIT 1),
       (SELECT profit FROM settlements WHERE order_id = orders.id), 0) AS profit
     FROM orders WHERE mode = ? AND settled_at >= ?`,
  );
  const ordered = (orderId: OrderId): readonly Settlement[] =>
    all.all({ orderId }).sort((a, b) => a.revision - b.revision);

  return {
    saveSettlement(settlement) {
      const stands = ordered(settlement.orderId).at(-1)?.revision ?? 0;
      if (settlement.revision !== stands + 1)
        throw new StorageFailure(
          'conflict',
          stands === 0
            ? `Order ${settlement.orderId} is not settled yet: its first settlement is revision 1.`
            : `Order ${settlement.orderId} is already settled, at revision ${stands}. A wrong settlement is put right by revision ${stands + 1} and a correction in the ledger.`,
        );
      if (settlement.result === null && stands === 0)
        throw new StorageFailure(
          'invalid',
          `Order ${settlement.orderId} is open: there is nothing to reopen.`,
        );
      (stands === 0 ? first : later).run(settlement);
    },
    settlements: ordered,
    eventsWithBets(mode, since) {
      const events = new Map<EventId, { eventId: EventId; open: number; settled: number; profit: number }>();
      const of = (eventId: EventId) => {
        const known = events.get(eventId) ?? { eventId, open: 0, settled: 0, profit: 0 };
        events.set(eventId, known);
        return known;
      };
      for (const eventId of open.all(mode)) of(eventId).open += 1;
      for (const { eventId, profit } of settled.all(mode, since)) {
        const event = of(eventId);
        event.settled += 1;
        event.profit += profit;
      }
      return [...events.values()].map((event) => ({ ...event, profit: event.profit as MinorUnits }));
    },
  };
}
