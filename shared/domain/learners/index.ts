/** Learners that turn examples into models, and the probabilities of every model that they or a goal fit give. */
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
import { logistic } from './logistic.ts';

export { featureImportance, type GradientBoostingParameter } from './gradient-boosting/index.ts';
export { LearnerRefusal, type LearnerRefusalCode } from './learner-refusal.ts';
export type { LogisticParameter } from './logistic.ts';

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
export const LEARNERS = {
  logistic: entry(logistic),
  'gradient-boosting': entry(gradientBoosting),
} satisfies Readonly<Partial<Record<LearnerName, LearnerEntry>>>;

/** Every parameter at its default, but for those given. */
export const learnerOptions = (
  { parameters }: Pick<LearnerEntry, 'parameters'>,
  given: LearnerOptions = {},
): LearnerOptions => ({
  ...Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default])),
  ...given,
});
