/** Learners that turn examples into models, and the probabilities of every model that they or a goal fit give. */
import { predictGoalsModel } from './goals-model.ts';
import { gradientBoosting } from './gradient-boosting/index.ts';
import type {
  FittedModel,
  GoalsModel,
  Learner,
  LearnerKind,
  LearnerOptions,
  LearnerParameter,
  Training,
  TrainingContext,
  TrainingMatrix,
} from './learner.ts';
import { LearnerRefusal } from './learner-refusal.ts';
import { logistic } from './logistic.ts';
import { mlp } from './mlp.ts';
import { checkFinite } from './training-input.ts';

export { GOALS_FAMILIES, goalsModelOf } from './goals-model.ts';
export { featureImportance } from './gradient-boosting/index.ts';
export { LearnerRefusal, type LearnerRefusalCode } from './learner-refusal.ts';
export { searchOptions } from './search.ts';
export { takeRows } from './training-matrix.ts';

export type LearnerName = Exclude<LearnerKind, GoalsModel['kind']>;

/** A learner whose parameters are known at run time: `train` checks its options against them. */
export type LearnerEntry = {
  readonly label: string;
  readonly parameters: Readonly<Record<string, LearnerParameter>>;
  /** Its first step throws a `LearnerRefusal` where data or options cannot be learned from. */
  readonly train: (
    data: TrainingMatrix,
    options: LearnerOptions,
    context: TrainingContext,
  ) => Training<FittedModel>;
};

const entry = <Model extends FittedModel, Name extends string>({
  label,
  parameters,
  train,
}: Learner<Model, Name>): LearnerEntry => ({
  label,
  parameters,
  train: (data, options, context) => train(data, options as LearnerOptions<Name>, context),
});

/** Adding a learner is adding a line here, and its model to `FittedModel`. */
export const LEARNERS: Readonly<Record<LearnerName, LearnerEntry>> = {
  logistic: entry(logistic),
  'gradient-boosting': entry(gradientBoosting),
  mlp: entry(mlp),
};

export const LEARNER_NAMES = Object.keys(LEARNERS) as readonly LearnerName[];

/** Every parameter at its default, but for those given. */
export const learnerOptions = (
  { parameters }: Pick<LearnerEntry, 'parameters'>,
  given: LearnerOptions = {},
): LearnerOptions => ({
  ...Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default])),
  ...given,
});

/** The model of a training that nobody watches. */
export function finish<Model>(training: Training<Model>): Model {
  for (;;) {
    const next = training.next();
    if (next.done === true) return next.value;
  }
}

/**
 * Probabilities of `rows` rows of `x` into `out`, rows x classes, each row summing to 1, not calibrated. Throws a
 * `LearnerRefusal` for too few values, too little room, or an infinite value.
 */
export function predictModel(model: FittedModel, x: Float32Array, rows: number, out: Float64Array): void {
  const { columns, classes } = model;
  if (x.length < rows * columns || out.length < rows * classes)
    throw new LearnerRefusal(
      'wrong-shape',
      `${rows} rows of ${columns} columns and ${classes} classes take ${rows * columns} values and ` +
        `${rows * classes} places; there are ${x.length} and ${out.length}. Give the columns the model was trained on.`,
    );
  checkFinite(x, rows, columns);
  switch (model.kind) {
    case 'logistic':
      logistic.predict(model, x, rows, out);
      break;
    case 'gradient-boosting':
      gradientBoosting.predict(model, x, rows, out);
      break;
    case 'mlp':
      mlp.predict(model, x, rows, out);
      break;
    case 'goals':
      predictGoalsModel(model, x, rows, out);
      break;
  }
}
