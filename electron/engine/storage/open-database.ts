import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { EpochMs } from '../../../shared/domain/units.ts';
import type { Log } from '../ports/log.ts';
import {
  type Backup,
  backUpAsItIs,
  type DatabaseName,
  inspectBackup,
  listBackups,
  quarantineFile,
  restoreBackup,
} from './backups.ts';
import { type Migration, migrate, newestVersion, schemaVersion } from './migration.ts';
import { StorageFailure, storageFailure } from './storage-failure.ts';

/** Something the user must be told: shown until acknowledged, never only logged. */
export type StorageNotice = {
  readonly severity: 'info' | 'warning';
  readonly database: DatabaseName;
  readonly code: 'restored' | 'started-empty' | 'backup-failed';
  readonly message: string;
};

export type DatabasePlan = {
  readonly name: DatabaseName;
  readonly path: string;
  readonly backups: string;
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Space that becomes free inside the file can be given back bit by bit. */
  readonly shrinks?: true;
  readonly migrations: readonly Migration[];
  readonly keepBackups: number;
  /** What the file holds, for messages: `your orders, bets and ledger`. */
  readonly contents: string;
  /** What to do after a restored backup. */
  readonly afterRestore: string;
};

export type OpenFailureCode =
  | 'locked'
  | 'future-version'
  | 'foreign'
  | 'disk-full'
  | 'migration-failed'
  | 'io';

export type OpenedDatabase =
  | { readonly ok: true; readonly db: Database.Database; readonly notices: readonly StorageNotice[] }
  | { readonly ok: false; readonly code: OpenFailureCode; readonly message: string };

/** `OVRD`: tells our files from other programs'. */
const applicationId = 0x4f_56_52_44;
/** Longest wait for a lock: only a backup program or an inspecting user can hold one. */
const busyTimeoutMs = 2_000;
const isFile = (path: string): boolean => existsSync(path) && statSync(path).size > 0;

type Inspection =
  | { readonly verdict: 'good' | 'future' | 'foreign' }
  | { readonly verdict: 'corrupt'; readonly why: string };

/** Opens the file, and closes it again unless it is ours and whole. Throws what is neither damage nor a verdict. */
function inspect(plan: DatabasePlan): Inspection & { readonly db?: Database.Database } {
  let db: Database.Database | undefined;
  try {
    db = new Database(plan.path, { timeout: busyTimeoutMs });
    const version = schemaVersion(db);
    const id = db.pragma('application_id', { simple: true });
    const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
    const verdict = ((): Inspection => {
      if (id !== applicationId && (id !== 0 || version !== 0 || tables !== 0)) return { verdict: 'foreign' };
      if (version > newestVersion(plan.migrations)) return { verdict: 'future' };
      const check = String(db.pragma('quick_check(1)', { simple: true }));
      return check === 'ok' ? { verdict: 'good' } : { verdict: 'corrupt', why: check };
    })();
    if (verdict.verdict === 'good') return { ...verdict, db };
    db.close();
    return verdict;
  } catch (error) {
    db?.close();
    const cause = storageFailure(error, plan.path);
    if (cause instanceof StorageFailure && cause.code === 'corrupt') {
      return { verdict: 'corrupt', why: error instanceof Error ? error.message : String(error) };
    }
    throw cause;
  }
}

/** The newest good backup, else the newest that opens, with what of it can't be read. */
function bestBackup(plan: DatabasePlan): (Backup & { readonly what?: string }) | undefined {
  let damaged: (Backup & { readonly what: string }) | undefined;
  for (const backup of listBackups(plan.backups, plan.name)) {
    const state = inspectBackup(backup.path, plan.name, newestVersion(plan.migrations));
    if (state.verdict === 'good') return backup;
    if (state.verdict === 'damaged') damaged ??= { ...backup, what: state.what };
  }
  return damaged;
}

/** Puts the best backup in the place of a missing or damaged file; says what it did. */
function recover(plan: DatabasePlan, lost: string): StorageNotice {
  const backup = bestBackup(plan);
  if (backup === undefined)
    return {
      severity: 'warning',
      database: plan.name,
      code: 'started-empty',
      message: `${lost} There was no good backup in ${plan.backups}, so a new, empty file was started for ${plan.contents}.`,
    };
  restoreBackup(backup, plan.path);
  const { takenAt, path, what } = backup;
  const restored =
    what === undefined
      ? `The backup of ${takenAt} (${path}) was restored:`
      : `There was no good backup, so the newest that opens, of ${takenAt} (${path}), was restored: ${what} can't be read in it, and`;
  return {
    severity: 'warning',
    database: plan.name,
    code: 'restored',
    message: `${lost} ${restored} what was recorded in ${plan.contents} after it is missing here. ${plan.afterRestore}`,
  };
}

/** The file at `plan.path`, sound and open, whatever had to be done for it. */
function openSound(plan: DatabasePlan, now: EpochMs, log: Log): OpenedDatabase {
  const notices: StorageNotice[] = [];
  const note = (notice: StorageNotice): void => {
    notices.push(notice);
    log.warn(notice.message, { database: plan.name, code: notice.code });
  };
  const hadBackups = listBackups(plan.backups, plan.name).length > 0;
  if (!isFile(plan.path) && hadBackups) {
    // A lone -wal of a vanished file would be replayed into the restored one.
    quarantineFile(plan.path, now);
    note(recover(plan, `${plan.path} was missing or empty.`));
  }
  let found = inspect(plan);
  if (found.verdict === 'corrupt') {
    const aside = quarantineFile(plan.path, now);
    note(recover(plan, `${plan.path} was damaged (${found.why}) and was set aside as ${aside}.`));
    found = inspect(plan);
  }
  if (found.verdict === 'good' && found.db) return { ok: true, db: found.db, notices };
  if (found.verdict === 'future') {
    return {
      ok: false,
      code: 'future-version',
      message: `${plan.path} was written by a newer Overround. Nothing was changed: install the newest version, or use another data folder.`,
    };
  }
  return {
    ok: false,
    code: 'foreign',
    message: `${plan.path} is not a file of Overround's. Nothing was changed: move it away, or use another data folder.`,
  };
}

const AUTO_VACUUM_INCREMENTAL = 2;

/** At once for a new file; an older one is rewritten, once. A disk too full for that leaves it as it was. */
function makeShrinkable(db: Database.Database, plan: DatabasePlan): void {
  if (db.pragma('auto_vacuum', { simple: true }) === AUTO_VACUUM_INCREMENTAL) return;
  try {
    db.pragma('auto_vacuum = INCREMENTAL');
    db.exec('VACUUM');
  } catch (error) {
    const cause = storageFailure(error, plan.path);
    if (!(cause instanceof StorageFailure) || cause.code !== 'disk-full') throw cause;
  }
}

/** Names an already open file and brings its schema up to date, with a backup before the first step. */
function prepare(db: Database.Database, plan: DatabasePlan, now: EpochMs): void {
  // Before WAL: `application_id` lives in the header and has to survive a crash right here.
  if (db.pragma('application_id', { simple: true }) === 0) db.pragma(`application_id = ${applicationId}`);
  if (plan.shrinks) makeShrinkable(db, plan);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${plan.synchronous}`);
  // On macOS a plain fsync leaves the data in the drive's cache.
  if (plan.synchronous === 'FULL') db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  const version = schemaVersion(db);
  if (version >= newestVersion(plan.migrations)) return;
  if (version > 0) backUpAsItIs(db, plan.name, plan.backups, now, plan.keepBackups);
  try {
    migrate(db, plan.migrations);
  } catch (error) {
    const cause = storageFailure(error, plan.path);
    if (cause instanceof StorageFailure && cause.code === 'disk-full') throw cause;
    throw new StorageFailure(
      'invalid',
      `${plan.path} could not be brought from version ${version} to ${newestVersion(plan.migrations)} (${String(error)}). It stands as it was; a backup is in ${plan.backups}. Start the previous Overround and report this message.`,
      { cause: error },
    );
  }
}

/**
 * Opens one database: checks it, restores the best backup when it is damaged or gone, backs it up before migrating,
 * migrates. A file from the future or of another program is refused untouched.
 */
export function openDatabase(plan: DatabasePlan, now: EpochMs, log: Log): OpenedDatabase {
  let opened: OpenedDatabase | undefined;
  try {
    opened = openSound(plan, now, log);
    if (opened.ok) prepare(opened.db, plan, now);
    return opened;
  } catch (error) {
    if (opened?.ok) opened.db.close();
    return openFailure(storageFailure(error, plan.path));
  }
}

function openFailure(cause: unknown): OpenedDatabase {
  if (!(cause instanceof StorageFailure)) throw cause;
  switch (cause.code) {
    case 'disk-full':
    case 'locked':
    case 'io':
      return { ok: false, code: cause.code, message: cause.message };
    case 'invalid':
      return { ok: false, code: 'migration-failed', message: cause.message };
    default:
      return { ok: false, code: 'io', message: cause.message };
  }
}
