/** The journal's schema, one file a step; a step is never edited once it was released. */
import type { Migration } from '../../migration.ts';
import { orderLedgerAudit } from './0001-orders-ledger-audit.ts';
import { resultsAndCorrections } from './0002-results.ts';
import { identity } from './0003-identity.ts';
import { bookResults } from './0004-book-results.ts';
import { resultsSetAside } from './0005-results-set-aside.ts';
import { bookResultsBefore } from './0006-book-results-before.ts';

export const journalMigrations: readonly Migration[] = [
  orderLedgerAudit,
  resultsAndCorrections,
  identity,
  bookResults,
  resultsSetAside,
  bookResultsBefore,
];
