/** Makes models of past matches: features, walk-forward fits, calibration, judgement, and the files of a model folder. */
export { createCheckpoints, hasCheckpoint, NO_CHECKPOINTS } from './checkpoints.ts';
export { hasTarget, historyOfSport, historyOfTarget, matchesOfSport } from './matches-of-sport.ts';
export { modelForecaster } from './model-forecaster.ts';
export { findRecipe, RECIPES, recipeEntries, type TrainingRecipe } from './recipes.ts';
export type { Trial } from './search-parameters.ts';
export { SHIPPED_MODELS } from './shipped.ts';
export { type TrainedModel, type TrainRequest, trainModel } from './train-model.ts';
