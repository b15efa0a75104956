/** Histogram gradient boosting: binning, trees grown leaf by leaf, training, prediction. */
import type { GradientBoostingModel, Learner } from '../learner.ts';
import { GRADIENT_BOOSTING_PARAMETERS, type GradientBoostingParameter } from './parameters.ts';
import { predictGradientBoosting } from './score-trees.ts';
import { trainGradientBoosting } from './train.ts';

export type { GradientBoostingParameter } from './parameters.ts';
export { featureImportance } from './score-trees.ts';

export const gradientBoosting: Learner<GradientBoostingModel, GradientBoostingParameter> = {
  label: 'Gradient boosting',
  parameters: GRADIENT_BOOSTING_PARAMETERS,
  train: trainGradientBoosting,
  predict: predictGradientBoosting,
};
