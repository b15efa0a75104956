/**
 * The two databases of a mode's folder: `journal.db`, the record of money, and `market.db`, what the market did. Models
 * are shared by the modes: `models/` opens their `models.db`.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../ports/clock.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { Log } from '../ports/log.ts';
import type { MarketStore, MatchHistory } from '../ports/market-store.ts';
import type { Paths } from '../ports/paths.ts';
import { createGoodBackups, listBackups, takeBackup } from './backups.ts';
import { createIdentityStore } from './journal/identity.ts';
import { createJournal } from './journal/journal.ts';
import { journalMigrations } from './journal/migrations/index.ts';
import { type KeptFile, restoreAdvice } from './kept-json.ts';
import { lockFolder } from './lock.ts';
import { createMarketStore } from './market/market-store.ts';
import { marketMigrations } from './market/migrations/index.ts';
import { newestVersion } from './migration.ts';
import {
  type DatabasePlan,
  type OpenFailureCode,
  openDatabase,
  type StorageNotice,
} from './open-database.ts';
import { StorageFailure, storageFailure } from './storage-failure.ts';

export { type OpenFailureCode, StorageFailure, type StorageNotice };

export type Databases = {
  readonly ok: true;
  readonly journal: Journal;
  /** Which events of different sources are one; in the journal's file. */
  readonly identity: IdentityStore;
  readonly market: MarketStore & MatchHistory;
  /** What happened on opening that the user must be told: a restored backup, a file started empty. */
  readonly notices: readonly StorageNotice[];
  /** What to do about what is damaged in the journal, naming the good backup where there is one. */
  restoreAdvice(): string;
  /** Copies the journal into the backups folder and keeps the newest few. Throws `StorageFailure`. */
  backup(): { readonly path: string };
  /** Moves the write-ahead logs into the databases, so that they do not grow for ever. Call it every few minutes. */
  checkpoint(): void;
  /** Flushes, backs up a changed journal, checkpoints, and frees the folder. A second call does nothing. */
  close(): void;
};

export type OpenDatabases =
  | Databases
  | { readonly ok: false; readonly code: OpenFailureCode; readonly message: string };

const keepJournalBackups = 10;
/** The market is large and can be collected again: enough to undo a migration. */
const keepMarketBackups = 1;

const RESTORED_ADVICE = "Compare with your bookmakers' statements before you bet.";

export type StorageOptions = {
  readonly paths: Paths;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** Begins with nothing: what the folder held of an earlier run is removed, once it is ours alone. */
  readonly fresh?: boolean;
};

/**
 * Opens both databases of `paths.data` for this process alone. Damage is repaired from the newest good backup and
 * told in `notices`; what cannot be opened safely (in use, from a newer version, not ours, no room) is refused with
 * a message that says what to do, and nothing is changed.
 */
export function openDatabases({ paths, clock, log, fresh = false }: StorageOptions): OpenDatabases {
  const lock = lockFolder(paths.data);
  if (!lock.ok) return lock;
  if (fresh) removeDatabases(paths);
  const journalPlan: DatabasePlan = {
    name: 'journal',
    path: join(paths.data, 'journal.db'),
    backups: paths.backups,
    synchronous: 'FULL',
    migrations: journalMigrations,
    keepBackups: keepJournalBackups,
    contents: 'your orders, bets and ledger',
    afterRestore: RESTORED_ADVICE,
  };
  const marketPlan: DatabasePlan = {
    name: 'market',
    path: join(paths.data, 'market.db'),
    backups: paths.backups,
    synchronous: 'NORMAL',
    shrinks: true,
    migrations: marketMigrations,
    keepBackups: keepMarketBackups,
    contents: 'price histories and imported matches',
    afterRestore: RESTORED_ADVICE,
  };
  const journal = openDatabase(journalPlan, clock.now(), log);
  if (!journal.ok) {
    lock.release();
    return journal;
  }
  const market = openDatabase(marketPlan, clock.now(), log);
  if (!market.ok) {
    journal.db.close();
    lock.release();
    return market;
  }
  try {
    return serve(
      { journal: journal.db, market: market.db },
      [...journal.notices, ...market.notices],
      { paths, clock, log },
      lock.release,
    );
  } catch (error) {
    market.db.close();
    journal.db.close();
    lock.release();
    if (error instanceof StorageFailure) return { ok: false, code: 'io', message: error.message };
    throw error;
  }
}

/** The mode's own files and what SQLite keeps beside them; nothing else that may lie in the folder. */
function removeDatabases({ data, backups }: Paths): void {
  for (const name of ['journal.db', 'market.db', 'paper-broker.db'])
    for (const suffix of ['', '-wal', '-shm', '-journal'])
      rmSync(join(data, `${name}${suffix}`), { force: true });
  // A journal that is gone is restored from them otherwise.
  for (const name of ['journal', 'market'] as const)
    for (const { path } of listBackups(backups, name)) rmSync(path, { force: true });
}

function serve(
  open: { readonly journal: Database; readonly market: Database },
  notices: readonly StorageNotice[],
  { paths, clock, log }: StorageOptions,
  release: () => void,
): Databases {
  const market = createMarketStore(open.market, log);
  const changes = open.journal.prepare('SELECT total_changes()').pluck();
  let backedUp = changes.get();
  const goodBackup = createGoodBackups(paths.backups, 'journal', newestVersion(journalMigrations));
  const kept: KeptFile = {
    name: open.journal.name,
    advice: () => restoreAdvice(open.journal.name, goodBackup()?.path),
  };
  const backup = () => {
    try {
      const { path } = takeBackup(open.journal, 'journal', paths.backups, clock.now(), keepJournalBackups);
      backedUp = changes.get();
      return { path };
    } catch (error) {
      throw storageFailure(error, paths.backups);
    }
  };
  const checkpoint = (): void => {
    for (const db of [open.journal, open.market]) db.pragma('wal_checkpoint(TRUNCATE)');
  };
  /** Closing goes on whatever fails: each step is a courtesy, what was acknowledged is already durable. */
  const attempt = (step: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      log.error(`closing the databases: ${step} failed`, { error: String(error) });
    }
  };
  let closed = false;
  return {
    ok: true,
    journal: createJournal(open.journal, log, kept),
    identity: createIdentityStore(open.journal, kept),
    market,
    notices,
    restoreAdvice: kept.advice,
    backup,
    checkpoint,
    close() {
      if (closed) return;
      closed = true;
      attempt('flushing price history', market.flush);
      if (changes.get() !== backedUp) attempt('backing up the journal', backup);
      attempt('checkpointing', checkpoint);
      attempt('closing journal.db', () => open.journal.close());
      attempt('closing market.db', () => open.market.close());
      release();
    },
  };
}
