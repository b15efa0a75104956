import type { LearnerParameter } from '../learner.ts';

export type GradientBoostingParameter =
  | 'rounds'
  | 'learningRate'
  | 'leaves'
  | 'depth'
  | 'minChildWeight'
  | 'l2'
  | 'gamma'
  | 'rowShare'
  | 'columnShare'
  | 'bins'
  | 'patience';

/** The defaults are for noisy outcomes such as match results: small trees, many rows a leaf. */
export const GRADIENT_BOOSTING_PARAMETERS: Readonly<Record<GradientBoostingParameter, LearnerParameter>> = {
  rounds: {
    label: 'Rounds of trees',
    default: 300,
    least: 1,
    most: 5000,
    integer: true,
    logarithmic: true,
  },
  learningRate: {
    label: 'Learning rate',
    default: 0.05,
    least: 0.001,
    most: 1,
    integer: false,
    logarithmic: true,
  },
  leaves: {
    label: 'Most leaves a tree',
    default: 15,
    least: 2,
    most: 255,
    integer: true,
    logarithmic: true,
  },
  depth: { label: 'Deepest tree', default: 6, least: 1, most: 16, integer: true, logarithmic: false },
  minChildWeight: {
    label: 'Least curvature a leaf',
    default: 20,
    least: 0.001,
    most: 1000,
    integer: false,
    logarithmic: true,
  },
  l2: { label: 'L2 penalty', default: 1, least: 0.001, most: 1000, integer: false, logarithmic: true },
  gamma: {
    label: 'Least gain a split',
    default: 0,
    least: 0,
    most: 20,
    integer: false,
    logarithmic: false,
  },
  rowShare: {
    label: 'Share of rows a round',
    default: 0.8,
    least: 0.1,
    most: 1,
    integer: false,
    logarithmic: false,
  },
  columnShare: {
    label: 'Share of columns a round',
    default: 0.8,
    least: 0.1,
    most: 1,
    integer: false,
    logarithmic: false,
  },
  bins: { label: 'Bins a column', default: 255, least: 2, most: 255, integer: true, logarithmic: true },
  patience: {
    label: 'Rounds without gain before stopping (0: never)',
    default: 30,
    least: 0,
    most: 500,
    integer: true,
    logarithmic: false,
  },
};
