import {
  type ForecastScores,
  type JudgedForecast,
  scoreForecasts,
} from '../../../../shared/domain/judgement/forecast-scores.ts';
import { fromAxes } from '../../../../shared/domain/overround-line/axes.ts';
import { CONTRIBUTORS, type Contributor } from '../../../../shared/domain/overround-line/contributors.ts';
import { hasOpinion } from '../../../../shared/domain/overround-line/opinions.ts';
import type { LineVersion } from '../../inference/line/index.ts';
import type { LineExample } from './examples.ts';
import { createExampleLine } from './line-of-example.ts';
import { truthsOf } from './spread-samples.ts';
import type { StageChoice } from './stage-samples.ts';
import type { WalkedSignals } from './walk-signals.ts';

/** The line against one contributor (its no-margin probabilities by the power method) on the rows of both. */
export type LineComparison = {
  readonly against: Contributor;
  readonly line: ForecastScores;
  readonly theirs: ForecastScores;
  /** Their mean log loss less the line's, with its 95 % interval by a bootstrap over match days. */
  readonly gain: number;
  readonly gainLow: number;
  readonly gainHigh: number;
};

export type LineGroup = {
  /** `all` or a season. */
  readonly group: string;
  readonly scores: ForecastScores;
  /** Share of the opinions to be covered that were in the 80 % range, over all outcomes. */
  readonly coverage: number;
  readonly against: readonly LineComparison[];
};

export type LineJudgement = {
  readonly preClosing: readonly LineGroup[];
  readonly closing: readonly LineGroup[];
};

type Judged = {
  readonly example: LineExample;
  readonly line: JudgedForecast;
  /** By contributor index; `undefined` where it has no price. */
  readonly theirs: readonly (JudgedForecast | undefined)[];
  readonly covered: number;
  readonly coverable: number;
};

/** Scores every example by the newest version learned before its day; examples before the first are left out. */
export function judgeLine(
  examples: readonly LineExample[],
  versions: readonly LineVersion[],
  signals: WalkedSignals,
): LineJudgement {
  return {
    preClosing: groupsOf(judgeStage(examples, versions, signals, 'preClosing')),
    closing: groupsOf(judgeStage(examples, versions, signals, 'closing')),
  };
}

function judgeStage(
  examples: readonly LineExample[],
  versions: readonly LineVersion[],
  signals: WalkedSignals,
  stage: StageChoice['stage'],
): readonly Judged[] {
  const lines = versions.map(({ parameters }) => ({
    trainedTo: parameters.trainedTo,
    lineOf: createExampleLine(parameters, signals),
  }));
  const probabilities = new Float64Array(3);
  return examples.flatMap((example, at) => {
    const version = lines.findLast(({ trainedTo }) => trainedTo < example.playedOn);
    const line = version?.lineOf(example, at, stage);
    const axes = example[stage];
    if (line === undefined || axes === null) return [];
    const { observed } = example;
    const truths = truthsOf(example, stage);
    let covered = 0;
    for (const [strength, draw] of truths) {
      fromAxes(strength, draw, 3, probabilities);
      for (let i = 0; i < 3; i += 1) {
        const p = probabilities[i] as number;
        if (p >= (line.low[i] as number) && p <= (line.high[i] as number)) covered += 1;
      }
    }
    const theirs = CONTRIBUTORS.map((_, c) => {
      if (!hasOpinion(axes, c)) return undefined;
      fromAxes(axes[2 * c] as number, axes[2 * c + 1] as number, 3, probabilities);
      return { probabilities: Array.from(probabilities), observed };
    });
    const judged = { probabilities: Array.from(line.probabilities), observed };
    return [{ example, line: judged, theirs, covered, coverable: 3 * truths.length }];
  });
}

function groupsOf(judged: readonly Judged[]): readonly LineGroup[] {
  const seasons = [...new Set(judged.map(({ example }) => example.season))].sort();
  return [
    groupOf('all', judged),
    ...seasons.map((season) =>
      groupOf(
        season,
        judged.filter(({ example }) => example.season === season),
      ),
    ),
  ];
}

function groupOf(group: string, judged: readonly Judged[]): LineGroup {
  const sum = (of: (one: Judged) => number): number => judged.reduce((total, one) => total + of(one), 0);
  return {
    group,
    scores: scoreForecasts(judged.map(({ line }) => line)),
    coverage:
      sum(({ covered }) => covered) /
      Math.max(
        1,
        sum(({ coverable }) => coverable),
      ),
    against: CONTRIBUTORS.flatMap((contributor, c) => {
      const both = judged.filter(({ theirs }) => theirs[c] !== undefined);
      return both.length === 0 ? [] : [compare(contributor, c, both)];
    }),
  };
}

function compare(against: Contributor, c: number, both: readonly Judged[]): LineComparison {
  const line = scoreForecasts(both.map((one) => one.line));
  const theirs = scoreForecasts(both.map((one) => one.theirs[c] as JudgedForecast));
  const days = new Map<string, { sum: number; count: number }>();
  for (const { example, line: ours, theirs: others } of both) {
    const day = days.get(example.playedOn) ?? { sum: 0, count: 0 };
    days.set(example.playedOn, day);
    day.sum += lossOf(others[c] as JudgedForecast) - lossOf(ours);
    day.count += 1;
  }
  const [gainLow, gainHigh] = bootstrap([...days.values()]);
  return { against, line, theirs, gain: theirs.logLoss - line.logLoss, gainLow, gainHigh };
}

const lossOf = ({ probabilities, observed }: JudgedForecast): number =>
  -Math.log(probabilities[observed] as number);

const RESAMPLES = 1000;

/** The middle 95 % of the mean over resampled days. */
function bootstrap(
  days: readonly { readonly sum: number; readonly count: number }[],
): readonly [low: number, high: number] {
  const random = seeded(1);
  const means = Array.from({ length: RESAMPLES }, () => {
    let [sum, count] = [0, 0];
    for (let i = 0; i < days.length; i += 1) {
      const day = days[Math.floor(random() * days.length)] as { sum: number; count: number };
      sum += day.sum;
      count += day.count;
    }
    return sum / count;
  }).sort((a, b) => a - b);
  return [means[Math.floor(0.025 * RESAMPLES)] as number, means[Math.floor(0.975 * RESAMPLES)] as number];
}

/** Marsaglia's xorshift of 32 bits: the same interval from the same matches. */
function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
