import { type MarginSolver, sumOf } from './margin-solver.ts';

/** p = q t / S: every price carries the same share of the margin. */
export const solveMultiplicative: MarginSolver = (q, count, target, out) => {
  const scale = target / sumOf(q, count);
  for (let i = 0; i < count; i += 1) out[i] = (q[i] as number) * scale;
  return Number.NaN;
};

/**
 * p = q - (S - t) / n: every outcome carries the same amount. Equal to margin weights proportional to the odds
 * (Buchdahl). Goes negative on long shots.
 */
export const solveAdditive: MarginSolver = (q, count, target, out) => {
  const shift = (sumOf(q, count) - target) / count;
  for (let i = 0; i < count; i += 1) out[i] = (q[i] as number) - shift;
  return Number.NaN;
};

/** p = (q - z) / (1 - z), z = (S - t) / (n - t): Fingleton and Waldron 1999. Goes negative where q < z. */
export const solveBalancedBook: MarginSolver = (q, count, target, out) => {
  const z = (sumOf(q, count) - target) / (count - target);
  for (let i = 0; i < count; i += 1) out[i] = ((q[i] as number) - z) / (1 - z);
  return z;
};

/** p = q - z sqrt(1 - q), z = (S - t) / sum sqrt(1 - q). Goes negative on long shots. */
export const solveGoto: MarginSolver = (q, count, target, out) => {
  let weights = 0;
  for (let i = 0; i < count; i += 1) weights += Math.sqrt(1 - (q[i] as number));
  const z = (sumOf(q, count) - target) / weights;
  for (let i = 0; i < count; i += 1) {
    const inverse = q[i] as number;
    out[i] = inverse - z * Math.sqrt(1 - inverse);
  }
  return z;
};
