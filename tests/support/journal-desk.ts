import Database from 'better-sqlite3';
import { beforeEach, expect } from 'vitest';
import type { Journal } from '../../electron/engine/ports/journal.ts';
import { createJournal } from '../../electron/engine/storage/journal/journal.ts';
import { journalMigrations } from '../../electron/engine/storage/journal/migrations/index.ts';
import { migrate } from '../../electron/engine/storage/migration.ts';
import type { Fill, Order } from '../../shared/domain/order.ts';
import type { EpochMs, MinorUnits, OddsE4, OrderId } from '../../shared/domain/units.ts';
import { sampleOrder } from './sample-orders.ts';
import { createSilentLog } from './silent-log.ts';

export type JournalDesk = {
  db: Database.Database;
  journal: Journal;
  /** Saves a sample order in its first revision, or the next revision of one. */
  readonly saved: (changes?: Partial<Order>) => Order;
  readonly advance: (order: Order, changes: Partial<Order>) => Order;
};

/** A journal in memory, made anew for every test of the file. */
export function journalForEachTest(): JournalDesk {
  const desk = {
    saved(changes: Partial<Order> = {}) {
      const order = sampleOrder(changes);
      desk.journal.saveOrder(order);
      return order;
    },
    advance(order: Order, changes: Partial<Order>) {
      const next = { ...order, ...changes, revision: order.revision + 1 };
      desk.journal.saveOrder(next);
      return next;
    },
  } as JournalDesk;
  beforeEach(() => {
    const db = new Database(':memory:');
    db.pragma('foreign_keys = ON');
    migrate(db, journalMigrations);
    desk.db = db;
    desk.journal = createJournal(db, createSilentLog());
    return () => db.close();
  });
  return desk;
}

/** An error of this code. */
export const code = (expected: string) => expect.objectContaining({ code: expected });

export const sampleFill = (changes: Partial<Fill> = {}): Fill => ({
  id: 'fill-1',
  orderId: 'order-no-1' as OrderId,
  price: 26_000 as OddsE4,
  stake: 400 as MinorUnits,
  at: 5 as EpochMs,
  ...changes,
});
