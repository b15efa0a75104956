import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Journal, Settlement } from '../../../../../../electron/engine/ports/journal.ts';
import { createJournal } from '../../../../../../electron/engine/storage/journal/journal.ts';
import { journalMigrations } from '../../../../../../electron/engine/storage/journal/migrations/index.ts';
import { migrate } from '../../../../../../electron/engine/storage/migration.ts';
import type { BetTerms, ClosingValue } from '../../../../../../shared/domain/bet.ts';
import type { Fill, Order } from '../../../../../../shared/domain/order.ts';
import type { ResultRevision } from '../../../../../../shared/domain/result.ts';
import type {
  Currency,
  EpochMs,
  EventId,
  MinorUnits,
  OddsE4,
  OrderId,
  Probability,
  SourceId,
} from '../../../../../../shared/domain/units.ts';
import { createPlannedDatabase } from '../../../../../support/query-plans.ts';
import { leg, sampleOrder, sampleTransaction } from '../../../../../support/sample-orders.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let db: Database.Database;
let journal: Journal;
const gbp = 'GBP' as Currency;
const code = (expected: string) => expect.objectContaining({ code: expected });

beforeEach(() => {
  db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db, journalMigrations);
  journal = createJournal(db, createSilentLog());
  return () => db.close();
});

const saved = (changes: Partial<Order> = {}): Order => {
  const order = sampleOrder(changes);
  journal.saveOrder(order);
  return order;
};
const advance = (order: Order, changes: Partial<Order>): Order => {
  const next = { ...order, ...changes, revision: order.revision + 1 };
  journal.saveOrder(next);
  return next;
};
const fill = (changes: Partial<Fill> = {}): Fill => ({
  id: 'fill-1',
  orderId: 'order-1' as OrderId,
  price: 26_000 as OddsE4,
  stake: 400 as MinorUnits,
  at: 5 as EpochMs,
  ...changes,
});

describe('orders', () => {
  test('come back as they were saved, with every transition kept', () => {
    const order = advance(advance(saved(), { state: 'intent' }), {
      state: 'rejected',
      venueRef: 'ref',
      outcome: { code: 'price-moved', message: 'The price moved.' },
      updatedAt: 9 as EpochMs,
    });
    expect(journal.order(order.id)).toEqual(order);
    expect(db.prepare('SELECT revision, state, reason IS NULL AS same FROM order_transitions').all()).toEqual(
      [
        { revision: 1, state: 'armed', same: 0 },
        { revision: 2, state: 'intent', same: 1 },
        { revision: 3, state: 'rejected', same: 1 },
      ],
    );
  });

  test.each([0, 1, 3])('refuse revision %i after revision 1', (revision) => {
    const order = saved();
    expect(() => journal.saveOrder({ ...order, state: 'intent', revision })).toThrow(code('conflict'));
    expect(journal.order(order.id)).toEqual(order);
  });

  test('refuse to start at revision 2', () => {
    expect(() => journal.saveOrder(sampleOrder({ revision: 2 }))).toThrow(code('conflict'));
  });

  test('keep their terms once they have left the ticket', () => {
    const armed = advance(saved(), { price: 30_000 as OddsE4 });
    const sent = advance(armed, { state: 'intent' });
    const next = { ...sent, revision: sent.revision + 1 };
    expect(() => journal.saveOrder({ ...next, stake: 1 as MinorUnits })).toThrow(/stake/);
    expect(() => journal.saveOrder({ ...next, reason: { ...sent.reason, ev: 1 } })).toThrow(/reason/);
    expect(() => journal.saveOrder({ ...next, mode: 'live' })).toThrow(/mode/);
  });

  test('are listed by state, by page and by event', () => {
    const at = (createdAt: number, id: string, changes: Partial<Order> = {}) =>
      saved({ id: id as OrderId, createdAt: createdAt as EpochMs, ...changes });
    at(1, 'a', { state: 'matched' });
    at(2, 'b', { state: 'unresolved' });
    at(3, 'c', { eventId: 'other' as EventId });
    at(4, 'd', { mode: 'live' });
    const ids = (orders: readonly Order[]) => orders.map((order) => order.id);
    expect(ids(journal.unfinishedOrders('practice'))).toEqual(['b', 'c']);
    expect(ids(journal.orders({ mode: 'practice', limit: 2 }))).toEqual(['c', 'b']);
    expect(ids(journal.orders({ mode: 'practice', limit: 2, before: 2 as EpochMs }))).toEqual(['a']);
    expect(ids(journal.ordersOfEvent('practice', 'sim:event' as EventId))).toEqual(['a', 'b']);
  });
});

describe('fills', () => {
  test('are kept once', () => {
    saved();
    expect(journal.saveFill(fill())).toBe(true);
    expect(journal.saveFill(fill({ stake: 1 as MinorUnits }))).toBe(false);
    expect(journal.fills('order-1' as OrderId)).toEqual([fill()]);
  });
  test('of an unknown order are refused', () => {
    expect(() => journal.saveFill(fill())).toThrow(code('not-found'));
  });
});

describe('bets', () => {
  const close: ClosingValue = {
    against: 'consensus',
    fair: 0.5 as Probability,
    closingPrice: null,
    gross: 0.25,
    net: 0.24,
    at: 7 as EpochMs,
  };
  const settle = (at = 8, changes: Partial<Settlement> = {}) =>
    journal.saveSettlement({
      orderId: 'order-1' as OrderId,
      revision: 1,
      rate: 0.02,
      resultRevision: 1,
      result: 'won',
      profit: 640 as MinorUnits,
      commission: 0 as MinorUnits,
      at: at as EpochMs,
      ...changes,
    });

  test('are open from the first match until they settle', () => {
    const order = saved();
    expect(journal.bet(order.id)).toBeUndefined();
    const matched = advance(order, { state: 'part-matched', matched: 400 as MinorUnits });
    journal.saveClosing(order.id, [{ ...close, against: 'old' }]);
    journal.saveClosing(order.id, [close]);
    const open = {
      orderId: order.id,
      order: matched,
      liability: 400,
      status: 'open',
      result: null,
      profit: null,
      commission: null,
      settledAt: null,
      closing: [close],
    };
    expect(journal.bets({ mode: 'practice', status: 'open', limit: 9 })).toEqual([open]);
    settle();
    expect(journal.bets({ mode: 'practice', status: 'open', limit: 9 })).toEqual([]);
    expect(journal.bets({ mode: 'practice', status: 'settled', limit: 9 })).toEqual([
      { ...open, status: 'settled', result: 'won', profit: 640, commission: 0, settledAt: 8 },
    ]);
  });

  test('laid can lose stake x (odds - 1), fill by fill', () => {
    const order = saved({ side: 'lay', state: 'sent' });
    journal.saveFill(fill({ price: 25_000 as OddsE4, stake: 1 as MinorUnits }));
    journal.saveFill(fill({ id: 'fill-2', price: 31_000 as OddsE4, stake: 999 as MinorUnits }));
    advance(order, { state: 'matched', matched: 1_000 as MinorUnits, averagePrice: 30_994 as OddsE4 });
    expect(journal.bet(order.id)?.liability).toBe(Math.ceil(1.5 + 2.1 * 999));
  });

  test('settle once', () => {
    saved({ state: 'matched', matched: 1_000 as MinorUnits });
    expect(() => settle(8, { revision: 2 })).toThrow(code('conflict'));
    settle();
    expect(() => settle(9)).toThrow(code('conflict'));
    expect(() => settle(9, { revision: 3 })).toThrow(code('conflict'));
  });

  test('are corrected, opened again and settled again, and tell what stood before', () => {
    const { id } = saved({ state: 'matched', matched: 1_000 as MinorUnits });
    const money = (amount: number) => amount as MinorUnits;
    settle();
    settle(9, { revision: 2, result: 'lost', profit: money(-1_000) });
    expect(journal.bet(id)).toMatchObject({
      status: 'settled',
      result: 'lost',
      profit: -1_000,
      settledAt: 8,
      corrected: { times: 1, at: 9, resultBefore: 'won', profitBefore: 640 },
    });
    settle(10, { revision: 3, result: null, profit: money(0) });
    expect(journal.bet(id)).toMatchObject({ status: 'open', result: null, profit: null, settledAt: null });
    expect(journal.bets({ mode: 'practice', status: 'open', limit: 9 })).toHaveLength(1);
    settle(11, { revision: 4, result: 'void', profit: money(0) });
    expect(journal.bet(id)).toMatchObject({
      result: 'void',
      settledAt: 11,
      corrected: { times: 3, at: 11, resultBefore: null, profitBefore: null },
    });
    expect(journal.settlements(id).map(({ revision, result }) => [revision, result])).toEqual([
      [1, 'won'],
      [2, 'lost'],
      [3, null],
      [4, 'void'],
    ]);
    expect(journal.eventsWithBets('practice', 11 as EpochMs)).toEqual([
      { eventId: 'sim:event', open: 0, settled: 1, profit: 0 },
    ]);
    expect(journal.eventsWithBets('practice', 12 as EpochMs)).toEqual([]);
  });

  test('keep what they are on, as it was written first', () => {
    const { id } = saved();
    const terms: BetTerms = {
      event: {
        sourceId: 'sim' as SourceId,
        sport: 'soccer_epl',
        competition: 'EPL',
        home: 'Alder',
        away: 'Birch',
        startsAt: 5 as EpochMs,
      },
      type: 'asian-handicap',
      period: 'first-half',
      line: -0.25,
      side: 'away',
      commission: 0.05,
    };
    expect(journal.terms(id)).toBeUndefined();
    journal.saveTerms(id, terms);
    journal.saveTerms(id, { ...terms, line: 1 });
    expect(journal.terms(id)).toEqual(terms);
  });
});

describe('results', () => {
  const eventId = 'sim:event' as EventId;
  const told = (revision: number, changes: Partial<ResultRevision> = {}): ResultRevision => ({
    eventId,
    revision,
    at: (revision * 10) as EpochMs,
    origin: 'source',
    teller: 'sim',
    status: 'ended',
    score: { home: 2, away: 1 },
    halfTime: null,
    note: '',
    ...changes,
  });

  test('are kept by revision, each mode for itself', () => {
    const all = [
      told(1, { halfTime: { home: 0, away: 0 } }),
      told(2, { origin: 'user', teller: 'user', status: 'abandoned', score: null, note: 'fog' }),
    ];
    for (const revision of all) journal.saveResult('practice', revision);
    expect(journal.results('practice', eventId)).toEqual(all);
    expect(journal.results('paper', eventId)).toEqual([]);
    expect(() => journal.saveResult('practice', told(2))).toThrow(code('conflict'));
    expect(() => journal.saveResult('practice', told(4))).toThrow(code('conflict'));
    expect(journal.eventsWithResults('practice', 20 as EpochMs)).toEqual([eventId]);
    expect(journal.eventsWithResults('practice', 21 as EpochMs)).toEqual([]);
  });

  test('that make no sense are refused by the file itself', () => {
    expect(() => journal.saveResult('practice', told(1, { score: null }))).toThrow(code('invalid'));
    expect(() => journal.saveResult('practice', told(1, { status: 'postponed' }))).toThrow(code('invalid'));
  });
});

describe('ledger', () => {
  test('posts a transaction once, in order, into balances', () => {
    expect(journal.post(sampleTransaction())).toBe(true);
    expect(journal.post(sampleTransaction())).toBe(false);
    const won = sampleTransaction({
      id: 's',
      kind: 'settlement',
      legs: [leg('cash', 490), leg('commission', 10), leg('result', -500)],
    });
    journal.post(won);
    expect(journal.balances('practice', gbp)).toEqual({
      currency: 'GBP',
      cash: 100_490,
      atRisk: 0,
      profit: 490,
    });
    expect(journal.balances('live', gbp).cash).toBe(0);
    const entries = journal.ledger({ mode: 'practice', limit: 9, after: 0 });
    expect(entries.map((entry) => [entry.transactionId, entry.account, entry.amount])).toEqual([
      ['deposit-1', 'cash', 100_000],
      ['deposit-1', 'funding', -100_000],
      ['s', 'cash', 490],
      ['s', 'commission', 10],
      ['s', 'result', -500],
    ]);
    expect(journal.ledger({ mode: 'practice', limit: 1 })).toEqual(entries.slice(-1));
    expect(journal.ledger({ mode: 'practice', limit: 9, after: entries[3]?.sequence ?? 0 })).toHaveLength(1);
  });

  test.each([
    ['that do not sum to zero', [leg('cash', 1), leg('funding', -2)]],
    ['of fractions', [leg('cash', 0.5), leg('funding', -0.5)]],
    ['that stand alone', [leg('cash', 0)]],
  ])('refuses legs %s', (_, legs) => {
    expect(() => journal.post(sampleTransaction({ legs }))).toThrow(code('invalid'));
    expect(journal.ledger({ mode: 'practice', limit: 9 })).toEqual([]);
  });

  test('is sealed below the code too', () => {
    journal.post(sampleTransaction());
    const insert = `INSERT INTO ledger_legs (transaction_id, mode, currency, account, amount)
      VALUES (?, 'practice', 'GBP', 'cash', 5)`;
    expect(() => db.prepare(insert).run('deposit-1')).toThrow(/complete/);
    expect(() => db.prepare(insert).run('never sealed')).toThrow(/FOREIGN KEY/);
    expect(() => db.exec('UPDATE ledger_legs SET amount = 1')).toThrow(/append-only/);
    expect(() => db.exec('DELETE FROM ledger_transactions')).toThrow(/append-only/);
    const unbalanced = db.transaction(() => {
      db.prepare(insert).run('x');
      db.exec(`INSERT INTO ledger_transactions (id, kind, at) VALUES ('x', 'deposit', 1)`);
    });
    expect(unbalanced).toThrow(/sum to zero/);
  });

  test('balances are the sums of the legs whatever is posted', () => {
    const accounts = ['cash', 'at-risk', 'result', 'commission', 'funding'] as const;
    const move = fc.record({
      id: fc.integer({ min: 0, max: 20 }),
      from: fc.constantFrom(...accounts),
      to: fc.constantFrom(...accounts),
      amount: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), fc.uuid(), (moves, run) => {
        for (const { id, from, to, amount } of moves) {
          const legs = [leg(from, -amount), leg(to, amount)];
          journal.post(sampleTransaction({ id: `${run}/${id}`, currency: run as Currency, legs }));
        }
        const legs = journal
          .ledger({ mode: 'practice', limit: 1e6, after: 0 })
          .filter((entry) => entry.currency === run);
        const sum = (...of: string[]) =>
          legs.reduce((total, entry) => total + (of.includes(entry.account) ? entry.amount : 0), 0);
        const { cash, atRisk, profit } = journal.balances('practice', run as Currency);
        expect([cash, atRisk, profit]).toEqual([
          sum('cash'),
          sum('at-risk'),
          0 - sum('result', 'commission'),
        ]);
        expect(sum(...accounts)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('transactions', () => {
  test('keep all or nothing', () => {
    expect(() =>
      journal.transaction(() => {
        saved();
        journal.post(sampleTransaction());
        throw new Error('the work failed');
      }),
    ).toThrow('the work failed');
    expect(journal.order('order-1' as OrderId)).toBeUndefined();
    expect(journal.balances('practice', gbp).cash).toBe(0);
    expect(journal.transaction(() => saved().id)).toBe('order-1');
    expect(journal.order('order-1' as OrderId)).toBeDefined();
  });

  test('a refused method inside leaves nothing of itself when the work goes on', () => {
    journal.transaction(() => {
      const order = saved();
      expect(() => journal.saveClosing('nobody' as OrderId, [])).not.toThrow();
      expect(() => journal.saveOrder(order)).toThrow(code('conflict'));
      expect(() => journal.post(sampleTransaction({ kind: 'unknown' as 'deposit' }))).toThrow(
        code('invalid'),
      );
    });
    expect(journal.ledger({ mode: 'practice', limit: 9 })).toEqual([]);
    expect(journal.balances('practice', gbp).cash).toBe(0);
  });

  test('may not nest, nor return a promise', () => {
    expect(() => journal.transaction(() => journal.transaction(() => 1))).toThrow(code('invalid'));
    expect(() =>
      journal.transaction(async () => {
        saved();
      }),
    ).toThrow(code('invalid'));
    expect(journal.order('order-1' as OrderId)).toBeUndefined();
  });
});

describe('audit and settings', () => {
  test('audit lines come back in order after a sequence', () => {
    const line = { at: 1 as EpochMs, actor: 'user', action: 'arm', subject: 'order-1' } as const;
    journal.audit({ ...line, detail: { stake: 5 } });
    journal.audit({ ...line, detail: {} });
    expect(journal.auditAfter(0, 1)).toEqual([{ ...line, sequence: 1, detail: { stake: 5 } }]);
    expect(journal.auditAfter(1, 9)).toEqual([{ ...line, sequence: 2, detail: {} }]);
    expect(() => db.exec('DELETE FROM audit')).toThrow(/append-only/);
  });

  test('settings are JSON values by key', () => {
    expect(journal.setting('theme')).toBeUndefined();
    journal.saveSetting('theme', { dark: [1, null] }, 1 as EpochMs);
    journal.saveSetting('theme', { dark: true }, 2 as EpochMs);
    expect(journal.setting('theme')).toEqual({ dark: true });
    expect(() => journal.saveSetting('theme', undefined, 3 as EpochMs)).toThrow(code('invalid'));
  });
});

describe('query plans', () => {
  const id = 'order-1' as OrderId;
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
