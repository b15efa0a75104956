import { minimise } from '../optimise/minimise.ts';
import { AXES, DRAW, fromAxes, STRENGTH } from './axes.ts';
import { axisWeights, baseOpinion, baseShares, COLUMNS, FIRST_SIGNAL, writeColumns } from './columns.ts';
import type { Contributor } from './contributors.ts';
import { type BaseShares, crossEntropy, fitBase, slopesOf } from './fit-base.ts';
import type { LineWeights, StageParameters } from './parameters.ts';
import { AXES_OF_ROW, type LineSamples } from './samples.ts';
import { DRAW_SIGNALS, STRENGTH_SIGNALS } from './team-signals.ts';

/** How strongly weights are drawn to 0: per unit of log-odds for opinions, per standard deviation for signals. */
export type LineRidge = {
  readonly base: number;
  readonly opinions: number;
  readonly signals: number;
  /** Draws a league's departures to 0. */
  readonly leagues: number;
};

export type StageWeights = Omit<StageParameters, 'spread'>;

/** The columns of all rows, and the point of the axes that the weighted columns are added to. */
type Design = {
  readonly samples: LineSamples;
  readonly matrices: readonly [strength: Float64Array, draw: Float64Array];
  readonly start: Float64Array;
};

/**
 * Learns one stage by log loss against the samples' targets: first the base opinion, then the weights of all
 * columns, then each league's departures. `prior` and `like` are `fitBase`'s.
 */
export function fitStage(
  samples: LineSamples,
  ridge: LineRidge,
  prior: BaseShares,
  like: Readonly<Partial<Record<Contributor, Contributor>>>,
): StageWeights {
  const base = fitBase(samples, ridge.base, prior, like);
  const design = designOf(samples, baseShares({ base }));
  const every = Int32Array.from({ length: samples.rows }, (_, row) => row);
  const strengths = ridgesOf(design, ridge.opinions, ridge.signals);
  const common = fitColumns(design, every, strengths);
  advance(design, common);
  const rowsByLeague = new Map<string, number[]>();
  samples.leagues.forEach((league, row) => {
    const rows = rowsByLeague.get(league);
    if (rows) rows.push(row);
    else rowsByLeague.set(league, [row]);
  });
  const departures = ridgesOf(design, ridge.leagues, ridge.leagues);
  const leagues = Object.fromEntries(
    [...rowsByLeague]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([league, rows]) => [league, weightsOf(fitColumns(design, Int32Array.from(rows), departures))]),
  );
  return { base, weights: weightsOf(common), leagues };
}

const weightsOf = (flat: Float64Array): LineWeights => ({
  strength: axisWeights(flat.subarray(0, COLUMNS[STRENGTH])),
  draw: axisWeights(flat.subarray(COLUMNS[STRENGTH])),
});

function designOf(samples: LineSamples, shares: Float64Array): Design {
  const { rows, axes } = samples;
  const matrices = [
    new Float64Array(rows * COLUMNS[STRENGTH]),
    new Float64Array(rows * COLUMNS[DRAW]),
  ] as const;
  const signals = [
    { values: samples.strengthSignals, count: STRENGTH_SIGNALS.length },
    { values: samples.drawSignals, count: DRAW_SIGNALS.length },
  ] as const;
  const start = new Float64Array(rows * AXES);
  const base = new Float64Array(AXES);
  for (let row = 0; row < rows; row += 1) {
    baseOpinion(axes, row * AXES_OF_ROW, shares, base);
    start.set(base, row * AXES);
    for (const axis of [STRENGTH, DRAW] as const) {
      const offset = row * COLUMNS[axis];
      writeColumns(axes, row * AXES_OF_ROW, axis, base[axis] as number, matrices[axis], offset);
      const { values, count } = signals[axis];
      matrices[axis].set(values.subarray(row * count, (row + 1) * count), offset + FIRST_SIGNAL);
    }
  }
  return { samples, matrices, start };
}

/** One number a column: a signal's counts per standard deviation, so that its unit doesn't matter. */
function ridgesOf({ samples: { rows }, matrices }: Design, opinions: number, signals: number): Float64Array {
  const out = new Float64Array(COLUMNS[STRENGTH] + COLUMNS[DRAW]);
  for (const axis of [STRENGTH, DRAW] as const) {
    const columns = COLUMNS[axis];
    for (let column = 0; column < columns; column += 1) {
      let squares = 0;
      for (let row = 0; row < rows; row += 1)
        squares += (matrices[axis][row * columns + column] as number) ** 2;
      const at = axis * COLUMNS[STRENGTH] + column;
      out[at] = column < FIRST_SIGNAL ? opinions : (signals * Math.max(1e-12, squares)) / Math.max(1, rows);
    }
  }
  return out;
}

/** Both axes' weights by L-BFGS on analytic gradients; convex, so that there is one answer. */
function fitColumns(
  { samples, matrices, start }: Design,
  rows: Int32Array,
  ridges: Float64Array,
): Float64Array {
  const [wide, narrow] = COLUMNS;
  const { targets, weights } = samples;
  const p = new Float64Array(3);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let i = 0; i < x.length; i += 1) {
      const pull = (ridges[i] as number) * (x[i] as number);
      gradient[i] = pull;
      loss += 0.5 * pull * (x[i] as number);
    }
    for (const row of rows) {
      const weight = weights[row] as number;
      const strength =
        (start[row * AXES + STRENGTH] as number) + weigh(matrices[STRENGTH], row * wide, x, 0, wide);
      const draw =
        (start[row * AXES + DRAW] as number) + weigh(matrices[DRAW], row * narrow, x, wide, narrow);
      fromAxes(strength, draw, 3, p);
      loss += weight * crossEntropy(p, targets, row);
      const slopes = slopesOf(p, targets, row);
      addRow(gradient, 0, weight * slopes[STRENGTH], matrices[STRENGTH], row * wide, wide);
      addRow(gradient, wide, weight * slopes[DRAW], matrices[DRAW], row * narrow, narrow);
    }
    return loss;
  };
  const curvature = curvatureOf(matrices, rows, weights, ridges);
  return minimise(objective, new Float64Array(wide + narrow), {
    curvature,
    tolerance: 1e-7,
    maxIterations: 200,
  }).x;
}

/** p(1 - p) of a usual football match, by axis. */
const USUAL_CURVATURE = [0.17, 0.19] as const;

function curvatureOf(
  matrices: Design['matrices'],
  rows: Int32Array,
  weights: Float64Array,
  ridges: Float64Array,
): Float64Array {
  const out = Float64Array.from(ridges);
  for (const axis of [STRENGTH, DRAW] as const) {
    const columns = COLUMNS[axis];
    for (const row of rows)
      for (let column = 0; column < columns; column += 1) {
        const at = axis * COLUMNS[STRENGTH] + column;
        const value = matrices[axis][row * columns + column] as number;
        out[at] = (out[at] as number) + (weights[row] as number) * USUAL_CURVATURE[axis] * value * value;
      }
  }
  return out;
}

function weigh(matrix: Float64Array, offset: number, x: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += (matrix[offset + i] as number) * (x[from + i] as number);
  return sum;
}

function addRow(
  gradient: Float64Array,
  from: number,
  factor: number,
  matrix: Float64Array,
  offset: number,
  count: number,
): void {
  for (let i = 0; i < count; i += 1)
    gradient[from + i] = (gradient[from + i] as number) + factor * (matrix[offset + i] as number);
}

/** Moves the start to where the weights lead: what is fitted next is a departure from there. */
function advance({ samples, matrices, start }: Design, flat: Float64Array): void {
  const [wide, narrow] = COLUMNS;
  for (let row = 0; row < samples.rows; row += 1) {
    const at = row * AXES;
    start[at] = (start[at] as number) + weigh(matrices[STRENGTH], row * wide, flat, 0, wide);
    start[at + DRAW] = (start[at + DRAW] as number) + weigh(matrices[DRAW], row * narrow, flat, wide, narrow);
  }
}
