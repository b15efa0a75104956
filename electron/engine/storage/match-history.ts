import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { MatchHistory } from '../ports/market-store.ts';
import type { Paths } from '../ports/paths.ts';
import { historicalMatchQueries } from './market/historical-matches.ts';
import { marketMigrations } from './market/migrations/index.ts';
import { newestVersion, schemaVersion } from './migration.ts';
import { guarded } from './storage-failure.ts';

export type OpenedHistory =
  | { readonly ok: true; readonly history: MatchHistory; close(): void }
  | { readonly ok: false; readonly code: 'unreadable' | 'other-version'; readonly message: string };

const NOTHING: MatchHistory = { historicalSeasons: () => [], historicalMatches: () => [] };

/**
 * Imported matches to be read beside whoever else uses the folder: takes no lock, changes nothing, and sees each import
 * whole. A folder without a market yet has no matches.
 */
export function openMatchHistory(paths: Pick<Paths, 'data'>): OpenedHistory {
  const file = join(paths.data, 'market.db');
  if (!existsSync(file)) return { ok: true, history: NOTHING, close: () => {} };
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    if (schemaVersion(db) !== newestVersion(marketMigrations)) {
      db.close();
      return {
        ok: false,
        code: 'other-version',
        message: `${file} is of another version of Overround. Start this version once, which brings it up to date, and try again.`,
      };
    }
    const open = db;
    let queries = historicalMatchQueries(open);
    return {
      ok: true,
      history: {
        historicalSeasons: guarded('market.db', queries.historicalSeasons),
        historicalMatches: guarded('market.db', (of) => {
          try {
            return queries.historicalMatches(of);
          } catch {
            // An import beside us may have brought kinds of prices that were not there when the file was opened.
            queries = historicalMatchQueries(open);
            return queries.historicalMatches(of);
          }
        }),
      },
      close: () => void open.close(),
    };
  } catch (error) {
    db?.close();
    return {
      ok: false,
      code: 'unreadable',
      message: `The imported matches in ${file} can't be read (${error instanceof Error ? error.message : String(error)}). Start Overround once, which checks and repairs them, and try again.`,
    };
  }
}
