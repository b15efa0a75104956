/**
 * `models.db`, what became of models and runs, and the folders of the models themselves. Unlike a mode's databases it
 * is shared: the engine and the command line may have it open at the same time.
 */
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ModelStore } from '../../ports/model-store.ts';
import type { RunStore } from '../../ports/run-store.ts';
import { takeBackup } from '../backups.ts';
import { lockFolder } from '../lock.ts';
import {
  type DatabasePlan,
  type OpenFailureCode,
  openDatabase,
  type StorageNotice,
} from '../open-database.ts';
import { guarded } from '../storage-failure.ts';
import { driftQueries } from './drift.ts';
import { keptPredictionQueries } from './kept-predictions.ts';
import { modelMigrations } from './migrations/index.ts';
import { runQueries } from './runs.ts';
import { stateQueries } from './states.ts';

export { createModelFolders, RESERVED_MODEL_IDS } from './model-folders.ts';

export type ModelDatabase = {
  readonly ok: true;
  readonly models: ModelStore;
  readonly runs: RunStore;
  readonly notices: readonly StorageNotice[];
  /** Moves the write-ahead log into the database as far as no other process reads it. */
  checkpoint(): void;
  /** Copies the database into the backups folder when this process has changed it since the last copy. */
  backup(): void;
  /** Backs up what this process changed and closes. A second call does nothing. */
  close(): void;
};

export type OpenModelDatabase =
  | ModelDatabase
  | { readonly ok: false; readonly code: OpenFailureCode; readonly message: string };

export type ModelStorageOptions = {
  /** `<root>/models`, and the `backups` folder in it; both exist. */
  readonly paths: { readonly data: string; readonly backups: string };
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
};

const KEEP_BACKUPS = 5;
/** Opening, with a check and maybe a migration, is done by one process at a time. */
const OPENING_WAIT_MS = 5_000;

const throwAsFailures = <T extends object>(file: string, methods: T): T =>
  Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, guarded(file, method as () => unknown)]),
  ) as T;

/** Opens `models.db`, mending and migrating it like the other databases; refusals say what to do. */
export function openModelDatabase({ paths, clock, log }: ModelStorageOptions): OpenModelDatabase {
  const lock = lockFolder(paths.data, OPENING_WAIT_MS);
  if (!lock.ok) return lock;
  const plan: DatabasePlan = {
    name: 'models',
    path: join(paths.data, 'models.db'),
    backups: paths.backups,
    // A promotion decides what prices are believed: it must survive power loss like an order.
    synchronous: 'FULL',
    migrations: modelMigrations,
    keepBackups: KEEP_BACKUPS,
    contents: "your models' states and runs",
    afterRestore: 'Check in the Models pane which models are champions before you trade on them.',
  };
  try {
    const opened = openDatabase(plan, clock.now(), log);
    return opened.ok ? serve(opened.db, opened.notices, { paths, clock, log }, plan.path) : opened;
  } finally {
    lock.release();
  }
}

function serve(
  db: Database,
  notices: readonly StorageNotice[],
  { paths, clock, log }: ModelStorageOptions,
  file: string,
): ModelDatabase {
  const changes = db.prepare('SELECT total_changes()').pluck();
  let backedUp = changes.get();
  const backup = (): void => {
    const now = changes.get();
    if (now === backedUp) return;
    takeBackup(db, 'models', paths.backups, clock.now(), KEEP_BACKUPS);
    backedUp = now;
  };
  const transaction = db.transaction((work: () => unknown) => work());
  const models: ModelStore = {
    ...stateQueries(db),
    ...driftQueries(db),
    ...keptPredictionQueries(db),
    transaction: <T>(work: () => T) => transaction.immediate(work) as T,
    foreignChanges: () => db.pragma('data_version', { simple: true }) as number,
  };
  let closed = false;
  const attempt = (step: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      log.error(`closing models.db: ${step} failed`, { error: String(error) });
    }
  };
  return {
    ok: true,
    models: throwAsFailures(file, models),
    runs: throwAsFailures(file, runQueries(db, join(paths.data, 'runs'), log)),
    notices,
    checkpoint: () => void db.pragma('wal_checkpoint(PASSIVE)'),
    backup: guarded(paths.backups, backup),
    close() {
      if (closed) return;
      closed = true;
      attempt('backing up', backup);
      attempt('closing', () => db.close());
    },
  };
}
