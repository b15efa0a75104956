import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Journal } from '../../../../../../electron/engine/ports/journal.ts';
import { createIdentityStore } from '../../../../../../electron/engine/storage/journal/identity.ts';
import { createJournal } from '../../../../../../electron/engine/storage/journal/journal.ts';
import { journalMigrations } from '../../../../../../electron/engine/storage/journal/migrations/index.ts';
import { migrate } from '../../../../../../electron/engine/storage/migration.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let db: Database.Database;
let journal: Journal;
const now = 1_700_000_000_000 as EpochMs;

beforeEach(() => {
  db = new Database(':memory:');
  migrate(db, journalMigrations);
  journal = createJournal(db, createSilentLog());
  return () => db.close();
});

/** What SQLite takes for sound: a text that was cut off. */
const damaged = (what: RegExp) =>
  expect.objectContaining({
    name: 'StorageFailure',
    code: 'corrupt',
    message: expect.stringMatching(
      new RegExp(`is damaged: ${what.source} can't be read\\. There is no good backup.* leave`),
    ),
  });

describe('a journal whose JSON is cut off', () => {
  it('says which setting is damaged, and leaves the others', () => {
    journal.saveSetting('settings', { kellyFraction: 0.25 }, now);
    journal.saveSetting('workspace.layout', [1], now);
    db.exec(`UPDATE settings SET value = '{"kelly' WHERE key = 'settings'`);
    expect(() => journal.setting('settings')).toThrow(damaged(/the setting settings/));
    expect(journal.setting('workspace.layout')).toEqual([1]);
  });

  it('keeps a damaged line of the audit trail in its place, with the text it has', () => {
    for (const subject of ['s', 't'])
      journal.audit({ at: now, actor: 'user', action: 'a', subject, detail: {} });
    db.exec(`DROP TRIGGER audit_stands`);
    db.exec(`UPDATE audit SET detail = '{"pr' WHERE subject = 's'`);
    expect(journal.auditAfter(0, 10)).toMatchObject([
      { sequence: 1, subject: 's', detail: { damaged: '{"pr' } },
      { sequence: 2, subject: 't', detail: {} },
    ]);
  });

  it('says which matching decision is damaged', () => {
    const identity = createIdentityStore(db);
    identity.decide([
      { at: now, actor: 'user', action: 'matched', words: 'A is B', changes: [], events: [] },
    ]);
    db.exec(`DROP TRIGGER identity_decisions_stand`);
    db.exec(`UPDATE identity_decisions SET changes = 'x'`);
    expect(() => identity.newestToUndo()).toThrow(damaged(/matching decision 1/));
  });
});
