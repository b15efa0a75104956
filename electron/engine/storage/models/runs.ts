import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import { runResult, run as runSchema } from '../../../../shared/contract/runs.ts';
import { epochMs } from '../../../../shared/contract/schemas.ts';
import type { Log } from '../../ports/log.ts';
import type { RunStore, StoredRun } from '../../ports/run-store.ts';
import { StorageFailure } from '../storage-failure.ts';

const COLUMNS = `id, name, spec, state, share, stage, figures, message, created_at AS createdAt,
  started_at AS startedAt, finished_at AS finishedAt, model_id AS modelId, resumable, saved_at AS savedAt`;

const UPSERT = `
INSERT INTO runs (id, name, spec, state, share, stage, figures, message, created_at, started_at, finished_at,
                  model_id, resumable, saved_at)
VALUES (@id, @name, @spec, @state, @share, @stage, @figures, @message, @createdAt, @startedAt, @finishedAt,
        @modelId, @resumable, @savedAt)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, spec = excluded.spec, state = excluded.state,
  share = excluded.share, stage = excluded.stage, figures = excluded.figures, message = excluded.message,
  created_at = excluded.created_at, started_at = excluded.started_at, finished_at = excluded.finished_at,
  model_id = excluded.model_id, resumable = excluded.resumable, saved_at = excluded.saved_at`;

type Row = Omit<StoredRun, 'spec' | 'figures' | 'resumable'> & {
  readonly spec: string;
  readonly figures: string;
  readonly resumable: 0 | 1;
};

const storedRun = runSchema.omit({ removed: true }).extend({ savedAt: epochMs });

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Runs and their results as rows, their checkpoints as files in `<folder>/<id>/`. */
export function runQueries(db: Database, folder: string, log: Log): RunStore {
  const upsert = db.prepare<Row>(UPSERT);
  const one = db.prepare<[string], Row>(`SELECT ${COLUMNS} FROM runs WHERE id = ?`);
  const all = db.prepare<[], Row>(`SELECT ${COLUMNS} FROM runs ORDER BY created_at DESC, id DESC`);
  const resultOf = db.prepare<[string], string | null>('SELECT result FROM runs WHERE id = ?').pluck();
  const saveResult = db.prepare<[string, string]>('UPDATE runs SET result = ? WHERE id = ?');
  const remove = db.prepare<[string]>('DELETE FROM runs WHERE id = ?');

  const place = (id: string): string => {
    if (!runSchema.shape.id.safeParse(id).success)
      throw new StorageFailure('invalid', `${id} is no run's id: use 8 to 64 letters, digits and hyphens.`);
    return join(folder, id);
  };
  const read = (row: Row): readonly StoredRun[] => {
    const parsed = storedRun.safeParse({
      ...row,
      spec: jsonOf(row.spec),
      figures: jsonOf(row.figures),
      resumable: row.resumable === 1,
    });
    if (parsed.success) return [parsed.data as StoredRun];
    log.warn('a stored run has a form this program does not know and is left out', {
      run: row.id,
      error: z.prettifyError(parsed.error),
    });
    return [];
  };
  return {
    save: ({ spec, figures, resumable, ...same }, at) =>
      void upsert.run({
        ...same,
        spec: JSON.stringify(spec),
        figures: JSON.stringify(figures),
        resumable: resumable ? 1 : 0,
        savedAt: at,
      }),
    run: (id) => {
      const row = one.get(id);
      return row && read(row)[0];
    },
    list: () => all.all().flatMap(read),
    result: (id) => {
      const text = resultOf.get(id);
      if (text === undefined || text === null) return undefined;
      const parsed = runResult.safeParse(jsonOf(text));
      if (!parsed.success)
        throw new StorageFailure(
          'invalid',
          `The result of run ${id} was written in a form this program does not know. Run it again.`,
        );
      return parsed.data;
    },
    saveResult: (id, result) => {
      if (saveResult.run(JSON.stringify(result), id).changes === 0)
        throw new StorageFailure('not-found', `There is no run ${id}: save the run before its result.`);
    },
    remove: (id) => {
      const files = place(id);
      remove.run(id);
      rmSync(files, { recursive: true, force: true });
    },
    folder: (id) => {
      const files = place(id);
      if (!existsSync(files)) mkdirSync(files, { recursive: true, mode: 0o700 });
      return files;
    },
  };
}
