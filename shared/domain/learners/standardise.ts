import type { TrainingMatrix } from './learner.ts';

/** Mean and standard deviation a column, of the weighted values that are there. */
export type Standards = { readonly mean: readonly number[]; readonly scale: readonly number[] };

/** A column that does not vary, or is never there, has scale 1. */
export function standardsOf({ rows, columns, x, weight }: TrainingMatrix): Standards {
  const total = new Float64Array(columns);
  const sum = new Float64Array(columns);
  const squares = new Float64Array(columns);
  const each = (visit: (column: number, value: number, w: number) => void): void => {
    for (let i = 0; i < rows; i += 1) {
      const w = weight === null ? 1 : (weight[i] as number);
      for (let j = 0; j < columns; j += 1) {
        const value = x[i * columns + j] as number;
        if (!Number.isNaN(value)) visit(j, value, w);
      }
    }
  };
  each((j, value, w) => {
    total[j] = (total[j] as number) + w;
    sum[j] = (sum[j] as number) + w * value;
  });
  const mean = Array.from(sum, (value, j) => ((total[j] as number) > 0 ? value / (total[j] as number) : 0));
  each((j, value, w) => {
    const away = value - (mean[j] as number);
    squares[j] = (squares[j] as number) + w * away * away;
  });
  const scale = Array.from(squares, (value, j) => {
    const deviation = Math.sqrt(value / (total[j] as number));
    // Below the digits of the values themselves a deviation is rounding.
    return deviation > 1e-10 * Math.abs(mean[j] as number) ? deviation : 1;
  });
  return { mean, scale };
}

/** One row, standardised, from `x` at `from` to `out` at `to`; a missing value becomes 0, the mean. */
export function standardiseRow(
  { mean, scale }: Standards,
  x: Float32Array,
  from: number,
  out: Float64Array,
  to: number,
): void {
  for (let j = 0; j < mean.length; j += 1) {
    const value = x[from + j] as number;
    out[to + j] = Number.isNaN(value) ? 0 : (value - (mean[j] as number)) / (scale[j] as number);
  }
}

/** All rows of `x`, standardised, rows x columns. */
export function standardised(standards: Standards, x: Float32Array, rows: number): Float64Array {
  const columns = standards.mean.length;
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i += 1) standardiseRow(standards, x, i * columns, out, i * columns);
  return out;
}
