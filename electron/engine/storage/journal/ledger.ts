import type { Database } from 'better-sqlite3';
import type { LedgerAccount, LedgerEntry } from '../../../../shared/domain/ledger.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { Currency, MinorUnits } from '../../../../shared/domain/units.ts';
import type { Journal, LedgerLeg, LedgerTransaction } from '../../ports/journal.ts';
import { StorageFailure } from '../storage-failure.ts';

type EntryRow = Omit<LedgerEntry, 'transactionId' | 'orderId'> & {
  readonly transaction_id: string;
  readonly order_id: LedgerEntry['orderId'];
};

/** Throws unless every amount is a whole number of minor units and the legs cancel out. */
function checkLegs({ id, legs }: LedgerTransaction): void {
  const refuse = (why: string): never => {
    throw new StorageFailure('invalid', `Ledger transaction ${id} was refused: ${why}.`);
  };
  if (legs.length < 2) refuse('double entry needs at least two legs');
  if (!legs.every((leg) => Number.isSafeInteger(leg.amount))) refuse('amounts are whole minor units');
  const sum = legs.reduce((total, leg) => total + BigInt(leg.amount), 0n);
  if (sum !== 0n) refuse(`its legs sum to ${sum}, not to zero`);
}

type LedgerQueries = Pick<Journal, 'post' | 'ledger' | 'balances'>;

/** The double-entry ledger: a debit of one account is a credit of another, in one transaction that never changes. */
export function ledgerQueries(db: Database): LedgerQueries {
  const posted = db.prepare<[string]>('SELECT 1 FROM ledger_transactions WHERE id = ?');
  const insertLeg = db.prepare<Pick<LedgerTransaction, 'id' | 'mode' | 'currency'> & LedgerLeg>(
    `INSERT INTO ledger_legs (transaction_id, mode, currency, account, amount)
     VALUES (@id, @mode, @currency, @account, @amount)`,
  );
  const seal = db.prepare<Pick<LedgerTransaction, 'id' | 'kind' | 'orderId' | 'at'>>(
    'INSERT INTO ledger_transactions (id, kind, order_id, at) VALUES (@id, @kind, @orderId, @at)',
  );
  const post = db.transaction(({ id, kind, mode, currency, orderId, at, legs }: LedgerTransaction) => {
    if (posted.get(id)) return false;
    for (const { account, amount } of legs) insertLeg.run({ id, mode, currency, account, amount });
    seal.run({ id, kind, orderId, at });
    return true;
  });

  const entryColumns = `sequence, transaction_id, kind, account, mode, currency, amount, order_id, at`;
  const after = db.prepare<[Mode, number, number], EntryRow>(
    `SELECT ${entryColumns} FROM ledger_legs JOIN ledger_transactions ON ledger_transactions.id = transaction_id
     WHERE mode = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  );
  const newest = db.prepare<[Mode, number], EntryRow>(
    `SELECT ${entryColumns} FROM ledger_legs JOIN ledger_transactions ON ledger_transactions.id = transaction_id
     WHERE mode = ? ORDER BY sequence DESC LIMIT ?`,
  );
  const toEntry = ({ transaction_id, order_id, ...entry }: EntryRow): LedgerEntry => ({
    ...entry,
    transactionId: transaction_id,
    orderId: order_id,
  });
  const balance = db.prepare<[Mode, Currency], { readonly account: LedgerAccount; readonly amount: number }>(
    'SELECT account, amount FROM balances WHERE mode = ? AND currency = ?',
  );

  return {
    post(transaction) {
      checkLegs(transaction);
      return post.immediate(transaction);
    },
    // Without `after` the newest entries, newest first; with it the next ones in order, for paging and tailing.
    ledger: (filter) =>
      (filter.after === undefined
        ? newest.all(filter.mode, filter.limit)
        : after.all(filter.mode, filter.after, filter.limit)
      ).map(toEntry),
    balances(mode, currency) {
      const amounts = new Map(balance.all(mode, currency).map((row) => [row.account, row.amount]));
      const amount = (account: LedgerAccount) => amounts.get(account) ?? 0;
      return {
        currency,
        cash: amount('cash') as MinorUnits,
        atRisk: amount('at-risk') as MinorUnits,
        // `result` and `commission` are counterparts: what was won stands there as a negative amount.
        profit: (0 - amount('result') - amount('commission')) as MinorUnits,
      };
    },
  };
}
