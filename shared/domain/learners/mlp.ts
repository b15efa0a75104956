import { adamStep } from './adam.ts';
import { logShares } from './class-shares.ts';
import type {
  Learner,
  LearnerOptions,
  LearnerParameter,
  MlpModel,
  Training,
  TrainingContext,
  TrainingMatrix,
} from './learner.ts';
import { LearnerRefusal } from './learner-refusal.ts';
import {
  backward,
  createNetwork,
  forward,
  initialParameters,
  layersOf,
  type Network,
  parametersOf,
  weightMask,
} from './mlp-network.ts';
import { drawSeed, seededDraws, shuffle } from './seeded-draws.ts';
import { meanLogLoss } from './softmax.ts';
import { type Standards, standardised, standardiseRow, standardsOf } from './standardise.ts';
import { checkpointOf, checkTraining, resumedState } from './training-input.ts';

export type MlpParameter =
  | 'hidden'
  | 'secondHidden'
  | 'learningRate'
  | 'weightDecay'
  | 'batch'
  | 'epochs'
  | 'patience';

const PARAMETERS: Readonly<Record<MlpParameter, LearnerParameter>> = {
  hidden: { label: 'Hidden units', default: 32, least: 1, most: 256, integer: true, logarithmic: true },
  secondHidden: {
    label: 'Units of a second layer (0: none)',
    default: 0,
    least: 0,
    most: 256,
    integer: true,
    logarithmic: false,
  },
  learningRate: {
    label: 'Learning rate',
    default: 0.002,
    least: 0.00001,
    most: 0.1,
    integer: false,
    logarithmic: true,
  },
  weightDecay: {
    label: 'Weight decay',
    default: 0.01,
    least: 0.00001,
    most: 10,
    integer: false,
    logarithmic: true,
  },
  batch: { label: 'Rows a batch', default: 256, least: 1, most: 8192, integer: true, logarithmic: true },
  epochs: {
    label: 'Passes over the rows',
    default: 40,
    least: 1,
    most: 1000,
    integer: true,
    logarithmic: true,
  },
  patience: {
    label: 'Passes without gain before stopping (0: never)',
    default: 6,
    least: 0,
    most: 100,
    integer: true,
    logarithmic: false,
  },
};

type MlpState = {
  readonly seed: number;
  readonly epoch: number;
  readonly updates: number;
  readonly parameters: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
  /** Of the lowest validation loss; `null` before the first. */
  readonly best: {
    readonly epoch: number;
    readonly loss: number;
    readonly parameters: readonly number[];
  } | null;
};

/** A small network by Adam, a step a pass over the rows. With validation rows the best pass is kept. */
export const mlp: Learner<MlpModel, MlpParameter> = {
  label: 'Neural network',
  parameters: PARAMETERS,
  train: trainMlp,
  predict: predictMlp,
};

function* trainMlp(
  data: TrainingMatrix,
  options: LearnerOptions<MlpParameter>,
  context: TrainingContext,
): Training<MlpModel> {
  checkTraining(data, options, PARAMETERS, context);
  const resumed = resumedState<MlpState>('mlp', data, options, context.resume);
  const seed = resumed?.seed ?? drawSeed(context.random);
  const hidden = [options.hidden, ...(options.secondHidden > 0 ? [options.secondHidden] : [])];
  const network = createNetwork([data.columns, ...hidden, data.classes]);
  const standards = standardsOf(data);
  const parameters =
    resumed === undefined
      ? initialParameters(network, logShares(data), seededDraws(seed, 0))
      : Float64Array.from(resumed.parameters);
  const moments = {
    first: Float64Array.from(resumed?.first ?? new Float64Array(network.size)),
    second: Float64Array.from(resumed?.second ?? new Float64Array(network.size)),
  };
  const pass = createPass(data, standards, network, options);
  const modelOf = (values: Float64Array): MlpModel => ({
    kind: 'mlp',
    columns: data.columns,
    classes: data.classes,
    ...standards,
    layers: layersOf(network, values),
  });
  let best = resumed?.best ?? null;
  let updates = resumed?.updates ?? 0;
  let epoch = resumed?.epoch ?? 0;
  const isStale = (): boolean =>
    best !== null && options.patience > 0 && epoch - best.epoch >= options.patience;
  while (epoch < options.epochs && !isStale()) {
    epoch += 1;
    updates = pass(parameters, moments, seededDraws(seed, epoch), updates);
    const model = modelOf(parameters);
    const loss = lossOf(model, data);
    if (!Number.isFinite(loss) || !parameters.every(Number.isFinite))
      throw new LearnerRefusal(
        'diverged',
        `The loss ran away in pass ${epoch}. Lower the learning rate (now ${options.learningRate}).`,
      );
    const validationLoss = context.validation === undefined ? null : lossOf(model, context.validation);
    if (validationLoss !== null && (best === null || validationLoss < best.loss))
      best = { epoch, loss: validationLoss, parameters: [...parameters] };
    const reached = { seed, epoch, updates, best };
    yield {
      step: epoch,
      of: options.epochs,
      loss,
      validationLoss,
      checkpoint: () =>
        checkpointOf<MlpState>('mlp', data, options, {
          ...reached,
          parameters: [...parameters],
          first: [...moments.first],
          second: [...moments.second],
        }),
    };
  }
  return modelOf(best === null ? parameters : Float64Array.from(best.parameters));
}

type Pass = (
  parameters: Float64Array,
  moments: { readonly first: Float64Array; readonly second: Float64Array },
  random: () => number,
  updates: number,
) => number;

/** A pass over all rows in a random order, batch by batch; returns how many updates there have been. */
function createPass(
  data: TrainingMatrix,
  standards: Standards,
  network: Network,
  { learningRate, weightDecay, batch }: LearnerOptions<MlpParameter>,
): Pass {
  const { rows, columns, x, y, weight } = data;
  const z = standardised(standards, x, rows);
  const gradient = new Float64Array(network.size);
  const decays = weightMask(network);
  const input = network.activations[0] as Float64Array;
  const meanWeight = weight === null ? 1 : weight.reduce((sum, w) => sum + w, 0) / rows;
  return (parameters, moments, random, before) => {
    const order = Int32Array.from({ length: rows }, (_, i) => i);
    shuffle(order, random);
    let update = before;
    for (let from = 0; from < rows; from += batch) {
      const to = Math.min(rows, from + batch);
      gradient.fill(0);
      for (let i = from; i < to; i += 1) {
        const row = order[i] as number;
        const w = weight === null ? 1 : (weight[row] as number) / meanWeight;
        input.set(z.subarray(row * columns, (row + 1) * columns));
        forward(network, parameters);
        backward(network, parameters, y[row] as number, w / (to - from), gradient);
      }
      update += 1;
      adamStep(parameters, gradient, moments, decays, { learningRate, weightDecay, update });
    }
    return update;
  };
}

function lossOf(model: MlpModel, data: TrainingMatrix): number {
  const out = new Float64Array(data.rows * data.classes);
  predictMlp(model, data.x, data.rows, out);
  return meanLogLoss(out, data);
}

function predictMlp(model: MlpModel, x: Float32Array, rows: number, out: Float64Array): void {
  const { columns, classes, layers } = model;
  const network = createNetwork([columns, ...layers.map(({ outputs }) => outputs)]);
  const parameters = parametersOf(layers);
  const input = network.activations[0] as Float64Array;
  for (let i = 0; i < rows; i += 1) {
    standardiseRow(model, x, i * columns, input, 0);
    out.set(forward(network, parameters), i * classes);
  }
}
