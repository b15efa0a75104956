import { settleProbabilities } from '../../../../shared/domain/probability-row.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Fixture } from '../../ports/forecaster.ts';
import type { ModelSession } from '../onnx/session.ts';
import type { ColumnSource } from './column-source.ts';

export type PredictedBatch =
  | {
      readonly ok: true;
      readonly rows: number;
      /** rows x classes and rows x columns; both are overwritten by the next batch. */
      readonly probabilities: Float32Array;
      readonly inputs: Float32Array;
      /** Why a row holds no probabilities; `undefined` for a sound one. */
      readonly faults: readonly (string | undefined)[];
      /** From the first feature to the last probability. */
      readonly elapsedMs: number;
    }
  | { readonly ok: false; readonly message: string };

export interface BatchPredictor {
  /** One batch at a time: a call before the last one has answered is refused by throwing. */
  predict(fixtures: readonly Fixture[]): Promise<PredictedBatch>;
}

/** A model's features and session behind one call; buffers are kept and grow to the largest batch seen. */
export function createBatchPredictor(options: {
  readonly source: Pick<ColumnSource, 'write'>;
  readonly session: ModelSession;
  readonly clock: Pick<Clock, 'monotonic'>;
}): BatchPredictor {
  const { source, session, clock } = options;
  const { columns, classes } = session;
  let capacity = 0;
  let inputs = new Float32Array(0);
  let probabilities = new Float32Array(0);
  let busy = false;

  const reserve = (rows: number): void => {
    if (rows <= capacity) return;
    capacity = Math.max(rows, capacity * 2, 16);
    inputs = new Float32Array(capacity * columns);
    probabilities = new Float32Array(capacity * classes);
  };

  const run = async (fixtures: readonly Fixture[]): Promise<PredictedBatch> => {
    const started = clock.monotonic();
    const rows = fixtures.length;
    reserve(rows);
    fixtures.forEach((fixture, row) => {
      source.write(fixture, inputs, row * columns);
    });
    await session.run(inputs, rows, probabilities);
    const faults = fixtures.map((_, row) => settleProbabilities(probabilities, row * classes, classes));
    // One match that it can't take is that match's trouble; all of them are the model's.
    if (rows > 0 && faults.every((fault) => fault !== undefined))
      return { ok: false, message: `The model gave ${faults[0]}.` };
    return { ok: true, rows, probabilities, inputs, faults, elapsedMs: clock.monotonic() - started };
  };

  return {
    async predict(fixtures) {
      if (busy) throw new Error('a batch is still running');
      busy = true;
      try {
        return await run(fixtures);
      } catch (error) {
        return { ok: false, message: error instanceof Error ? error.message : String(error) };
      } finally {
        busy = false;
      }
    },
  };
}
