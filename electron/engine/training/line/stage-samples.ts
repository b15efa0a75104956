import { fromAxes } from '../../../../shared/domain/overround-line/axes.ts';
import { AXES_OF_ROW, type LineSamples } from '../../../../shared/domain/overround-line/samples.ts';
import { DRAW_SIGNALS, STRENGTH_SIGNALS } from '../../../../shared/domain/overround-line/team-signals.ts';
import type { LineExample } from './examples.ts';
import { seasonStart } from './season-start.ts';

/** Signals of every example as they stood before it, row by row. */
export type ExampleSignals = { readonly strength: Float64Array; readonly draw: Float64Array };

export type StageChoice = {
  readonly stage: 'preClosing' | 'closing';
  /** How much of the target is the sharpest closing opinion; the rest is the result. */
  readonly closingShare: number;
  /** What a season counts of the one after it. */
  readonly seasonDecay: number;
};

/** The samples of one stage from the chosen examples; what has no price of the stage, or not its target, is left out. */
export function stageSamples(
  examples: readonly LineExample[],
  chosen: readonly number[],
  signals: (stage: StageChoice['stage']) => ExampleSignals,
  lastSeason: number,
  { stage, closingShare, seasonDecay }: StageChoice,
): LineSamples {
  const rowsOf = chosen.filter((i) => {
    const example = examples[i] as LineExample;
    return example[stage] !== null && (closingShare === 0 || !Number.isNaN(example.evidence.closing[0]));
  });
  const rows = rowsOf.length;
  const from = signals(stage);
  const samples = {
    rows,
    axes: new Float64Array(rows * AXES_OF_ROW),
    strengthSignals: new Float64Array(rows * STRENGTH_SIGNALS.length),
    drawSignals: new Float64Array(rows * DRAW_SIGNALS.length),
    targets: new Float64Array(rows * 3),
    weights: new Float64Array(rows),
    leagues: rowsOf.map((i) => (examples[i] as LineExample).pair.competition),
  };
  const closing = new Float64Array(3);
  rowsOf.forEach((i, row) => {
    const example = examples[i] as LineExample;
    samples.axes.set(example[stage] as Float64Array, row * AXES_OF_ROW);
    copyRow(from.strength, i, samples.strengthSignals, row, STRENGTH_SIGNALS.length);
    copyRow(from.draw, i, samples.drawSignals, row, DRAW_SIGNALS.length);
    if (closingShare > 0) fromAxes(example.evidence.closing[0], example.evidence.closing[1], 3, closing);
    for (let k = 0; k < 3; k += 1)
      samples.targets[3 * row + k] =
        closingShare * (closing[k] as number) + (k === example.observed ? 1 - closingShare : 0);
    samples.weights[row] = seasonDecay ** (lastSeason - seasonStart(example.season));
  });
  return samples;
}

const copyRow = (from: Float64Array, row: number, to: Float64Array, at: number, count: number): void =>
  to.set(from.subarray(row * count, (row + 1) * count), at * count);
