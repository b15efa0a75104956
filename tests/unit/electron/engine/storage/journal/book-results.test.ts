import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { createJournal } from '../../../../../../electron/engine/storage/journal/journal.ts';
import { journalMigrations } from '../../../../../../electron/engine/storage/journal/migrations/index.ts';
import { migrate } from '../../../../../../electron/engine/storage/migration.ts';
import type { BookId, EpochMs, EventId, SelectionId } from '../../../../../../shared/domain/units.ts';
import { sampleBookResult } from '../../../../../support/sample-orders.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

it('keeps every word of a book, and answers with its last on each market, by mode and event', () => {
  const db = new Database(':memory:');
  migrate(db, journalMigrations);
  const journal = createJournal(db, createSilentLog());
  const first = sampleBookResult();
  const { eventId } = first;
  const corrected = sampleBookResult({
    outcomes: [{ selectionId: 'sim:selection' as SelectionId, outcome: 'void' }],
  });
  const elsewhere = sampleBookResult({ bookId: 'other' as BookId });
  journal.saveBookResult('paper', first, 10 as EpochMs);
  journal.saveBookResult('paper', elsewhere, 11 as EpochMs);
  journal.saveBookResult('paper', corrected, 12 as EpochMs);
  journal.saveBookResult('practice', first, 13 as EpochMs);
  expect(journal.bookResults('paper', eventId)).toEqual([elsewhere, corrected]);
  expect(journal.bookResults('practice', eventId)).toEqual([first]);
  expect(journal.bookResults('paper', 'sim:other' as EventId)).toEqual([]);
  expect(db.prepare('SELECT revision, at FROM book_results ORDER BY at').raw().all()).toEqual([
    [1, 10],
    [1, 11],
    [2, 12],
    [1, 13],
  ]);
  db.close();
});
