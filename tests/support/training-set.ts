import { matchesInMemory } from '../../electron/engine/judgement/match-days.ts';
import type { HistoricalMatch } from '../../electron/engine/ports/market-store.ts';
import { findRecipe, type TrainingRecipe } from '../../electron/engine/training/index.ts';
import { buildTrainingSet, type TrainingSet } from '../../electron/engine/training/training-set.ts';

export function recipeOf(id: string): TrainingRecipe {
  const recipe = findRecipe(id);
  if (recipe === undefined) throw new Error(`There is no recipe ${id}.`);
  return recipe;
}

/** The examples a recipe learns from. */
export function trainingSetOf(id: string, matches: readonly HistoricalMatch[]): TrainingSet {
  const building = buildTrainingSet(matchesInMemory(matches), recipeOf(id));
  for (;;) {
    const next = building.next();
    if (next.done === true) return next.value;
  }
}
