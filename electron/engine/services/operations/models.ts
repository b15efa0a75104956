import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import { FEATURE_SETS } from '../../inference/features/index.ts';
import { importModel, inspectModel } from '../models/import-model.ts';
import type { Models, ModelsDeps } from '../models/models.ts';
import { aborted } from './watch.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  | 'models.watch'
  | 'models.setState'
  | 'models.rollback'
  | 'models.history'
  | 'models.judgement'
  | 'models.inspect'
  | 'models.import'
  | 'models.remove'
  | 'features.list'
>;

/** The registry: which models there are, what they are used for, and how they are judged. */
export function modelOperations(
  deps: Pick<ModelsDeps, 'files' | 'inspectOnnx' | 'openSession' | 'wall'> & { readonly models: Models },
): Operations {
  const { models } = deps;
  return {
    'models.watch': async (_input, emit, { signal }) => {
      const stop = models.changes.subscribe(emit);
      for (const entry of models.entries()) emit(entry);
      await aborted(signal);
      stop();
    },
    'models.setState': ({ id, state }) => models.setState(id, state, 'user'),
    'models.rollback': ({ slot }) => models.rollback(slot, 'user'),
    'models.history': ({ limit }) => [...models.history(limit)],
    'models.judgement': async ({ id }) => {
      await models.ready;
      return models.judgement(id);
    },
    'models.inspect': ({ file }) => inspectModel(deps, file),
    'models.import': (request) => importModel(deps, request),
    'models.remove': async ({ id }) => {
      await models.remove(id);
      return {};
    },
    'features.list': () =>
      FEATURE_SETS.map(({ id, sport, description, resultsOnly, names, meanings }) => ({
        id,
        sport,
        description,
        resultsOnly,
        features: names.map((name, i) => ({ name, meaning: meanings[i] ?? '' })),
      })),
  };
}
