/** What every learner takes and gives. A learner is a row of `LEARNERS` in `index.ts`. */

/** Examples: `x` is rows x columns, row by row, `NaN` where a value is missing; `y[i]` is the class that happened. */
export type TrainingMatrix = {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  readonly x: Float32Array;
  readonly y: Uint8Array;
  /** How much each row counts; `null`: all the same. */
  readonly weight: Float32Array | null;
};

/** How far a training is. Losses are mean log losses in nats. */
export type TrainingStep = {
  readonly step: number;
  readonly of: number;
  readonly loss: number;
  readonly validationLoss: number | null;
  /**
   * JSON-safe state from which `train` goes on as if it had never stopped; made only when called, which is before the
   * next step is asked for.
   */
  readonly checkpoint: () => unknown;
};

/** Yields after every step, so that the caller can report, save a checkpoint, or stop asking: that cancels it. */
export type Training<Model> = Generator<TrainingStep, Model, void>;

/** One parameter of a learner: its range for people and for the search. */
export type LearnerParameter = {
  readonly label: string;
  readonly default: number;
  readonly least: number;
  readonly most: number;
  readonly integer: boolean;
  /** Searched on a logarithmic scale. */
  readonly logarithmic: boolean;
};

export type LearnerOptions<Name extends string = string> = Readonly<Record<Name, number>>;

export type TrainingContext = {
  /** Uniform in [0, 1), seeded: the same seed and data give the same model. */
  readonly random: () => number;
  /** Held-out rows: early stopping, and `validationLoss`. */
  readonly validation?: TrainingMatrix;
  /** A checkpoint of the same learner, data and options. */
  readonly resume?: unknown;
};

export type Learner<Model, Name extends string = string> = {
  readonly label: string;
  readonly parameters: Readonly<Record<Name, LearnerParameter>>;
  readonly train: (
    data: TrainingMatrix,
    options: LearnerOptions<Name>,
    context: TrainingContext,
  ) => Training<Model>;
  /** Probabilities of `rows` rows of `x` into `out`, rows x classes, each row summing to 1. */
  readonly predict: (model: Model, x: Float32Array, rows: number, out: Float64Array) => void;
};

/** Multinomial logistic regression on standardised columns; a missing value is the column's mean. */
export type LogisticModel = {
  readonly kind: 'logistic';
  readonly columns: number;
  readonly classes: number;
  readonly mean: readonly number[];
  /** Standard deviations, none of them 0. */
  readonly scale: readonly number[];
  /** classes x columns, row by row. */
  readonly coefficients: readonly number[];
  readonly intercepts: readonly number[];
};

/** Nodes by index, node 0 the root. `feature[i]` is -1 at a leaf, whose score is `value[i]`. */
export type Tree = {
  /** The class whose score its leaves add to. */
  readonly target: number;
  readonly feature: readonly number[];
  /** x <= threshold goes left. Every threshold is exactly a 32-bit float. */
  readonly threshold: readonly number[];
  /** 1 where a missing value goes left. */
  readonly missingLeft: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
  /** What each split took from the summed loss in training, to second order, in nats; 0 at a leaf. */
  readonly gain?: readonly number[];
};

/** Softmax over base scores plus the leaves a row falls into. */
export type GradientBoostingModel = {
  readonly kind: 'gradient-boosting';
  readonly columns: number;
  readonly classes: number;
  readonly base: readonly number[];
  readonly trees: readonly Tree[];
};

export type MlpLayer = {
  readonly inputs: number;
  readonly outputs: number;
  /** outputs x inputs, row by row. */
  readonly weights: readonly number[];
  readonly biases: readonly number[];
};

/** Standardised columns (a missing value is the mean), ReLU between the layers, softmax after the last. */
export type MlpModel = {
  readonly kind: 'mlp';
  readonly columns: number;
  readonly classes: number;
  readonly mean: readonly number[];
  readonly scale: readonly number[];
  readonly layers: readonly MlpLayer[];
};

/**
 * A fitted goal model by team. Two columns: the indices of home and away team in `teams`; a missing, negative or
 * unknown index is an average team.
 */
export type GoalsModel = {
  readonly kind: 'goals';
  readonly columns: 2;
  readonly classes: number;
  readonly family: 'poisson' | 'dixon-coles' | 'bivariate-poisson' | 'negative-binomial' | 'weibull';
  readonly target: 'match-odds' | 'over-under-2.5' | 'both-teams-to-score';
  readonly teams: readonly string[];
  readonly attack: readonly number[];
  readonly defence: readonly number[];
  readonly intercept: number;
  readonly homeAdvantage: number;
  /** The family's own, as `GoalFit.parameters`. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Goals a side beyond which the grid is cut and scaled to 1. */
  readonly mostGoals: number;
};

export type FittedModel = LogisticModel | GradientBoostingModel | MlpModel | GoalsModel;
export type LearnerKind = FittedModel['kind'];
