import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { LivePredictions } from '../predictions/live-predictions.ts';
import { watch } from './watch.ts';

type Operations = Pick<Implementations<OverroundContract>, 'predictions.watch' | 'predictions.inputs'>;

/** What the models say of live events, and what they go by. */
export function predictionOperations({ live }: { readonly live: LivePredictions }): Operations {
  return {
    'predictions.watch': watch(live.changes, live.predictions),
    'predictions.inputs': ({ eventId, modelId }) => {
      const standing = live.standing(eventId, modelId);
      if (standing === undefined)
        throw new OperationFailure({
          code: 'not-found',
          message: `${modelId} says nothing of that event now: it isn't served, can't price it, or the event has gone.`,
        });
      const { model, inputs, at } = standing;
      return {
        at,
        version: model.version,
        features: model.manifest.input.columns.map((name, i) => {
          const value = inputs[i];
          return { name, value: value === undefined || Number.isNaN(value) ? null : value };
        }),
      };
    },
  };
}
