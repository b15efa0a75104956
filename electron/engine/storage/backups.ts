import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { anyDamagedOrder } from './journal/orders.ts';
import { damagedText } from './kept-json.ts';
import { schemaVersion } from './migration.ts';
import { StorageFailure } from './storage-failure.ts';

export type DatabaseName = 'journal' | 'market' | 'models';

export type Backup = {
  readonly path: string;
  /** Rises with every backup: the engine's clock may be a simulated one, and file times do not survive copying. */
  readonly sequence: number;
  readonly version: number;
  /** As written in the name, `20261121T001924Z`. */
  readonly takenAt: string;
};

/** `2026-11-21T00:19:24.123Z` as file names take it on every system. */
export const fileTime = (at: EpochMs): string =>
  new Date(at).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');

const namePattern = /^(journal|market|models)-(\d{6,})-v(\d+)-(\d{8}T\d{6}Z)\.db$/;

/** The backups of one database, newest first. */
export function listBackups(folder: string, name: DatabaseName): readonly Backup[] {
  return readdirSync(folder)
    .map((file) => ({ file, match: namePattern.exec(file) }))
    .flatMap(({ file, match }) =>
      match?.[1] === name
        ? [
            {
              path: join(folder, file),
              sequence: Number(match[2]),
              version: Number(match[3]),
              takenAt: match[4] ?? '',
            },
          ]
        : [],
    )
    .sort((a, b) => b.sequence - a.sequence);
}

/** Forces a file, or a folder's list of names, to disk. Windows cannot sync folders and does not need to. */
function sync(path: string): void {
  let handle: number;
  try {
    handle = openSync(path, 'r');
  } catch (error) {
    if (process.platform === 'win32') return;
    throw error;
  }
  try {
    fsyncSync(handle);
  } catch (error) {
    if (process.platform !== 'win32') throw error;
  } finally {
    closeSync(handle);
  }
}

const hasTable = (db: Database.Database, table: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;

/** What SQLite finds no fault with and we can't read, in words; `undefined` where all is well. */
const DAMAGE: Readonly<Record<DatabaseName, (db: Database.Database) => string | undefined>> = {
  journal: (db) => {
    if (!hasTable(db, 'orders') || !hasTable(db, 'settings')) return undefined;
    const key = db.prepare<[], string>('SELECT key FROM settings WHERE NOT json_valid(value)').pluck().get();
    return key === undefined ? anyDamagedOrder(db) : `the setting ${key}`;
  },
  market: () => undefined,
  models: () => undefined,
};

/** True for a whole database of a version this program can open. */
export function isGoodBackup(path: string, name: DatabaseName, newest: number): boolean {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    const version = schemaVersion(db);
    if (version < 1 || version > newest) return false;
    return db.pragma('quick_check(1)', { simple: true }) === 'ok' && DAMAGE[name](db) === undefined;
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

/**
 * Writes a consistent copy of an open database, checks it, and keeps the `keep` newest. Throws SQLite's or the
 * system's error, leaving no half-written file under a backup's name, or `corrupt`: a damaged database pushes no good
 * backup out.
 */
export function takeBackup(
  db: Database.Database,
  name: DatabaseName,
  folder: string,
  at: EpochMs,
  keep: number,
): Backup {
  const damaged = DAMAGE[name](db);
  if (damaged !== undefined) throw damagedText(db, damaged);
  const version = schemaVersion(db);
  const known = listBackups(folder, name);
  const sequence = (known[0]?.sequence ?? 0) + 1;
  const takenAt = fileTime(at);
  const path = join(folder, `${name}-${String(sequence).padStart(6, '0')}-v${version}-${takenAt}.db`);
  const partial = `${path}.partial`;
  try {
    rmSync(partial, { force: true });
    db.prepare('VACUUM INTO ?').run(partial);
    sync(partial);
    if (!isGoodBackup(partial, name, version))
      throw new StorageFailure(
        'io',
        `The backup ${path} could not be read back after writing. Check the disk of ${folder}.`,
      );
    renameSync(partial, path);
    sync(folder);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  for (const old of known.slice(Math.max(0, keep - 1))) rmSync(old.path, { force: true });
  return { path, sequence, version, takenAt };
}

/** Puts a copy of `backup` at `path`, whole or not at all. */
export function restoreBackup(backup: Backup, path: string): void {
  const partial = `${path}.partial`;
  copyFileSync(backup.path, partial);
  sync(partial);
  renameSync(partial, path);
  sync(dirname(path));
}

/** Renames a damaged database and its WAL files out of the way, for later salvage. Returns the new path. */
export function quarantineFile(path: string, at: EpochMs): string {
  const stem = `${path}.corrupt-${fileTime(at)}`;
  let target = stem;
  for (let again = 2; existsSync(target); again += 1) target = `${stem}-${again}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}
