import { setImmediate } from 'node:timers/promises';
import { EVEN_SHARES } from '../../../../shared/domain/overround-line/fit-base.ts';
import { fitSpread } from '../../../../shared/domain/overround-line/fit-spread.ts';
import { fitStage, type LineRidge } from '../../../../shared/domain/overround-line/fit-weights.ts';
import type { LineSpread, StageParameters } from '../../../../shared/domain/overround-line/parameters.ts';
import type { TeamSignalSnapshot } from '../../../../shared/domain/overround-line/team-signals.ts';
import type { LearnedLine, LineVersion } from '../../inference/line/index.ts';
import { type MatchSource, matchesOfHistory } from '../../judgement/match-days.ts';
import type { JobProgress } from '../../ports/jobs.ts';
import type { MatchHistory } from '../../ports/market-store.ts';
import { type LineExample, readExamples } from './examples.ts';
import { judgeLine } from './judge-line.ts';
import { roundedStage } from './rounded-parameters.ts';
import { seasonStart } from './season-start.ts';
import { spreadSamples } from './spread-samples.ts';
import { type StageChoice, stageSamples } from './stage-samples.ts';
import { fitExpectations } from './team-expectations.ts';
import { type WalkedSignals, walkSignals } from './walk-signals.ts';

export type LineRecipe = {
  /** The first season that is forecast; the ones before it are only learned from. */
  readonly firstSeason: string;
  readonly preClosing: Omit<StageChoice, 'stage'> & { readonly ridge: LineRidge };
  readonly closing: Omit<StageChoice, 'stage'> & { readonly ridge: LineRidge };
};

/** Chosen on 2019-20 to 2022-23; 2023-24 was looked at once, afterwards. */
export const LINE_RECIPE: LineRecipe = {
  firstSeason: '2019/20',
  preClosing: {
    closingShare: 0.6,
    seasonDecay: 0.9,
    ridge: { base: 1, opinions: 50, signals: 50, leagues: 3000 },
  },
  closing: {
    closingShare: 0,
    seasonDecay: 1,
    ridge: { base: 1, opinions: 5000, signals: 1000, leagues: 5000 },
  },
};

/** Seasons before this have no closing prices to learn from; they only warm up the teams' signals. */
const FIRST_SEASON_LEARNED = 2012;
/** How far prices move on their way to the closing changes with the times: ranges are of so many last seasons. */
const SEASONS_OF_SPREAD = 2;

/**
 * Learns the Overround line from past matches, walk-forward: a version for each season from the recipe's first
 * to the one after the last there is, learned from the seasons before it. The shipped parameters are its result on
 * Football-Data's seasons 2003-04 to 2023-24; `lineFiles` makes them its folder. Takes about 20 s; rejects with the signal's reason when aborted,
 * and with a message for people where there is nothing to learn from.
 */
export async function trainLine({
  matches,
  progress,
  signal,
  recipe = LINE_RECIPE,
}: {
  readonly matches: MatchHistory | MatchSource;
  readonly progress?: (progress: JobProgress) => void;
  readonly signal?: AbortSignal;
  readonly recipe?: LineRecipe;
}): Promise<LearnedLine> {
  const report = (share: number, stage: string): void => progress?.({ share, stage });
  const examples = await readExamples(
    'days' in matches ? matches : matchesOfHistory(matches),
    (share) => report(0.3 * share, 'reading matches'),
    signal,
  );
  const first = seasonStart(recipe.firstSeason);
  const earlier = examples.filter(({ season }) => seasonStart(season) < first);
  if (!earlier.some(({ evidence }) => !Number.isNaN(evidence.closing[0])))
    throw new Error(
      `There is no match before ${recipe.firstSeason} with closing prices. Import earlier seasons of football-data.co.uk (from 2012-13) and train again.`,
    );
  const settings = fitExpectations(earlier);
  const last = Math.max(...examples.map(({ season }) => seasonStart(season)));
  const seasons = Array.from({ length: Math.max(1, last - first + 2) }, (_, i) => first + i);
  const trainedTo = new Map(seasons.map((season) => [season, lastDayBefore(examples, season)]));
  const signals = walkSignals(examples, settings, new Set(trainedTo.values()));
  const versions: LineVersion[] = [];
  for (const [i, season] of seasons.entries()) {
    const label = seasonLabel(season);
    const share = 0.35 + (0.55 * i) / seasons.length;
    report(share, `learning for ${label}, ${i + 1} of ${seasons.length}`);
    await setImmediate();
    signal?.throwIfAborted();
    const to = trainedTo.get(season) as string;
    const chosen = examples.flatMap((example, at) => {
      const start = seasonStart(example.season);
      return start < season && start >= FIRST_SEASON_LEARNED ? [at] : [];
    });
    const preClosing = learnStage(examples, chosen, signals, season, 'preClosing', recipe, EVEN_SHARES);
    versions.push({
      season: label,
      parameters: {
        format: 'overround-line@1',
        trainedFrom: (examples[chosen[0] as number] as LineExample).playedOn,
        trainedTo: to,
        matches: chosen.length,
        preClosing,
        closing: learnStage(examples, chosen, signals, season, 'closing', recipe, preClosing.base),
        signals: settings,
      },
      teams: signals.snapshots.get(to) as TeamSignalSnapshot,
    });
  }
  report(0.92, 'judging');
  await setImmediate();
  const judgement = judgeLine(examples, versions, signals);
  report(1, 'done');
  return { versions, judgement };
}

function learnStage(
  examples: readonly LineExample[],
  chosen: readonly number[],
  signals: WalkedSignals,
  season: number,
  stage: StageChoice['stage'],
  recipe: LineRecipe,
  prior: StageParameters['base'],
): StageParameters {
  const { ridge, ...choice } = recipe[stage];
  const samples = stageSamples(examples, chosen, signals.of, season - 1, { stage, ...choice });
  // No exchange stands in the seasons learned from; the sharpest book is the nearest to one.
  const weights = fitStage(samples, ridge, prior, { exchange: 'pinnacle' });
  const recent = chosen.filter(
    (at) => seasonStart((examples[at] as LineExample).season) >= season - SEASONS_OF_SPREAD,
  );
  const narrow: LineSpread = {
    level: [0, 0, 0],
    slope: [0, 0, 0],
    least: [0, 0, 0],
    multiple: [0, 0, 0],
    leagues: {},
  };
  const spread = fitSpread(spreadSamples(examples, recent, signals, stage, { ...weights, spread: narrow }));
  return roundedStage({ ...weights, spread });
}

const seasonLabel = (start: number): string => `${start}/${String((start + 1) % 100).padStart(2, '0')}`;

function lastDayBefore(examples: readonly LineExample[], season: number): string {
  let last = '';
  for (const example of examples)
    if (seasonStart(example.season) < season && example.playedOn > last) last = example.playedOn;
  return last;
}
