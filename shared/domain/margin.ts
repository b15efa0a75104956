import { solveJensenShannon } from './margin-jensen-shannon.ts';
import { solveAdditive, solveBalancedBook, solveGoto, solveMultiplicative } from './margin-linear.ts';
import { solveLogitShift, solveOddsRatio } from './margin-odds-ratio.ts';
import { solvePower } from './margin-power.ts';
import { solveShin } from './margin-shin.ts';
import type { MarginSolver } from './margin-solver.ts';

/** The ways of taking a book's margin out of its prices; formulas in the function of each name. */
export type MarginMethod =
  | 'multiplicative'
  | 'additive'
  | 'power'
  | 'odds_ratio'
  | 'shin'
  | 'balanced_book'
  | 'goto'
  | 'logit_shift'
  | 'jensen_shannon';

export type MarginMethodEntry = {
  readonly label: string;
  /** Name of the number `solve` returns, as the literature calls it. */
  readonly parameter: 'k' | 'z' | 'or' | 'c' | 'distance' | null;
  readonly solve: MarginSolver;
};

/** Adding a method is adding a line here (and its name above). */
export const MARGIN_METHODS: Readonly<Record<MarginMethod, MarginMethodEntry>> = {
  multiplicative: { label: 'Multiplicative', parameter: null, solve: solveMultiplicative },
  additive: { label: 'Additive', parameter: null, solve: solveAdditive },
  power: { label: 'Power', parameter: 'k', solve: solvePower },
  odds_ratio: { label: 'Odds ratio', parameter: 'or', solve: solveOddsRatio },
  shin: { label: 'Shin', parameter: 'z', solve: solveShin },
  balanced_book: { label: 'Balanced book', parameter: 'z', solve: solveBalancedBook },
  goto: { label: 'Goto', parameter: 'z', solve: solveGoto },
  logit_shift: { label: 'Logit shift', parameter: 'c', solve: solveLogitShift },
  jensen_shannon: { label: 'Jensen-Shannon', parameter: 'distance', solve: solveJensenShannon },
};

/** Every method, in the order of the table. */
export const MARGIN_METHOD_NAMES = Object.keys(MARGIN_METHODS) as readonly MarginMethod[];

export type MarginFlag =
  /** An inverse price is not strictly between 0 and 1, or the target is not positive: the result is `NaN`. */
  | 'invalid-odds'
  /** One runner, or a target no set of probabilities can reach: the prices were only scaled. */
  | 'scaled-only'
  /** The prices sum to less than the target: there is no margin to remove. */
  | 'below-target'
  /** The method gave a long shot less than nothing. Left as it is: clamping would break the sum. */
  | 'negative-probability'
  /** The prices are so far below the target that a favourite came out above one. */
  | 'probability-above-one'
  /** Shin or balanced book with S < t: the parameter has no insider reading. */
  | 'negative-z';

export type FairMarket = {
  readonly method: MarginMethod;
  readonly probabilities: readonly number[];
  /** Sum of the inverse odds minus the target. */
  readonly margin: number;
  /** Named by the method's entry in `MARGIN_METHODS`; `null` where it has none or only scaled. */
  readonly parameter: number | null;
  readonly flags: readonly MarginFlag[];
};

const isUsable = (q: Float64Array, count: number, target: number): boolean => {
  for (let i = 0; i < count; i += 1) {
    const inverse = q[i] as number;
    if (!(inverse > 0 && inverse < 1)) return false;
  }
  return target > 0 && target < Number.POSITIVE_INFINITY;
};

/**
 * Fair probabilities of one market without allocation: the first `count` values of `out` sum to `target` (1; k where k
 * selections win). Returns the method's parameter, `NaN` where it has none. Unusable prices give `NaN` throughout; one
 * runner, or a target of `count` or more, is scaled to the target. `out` must not be `inverseOdds`.
 */
export function removeMarginInto(
  method: MarginMethod,
  inverseOdds: Float64Array,
  count: number,
  target: number,
  out: Float64Array,
): number {
  if (!isUsable(inverseOdds, count, target)) {
    out.fill(Number.NaN, 0, count);
    return Number.NaN;
  }
  if (count < 2 || target >= count) return solveMultiplicative(inverseOdds, count, target, out);
  return MARGIN_METHODS[method].solve(inverseOdds, count, target, out);
}

/** `removeMarginInto` for decimal odds, with the margin and what has to be known about the result. Never throws. */
export function removeMargin(
  method: MarginMethod,
  decimalOdds: readonly number[],
  target: number = 1,
): FairMarket {
  const count = decimalOdds.length;
  const inverse = Float64Array.from(decimalOdds, (odds) => 1 / odds);
  const out = new Float64Array(count);
  const parameter = removeMarginInto(method, inverse, count, target, out);
  const margin = inverse.reduce((sum, value) => sum + value, 0) - target;
  return {
    method,
    probabilities: Array.from(out),
    margin,
    parameter: Number.isNaN(parameter) ? null : parameter,
    flags: flagsOf(method, inverse, target, margin, parameter, out),
  };
}

function flagsOf(
  method: MarginMethod,
  inverse: Float64Array,
  target: number,
  margin: number,
  parameter: number,
  out: Float64Array,
): readonly MarginFlag[] {
  if (inverse.length === 0 || !isUsable(inverse, inverse.length, target)) return ['invalid-odds'];
  const flags: MarginFlag[] = [];
  if (inverse.length < 2 || target >= inverse.length) flags.push('scaled-only');
  if (margin < 0) flags.push('below-target');
  if (out.some((probability) => probability < 0)) flags.push('negative-probability');
  if (out.some((probability) => probability > 1)) flags.push('probability-above-one');
  if (MARGIN_METHODS[method].parameter === 'z' && parameter < 0) flags.push('negative-z');
  return flags;
}
