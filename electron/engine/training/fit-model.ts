import { fitGoals } from '../../../shared/domain/goals/fit-goals.ts';
import { goalsModelOf } from '../../../shared/domain/learners/goals-model.ts';
import { LEARNERS } from '../../../shared/domain/learners/index.ts';
import type { FittedModel, Training } from '../../../shared/domain/learners/learner.ts';
import { seededDraws } from '../../../shared/domain/learners/seeded-draws.ts';
import { dayNumber, type PlannedFit } from './fit-plan.ts';
import { EARLY_STOPPING, type RecipeMethod, type TrainingRecipe } from './recipes.ts';
import { TrainingRefusal } from './training-refusal.ts';
import type { TrainingSet } from './training-set.ts';

export type FitOptions = Readonly<Record<string, number>>;

/** A fit of the recipe on the rows that `planned` may know. Goal fits have no steps. */
export function fitModel(
  set: TrainingSet,
  recipe: Pick<TrainingRecipe, 'method'>,
  planned: PlannedFit,
  options: FitOptions,
  context: { readonly seed: number; readonly resume?: unknown },
): Training<FittedModel> {
  const { method } = recipe;
  if (method.kind === 'goals') return fitGoalsModel(set, method, planned, options);
  const { columns, classes, x, y } = set;
  const { rows } = planned;
  const learner = LEARNERS[method.learner];
  const stopping = EARLY_STOPPING in learner.parameters ? { [EARLY_STOPPING]: 0 } : {};
  return learner.train(
    {
      rows,
      columns: columns.length,
      classes,
      x: x.subarray(0, rows * columns.length),
      y: y.subarray(0, rows),
      weight: null,
    },
    { ...options, ...stopping },
    {
      // The same seed for every fit: which rows they differ by should decide, not luck.
      random: seededDraws(context.seed, 0),
      ...(context.resume === undefined ? {} : { resume: context.resume }),
    },
  );
}

function* fitGoalsModel(
  set: TrainingSet,
  method: Extract<RecipeMethod, { kind: 'goals' }>,
  { rows, trainedTo }: PlannedFit,
  { halfLife = 300, window = 1460, ridge = 1 }: FitOptions,
): Training<FittedModel> {
  const { x, days, homeGoals, awayGoals, teams } = set;
  if (teams === null)
    throw new TrainingRefusal('Goal models learn from teams and scores: the rows hold none.');
  const today = dayNumber(trainedTo) + 1;
  const first = firstWithin(days, rows, today - window);
  const learned = Array.from({ length: rows - first }, (_, i) => {
    const row = first + i;
    return {
      home: teams[x[2 * row] as number] as string,
      away: teams[x[2 * row + 1] as number] as string,
      homeGoals: homeGoals[row] as number,
      awayGoals: awayGoals[row] as number,
      age: today - dayNumber(days[row] as string),
    };
  });
  const fit = fitGoals(learned, { model: method.family, decay: Math.LN2 / halfLife, ridge, teams });
  if (!fit.ok) throw new TrainingRefusal(`No goal model can be fitted up to ${trainedTo}: ${fit.message}`);
  return goalsModelOf(fit, method.target);
}

/** The first row on or after a day, of rows by day. */
function firstWithin(days: readonly string[], rows: number, day: number): number {
  let low = 0;
  let high = rows;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (dayNumber(days[middle] as string) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}
