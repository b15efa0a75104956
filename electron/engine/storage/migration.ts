import type { Database } from 'better-sqlite3';

/** One step of a schema: `sql` brings a database of `version - 1` to `version`, whole or not at all. */
export type Migration = {
  readonly version: number;
  /** What it adds, in a few words; shown when it fails. */
  readonly name: string;
  readonly sql: string;
};

export const schemaVersion = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Whether the database's version has the table yet. */
export const hasTable = (db: Database, table: string): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?").get(table) !== undefined;

export const newestVersion = (migrations: readonly Migration[]): number => migrations.at(-1)?.version ?? 0;

/**
 * Brings `db` up to `target` (the newest by default), one transaction a step. Throws SQLite's error of the step
 * that failed; the steps before it stay, the failed one leaves nothing.
 */
export function migrate(
  db: Database,
  migrations: readonly Migration[],
  target = newestVersion(migrations),
): void {
  const from = schemaVersion(db);
  for (const step of migrations) {
    if (step.version <= from || step.version > target) continue;
    db.transaction(() => {
      db.exec(step.sql);
      db.pragma(`user_version = ${step.version}`);
    }).immediate();
  }
}
