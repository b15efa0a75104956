import { predictModel } from '../../../shared/domain/learners/index.ts';
import type { FittedModel } from '../../../shared/domain/learners/learner.ts';
import { type Checkpoints, packNumbers, unpackNumbers } from './checkpoints.ts';
import { type FitOptions, fitModel } from './fit-model.ts';
import type { PlannedFit, PlannedSeason } from './fit-plan.ts';
import type { TrainingRecipe } from './recipes.ts';
import type { TrainingSet } from './training-set.ts';

/** Who watches and may stop it. */
export type TrainingHost = {
  /** Milliseconds, monotonic. */
  readonly monotonic: () => number;
  /** Lets others have their turn every so often; rejects once the training is cancelled. */
  readonly turn: () => Promise<void>;
  readonly isCancelled: () => boolean;
};

export type FitStep = { readonly step: number; readonly of: number; readonly loss: number };

export type FitRequest = {
  readonly set: TrainingSet;
  readonly recipe: TrainingRecipe;
  readonly options: FitOptions;
  readonly seed: number;
  readonly checkpoints: Checkpoints;
  readonly host: TrainingHost;
};

/** A fit under way is saved this often: a boosting of minutes loses no more than this. */
const SAVE_EVERY_MS = 15_000;
const UNDER_WAY = 'under-way';

/** One fit, saved on the way under `name` and resumed from there. */
export async function runFit(
  { set, recipe, options, seed, checkpoints, host }: FitRequest,
  planned: PlannedFit,
  name: string,
  onStep: (step: FitStep) => void,
): Promise<FittedModel> {
  const kept = checkpoints.read(UNDER_WAY) as { name: string; state: unknown } | undefined;
  const training = fitModel(set, recipe, planned, options, {
    seed,
    ...(kept?.name === name ? { resume: kept.state } : {}),
  });
  let savedAt = host.monotonic();
  for (;;) {
    const next = training.next();
    if (next.done === true) {
      checkpoints.remove(UNDER_WAY);
      return next.value;
    }
    const { value } = next;
    onStep(value);
    if (host.isCancelled() || host.monotonic() - savedAt >= SAVE_EVERY_MS) {
      checkpoints.write(UNDER_WAY, { name, state: value.checkpoint() });
      savedAt = host.monotonic();
    }
    await host.turn();
  }
}

/** A season's versions and what they said, not calibrated, about rows `from` to `until`. */
export type SeasonForecasts = {
  readonly season: string;
  readonly from: number;
  readonly until: number;
  readonly fits: readonly { readonly planned: PlannedFit; readonly model: FittedModel | null }[];
  /** (until - from) x classes. */
  readonly raw: Float64Array;
};

/** Fits a season's versions and forecasts it with them. Models that are not kept are not held. */
export async function forecastSeason(
  request: FitRequest,
  { season, fits, isKept }: PlannedSeason,
  name: string,
  onStep: (done: number, step: FitStep | null) => void,
): Promise<SeasonForecasts> {
  const { set, checkpoints, host } = request;
  const from = fits[0]?.rows ?? 0;
  const until = fits.at(-1)?.until ?? from;
  const saved = readSaved(checkpoints, name, fits.length);
  if (saved !== undefined)
    return {
      season,
      from,
      until,
      raw: saved.raw,
      fits: fits.map((planned, i) => ({ planned, model: saved.models[i] ?? null })),
    };
  const { classes, x, columns } = set;
  const raw = new Float64Array((until - from) * classes);
  const made: SeasonForecasts['fits'][number][] = [];
  for (const [i, planned] of fits.entries()) {
    const model = await runFit(request, planned, `${name}.${i}`, (step) => onStep(i / fits.length, step));
    const rows = planned.until - planned.rows;
    predictModel(
      model,
      x.subarray(planned.rows * columns.length, planned.until * columns.length),
      rows,
      raw.subarray((planned.rows - from) * classes, (planned.until - from) * classes),
    );
    made.push({ planned, model: isKept ? model : null });
    onStep((i + 1) / fits.length, null);
    await host.turn();
  }
  checkpoints.write(name, { raw: packNumbers(raw), models: made.map(({ model }) => model) });
  return { season, from, until, fits: made, raw };
}

function readSaved(
  checkpoints: Checkpoints,
  name: string,
  fits: number,
): { readonly raw: Float64Array; readonly models: readonly (FittedModel | null)[] } | undefined {
  const saved = checkpoints.read(name) as
    | { readonly raw: string; readonly models: readonly (FittedModel | null)[] }
    | undefined;
  if (saved === undefined || saved.models.length !== fits) return undefined;
  return { raw: unpackNumbers(saved.raw), models: saved.models };
}
