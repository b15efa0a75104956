import { type BinnedMatrix, MISSING_BIN, type PackedColumns } from './bins.ts';
import { BINS, FIELD, gradientOf, type Quantised } from './histogram.ts';

export type SplitRules = {
  readonly l2: number;
  /** Least gain, in nats of the summed loss. */
  readonly gamma: number;
  /** Least sum of second derivatives a child. */
  readonly minChildWeight: number;
};

export type Split = {
  readonly column: number;
  /** Bins up to this go left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  /** What the split takes from the loss, to second order, in nats of the summed loss. */
  readonly gain: number;
};

/** The search of one node. Gains are held as the formula's sum over both children: doubled, and the node's own in it. */
type Search = {
  readonly steps: Pick<Quantised, 'gradientStep' | 'hessianStep'>;
  readonly rules: SplitRules;
  readonly gradient: number;
  readonly hessian: number;
  most: number;
  column: number;
  bin: number;
  missingLeft: boolean;
};

/**
 * The best split of a node by its histogram (Chen & Guestrin 2016, equation 7, missing values tried on both sides);
 * `undefined` where none is allowed. Of equal ones the first column's lowest. Where the node misses no value, the side
 * with the larger sum of second derivatives takes those to come.
 */
export function bestSplit(
  histogram: Float64Array,
  { columns }: PackedColumns,
  { cuts }: BinnedMatrix,
  steps: Search['steps'],
  rules: SplitRules,
): Split | undefined {
  if (columns.length === 0) return undefined;
  let total = 0;
  for (let bin = 0; bin < BINS; bin += 1) total += histogram[bin] as number;
  const wholeGradient = gradientOf(total);
  const gradient = wholeGradient * steps.gradientStep;
  const hessian = (total - wholeGradient * FIELD) * steps.hessianStep;
  if (hessian < 2 * rules.minChildWeight) return undefined;
  const own = (gradient * gradient) / (hessian + rules.l2);
  const most = own + 2 * rules.gamma;
  const search: Search = { steps, rules, gradient, hessian, most, column: -1, bin: 0, missingLeft: false };
  for (let place = 0; place < columns.length; place += 1) {
    const column = columns[place] as number;
    const count = (cuts[column] as Float32Array).length;
    const missing = histogram[place * BINS + MISSING_BIN] as number;
    if (missing === 0) scan(histogram, place * BINS, count - 1, 0, column, 'none', search);
    else {
      // With missing values on the right the last bin parts them from the rest.
      scan(histogram, place * BINS, count, 0, column, 'right', search);
      scan(histogram, place * BINS, count - 1, missing, column, 'left', search);
    }
  }
  if (search.column < 0) return undefined;
  const { column, bin, missingLeft } = search;
  return { column, bin, missingLeft, gain: (search.most - own) / 2 };
}

/** Tries to split after each of the first `last` bins; `left` is what is left of them all. */
function scan(
  histogram: Float64Array,
  from: number,
  last: number,
  left: number,
  column: number,
  missing: 'none' | 'left' | 'right',
  search: Search,
): void {
  const { gradient, hessian } = search;
  const { l2, minChildWeight } = search.rules;
  const { gradientStep, hessianStep } = search.steps;
  let { most } = search;
  let sum = left;
  for (let bin = 0; bin < last; bin += 1) {
    const value = histogram[from + bin] as number;
    if (value === 0) continue;
    sum += value;
    const whole = gradientOf(sum);
    const leftHessian = (sum - whole * FIELD) * hessianStep;
    const rightHessian = hessian - leftHessian;
    if (leftHessian < minChildWeight || rightHessian < minChildWeight) continue;
    const leftGradient = whole * gradientStep;
    const rightGradient = gradient - leftGradient;
    const gain =
      (leftGradient * leftGradient) / (leftHessian + l2) +
      (rightGradient * rightGradient) / (rightHessian + l2);
    if (gain <= most) continue;
    most = gain;
    search.most = gain;
    search.column = column;
    search.bin = bin;
    search.missingLeft = missing === 'left' || (missing === 'none' && leftHessian > rightHessian);
  }
}
