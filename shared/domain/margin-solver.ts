/**
 * One way of taking the margin out of a market. Reads `count` inverse odds, each strictly between 0 and 1, and writes
 * as many fair probabilities that sum to `target` (0 < target < count, count > 1) to `out`, which must be another
 * array. Returns the method's parameter, `NaN` where it has none. Allocates nothing and never throws.
 */
export type MarginSolver = (
  inverseOdds: Float64Array,
  count: number,
  target: number,
  out: Float64Array,
) => number;

/** Newton and Halley steps settle in two to four rounds; the rest is room for bisection on hostile prices. */
export const MAX_ROUNDS = 200;

/**
 * Halley's step for f(x) = 0, or Newton's where the curvature would more than double it (Halley's pole is near).
 * `slope` must not be zero.
 */
export function halleyStep(value: number, slope: number, curvature: number): number {
  const square = slope * slope;
  const denominator = square - 0.5 * value * curvature;
  return denominator > 0.5 * square ? -(value * slope) / denominator : -value / slope;
}

/** Sum of the first `count` values. */
export function sumOf(values: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += values[i] as number;
  return sum;
}
