import type { EvaluationRow, JobSpec, Strategy } from '../../../../shared/contract/runs.ts';
import { seededDraws } from '../../../../shared/domain/learners/seeded-draws.ts';
import type { ModelTarget } from '../../../../shared/domain/model.ts';
import { openSession } from '../../inference/onnx/open-session.ts';
import { writeModel } from '../../inference/registry/index.ts';
import { backtest } from '../../judgement/backtest.ts';
import { forecasterName } from '../../judgement/beliefs.ts';
import { evaluate } from '../../judgement/evaluate.ts';
import { type MatchSource, matchesOfHistory, matchFilter } from '../../judgement/match-days.ts';
import type { Clock } from '../../ports/clock.ts';
import type { JobEnd, JobProgress } from '../../ports/jobs.ts';
import type { MatchHistory } from '../../ports/market-store.ts';
import type { ModelFiles } from '../../ports/model-files.ts';
import { openMatchHistory } from '../../storage/match-history.ts';
import { createModelFolders } from '../../storage/models/index.ts';
import {
  createCheckpoints,
  findRecipe,
  historyOfSport,
  historyOfTarget,
  type Trial,
  trainModel,
} from '../../training/index.ts';
import { writeBets } from './bet-pages.ts';
import { openForecasters } from './forecasters.ts';
import { freeModelId } from './model-id.ts';
import type { RunJob, RunOutcome } from './run-job.ts';

export type RunContext = {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
};

type Work = RunContext & {
  readonly files: ModelFiles;
  readonly history: MatchHistory;
  readonly folder: string;
};

/** Does a run in the process at hand. What can't be done is answered with a message; a bug too, for it ends no engine. */
export async function performRun(job: RunJob, context: RunContext): Promise<JobEnd<RunOutcome>> {
  const opened = openMatchHistory({ data: job.places.matches });
  if (!opened.ok) return { kind: 'failed', message: opened.message };
  const { models } = job.places;
  const files = createModelFolders({ shipped: models.shipped, user: models.data });
  try {
    const work: Work = { ...context, files, history: opened.history, folder: job.folder };
    return { kind: 'done', result: await outcomeOf(job.spec, work) };
  } catch (error) {
    if (context.signal.aborted) return { kind: 'cancelled' };
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  } finally {
    opened.close();
  }
}

function outcomeOf(spec: JobSpec, work: Work): Promise<RunOutcome> {
  switch (spec.kind) {
    case 'train':
      return train(spec, work);
    case 'evaluate':
      return evaluateForecasters(spec, work);
    case 'backtest':
      return backtestStrategy(spec.strategy, work);
  }
}

async function train(
  { recipe: recipeId, name, matches, parameters, trials, seed }: Extract<JobSpec, { kind: 'train' }>,
  work: Work,
): Promise<RunOutcome> {
  const recipe = findRecipe(recipeId);
  if (recipe === undefined)
    throw new Error(`There is no recipe ${recipeId}: it may be of another version of Overround.`);
  const taken = new Set((await work.files.list()).map(({ id }) => id));
  const id = freeModelId(name, taken);
  let checkpoints: ReturnType<typeof createCheckpoints> | undefined;
  const trained = await trainModel({
    recipe,
    id,
    name,
    origin: 'trained',
    source: matchesOfHistory(historyOfSport(work.history, recipe.sport), matches),
    parameters,
    trials,
    seed,
    createdAt: work.clock.now(),
    checkpoints: (of) => {
      checkpoints = createCheckpoints(work.folder, of);
      return checkpoints;
    },
    openSession,
    monotonic: work.clock.monotonic,
    signal: work.signal,
    onProgress: work.onProgress,
  });
  work.signal.throwIfAborted();
  await writeModel(work.files, trained.manifest, trained.files);
  checkpoints?.clear();
  const overall = trained.manifest.judgement?.overall;
  return {
    result: { kind: 'train', modelId: id, trials: trained.trials.map(trialFigures) },
    figures: {
      logLoss: overall?.model.logLoss ?? Number.NaN,
      marketLogLoss: overall?.market?.logLoss ?? Number.NaN,
      rps: overall?.model.rps ?? Number.NaN,
      rows: trained.manifest.versions.at(-1)?.rows ?? 0,
    },
  };
}

export const trialFigures = ({ options, logLoss }: Trial): Record<string, number> => ({
  ...options,
  logLoss,
});

/**
 * The seasons from the first wanted one on, of every competition, and before them those that the forecasters go on
 * learning from: a model knows by then what it would have known.
 */
function matchesFrom(
  history: MatchHistory,
  seasons: readonly string[],
  learnsFrom: string | null,
): MatchSource {
  const year = (season: string) => season.slice(0, 4);
  const years = [...seasons.map(year), ...(learnsFrom === null ? [] : [learnsFrom])].sort();
  const first = seasons.length === 0 ? '' : (years[0] ?? '');
  const walked = history.historicalSeasons().filter(({ season }) => year(season) >= first);
  return matchesOfHistory({
    historicalSeasons: () => walked,
    historicalMatches: history.historicalMatches,
  });
}

async function evaluateForecasters(
  { target, matches }: { readonly target: ModelTarget; readonly matches: Parameters<typeof matchFilter>[0] },
  { files, history, signal, onProgress }: Work,
): Promise<RunOutcome> {
  const opened = await openForecasters(files, target);
  try {
    const {
      rows,
      matches: given,
      common,
    } = await evaluate({
      target,
      matches: matchesFrom(historyOfTarget(history, target), matches.seasons, opened.learnsFrom),
      forecasters: opened.forecasters,
      isScored: matchFilter(matches),
      signal,
      onProgress,
    });
    const best = rows
      .filter((row) => row.covers === 'common' && row.logLoss !== null)
      .reduce<EvaluationRow | undefined>(
        (least, row) => (least === undefined || (row.logLoss ?? 0) < (least.logLoss ?? 0) ? row : least),
        undefined,
      );
    return {
      result: { kind: 'evaluate', rows: [...rows], matches: given, common },
      figures: {
        matches: given,
        common,
        forecasters: rows.filter(({ covers }) => covers === 'own').length,
        bestLogLoss: best?.logLoss ?? Number.NaN,
      },
    };
  } finally {
    await opened.close();
  }
}

/** The interval of a yield must be the same each time the same backtest is run. */
const BOOTSTRAP_SEED = 1;

async function backtestStrategy(
  strategy: Strategy,
  { files, history, folder, signal, onProgress }: Work,
): Promise<RunOutcome> {
  const wanted = forecasterName(strategy);
  const opened = await openForecasters(files, strategy.market, (name) => name === wanted);
  try {
    const [left] = opened.left;
    if (left !== undefined) throw new Error(left.message);
    const outcome = await backtest({
      matches: matchesFrom(
        historyOfTarget(history, strategy.market),
        strategy.filter.matches.seasons,
        opened.learnsFrom,
      ),
      strategy,
      forecasters: opened.forecasters,
      random: seededDraws(BOOTSTRAP_SEED, 0),
      signal,
      onProgress,
    });
    if (!outcome.ok) throw new Error(outcome.message);
    writeBets(folder, outcome.bets);
    const { bets, profit, clv, yield: earned } = outcome.result.summary;
    return {
      result: outcome.result,
      figures: { bets, profit, yield: earned ?? Number.NaN, clv: clv ?? Number.NaN },
    };
  } finally {
    await opened.close();
  }
}
