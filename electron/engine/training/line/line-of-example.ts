import { fromAxes, logit } from '../../../../shared/domain/overround-line/axes.ts';
import {
  createLine,
  createLineModel,
  type Line,
  type LineModel,
} from '../../../../shared/domain/overround-line/line.ts';
import { createOpinions } from '../../../../shared/domain/overround-line/opinions.ts';
import type { LineParameters } from '../../../../shared/domain/overround-line/parameters.ts';
import { HOURS_OF_CLOSING } from '../../../../shared/domain/overround-line/parameters.ts';
import { DRAW_SIGNALS, STRENGTH_SIGNALS } from '../../../../shared/domain/overround-line/team-signals.ts';
import type { LineExample } from './examples.ts';
import type { StageChoice } from './stage-samples.ts';
import type { WalkedSignals } from './walk-signals.ts';

export type ExampleLine = (example: LineExample, at: number, stage: StageChoice['stage']) => Line | undefined;

/** Lines of examples by the shipped formula; the line returned is overwritten by the next. */
export function createExampleLine(parameters: LineParameters, signals: WalkedSignals): ExampleLine {
  const model: LineModel = createLineModel(parameters);
  const opinions = createOpinions();
  const line = createLine(3);
  return (example, at, stage) => {
    const axes = example[stage];
    if (axes === null) return undefined;
    opinions.axes.set(axes);
    const { strength, draw } = signals.of(stage);
    const context = {
      football: true,
      league: example.pair.competition,
      hours: stage === 'closing' ? 0 : HOURS_OF_CLOSING,
      signals: {
        strength: strength.subarray(at * STRENGTH_SIGNALS.length, (at + 1) * STRENGTH_SIGNALS.length),
        draw: draw.subarray(at * DRAW_SIGNALS.length, (at + 1) * DRAW_SIGNALS.length),
      },
    };
    return model.write(opinions, 3, context, line) ? line : undefined;
  };
}

/** Log-odds of the three outcomes at a point of the axes. */
export function logitsOf(strength: number, draw: number): readonly number[] {
  const p = new Float64Array(3);
  fromAxes(strength, draw, 3, p);
  return Array.from(p, logit);
}
