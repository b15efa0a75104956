import { join } from 'node:path';
import Database from 'better-sqlite3';
import { storageFailure } from './storage-failure.ts';

export type FolderLock =
  | { readonly ok: true; release(): void }
  | { readonly ok: false; readonly code: 'locked' | 'io'; readonly message: string };

/**
 * Makes this process the only engine on `folder`. An exclusive transaction on an empty database is a lock of the
 * operating system: it goes when the process goes, however it goes, and leaves nothing stale behind. Another's lock is
 * waited for `waitMs` at most.
 */
export function lockFolder(folder: string, waitMs = 0): FolderLock {
  let db: Database.Database | undefined;
  try {
    db = new Database(join(folder, 'lock.db'), { timeout: waitMs });
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      return {
        ok: false,
        code: 'locked',
        message: `Another Overround is already using ${folder}. Close it, or start this one with a data folder of its own.`,
      };
    }
    const cause = storageFailure(error, join(folder, 'lock.db'));
    const detail = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, code: 'io', message: `The data folder ${folder} cannot be used. ${detail}` };
  }
  const held = db;
  return { ok: true, release: () => void held.close() };
}
