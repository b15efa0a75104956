import { logit } from '../../../../shared/domain/overround-line/axes.ts';
import { AVERAGE, CONTRIBUTORS, MAXIMUM } from '../../../../shared/domain/overround-line/contributors.ts';
import type { SpreadSamples } from '../../../../shared/domain/overround-line/fit-spread.ts';
import { dispersionOf } from '../../../../shared/domain/overround-line/line.ts';
import { hasOpinion } from '../../../../shared/domain/overround-line/opinions.ts';
import type { StageParameters } from '../../../../shared/domain/overround-line/parameters.ts';
import type { LineExample } from './examples.ts';
import { createExampleLine, logitsOf } from './line-of-example.ts';
import type { StageChoice } from './stage-samples.ts';
import type { WalkedSignals } from './walk-signals.ts';

/**
 * How far a stage's line was from what its range is to cover: before the closing the sharpest closing opinion, at the
 * closing every single book's. Outcomes with a miss are three in a row of the samples.
 */
export function spreadSamples(
  examples: readonly LineExample[],
  chosen: readonly number[],
  signals: WalkedSignals,
  stage: StageChoice['stage'],
  parameters: StageParameters,
): SpreadSamples {
  const lineOf = createExampleLine(
    {
      format: 'overround-line@1',
      trainedFrom: '',
      trainedTo: '',
      matches: 0,
      preClosing: parameters,
      closing: parameters,
      signals: { goals: [0, 0, 0], shots: [0, 0, 0], corners: [0, 0, 0] },
    },
    signals,
  );
  const misses: number[] = [];
  const dispersions: number[] = [];
  const leagues: string[] = [];
  for (const at of chosen) {
    const example = examples[at] as LineExample;
    const line = lineOf(example, at, stage);
    if (line === undefined) continue;
    const axes = example[stage] as Float64Array;
    const centre = Array.from(line.probabilities, logit);
    const dispersion = dispersionOf(axes);
    for (const [strength, draw] of truthsOf(example, stage)) {
      logitsOf(strength, draw).forEach((truth, i) => {
        misses.push(Math.abs(truth - (centre[i] as number)));
      });
      dispersions.push(dispersion);
      leagues.push(example.pair.competition);
    }
  }
  return {
    rows: leagues.length,
    misses: Float64Array.from(misses),
    dispersions: Float64Array.from(dispersions),
    leagues,
  };
}

/** The opinions that a range is to cover. */
export function truthsOf(
  { evidence, closing }: LineExample,
  stage: StageChoice['stage'],
): readonly (readonly [strength: number, draw: number])[] {
  if (stage === 'preClosing') return Number.isNaN(evidence.closing[0]) ? [] : [evidence.closing];
  if (closing === null) return [];
  return CONTRIBUTORS.flatMap((_, c) =>
    c === AVERAGE || c === MAXIMUM || !hasOpinion(closing, c)
      ? []
      : [[closing[2 * c] as number, closing[2 * c + 1] as number] as const],
  );
}
