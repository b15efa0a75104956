import type { Database } from 'better-sqlite3';
import type { Journal } from '../../ports/journal.ts';
import type { Log } from '../../ports/log.ts';
import { type KeptFile, keptFile } from '../kept-json.ts';
import { guarded, StorageFailure } from '../storage-failure.ts';
import { betQueries } from './bets.ts';
import { bookResultQueries } from './book-results.ts';
import { ledgerQueries } from './ledger.ts';
import { createDamagedOrders } from './order-faults.ts';
import { createOrderReader, orderQueries } from './orders.ts';
import { auditQueries, settingQueries } from './records.ts';
import { resultQueries } from './results.ts';
import { settlementQueries } from './settlements.ts';
import { termsQueries } from './terms.ts';

const file = 'journal.db';

/** The journal over an open, migrated database. Every method throws `StorageFailure` for what it refuses. */
export function createJournal(db: Database, log: Log, kept: KeptFile = keptFile(db)): Journal {
  const damaged = createDamagedOrders();
  const reader = createOrderReader(kept, damaged);
  const queries = {
    ...orderQueries(db, log, reader),
    ...betQueries(db, reader),
    ...settlementQueries(db),
    ...termsQueries(db),
    ...resultQueries(db),
    ...bookResultQueries(db, kept),
    ...ledgerQueries(db),
    ...auditQueries(db),
    ...settingQueries(db, kept),
  };
  const run = db.transaction((work: () => unknown) => {
    const outcome = work();
    // A promise would commit before its work is done.
    if (outcome instanceof Promise) {
      outcome.catch(() => undefined);
      throw new StorageFailure(
        'invalid',
        'A journal transaction must be synchronous; it returned a promise.',
      );
    }
    return outcome;
  });
  return {
    transaction<T>(work: () => T): T {
      if (db.inTransaction) {
        throw new StorageFailure('invalid', 'A journal transaction may not be started inside another.');
      }
      return guarded(file, () => run.immediate(work) as T)();
    },
    saveOrder: guarded(file, queries.saveOrder),
    order: guarded(file, queries.order),
    unfinishedOrders: guarded(file, queries.unfinishedOrders),
    orders: guarded(file, queries.orders),
    ordersOfEvent: guarded(file, queries.ordersOfEvent),
    hasOrders: guarded(file, queries.hasOrders),
    damagedOrders: damaged.of,
    saveFill: guarded(file, queries.saveFill),
    fills: guarded(file, queries.fills),
    saveClosing: guarded(file, queries.saveClosing),
    saveSettlement: guarded(file, queries.saveSettlement),
    settlements: guarded(file, queries.settlements),
    saveTerms: guarded(file, queries.saveTerms),
    terms: guarded(file, queries.terms),
    saveResult: guarded(file, queries.saveResult),
    results: guarded(file, queries.results),
    saveBookResult: guarded(file, queries.saveBookResult),
    bookResults: guarded(file, queries.bookResults),
    eventsWithBets: guarded(file, queries.eventsWithBets),
    eventsWithResults: guarded(file, queries.eventsWithResults),
    bets: guarded(file, queries.bets),
    betsOfEvent: guarded(file, queries.betsOfEvent),
    bet: guarded(file, queries.bet),
    post: guarded(file, queries.post),
    ledger: guarded(file, queries.ledger),
    balances: guarded(file, queries.balances),
    audit: guarded(file, queries.audit),
    auditAfter: guarded(file, queries.auditAfter),
    setting: guarded(file, queries.setting),
    saveSetting: guarded(file, queries.saveSetting),
  };
}
