import type { PackedColumns } from './bins.ts';

/**
 * Gradients and second derivatives are rounded to whole numbers and carried as one, gradient * 2^26 + second derivative
 * (after Shi et al. 2022, "Quantized Training of Gradient Boosting Decision Trees"). The steps are so fine that all rows'
 * sizes add up to 2^26: a histogram takes one addition a value instead of two, every sum is exact, so that sums do not
 * depend on their order and a sibling is its parent less the other child to the last digit. Only the choice of splits
 * sees the rounding; leaves are computed from the gradients themselves.
 */
export const FIELD = 2 ** 26;
/** Bins a column has room for. */
export const BINS = 256;

export type Quantised = {
  /** A row's gradient and second derivative. */
  readonly packed: Float64Array;
  /** What a whole number stands for. */
  gradientStep: number;
  hessianStep: number;
};

/** Sizes whose sum is below this are 0: their steps could not be divided by. */
const NOTHING = 1e-250;

/** The finest step at which all sizes add up to less than 2^26 after rounding, which adds up to half a step a row. */
function stepFor(values: Float64Array, count: number): number {
  let size = 0;
  for (let i = 0; i < count; i += 1) size += Math.abs(values[i] as number);
  // A power of 2, so that the order of the rows, and with it the last digit of `size`, does not matter.
  return size < NOTHING ? 1 : 2 ** Math.ceil(Math.log2(size / (FIELD - count / 2 - 1)) + 1e-9);
}

/** Writes `packed` for all rows. */
export function quantise(gradients: Float64Array, hessians: Float64Array, out: Quantised): void {
  const count = gradients.length;
  out.gradientStep = stepFor(gradients, count);
  out.hessianStep = stepFor(hessians, count);
  const [byGradient, byHessian] = [1 / out.gradientStep, 1 / out.hessianStep];
  const { packed } = out;
  for (let i = 0; i < count; i += 1) {
    // Half away from zero, so that mirrored gradients stay mirrored.
    const gradient = (gradients[i] as number) * byGradient;
    const whole = gradient < 0 ? -Math.floor(0.5 - gradient) : Math.floor(0.5 + gradient);
    packed[i] = whole * FIELD + Math.floor(0.5 + (hessians[i] as number) * byHessian);
  }
}

/** The whole gradient in a packed sum. What is left of it is the second derivative, which is never negative. */
export const gradientOf = (sum: number): number => Math.floor(sum * (1 / FIELD));

/**
 * Adds up `rows[from]` to `rows[to - 1]` by column and bin: `histogram[place * 256 + bin]`. `values` is working space
 * for as many rows.
 */
export function buildHistogram(
  { words }: PackedColumns,
  packed: Float64Array,
  rows: Int32Array,
  from: number,
  to: number,
  values: Float64Array,
  histogram: Float64Array,
): void {
  const count = to - from;
  const chosen = rows.subarray(from, to);
  for (let i = 0; i < count; i += 1) values[i] = packed[chosen[i] as number] as number;
  histogram.fill(0);
  for (let group = 0; group < words.length; group += 1)
    addGroup(
      words[group] as Int32Array,
      chosen,
      values,
      count,
      histogram.subarray(4 * BINS * group, 4 * BINS * (group + 1)),
    );
}

function addGroup(
  words: Int32Array,
  rows: Int32Array,
  values: Float64Array,
  count: number,
  histogram: Float64Array,
): void {
  for (let i = 0; i < count; i += 1) {
    const word = words[rows[i] as number] as number;
    const value = values[i] as number;
    const first = word & 255;
    const second = 256 + ((word >>> 8) & 255);
    const third = 512 + ((word >>> 16) & 255);
    const fourth = 768 + (word >>> 24);
    histogram[first] = (histogram[first] as number) + value;
    histogram[second] = (histogram[second] as number) + value;
    histogram[third] = (histogram[third] as number) + value;
    histogram[fourth] = (histogram[fourth] as number) + value;
  }
}

/** Leaves in `parent` what it has more than `child`. */
export function subtractHistogram(parent: Float64Array, child: Float64Array): void {
  for (let i = 0; i < parent.length; i += 1) parent[i] = (parent[i] as number) - (child[i] as number);
}
