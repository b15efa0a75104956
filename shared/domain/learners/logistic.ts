import { type MinimiserState, minimising, type Objective } from '../optimise/minimise.ts';
import type { Learner, LogisticModel, TrainingMatrix } from './learner.ts';
import { LearnerRefusal } from './learner-refusal.ts';
import { meanLogLoss, softmaxInPlace } from './softmax.ts';
import { type Standards, standardised, standardiseRow, standardsOf } from './standardise.ts';
import { checkpointOf, checkTraining, resumedState } from './training-input.ts';

export type LogisticParameter = 'l2' | 'iterations';

/**
 * Multinomial logistic regression by L-BFGS. Symmetric: every class has coefficients, and the L2 penalty, l2 / 2 times
 * their sum of squares on standardised columns against the weighted sum of log losses, makes them unique; they sum to 0
 * over the classes. Intercepts are not penalised and sum to 0 too.
 */
export const logistic: Learner<LogisticModel, LogisticParameter> = {
  label: 'Logistic regression',
  parameters: {
    l2: { label: 'L2 penalty', default: 1, least: 1e-4, most: 1e6, integer: false, logarithmic: true },
    iterations: {
      label: 'Most iterations',
      default: 200,
      least: 1,
      most: 2000,
      integer: true,
      logarithmic: true,
    },
  },
  *train(data, options, context) {
    checkTraining(data, options, logistic.parameters, context);
    const state = resumedState<MinimiserState>('logistic', data, options, context.resume);
    const standards = standardsOf(data);
    const { objective, start, curvature, penaltyAt } = logisticProblem(data, standards, options.l2);
    const steps = minimising(
      objective,
      start,
      { curvature, tolerance: 1e-14, maxIterations: options.iterations },
      state,
    );
    for (;;) {
      const next = steps.next();
      if (next.done === true) {
        if (!Number.isFinite(next.value.value))
          throw new LearnerRefusal(
            'diverged',
            'The loss is not a number. Look for extreme values in the columns.',
          );
        return modelOf(next.value.x, data, standards);
      }
      const { iteration, x, value, state: stateOf } = next.value;
      const { validation } = context;
      yield {
        step: iteration,
        of: options.iterations,
        loss: value - penaltyAt(x),
        validationLoss: validation === undefined ? null : lossOf(modelOf(x, data, standards), validation),
        checkpoint: () => checkpointOf('logistic', data, options, stateOf()),
      };
    }
  },
  predict: predictLogistic,
};

type LogisticProblem = {
  readonly objective: Objective;
  readonly start: Float64Array;
  readonly curvature: Float64Array;
  readonly penaltyAt: (x: Float64Array) => number;
};

/** The weighted mean log loss with its penalty, by coefficients (classes x columns), then intercepts. */
export function logisticProblem(
  { rows, columns, classes, x, y, weight }: TrainingMatrix,
  standards: Standards,
  l2: number,
): LogisticProblem {
  const z = standardised(standards, x, rows);
  const total = weight === null ? rows : weight.reduce((sum, w) => sum + w, 0);
  const intercepts = classes * columns;
  const penalty = l2 / total;
  const scores = new Float64Array(classes);
  const objective: Objective = (at, gradient) => {
    gradient.fill(0);
    let value = 0;
    for (let i = 0; i < rows; i += 1) {
      const w = (weight === null ? 1 : (weight[i] as number)) / total;
      const row = i * columns;
      for (let k = 0; k < classes; k += 1)
        scores[k] = (at[intercepts + k] as number) + product(at, k * columns, z, row, columns);
      const happened = y[i] as number;
      const own = scores[happened] as number;
      value += w * (softmaxInPlace(scores, 0, classes) - own);
      for (let k = 0; k < classes; k += 1) {
        const slope = w * ((scores[k] as number) - (k === happened ? 1 : 0));
        const from = k * columns;
        gradient[intercepts + k] = (gradient[intercepts + k] as number) + slope;
        for (let j = 0; j < columns; j += 1)
          gradient[from + j] = (gradient[from + j] as number) + slope * (z[row + j] as number);
      }
    }
    return value + addPenalty(at, intercepts, penalty, gradient);
  };
  const start = new Float64Array(intercepts + classes);
  // At equal chances a class's second derivative by a standardised column is (1 - 1 / classes) / classes.
  const bend = (1 - 1 / classes) / classes;
  const curvature = new Float64Array(start.length).fill(bend + penalty);
  curvature.fill(bend, intercepts);
  return {
    objective,
    start,
    curvature,
    penaltyAt: (at) => addPenalty(at, intercepts, penalty),
  };
}

/** The sum of `width` products of `a` from `i` on with `b` from `j` on. */
function product(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let c = 0; c < width; c += 1) sum += (a[i + c] as number) * (b[j + c] as number);
  return sum;
}

/** penalty / 2 times the sum of squares of the first `count` parameters; adds its slopes to `gradient`. */
function addPenalty(at: Float64Array, count: number, penalty: number, gradient?: Float64Array): number {
  let squares = 0;
  for (let c = 0; c < count; c += 1) {
    const coefficient = at[c] as number;
    squares += coefficient * coefficient;
    if (gradient !== undefined) gradient[c] = (gradient[c] as number) + penalty * coefficient;
  }
  return 0.5 * penalty * squares;
}

/** Rounding apart, the sums over the classes are 0 already. */
function modelOf(x: Float64Array, { columns, classes }: TrainingMatrix, standards: Standards): LogisticModel {
  const centred = (values: Float64Array, width: number): number[] =>
    Array.from(values, (value, i) => {
      let sum = 0;
      for (let k = 0; k < classes; k += 1) sum += values[k * width + (i % width)] as number;
      return value - sum / classes;
    });
  return {
    kind: 'logistic',
    columns,
    classes,
    ...standards,
    coefficients: centred(x.subarray(0, classes * columns), columns),
    intercepts: centred(x.subarray(classes * columns), 1),
  };
}

function lossOf(model: LogisticModel, data: TrainingMatrix): number {
  const out = new Float64Array(data.rows * data.classes);
  predictLogistic(model, data.x, data.rows, out);
  return meanLogLoss(out, data);
}

function predictLogistic(model: LogisticModel, x: Float32Array, rows: number, out: Float64Array): void {
  const { columns, classes, coefficients, intercepts } = model;
  const z = new Float64Array(columns);
  for (let i = 0; i < rows; i += 1) {
    standardiseRow(model, x, i * columns, z, 0);
    for (let k = 0; k < classes; k += 1) {
      let score = intercepts[k] as number;
      for (let j = 0; j < columns; j += 1)
        score += (coefficients[k * columns + j] as number) * (z[j] as number);
      out[i * classes + k] = score;
    }
    softmaxInPlace(out, i * classes, classes);
  }
}
