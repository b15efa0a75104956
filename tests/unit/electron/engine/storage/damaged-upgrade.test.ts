import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { listBackups } from '../../../../../electron/engine/storage/backups.ts';
import { type Databases, openDatabases } from '../../../../../electron/engine/storage/index.ts';
import { createJournal } from '../../../../../electron/engine/storage/journal/journal.ts';
import { journalMigrations } from '../../../../../electron/engine/storage/journal/migrations/index.ts';
import { migrate } from '../../../../../electron/engine/storage/migration.ts';
import type { OrderId } from '../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { sampleOrder } from '../../../../support/sample-orders.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

const clock = createManualClock(Date.UTC(2026, 10, 21, 9, 30));
const mode = sampleOrder().mode;
const [SOUND, BAD] = ['order-no-1' as OrderId, 'order-no-2' as OrderId];
const DAMAGE = `UPDATE orders SET currency = '?' WHERE id = '${BAD}'`;
/** `OVRD`, as the program marks its files. */
const OVERROUND_FILE = 0x4f_56_52_44;

let folder: DataFolder;
let path: string;
beforeEach(() => {
  folder = createDataFolder();
  path = join(folder.data, 'journal.db');
  return () => folder.remove();
});

function open(): Databases {
  const opened = openDatabases({ paths: folder, clock, log: createSilentLog() });
  if (!opened.ok) throw new Error(opened.message);
  return opened;
}
const change = (work: (db: Database.Database) => void) => {
  const db = new Database(path);
  work(db);
  db.close();
};
/** A journal of an earlier version with a sound and a damaged order, as its program left it. */
const writeOlder = (version: number) =>
  change((db) => {
    db.pragma(`application_id = ${OVERROUND_FILE}`);
    migrate(db, journalMigrations.slice(0, version));
    const journal = createJournal(db, createSilentLog());
    for (const id of [SOUND, BAD]) journal.saveOrder(sampleOrder({ id }));
    db.exec(DAMAGE);
  });
/** What the older program made backups of: it asked no order whether it made sense. */
const backUpDamage = (sequence: number) =>
  change((db) =>
    db
      .prepare('VACUUM INTO ?')
      .run(join(folder.backups, `journal-${String(sequence).padStart(6, '0')}-v5-20261120T080000Z.db`)),
  );
const moveAway = () => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
};
const found = ({ journal }: Databases) => ({
  sound: journal
    .orders({ mode, limit: 9 })
    .map(({ id }) => id)
    .sort(),
  damaged: journal.damagedOrders(mode).map(({ id }) => id),
});
const ALL_FOUND = { sound: [SOUND], damaged: [BAD] };

describe('a journal of an earlier version with a damaged order', () => {
  test.each([4, 5])('opens, and is copied first as it stands (version %i)', (version) => {
    writeOlder(version);
    const databases = open();
    expect(databases.notices).toEqual([]);
    expect(found(databases)).toEqual(ALL_FOUND);
    const [copy, ...others] = listBackups(folder.backups, 'journal');
    expect(others).toEqual([]);
    expect(copy).toMatchObject({ version, isDamaged: true });
    const kept = new Database(copy?.path ?? '', { readonly: true });
    expect(kept.prepare('SELECT count(*) FROM orders').pluck().get()).toBe(2);
    kept.close();
    databases.close();
  });

  test('opens although a setting is damaged, too', () => {
    writeOlder(5);
    change((db) => db.exec(`INSERT INTO settings (key, value, updated_at) VALUES ('layout', '{"', 1)`));
    const databases = open();
    expect(found(databases)).toEqual(ALL_FOUND);
    databases.close();
  });

  test('pushes no good backup out by its copies, which are kept in number themselves', () => {
    const first = open();
    first.journal.saveOrder(sampleOrder({ id: SOUND }));
    first.journal.saveOrder(sampleOrder({ id: BAD }));
    first.close();
    const good = listBackups(folder.backups, 'journal');
    expect(good).toHaveLength(1);
    for (let again = 0; again < 12; again += 1) {
      change((db) => db.exec(`${DAMAGE}; PRAGMA user_version = 5`));
      open().close();
    }
    const kept = listBackups(folder.backups, 'journal');
    expect(kept.filter(({ isDamaged }) => !isDamaged)).toEqual(good);
    expect(kept.filter(({ isDamaged }) => isDamaged).map(({ sequence }) => sequence)).toEqual([13, 12]);
  }, 30_000);
});

describe('a journal that is gone', () => {
  test('comes back from a damaged backup where there is no good one, which is told', () => {
    writeOlder(5);
    for (const sequence of [1, 2, 3]) backUpDamage(sequence);
    moveAway();
    const databases = open();
    expect(databases.notices).toMatchObject([
      {
        severity: 'warning',
        database: 'journal',
        code: 'restored',
        message: expect.stringMatching(
          /no good backup.*journal-000003-v5.*the currency of order order-no-2 can't be read/,
        ),
      },
    ]);
    expect(found(databases)).toEqual(ALL_FOUND);
    databases.close();
  });

  test('comes back from a good backup before any damaged one', () => {
    const first = open();
    first.journal.saveOrder(sampleOrder({ id: SOUND }));
    first.close();
    moveAway();
    writeOlder(5);
    backUpDamage(7);
    moveAway();
    const databases = open();
    expect(databases.notices).toMatchObject([{ code: 'restored' }]);
    expect(databases.notices[0]?.message).not.toMatch('no good backup');
    expect(found(databases)).toEqual({ sound: [SOUND], damaged: [] });
    databases.close();
  });
});

describe('the advice for a damaged journal', () => {
  test('names the newest good backup, and following it restores that', () => {
    const first = open();
    first.journal.saveOrder(sampleOrder({ id: SOUND }));
    first.journal.saveOrder(sampleOrder({ id: BAD }));
    const { path: good } = first.backup();
    first.close();
    change((db) => db.exec(DAMAGE));
    backUpDamage(8);
    const damaged = open();
    expect(() => damaged.journal.order(BAD)).toThrow(good);
    expect(damaged.restoreAdvice()).toMatch(
      /^Stop Overround, move .*journal\.db out of its folder and start/,
    );
    expect(damaged.restoreAdvice()).toContain(good);
    damaged.close();
    moveAway();
    const restored = open();
    expect(found(restored)).toEqual({ sound: [SOUND, BAD], damaged: [] });
    restored.close();
  });

  test('is to leave the file where it is while there is no good backup', () => {
    writeOlder(5);
    backUpDamage(1);
    const databases = open();
    const advice = /no good backup of .*journal\.db to go back to: leave it/;
    expect(databases.restoreAdvice()).toMatch(advice);
    expect(() => databases.journal.order(BAD)).toThrow(advice);
    expect(() => databases.backup()).toThrow(
      `the currency of order ${BAD} can't be read. No backup is made of it`,
    );
    const before = readdirSync(folder.backups);
    databases.close();
    expect(readdirSync(folder.backups)).toEqual(before);
  });

  test('is given although the folder of backups is gone', () => {
    writeOlder(5);
    const databases = open();
    rmSync(folder.backups, { recursive: true });
    expect(databases.restoreAdvice()).toMatch('no good backup');
    databases.close();
  });
});
