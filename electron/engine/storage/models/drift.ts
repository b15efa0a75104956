import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import type { FeatureCounts, ModelStore, SettledPrediction } from '../../ports/model-store.ts';

/** Per model and mode: drift looks at the newest few hundred, comparisons at no more than a season. */
const KEPT_PREDICTIONS = 5_000;
/** Days with counts that are kept, per model and mode. */
const KEPT_DAYS = 120;

const BINS = [...Array.from({ length: 10 }, (_, i) => `bin_${i}`), 'missing'] as const;
const probabilities = z.array(z.number());

type SettledRow = Omit<SettledPrediction, 'probabilities'> & { readonly probabilities: string };
type CountRow = { readonly column: string } & Readonly<Record<string, number>>;

type Queries = Pick<ModelStore, 'saveSettled' | 'settled' | 'addFeatureCounts' | 'featureCounts'>;

/** What serving remembers of each model: settled forecasts, and where its features' values fell. Both are bounded. */
export function driftQueries(db: Database): Queries {
  const saveSettled = db.prepare<SettledRow>(
    `INSERT INTO settled_predictions (model_id, mode, event_id, version, probabilities, observed, at)
     VALUES (@modelId, @mode, @eventId, @version, @probabilities, @observed, @at)
     ON CONFLICT (model_id, mode, event_id) DO UPDATE SET version = excluded.version,
       probabilities = excluded.probabilities, observed = excluded.observed, at = excluded.at`,
  );
  const prune = db.prepare<{ readonly modelId: string; readonly mode: string }>(
    `DELETE FROM settled_predictions WHERE model_id = @modelId AND mode = @mode AND at < (
       SELECT at FROM settled_predictions WHERE model_id = @modelId AND mode = @mode
       ORDER BY at DESC LIMIT 1 OFFSET ${KEPT_PREDICTIONS - 1})`,
  );
  const settled = db.prepare<[string, string, number], SettledRow>(
    `SELECT model_id AS modelId, mode, event_id AS eventId, version, probabilities, observed, at
     FROM settled_predictions WHERE model_id = ? AND mode = ? ORDER BY at DESC, event_id LIMIT ?`,
  );
  const addCounts = db.prepare(
    `INSERT INTO feature_counts (model_id, mode, day, column_name, ${BINS.join(', ')})
     VALUES (?, ?, ?, ?, ${BINS.map(() => '?').join(', ')})
     ON CONFLICT (model_id, mode, day, column_name)
     DO UPDATE SET ${BINS.map((bin) => `${bin} = ${bin} + excluded.${bin}`).join(', ')}`,
  );
  const pruneCounts = db.prepare<{ readonly modelId: string; readonly mode: string }>(
    `DELETE FROM feature_counts WHERE model_id = @modelId AND mode = @mode AND day < (
       SELECT DISTINCT day FROM feature_counts WHERE model_id = @modelId AND mode = @mode
       ORDER BY day DESC LIMIT 1 OFFSET ${KEPT_DAYS - 1})`,
  );
  const counts = db.prepare<[string, string, string], CountRow>(
    `SELECT column_name AS "column", ${BINS.map((bin) => `sum(${bin}) AS ${bin}`).join(', ')}
     FROM feature_counts WHERE model_id = ? AND mode = ? AND day >= ? GROUP BY column_name ORDER BY column_name`,
  );
  const inOne = db.transaction((work: () => void) => work());
  return {
    saveSettled: (predictions) =>
      inOne.immediate(() => {
        const touched = new Map<string, SettledPrediction>();
        for (const row of predictions) {
          saveSettled.run({ ...row, probabilities: JSON.stringify(row.probabilities) });
          touched.set(`${row.modelId}/${row.mode}`, row);
        }
        for (const { modelId, mode } of touched.values()) prune.run({ modelId, mode });
      }),
    settled: (modelId, mode, limit) =>
      settled
        .all(modelId, mode, limit)
        .map((row) => ({ ...row, probabilities: probabilities.parse(JSON.parse(row.probabilities)) })),
    addFeatureCounts: (modelId, mode, day, rows) =>
      inOne.immediate(() => {
        for (const { column, counts: added } of rows)
          addCounts.run(modelId, mode, day, column, ...BINS.map((_, i) => added[i] ?? 0));
        pruneCounts.run({ modelId, mode });
      }),
    featureCounts: (modelId, mode, since) =>
      counts
        .all(modelId, mode, since)
        .map((row): FeatureCounts => ({ column: row.column, counts: BINS.map((bin) => row[bin] ?? 0) })),
  };
}
