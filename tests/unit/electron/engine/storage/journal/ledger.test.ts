import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Currency } from '../../../../../../shared/domain/units.ts';
import { code, journalForEachTest } from '../../../../../support/journal-desk.ts';
import { leg, sampleTransaction } from '../../../../../support/sample-orders.ts';

const desk = journalForEachTest();
const gbp = 'GBP' as Currency;

describe('ledger', () => {
  test('posts a transaction once, in order, into balances', () => {
    expect(desk.journal.post(sampleTransaction())).toBe(true);
    expect(desk.journal.post(sampleTransaction())).toBe(false);
    const won = sampleTransaction({
      id: 's',
      kind: 'settlement',
      legs: [leg('cash', 490), leg('commission', 10), leg('result', -500)],
    });
    desk.journal.post(won);
    expect(desk.journal.balances('practice', gbp)).toEqual({
      currency: 'GBP',
      cash: 100_490,
      atRisk: 0,
      profit: 490,
    });
    expect(desk.journal.balances('live', gbp).cash).toBe(0);
    const entries = desk.journal.ledger({ mode: 'practice', limit: 9, after: 0 });
    expect(entries.map((entry) => [entry.transactionId, entry.account, entry.amount])).toEqual([
      ['deposit-1', 'cash', 100_000],
      ['deposit-1', 'funding', -100_000],
      ['s', 'cash', 490],
      ['s', 'commission', 10],
      ['s', 'result', -500],
    ]);
    expect(desk.journal.ledger({ mode: 'practice', limit: 1 })).toEqual(entries.slice(-1));
    expect(
      desk.journal.ledger({ mode: 'practice', limit: 9, after: entries[3]?.sequence ?? 0 }),
    ).toHaveLength(1);
  });

  test.each([
    ['that do not sum to zero', [leg('cash', 1), leg('funding', -2)]],
    ['of fractions', [leg('cash', 0.5), leg('funding', -0.5)]],
    ['that stand alone', [leg('cash', 0)]],
  ])('refuses legs %s', (_, legs) => {
    expect(() => desk.journal.post(sampleTransaction({ legs }))).toThrow(code('invalid'));
    expect(desk.journal.ledger({ mode: 'practice', limit: 9 })).toEqual([]);
  });

  test('is sealed below the code too', () => {
    desk.journal.post(sampleTransaction());
    const insert = `INSERT INTO ledger_legs (transaction_id, mode, currency, account, amount)
      VALUES (?, 'practice', 'GBP', 'cash', 5)`;
    expect(() => desk.db.prepare(insert).run('deposit-1')).toThrow(/complete/);
    expect(() => desk.db.prepare(insert).run('never sealed')).toThrow(/FOREIGN KEY/);
    expect(() => desk.db.exec('UPDATE ledger_legs SET amount = 1')).toThrow(/append-only/);
    expect(() => desk.db.exec('DELETE FROM ledger_transactions')).toThrow(/append-only/);
    const unbalanced = desk.db.transaction(() => {
      desk.db.prepare(insert).run('x');
      desk.db.exec(`INSERT INTO ledger_transactions (id, kind, at) VALUES ('x', 'deposit', 1)`);
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
          desk.journal.post(sampleTransaction({ id: `${run}/${id}`, currency: run as Currency, legs }));
        }
        const legs = desk.journal
          .ledger({ mode: 'practice', limit: 1e6, after: 0 })
          .filter((entry) => entry.currency === run);
        const sum = (...of: string[]) =>
          legs.reduce((total, entry) => total + (of.includes(entry.account) ? entry.amount : 0), 0);
        const { cash, atRisk, profit } = desk.journal.balances('practice', run as Currency);
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
