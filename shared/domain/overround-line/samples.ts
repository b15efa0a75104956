import { AXES } from './axes.ts';
import { CONTRIBUTOR_COUNT } from './contributors.ts';

/** Numbers of one row of `LineSamples.axes`. */
export const AXES_OF_ROW = CONTRIBUTOR_COUNT * AXES;

/** Three-way markets to learn from, row by row. */
export type LineSamples = {
  readonly rows: number;
  /** Contributors x axes, `NaN` where there is no opinion; no row is without any. */
  readonly axes: Float64Array;
  /** Signals of both teams, as many a row as `STRENGTH_SIGNALS` and `DRAW_SIGNALS`. */
  readonly strengthSignals: Float64Array;
  readonly drawSignals: Float64Array;
  /** What to come near to: three probabilities a row. A result is a certain one. */
  readonly targets: Float64Array;
  /** How much a row counts. */
  readonly weights: Float64Array;
  readonly leagues: readonly string[];
};
