import { halleyStep, MAX_ROUNDS, type MarginSolver, sumOf } from './margin-solver.ts';

/** A step this small against z, or against the price where z is tiny, leaves a third-order remainder below 1e-15. */
const SERIES_RANGE = 1e-6;

/**
 * Shin 1992/93: p = (sqrt(z^2 + 4 (1 - z) q^2 / S) - z) / (2 (1 - z)), z the share of insiders' money such that the
 * sum is 1. Other targets are solved as a market on one of t shares: q / t against a sum of 1, then times t. Where
 * S < t the same equation is followed to z < 0, which has no insider reading (flag `negative-z`).
 *
 * p solves (1 - z) p^2 + z p = a with a = q^2 / S, hence p' = -p (1 - p) / r and p'' = 2 p' (2 p - 1 - (1 - z) p') / r
 * with r = 2 (1 - z) p + z: Halley's method at one square root a runner and round, none for the first (z = 0) and the
 * last. Two-way markets have a closed form, where the probabilities equal the additive ones.
 */
export const solveShin: MarginSolver = (q, count, target, out) => {
  if (count === 2) return solveTwoWay(q[0] as number, q[1] as number, target, out);
  const scale = 1 / target;
  const sum = sumOf(q, count) * scale;
  const weight = (scale * scale) / sum;
  let z = 0;
  let low = sum < 1 ? Number.NEGATIVE_INFINITY : 0;
  let high = sum < 1 ? 0 : 1;
  const root = scale / Math.sqrt(sum);
  let shortest = 1;
  for (let i = 0; i < count; i += 1) {
    const probability = (q[i] as number) * root;
    out[i] = probability;
    if (probability < shortest) shortest = probability;
  }
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const rest = 1 - z;
    let total = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < count; i += 1) {
      const p = out[i] as number;
      const inverse = 1 / (2 * rest * p + z);
      const slope = -p * (1 - p) * inverse;
      total += p;
      first += slope;
      second += 2 * slope * (2 * p - 1 - rest * slope) * inverse;
    }
    const value = total - 1;
    if (value > 0) low = z;
    else high = z;
    const step = halleyStep(value, first, second);
    if (Math.abs(step) <= SERIES_RANGE * Math.max(Math.abs(z), shortest)) {
      finish(out, count, z, step, target);
      return z + step;
    }
    z = inside(z + step, low, high);
    for (let i = 0; i < count; i += 1) {
      const inverse = q[i] as number;
      out[i] = shinProbability(inverse * inverse * weight, z);
    }
  }
  for (let i = 0; i < count; i += 1) out[i] = (out[i] as number) * target;
  return z;
};

/** The root in [0, 1] of (1 - z) p^2 + z p = a, in the form without cancellation for either sign of z. */
export function shinProbability(a: number, z: number): number {
  const r = Math.sqrt(z * z + 4 * (1 - z) * a);
  return z >= 0 ? (2 * a) / (r + z) : (r - z) / (2 * (1 - z));
}

function finish(out: Float64Array, count: number, z: number, step: number, target: number): void {
  const rest = 1 - z;
  for (let i = 0; i < count; i += 1) {
    const p = out[i] as number;
    const inverse = 1 / (2 * rest * p + z);
    const slope = -p * (1 - p) * inverse;
    out[i] = target * (p + step * slope * (1 + step * (2 * p - 1 - rest * slope) * inverse));
  }
}

/** p = q - (S - t) / 2; z from substituting that into Shin's equation, D the difference of the prices. */
function solveTwoWay(first: number, second: number, target: number, out: Float64Array): number {
  const a = first / target;
  const b = second / target;
  const sum = a + b;
  const square = (a - b) * (a - b);
  out[0] = target * 0.5 * (1 + a - b);
  out[1] = target * 0.5 * (1 + b - a);
  return ((sum - 1) * (sum - square)) / (sum * (1 - square));
}

/** `next` where it lies between the known bounds, else halfway, else further below. */
function inside(next: number, low: number, high: number): number {
  if (next > low && next < high) return next;
  return low === Number.NEGATIVE_INFINITY ? 2 * high - 1 : 0.5 * (low + high);
}
