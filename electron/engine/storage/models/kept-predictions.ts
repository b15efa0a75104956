import type { Database } from 'better-sqlite3';
import * as z from 'zod';
import { MODEL_TARGETS } from '../../../../shared/domain/model.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { KeptPrediction, ModelStore } from '../../ports/model-store.ts';

type Row = Omit<KeptPrediction, 'probabilities' | 'inputs' | 'target'> & {
  readonly probabilities: string;
  readonly inputs: string;
  readonly target: string;
};
const lists = z.object({
  target: z.enum(MODEL_TARGETS),
  probabilities: z.array(z.number()),
  inputs: z.array(z.number().nullable()),
});

type Queries = Pick<ModelStore, 'keepPredictions' | 'keptPredictions' | 'dropPredictions'>;

/** Predictions that wait for their result: a restart between start and end must not lose them. */
export function keptPredictionQueries(db: Database): Queries {
  const keep = db.prepare<Row>(
    `INSERT OR REPLACE INTO standing_predictions (model_id, mode, event_id, version, target, probabilities, inputs, at)
     VALUES (@modelId, @mode, @eventId, @version, @target, @probabilities, @inputs, @at)`,
  );
  const ofEvent = db.prepare<[Mode, string], Row>(
    `SELECT model_id AS modelId, mode, event_id AS eventId, version, target, probabilities, inputs, at
     FROM standing_predictions WHERE mode = ? AND event_id = ? ORDER BY model_id`,
  );
  const drop = db.prepare<[Mode, string, EpochMs]>(
    'DELETE FROM standing_predictions WHERE mode = ? AND (event_id = ? OR at < ?)',
  );
  const inOne = db.transaction((work: () => void) => work());
  return {
    keepPredictions: (predictions) =>
      inOne.immediate(() => {
        for (const row of predictions)
          keep.run({
            ...row,
            probabilities: JSON.stringify(row.probabilities),
            inputs: JSON.stringify(row.inputs),
          });
      }),
    keptPredictions: (mode, eventId) =>
      ofEvent.all(mode, eventId).map((row) => ({
        ...row,
        ...lists.parse({
          target: row.target,
          probabilities: JSON.parse(row.probabilities),
          inputs: JSON.parse(row.inputs),
        }),
      })),
    dropPredictions: (mode, eventId, since) => void drop.run(mode, eventId, since),
  };
}
