import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Log } from '../../ports/log.ts';
import type { MarketStore } from '../../ports/market-store.ts';
import { newestVersion, schemaVersion } from '../migration.ts';
import { createMarketStore } from './market-store.ts';
import { marketMigrations } from './migrations/index.ts';

export type BesideFailure = {
  readonly ok: false;
  readonly code: 'missing' | 'unreadable' | 'other-version';
  readonly message: string;
};

/** `market.db` of a folder, opened to be read beside whoever else uses it: takes no lock and changes nothing. */
export function openMarketBeside(
  data: string,
): { readonly ok: true; readonly db: Database.Database } | BesideFailure {
  const file = join(data, 'market.db');
  if (!existsSync(file))
    return { ok: false, code: 'missing', message: `There are no recorded prices: ${file} does not exist.` };
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    if (schemaVersion(db) === newestVersion(marketMigrations)) return { ok: true, db };
    db.close();
    return {
      ok: false,
      code: 'other-version',
      message: `${file} is of another version of Overround. Start this version once, which brings it up to date, and try again.`,
    };
  } catch (error) {
    db?.close();
    return {
      ok: false,
      code: 'unreadable',
      message: `The prices in ${file} can't be read (${error instanceof Error ? error.message : String(error)}). Start Overround once, which checks and repairs them, and try again.`,
    };
  }
}

/** What is written by now, all of one moment. For short work: as long as it reads, no log can be emptied. */
export function readMarketBeside<T>(
  data: string,
  log: Log,
  read: (store: MarketStore) => T,
): { readonly ok: true; readonly value: T } | BesideFailure {
  const opened = openMarketBeside(data);
  if (!opened.ok) return opened;
  const { db } = opened;
  try {
    return { ok: true, value: db.transaction(() => read(createMarketStore(db, log)))() };
  } finally {
    db.close();
  }
}
