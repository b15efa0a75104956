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
import { hasTable, schemaVersion } from './migration.ts';
import { StorageFailure } from './storage-failure.ts';

export type DatabaseName = 'journal' | 'market' | 'models';

export type Backup = {
  readonly path: string;
  /** Rises with every backup: the engine's clock may be a simulated one, and file times do not survive copying. */
  readonly sequence: number;
  readonly version: number;
  /** As written in the name, `20261121T001924Z`. */
  readonly takenAt: string;
  /** A copy of what was known to be damaged, made because its file was about to be changed. */
  readonly isDamaged: boolean;
};

/** `2026-11-21T00:19:24.123Z` as file names take it on every system. */
export const fileTime = (at: EpochMs): string =>
  new Date(at).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');

const namePattern = /^(journal|market|models)-(\d{6,})-v(\d+)-(\d{8}T\d{6}Z)(-damaged)?\.db$/;

/** Copies of a damaged database kept beside its good backups: what it was before the newest changes. */
const KEEP_DAMAGED = 2;

/** The backups of one database, newest first; copies of it as damaged among them. */
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
              isDamaged: match[5] !== undefined,
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

/** What a backup is worth: `damaged` opens, and all of it but `what` can be read. */
export type BackupState =
  | { readonly verdict: 'good' | 'unusable' }
  | { readonly verdict: 'damaged'; readonly what: string };

/** Looks whether a file is a whole database of a version this program can open. */
export function inspectBackup(path: string, name: DatabaseName, newest: number): BackupState {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
    const version = schemaVersion(db);
    if (version < 1 || version > newest) return { verdict: 'unusable' };
    if (db.pragma('quick_check(1)', { simple: true }) !== 'ok') return { verdict: 'unusable' };
    const what = DAMAGE[name](db);
    return what === undefined ? { verdict: 'good' } : { verdict: 'damaged', what };
  } catch {
    return { verdict: 'unusable' };
  } finally {
    db?.close();
  }
}

/** Finds the newest good backup. Each is looked at once, for what it holds doesn't change. */
export function createGoodBackups(
  folder: string,
  name: DatabaseName,
  newest: number,
): () => Backup | undefined {
  const verdicts = new Map<string, BackupState['verdict']>();
  const isGood = ({ path }: Backup): boolean => {
    const verdict = verdicts.get(path) ?? inspectBackup(path, name, newest).verdict;
    verdicts.set(path, verdict);
    return verdict === 'good';
  };
  return () => {
    try {
      return listBackups(folder, name).find(isGood);
    } catch {
      // No folder, no backups: why is told by what wants to write there.
      return undefined;
    }
  };
}

type Copying = {
  readonly db: Database.Database;
  readonly name: DatabaseName;
  readonly folder: string;
  readonly at: EpochMs;
  readonly keep: number;
  readonly isDamaged: boolean;
};

/** Writes a consistent copy, checks it, and keeps the `keep` newest of its kind. */
function copy({ db, name, folder, at, keep, isDamaged }: Copying): Backup {
  const version = schemaVersion(db);
  const known = listBackups(folder, name);
  const sequence = (known[0]?.sequence ?? 0) + 1;
  const takenAt = fileTime(at);
  const stem = `${name}-${String(sequence).padStart(6, '0')}-v${version}-${takenAt}`;
  const path = join(folder, `${stem}${isDamaged ? '-damaged' : ''}.db`);
  const partial = `${path}.partial`;
  try {
    rmSync(partial, { force: true });
    db.prepare('VACUUM INTO ?').run(partial);
    sync(partial);
    if (inspectBackup(partial, name, version).verdict !== (isDamaged ? 'damaged' : 'good'))
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
  const alike = known.filter((old) => old.isDamaged === isDamaged);
  for (const old of alike.slice(Math.max(0, keep - 1))) rmSync(old.path, { force: true });
  return { path, sequence, version, takenAt, isDamaged };
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
  const what = DAMAGE[name](db);
  if (what !== undefined)
    throw new StorageFailure(
      'corrupt',
      `${db.name} is damaged: ${what} can't be read. No backup is made of it, so that the good ones in ${folder} stay.`,
    );
  return copy({ db, name, folder, at, keep, isDamaged: false });
}

/** The same before a file is changed as a whole, which damage may not stop: a copy of it is kept beside the backups. */
export function backUpAsItIs(
  db: Database.Database,
  name: DatabaseName,
  folder: string,
  at: EpochMs,
  keep: number,
): Backup {
  const isDamaged = DAMAGE[name](db) !== undefined;
  return copy({ db, name, folder, at, keep: isDamaged ? KEEP_DAMAGED : keep, isDamaged });
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
