import type { Database } from 'better-sqlite3';
import { StorageFailure } from './storage-failure.ts';

/**
 * Of a database in which `what` should be JSON and is not. We never wrote that; but SQLite finds no fault with such a
 * file and would open it again and again, so it is for the user to have a backup restored.
 */
export const damagedText = (
  { name: file }: Pick<Database, 'name'>,
  what: string,
  options?: ErrorOptions,
): StorageFailure =>
  new StorageFailure(
    'corrupt',
    `${file} is damaged: ${what} can't be read. Stop Overround, move that file out of its folder and start again: the newest good backup in the folder "backups" beside it is restored.`,
    options,
  );

/** The JSON that a text column holds. Throws `StorageFailure` (`corrupt`) for anything else. */
export function keptJson(db: Pick<Database, 'name'>, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedText(db, what, { cause: error });
  }
}
