import { halleyStep, MAX_ROUNDS, type MarginSolver } from './margin-solver.ts';

/** Below this step in log c the third-order remainder is under 1e-16 and the probabilities follow by their series. */
const SERIES_RANGE = 1e-5;

/**
 * p = q / (c + q - c q): the odds ratio c between each price's probability and the fair one is the same (Cheung 2015).
 *
 * Solved over x = log c, where p = sigmoid(logit q - x), p' = -p (1 - p) and p'' = p (1 - p) (1 - 2 p): no logarithm
 * of the prices is needed. Two-way markets with target 1 have the closed form c = sqrt(product of q / (1 - q)).
 */
export const solveOddsRatio: MarginSolver = (q, count, target, out) => {
  if (count === 2 && target === 1) return solveTwoWay(q[0] as number, q[1] as number, out);
  let x = 0;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i += 1) out[i] = q[i] as number;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let sum = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < count; i += 1) {
      const probability = out[i] as number;
      const slope = probability * (1 - probability);
      sum += probability;
      first -= slope;
      second += slope * (1 - 2 * probability);
    }
    const value = sum - target;
    if (value > 0) low = x;
    else high = x;
    const step = halleyStep(value, first, second);
    if (Math.abs(step) < SERIES_RANGE) {
      for (let i = 0; i < count; i += 1) {
        const probability = out[i] as number;
        const slope = probability * (1 - probability);
        out[i] = probability - step * slope * (1 - step * (0.5 - probability));
      }
      return Math.exp(x + step);
    }
    x = inside(x + step, x, low, high);
    const ratio = Math.exp(x);
    for (let i = 0; i < count; i += 1) {
      const inverse = q[i] as number;
      out[i] = inverse / (inverse + ratio * (1 - inverse));
    }
  }
  return Math.exp(x);
};

/** The same probabilities as the odds ratio, with c = log of the ratio: sigmoid(logit q - c). */
export const solveLogitShift: MarginSolver = (q, count, target, out) =>
  Math.log(solveOddsRatio(q, count, target, out));

function solveTwoWay(first: number, second: number, out: Float64Array): number {
  const a = first / (1 - first);
  const b = second / (1 - second);
  const ratio = Math.sqrt(b / a);
  out[0] = 1 / (1 + ratio);
  out[1] = ratio / (1 + ratio);
  return Math.sqrt(a * b);
}

/** `next` where it lies between the known bounds, else halfway, else one further towards the open side. */
function inside(next: number, current: number, low: number, high: number): number {
  if (next > low && next < high && Math.abs(next - current) < 16) return next;
  if (low === Number.NEGATIVE_INFINITY) return high - 4;
  if (high === Number.POSITIVE_INFINITY) return low + 4;
  return 0.5 * (low + high);
}
