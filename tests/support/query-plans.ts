import Database from 'better-sqlite3';

export type PlannedDatabase = {
  readonly db: Database.Database;
  /** How SQLite goes about each statement `work` executes, as `EXPLAIN QUERY PLAN` puts it. */
  plansOf(work: () => unknown): readonly string[];
};

/** An in-memory database that tells the plans of the statements really executed, not of copies of them. */
export function createPlannedDatabase(): PlannedDatabase {
  let executed: string[] = [];
  const db = new Database(':memory:', { verbose: (sql) => void executed.push(String(sql)) });
  return {
    db,
    plansOf(work) {
      executed = [];
      work();
      const statements = executed.filter((sql) => /^\s*(?:SELECT|UPDATE|DELETE|INSERT)/i.test(sql));
      return statements.map((sql) =>
        db
          .prepare<[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
          .all()
          .map((row) => row.detail)
          .join('; '),
      );
    },
  };
}
