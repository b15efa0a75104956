import { describe, expect, it } from 'vitest';
import { featureSet } from '../../../../../electron/engine/inference/features/index.ts';
import { RECIPES, recipeEntries, SHIPPED_MODELS } from '../../../../../electron/engine/training/index.ts';
import { modelId } from '../../../../../shared/contract/models.ts';
import { recipe as recipeSchema } from '../../../../../shared/contract/runs.ts';

describe('recipes', () => {
  it('have ids of their own and fit the contract', () => {
    expect(new Set(RECIPES.map(({ id }) => id)).size).toBe(RECIPES.length);
    for (const entry of recipeEntries()) expect(recipeSchema.parse(entry)).toEqual(entry);
  });

  it.each(RECIPES.map((recipe) => [recipe.id, recipe] as const))('%s searches what it has', (_id, recipe) => {
    for (const [name, [least, most]] of Object.entries(recipe.search)) {
      const parameter = recipe.parameters[name];
      expect(parameter, name).toBeDefined();
      expect(least).toBeGreaterThanOrEqual(parameter?.least ?? Number.NaN);
      expect(most).toBeLessThanOrEqual(parameter?.most ?? Number.NaN);
    }
    for (const [name, { default: value, least, most }] of Object.entries(recipe.parameters))
      expect(value >= least && value <= most, name).toBe(true);
    if (recipe.method.kind === 'features')
      expect(featureSet(recipe.method.featureSet)?.sport).toBe(recipe.sport);
  });

  it('make every model that comes with the program', () => {
    for (const { id, recipe, parameters } of SHIPPED_MODELS) {
      expect(modelId.safeParse(id).success).toBe(true);
      const found = RECIPES.find((each) => each.id === recipe);
      expect(Object.keys(found?.parameters ?? {})).toEqual(expect.arrayContaining(Object.keys(parameters)));
    }
    expect(new Set(SHIPPED_MODELS.map(({ id }) => id)).size).toBe(SHIPPED_MODELS.length);
  });
});
