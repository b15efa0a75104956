import { halleyStep, MAX_ROUNDS, type MarginSolver } from './margin-solver.ts';

let logarithms = new Float64Array(64);

/** Once k log q moves by less than this, q^k is updated by its series: the omitted term is below 1e-16. */
const SERIES_RANGE = 2e-4;

/**
 * p = q^k with k such that the sum is t (k > 1 where the book is over the target).
 *
 * Solves h(k) = log(sum q^k) - log t, which is convex and falls, by Halley's method. At k = 1 the sums are known
 * without a single exponential, so a usual market costs one logarithm and one exponential per runner: the last step
 * multiplies by the series of exp instead of calling it.
 */
export const solvePower: MarginSolver = (q, count, target, out) => {
  if (count > logarithms.length) logarithms = new Float64Array(2 * count);
  const logs = logarithms;
  const logTarget = target === 1 ? 0 : Math.log(target);
  let longest = 0;
  for (let i = 0; i < count; i += 1) {
    const inverse = q[i] as number;
    const log = Math.log(inverse);
    logs[i] = log;
    out[i] = inverse;
    if (log < longest) longest = log;
  }
  let k = 1;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let sum = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < count; i += 1) {
      const probability = out[i] as number;
      const log = logs[i] as number;
      const weighted = probability * log;
      sum += probability;
      first += weighted;
      second += weighted * log;
    }
    const value = Math.log(sum) - logTarget;
    if (value > 0) low = k;
    else high = k;
    const slope = first / sum;
    const step = halleyStep(value, slope, second / sum - slope * slope);
    if (Math.abs(step * longest) < SERIES_RANGE) {
      for (let i = 0; i < count; i += 1) {
        const x = step * (logs[i] as number);
        out[i] = (out[i] as number) * (1 + x * (1 + x * (0.5 + x / 6)));
      }
      return k + step;
    }
    const next = k + step;
    k = next > low && next < high ? next : high === Number.POSITIVE_INFINITY ? 2 * k : 0.5 * (low + high);
    for (let i = 0; i < count; i += 1) out[i] = Math.exp(k * (logs[i] as number));
  }
  return k;
};
