import { logLoss } from '../../../shared/domain/forecast-metrics.ts';
import { searchOptions } from '../../../shared/domain/learners/search.ts';
import { seededDraws } from '../../../shared/domain/learners/seeded-draws.ts';
import { NO_CHECKPOINTS } from './checkpoints.ts';
import type { FitOptions } from './fit-model.ts';
import { planSeasons } from './fit-plan.ts';
import { type FitRequest, forecastSeason } from './walk-forward.ts';

/** A candidate and its mean log loss over the inner seasons. */
export type Trial = { readonly options: FitOptions; readonly logLoss: number };

/** Seasons that candidates are scored on: those before the last, which no choice may look at. */
const INNER_SEASONS = 3;

/**
 * Random search by an inner walk-forward over the seasons before the last one. The defaults are the first candidate;
 * parameters in `fixed` are not searched. Trials that were finished before are read from the checkpoints.
 */
export async function searchParameters(
  request: Omit<FitRequest, 'options'>,
  trials: number,
  fixed: FitOptions,
  onStep: (share: number, stage: string) => void,
): Promise<readonly Trial[]> {
  const { recipe, set, seed, checkpoints } = request;
  const unsearched = Object.fromEntries(
    Object.entries(recipe.parameters)
      .filter(([name]) => recipe.search[name] === undefined)
      .map(([name, parameter]) => [name, parameter.default]),
  );
  const candidates = searchOptions(recipe.parameters, seededDraws(seed, 1), {
    fixed: { ...unsearched, ...fixed },
    ranges: recipe.search,
  });
  const last = set.seasons.length - 1;
  const inner = [Math.max(1, last - INNER_SEASONS), last] as const;
  const done: Trial[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const { value: options } = candidates.next();
    const name = `trial-${trial}`;
    const saved = checkpoints.read(name) as Trial | undefined;
    if (saved !== undefined) {
      done.push(saved);
      continue;
    }
    const plan = planSeasons(set, recipe, options, inner);
    let sum = 0;
    let rows = 0;
    for (const [i, season] of plan.entries()) {
      // A candidate's fits are too short to be worth keeping: the trial itself is the checkpoint.
      const { raw, from, until } = await forecastSeason(
        { ...request, options, checkpoints: NO_CHECKPOINTS },
        { ...season, isKept: false },
        '',
        (share) =>
          onStep(
            (trial + (i + share) / plan.length) / trials,
            `Search: ${trial + 1} of ${trials}, ${season.season}`,
          ),
      );
      for (let row = from; row < until; row += 1) {
        const at = (row - from) * set.classes;
        sum += logLoss(Array.from(raw.subarray(at, at + set.classes)), set.y[row] as number);
      }
      rows += until - from;
    }
    const scored = { options, logLoss: sum / rows };
    checkpoints.write(name, scored);
    done.push(scored);
  }
  return done;
}

/** The best candidate's options; the first of equals, which the defaults are. */
export const bestOf = (trials: readonly Trial[]): FitOptions | undefined =>
  trials.reduce<Trial | undefined>(
    (best, trial) => (best === undefined || trial.logLoss < best.logLoss ? trial : best),
    undefined,
  )?.options;
