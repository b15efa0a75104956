import {
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { listBackups } from '../../../../../electron/engine/storage/backups.ts';
import { type Databases, openDatabases } from '../../../../../electron/engine/storage/index.ts';
import { openDatabase } from '../../../../../electron/engine/storage/open-database.ts';
import type { Currency, EpochMs, OrderId } from '../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { sampleOrder, sampleTransaction } from '../../../../support/sample-orders.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

let folder: DataFolder;
let log = createSilentLog();
let journalPath: string;
let marketPath: string;
const clock = createManualClock(Date.UTC(2026, 10, 21, 9, 30));
const gbp = 'GBP' as Currency;

beforeEach(() => {
  folder = createDataFolder();
  log = createSilentLog();
  journalPath = join(folder.data, 'journal.db');
  marketPath = join(folder.data, 'market.db');
  return () => folder.remove();
});

const tryOpen = () => openDatabases({ paths: folder, clock, log });
function open(): Databases {
  const opened = tryOpen();
  if (!opened.ok) throw new Error(opened.message);
  return opened;
}
/** A journal with one order and one deposit in it, closed; closing leaves one backup. */
function writeJournal(): void {
  const databases = open();
  databases.journal.saveOrder(sampleOrder());
  databases.journal.post(sampleTransaction());
  databases.close();
}
/** Overwrites the middle of a file with ones. */
function scribble(path: string, from: number, length: number): void {
  const handle = openSync(path, 'r+');
  writeSync(handle, Buffer.alloc(length, 0xff), 0, length, from);
  closeSync(handle);
}
const setAside = (name: string): readonly string[] =>
  readdirSync(folder.data).filter((file) => file.startsWith(`${name}.corrupt-`));

test('a new folder opens empty and without notices; what is written is there on reopening', () => {
  const first = open();
  expect(first.notices).toEqual([]);
  first.journal.saveOrder(sampleOrder());
  first.market.saveBooks([
    { id: 'b' as never, name: 'B', kind: 'exchange', commission: 0.02, currency: gbp },
  ]);
  first.close();
  first.close();
  const second = open();
  expect(second.notices).toEqual([]);
  expect(second.journal.order('order-no-1' as OrderId)).toEqual(sampleOrder());
  expect(second.market.books()).toHaveLength(1);
  second.close();
  expect(existsSync(`${journalPath}-wal`)).toBe(false);
});

test.each(['FULL', 'NORMAL'] as const)('synchronous=%s is set on a write-ahead log', (synchronous) => {
  const plan = {
    name: 'journal',
    path: journalPath,
    backups: folder.backups,
    synchronous,
    migrations: [],
    keepBackups: 1,
    contents: 'nothing',
    afterRestore: '',
  } as const;
  const opened = openDatabase(plan, clock.now(), log);
  if (!opened.ok) throw new Error(opened.message);
  const pragma = (name: string): unknown => opened.db.pragma(name, { simple: true });
  expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual([
    'wal',
    synchronous === 'FULL' ? 2 : 1,
    1,
  ]);
  opened.db.close();
});

test('a checkpoint empties the write-ahead logs', () => {
  const databases = open();
  databases.journal.saveOrder(sampleOrder());
  const logged = () => [journalPath, marketPath].map((path) => statSync(`${path}-wal`).size);
  expect(Math.min(...logged())).toBeGreaterThan(0);
  databases.checkpoint();
  expect(logged()).toEqual([0, 0]);
  databases.close();
});

test('a second engine on the same folder is refused until the first has gone', () => {
  const first = open();
  const second = tryOpen();
  expect(second).toMatchObject({ ok: false, code: 'locked' });
  expect(second.ok ? '' : second.message).toContain(folder.data);
  first.close();
  open().close();
});

describe('a folder that begins anew', () => {
  const openFresh = () => openDatabases({ paths: folder, clock, log, fresh: true });

  test('holds nothing of an earlier run, and everything that is not ours', () => {
    const before = open();
    before.journal.saveSetting('kept', 1, clock.now());
    before.close();
    const own = join(folder.data, 'mine.bz2');
    writeFileSync(own, 'recorded');
    const opened = openFresh();
    if (!opened.ok) throw new Error(opened.message);
    expect(opened.journal.setting('kept')).toBeUndefined();
    expect(existsSync(own)).toBe(true);
    opened.close();
  });

  test('is refused while another engine uses it, which loses nothing', () => {
    const other = open();
    other.journal.saveSetting('kept', 1, clock.now());
    expect(openFresh()).toMatchObject({ ok: false, code: 'locked' });
    expect(other.journal.setting('kept')).toBe(1);
    expect(existsSync(journalPath)).toBe(true);
    other.close();
  });
});

describe('a damaged journal', () => {
  const damages: readonly [string, () => void][] = [
    ['whose header is overwritten', () => scribble(journalPath, 0, 100)],
    ['whose pages are overwritten', () => scribble(journalPath, 4096, 3 * 4096)],
    ['cut in the middle', () => truncateSync(journalPath, 3 * 4096)],
    ['of another kind', () => writeFileSync(journalPath, 'this is no database, whatever its name says')],
  ];
  test.each(damages)('%s is set aside and the newest backup restored, loudly', (_, damage) => {
    writeJournal();
    damage();
    const databases = open();
    expect(databases.notices).toEqual([
      expect.objectContaining({ severity: 'warning', database: 'journal', code: 'restored' }),
    ]);
    expect(databases.notices[0]?.message).toContain('20261121T093000Z');
    expect(databases.journal.order('order-no-1' as OrderId)).toEqual(sampleOrder());
    expect(databases.journal.balances('practice', gbp).cash).toBe(100_000);
    databases.close();
    expect(setAside('journal.db')).toHaveLength(1);
    expect(log.lines.some((line) => line.level === 'warn')).toBe(true);
  });

  test('falls back past a damaged backup', () => {
    writeJournal();
    const again = open();
    again.journal.saveOrder(sampleOrder({ id: 'order-no-2' as OrderId }));
    again.close();
    const [newest] = listBackups(folder.backups, 'journal');
    scribble(newest?.path ?? '', 0, 4096);
    scribble(journalPath, 0, 100);
    const databases = open();
    expect(databases.journal.order('order-no-1' as OrderId)).toBeDefined();
    expect(databases.journal.order('order-no-2' as OrderId)).toBeUndefined();
    databases.close();
  });

  test('without any backup starts empty and says so', () => {
    writeJournal();
    for (const backup of listBackups(folder.backups, 'journal')) rmSync(backup.path);
    scribble(journalPath, 0, 100);
    const databases = open();
    expect(databases.notices).toEqual([
      expect.objectContaining({ database: 'journal', code: 'started-empty' }),
    ]);
    databases.close();
    expect(setAside('journal.db')).toHaveLength(1);
  });

  test.each([
    ['emptied', () => truncateSync(journalPath, 0)],
    ['gone', () => rmSync(journalPath)],
  ])('%s is never replaced by an empty one silently', (_, damage) => {
    writeJournal();
    damage();
    const databases = open();
    expect(databases.notices).toEqual([expect.objectContaining({ code: 'restored' })]);
    expect(databases.journal.order('order-no-1' as OrderId)).toBeDefined();
    databases.close();
  });
});

test('a damaged market is set aside; the journal is not touched', () => {
  writeJournal();
  scribble(marketPath, 0, 4096);
  const databases = open();
  expect(databases.notices).toEqual([expect.objectContaining({ database: 'market', code: 'started-empty' })]);
  expect(databases.journal.order('order-no-1' as OrderId)).toBeDefined();
  databases.close();
  expect(setAside('market.db')).toHaveLength(1);
});

test.each([
  ['from the future', 'PRAGMA user_version = 999', 'future-version'],
  ['of another program', 'PRAGMA application_id = 7', 'foreign'],
])('a file %s is refused untouched', (_, change, code) => {
  writeJournal();
  const db = new Database(journalPath);
  db.exec(change);
  db.close();
  expect(tryOpen()).toMatchObject({ ok: false, code });
  expect(setAside('journal.db')).toEqual([]);
  // Refusing frees the folder again.
  expect(tryOpen()).toMatchObject({ ok: false, code });
});

test('a data folder that does not exist is refused with its name', () => {
  folder.remove();
  const opened = tryOpen();
  expect(opened).toMatchObject({ ok: false, code: 'io' });
  expect(opened.ok ? '' : opened.message).toContain(folder.data);
});

describe('backups', () => {
  test('are taken on request and on closing after changes, and only the newest are kept', () => {
    const databases = open();
    for (let index = 0; index < 12; index += 1) {
      databases.journal.saveSetting('n', index, 1 as EpochMs);
      databases.backup();
    }
    const taken = listBackups(folder.backups, 'journal');
    expect(taken.map((backup) => backup.sequence)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
    databases.close();
    expect(listBackups(folder.backups, 'journal')).toEqual(taken);
    open().close();
    expect(listBackups(folder.backups, 'journal')).toEqual(taken);
  }, 30_000);

  test('hold what the journal held', () => {
    const databases = open();
    databases.journal.saveOrder(sampleOrder());
    const { path } = databases.backup();
    databases.close();
    copyFileSync(path, journalPath);
    const restored = open();
    expect(restored.journal.order('order-no-1' as OrderId)).toEqual(sampleOrder());
    restored.close();
  });

  test('that cannot be written are a clear failure and leave no part', () => {
    const databases = open();
    databases.journal.saveOrder(sampleOrder());
    rmSync(folder.backups, { recursive: true });
    writeFileSync(folder.backups, 'in the way');
    expect(() => databases.backup()).toThrow(expect.objectContaining({ code: 'io' }));
    databases.close();
    expect(log.lines.some((line) => line.message.includes('backing up'))).toBe(true);
  });
});
