import { setImmediate } from 'node:timers/promises';
import { type Calibration, calibrate } from '../../../shared/domain/learners/calibration.ts';
import type { FittedModel } from '../../../shared/domain/learners/learner.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import type { EpochMs } from '../../../shared/domain/units.ts';
import { IR_VERSION, OPSET } from '../inference/onnx/graph-builder.ts';
import { FEATURES, PROBABILITIES } from '../inference/onnx/write-onnx.ts';
import type { Manifest, OpenSession } from '../inference/registry/index.ts';
import type { MatchSource } from '../judgement/match-days.ts';
import type { JobProgress } from '../ports/jobs.ts';
import type { Checkpoints } from './checkpoints.ts';
import { chooseCalibration, type PastForecasts } from './choose-calibration.ts';
import type { FitOptions } from './fit-model.ts';
import { finalFit, KEPT_SEASONS, type PlannedFit, planSeasons } from './fit-plan.ts';
import { judge } from './judge.ts';
import { modelCard } from './model-card.ts';
import { learnerOf, type TrainingRecipe } from './recipes.ts';
import { bestOf, searchParameters, type Trial } from './search-parameters.ts';
import { buildTrainingSet, dataHash, type TrainingSet } from './training-set.ts';
import { forecastSeason, runFit, type SeasonForecasts, type TrainingHost } from './walk-forward.ts';
import { writeVersion } from './write-version.ts';

export type TrainRequest = {
  readonly recipe: TrainingRecipe;
  readonly id: string;
  readonly name: string;
  readonly origin: 'trained' | 'shipped';
  readonly source: MatchSource;
  readonly parameters: FitOptions;
  /** Candidates of the random search; 0: none. */
  readonly trials: number;
  readonly seed: number;
  readonly createdAt: EpochMs;
  /** Made once the data is known; `of` is a hash of it and of every option. */
  readonly checkpoints: (of: string) => Checkpoints;
  readonly openSession: OpenSession;
  readonly monotonic: () => number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
};

export type TrainedModel = {
  readonly manifest: Manifest;
  /** By name, the manifest aside. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly trials: readonly Trial[];
};

const MODEL_CARD = 'README.md';
/** Shares of the work, by what they usually take. */
const WALKED = 0.1;
const SEARCHED = 0.4;
const FITTED = 0.95;
/** Others get their turn so often: cancelling is heard within it and the step at hand. */
const TURN_MS = 40;

function createHost(monotonic: () => number, signal: AbortSignal): TrainingHost {
  let last = monotonic();
  return {
    monotonic,
    isCancelled: () => signal.aborted,
    async turn() {
      if (monotonic() - last >= TURN_MS) {
        await setImmediate();
        last = monotonic();
      }
      signal.throwIfAborted();
    },
  };
}

/**
 * Makes a model: features of every match as known before it, a search where asked for, walk-forward fits by season with
 * a calibration from the forecasts before each, a last fit on everything, and the files, each verified. Rejects with
 * what can't be learned from, or with the signal's reason. The same matches, options and seed give the same files.
 */
export async function trainModel(request: TrainRequest): Promise<TrainedModel> {
  const { recipe, seed, onProgress } = request;
  const host = createHost(request.monotonic, request.signal);
  const set = await walk(request, host);
  const { id: recipeId } = recipe;
  const checkpoints = request.checkpoints(
    dataHash(set, set.rows, { recipeId, seed, parameters: request.parameters, trials: request.trials }),
  );
  const fitting = { set, recipe, seed, checkpoints, host };
  const trials = await searchParameters(fitting, request.trials, request.parameters, (share, stage) =>
    onProgress({ share: WALKED + share * (SEARCHED - WALKED), stage }),
  );
  const options = bestOf(trials) ?? defaultsOf(recipe, request.parameters);
  const from = trials.length === 0 ? WALKED : SEARCHED;

  const plan = planSeasons(set, recipe, options);
  const final = finalFit(set);
  // Fits take time by the rows they learn from; goal fits look back over a window, so each counts alike.
  const costs = [...plan.map(({ fits }) => fits), [final]].map((fits) =>
    fits.reduce((sum, { rows }) => sum + (recipe.method.kind === 'goals' ? 1 : rows), 0),
  );
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  let spent = 0;
  const tell = (index: number, share: number, stage: string, figures: Record<string, number> = {}) =>
    onProgress({
      share: from + ((spent + (costs[index] ?? 0) * share) / total) * (FITTED - from),
      stage,
      figures,
    });

  const seasons: CalibratedSeason[] = [];
  for (const [index, season] of plan.entries()) {
    const title = `${season.season}: fitting, ${index + 1} of ${plan.length + 1}`;
    const made = await forecastSeason({ ...fitting, options }, season, `season-${index}`, (done, step) =>
      tell(
        index,
        done + (step === null ? 0 : step.step / step.of / season.fits.length),
        step === null ? title : `${title}, round ${step.step} of ${step.of}`,
        step === null ? {} : { loss: step.loss },
      ),
    );
    seasons.push(calibrateSeason(set, seasons, made));
    spent += costs[index] ?? 0;
    await host.turn();
  }
  const title = `All seasons: fitting, ${plan.length + 1} of ${plan.length + 1}`;
  const model = await runFit({ ...fitting, options }, final, 'final', ({ step, of, loss }) =>
    tell(plan.length, step / of, `${title}, round ${step} of ${of}`, { loss }),
  );
  const versions = [
    ...seasons.flatMap(({ made, calibration }) =>
      made.fits.flatMap((fit) => (fit.model === null ? [] : [{ ...fit, model: fit.model, calibration }])),
    ),
    { planned: final, model, calibration: chooseCalibration(pastOf(set, seasons)) },
  ];
  return { ...(await pack(request, set, options, seasons, versions, host)), trials };
}

async function walk(
  { source, recipe, onProgress }: TrainRequest,
  { turn }: TrainingHost,
): Promise<TrainingSet> {
  const walking = buildTrainingSet(source, recipe);
  for (;;) {
    const next = walking.next();
    if (next.done === true) return next.value;
    onProgress({ share: next.value * WALKED, stage: 'Reading matches' });
    await turn();
  }
}

const defaultsOf = ({ parameters }: TrainingRecipe, given: FitOptions): FitOptions => ({
  ...Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default])),
  ...given,
});

type CalibratedSeason = {
  readonly made: SeasonForecasts;
  /** From the seasons before. */
  readonly calibration: Calibration;
  /** (until - from) x classes. */
  readonly calibrated: Float64Array;
};

function calibrateSeason(
  set: TrainingSet,
  before: readonly CalibratedSeason[],
  made: SeasonForecasts,
): CalibratedSeason {
  const calibration = chooseCalibration(pastOf(set, before));
  const calibrated = new Float64Array(made.raw.length);
  for (let at = 0; at < calibrated.length; at += set.classes)
    calibrated.set(calibrate(calibration, Array.from(made.raw.subarray(at, at + set.classes))), at);
  return { made, calibration, calibrated };
}

/** Raw forecasts of the latest judged seasons: what a calibration is learned from. */
function pastOf({ classes, y }: TrainingSet, seasons: readonly CalibratedSeason[]): PastForecasts {
  const probabilities: (readonly number[])[] = [];
  const observed: number[] = [];
  const season: number[] = [];
  seasons.slice(-KEPT_SEASONS).forEach(({ made: { from, until, raw } }, index) => {
    for (let row = from; row < until; row += 1) {
      probabilities.push(Array.from(raw.subarray((row - from) * classes, (row - from + 1) * classes)));
      observed.push(y[row] as number);
      season.push(index);
    }
  });
  return { probabilities, observed, season };
}

async function pack(
  request: TrainRequest,
  set: TrainingSet,
  options: FitOptions,
  seasons: readonly CalibratedSeason[],
  versions: readonly {
    readonly planned: PlannedFit;
    readonly model: FittedModel;
    readonly calibration: Calibration;
  }[],
  host: TrainingHost,
): Promise<Omit<TrainedModel, 'trials'>> {
  const { recipe, id, name, onProgress } = request;
  const files = new Map<string, Uint8Array>();
  const written: Manifest['versions'] = [];
  let golden: Manifest['golden'] | undefined;
  for (const [i, { planned, model, calibration }] of versions.entries()) {
    onProgress({
      share: FITTED + (i / versions.length) * (1 - FITTED),
      stage: `Writing and verifying, ${i + 1} of ${versions.length}`,
    });
    const version = await writeVersion({ ...request, set, options }, planned, model, calibration);
    for (const [file, bytes] of version.files) files.set(file, bytes);
    written.push(version.version);
    golden = { input: [...version.golden.input], output: [...version.golden.output], tolerance: 1e-5 };
    await host.turn();
  }
  if (golden === undefined) throw new Error('A model without versions was trained.');
  const first = seasons[0]?.made.from ?? set.rows;
  const forecasts = new Float64Array(set.rows * set.classes);
  for (const { made, calibrated } of seasons) forecasts.set(calibrated, made.from * set.classes);
  const manifest: Manifest = {
    format: 1,
    id,
    name,
    description: recipe.description,
    sport: recipe.sport,
    target: recipe.target,
    outcomes: [...TARGETS[recipe.target].outcomes],
    origin: request.origin,
    learner: learnerOf(recipe.method),
    parameters: { recipe: recipe.id, seed: request.seed, ...options },
    calibration: versions.at(-1)?.calibration.kind ?? 'none',
    competitions: [...new Set(set.competitionOf)].sort(),
    input: {
      name: FEATURES,
      featureSet: recipe.method.kind === 'features' ? recipe.method.featureSet : null,
      columns: [...set.columns],
      teams: set.teams === null ? null : [...set.teams],
    },
    output: { name: PROBABILITIES, kind: 'probabilities' },
    opset: OPSET,
    ir: IR_VERSION,
    versions: written,
    golden,
    judgement: judge(set, forecasts, first, set.rows),
    createdAt: request.createdAt,
  };
  files.set(MODEL_CARD, new TextEncoder().encode(modelCard(manifest)));
  return { files, manifest };
}
