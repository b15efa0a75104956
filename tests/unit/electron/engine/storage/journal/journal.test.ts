import { describe, expect, test } from 'vitest';
import type { Journal } from '../../../../../../electron/engine/ports/journal.ts';
import { createJournal } from '../../../../../../electron/engine/storage/journal/journal.ts';
import { journalMigrations } from '../../../../../../electron/engine/storage/journal/migrations/index.ts';
import { migrate } from '../../../../../../electron/engine/storage/migration.ts';
import type { Currency, EpochMs, EventId, OrderId } from '../../../../../../shared/domain/units.ts';
import { code, journalForEachTest } from '../../../../../support/journal-desk.ts';
import { createPlannedDatabase } from '../../../../../support/query-plans.ts';
import { sampleOrder, sampleTransaction } from '../../../../../support/sample-orders.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

const desk = journalForEachTest();
const gbp = 'GBP' as Currency;

describe('transactions', () => {
  test('keep all or nothing', () => {
    expect(() =>
      desk.journal.transaction(() => {
        desk.saved();
        desk.journal.post(sampleTransaction());
        throw new Error('the work failed');
      }),
    ).toThrow('the work failed');
    expect(desk.journal.order('order-no-1' as OrderId)).toBeUndefined();
    expect(desk.journal.balances('practice', gbp).cash).toBe(0);
    expect(desk.journal.transaction(() => desk.saved().id)).toBe('order-no-1');
    expect(desk.journal.order('order-no-1' as OrderId)).toBeDefined();
  });

  test('a refused method inside leaves nothing of itself when the work goes on', () => {
    desk.journal.transaction(() => {
      const order = desk.saved();
      expect(() => desk.journal.saveClosing('nobody' as OrderId, [])).not.toThrow();
      expect(() => desk.journal.saveOrder(order)).toThrow(code('conflict'));
      expect(() => desk.journal.post(sampleTransaction({ kind: 'unknown' as 'deposit' }))).toThrow(
        code('invalid'),
      );
    });
    expect(desk.journal.ledger({ mode: 'practice', limit: 9 })).toEqual([]);
    expect(desk.journal.balances('practice', gbp).cash).toBe(0);
  });

  test('may not nest, nor return a promise', () => {
    expect(() => desk.journal.transaction(() => desk.journal.transaction(() => 1))).toThrow(code('invalid'));
    expect(() =>
      desk.journal.transaction(async () => {
        desk.saved();
      }),
    ).toThrow(code('invalid'));
    expect(desk.journal.order('order-no-1' as OrderId)).toBeUndefined();
  });
});

describe('audit and settings', () => {
  test('audit lines come back in order after a sequence', () => {
    const line = { at: 1 as EpochMs, actor: 'user', action: 'arm', subject: 'order-no-1' } as const;
    desk.journal.audit({ ...line, detail: { stake: 5 } });
    desk.journal.audit({ ...line, detail: {} });
    expect(desk.journal.auditAfter(0, 1)).toEqual([{ ...line, sequence: 1, detail: { stake: 5 } }]);
    expect(desk.journal.auditAfter(1, 9)).toEqual([{ ...line, sequence: 2, detail: {} }]);
    expect(() => desk.db.exec('DELETE FROM audit')).toThrow(/append-only/);
  });

  test('settings are JSON values by key', () => {
    expect(desk.journal.setting('theme')).toBeUndefined();
    desk.journal.saveSetting('theme', { dark: [1, null] }, 1 as EpochMs);
    desk.journal.saveSetting('theme', { dark: true }, 2 as EpochMs);
    expect(desk.journal.setting('theme')).toEqual({ dark: true });
    expect(() => desk.journal.saveSetting('theme', undefined, 3 as EpochMs)).toThrow(code('invalid'));
  });
});

describe('query plans', () => {
  const id = 'order-no-1' as OrderId;
  const queries: readonly [string, string, (of: Journal) => unknown][] = [
    ['unfinishedOrders', 'orders_unfinished', (of) => of.unfinishedOrders('live')],
    ['orders', 'orders_by_time', (of) => of.orders({ mode: 'live', limit: 5 })],
    ['ordersOfEvent', 'orders_by_event', (of) => of.ordersOfEvent('live', 'e' as EventId)],
    ['order', 'sqlite_autoindex_orders', (of) => of.order(id)],
    ['fills', 'fills_by_order', (of) => of.fills(id)],
    ['open bets', 'bets_open', (of) => of.bets({ mode: 'live', status: 'open', limit: 5 })],
    ['events with bets', 'bets_open', (of) => of.eventsWithBets('live', 5 as EpochMs)],
    ['results of an event', 'PRIMARY KEY', (of) => of.results('live', 'e' as EventId)],
    ['settled bets', 'bets_settled', (of) => of.bets({ mode: 'live', status: 'settled', limit: 5 })],
    ['bet', 'sqlite_autoindex_orders', (of) => of.bet(id)],
    ['ledger', 'ledger_legs_by_mode', (of) => of.ledger({ mode: 'live', limit: 5 })],
    ['ledger after', 'ledger_legs_by_mode', (of) => of.ledger({ mode: 'live', limit: 5, after: 3 })],
    ['balances', 'PRIMARY KEY', (of) => of.balances('live', gbp)],
    ['auditAfter', 'INTEGER PRIMARY KEY', (of) => of.auditAfter(3, 5)],
    ['setting', 'PRIMARY KEY', (of) => of.setting('theme')],
    ['saveOrder', 'sqlite_autoindex_orders', (of) => of.saveOrder(sampleOrder())],
    ['post', 'sqlite_autoindex_ledger_transactions', (of) => of.post(sampleTransaction())],
  ];
  test.each(queries)('%s goes by %s', (_, index, query) => {
    const planned = createPlannedDatabase();
    migrate(planned.db, journalMigrations);
    const of = createJournal(planned.db, createSilentLog());
    const plans = planned.plansOf(() => query(of));
    expect(plans.join('; ')).toContain(index);
    expect(plans.filter((plan) => /SCAN|TEMP B-TREE/.test(plan))).toEqual([]);
    planned.db.close();
  });
});
