import { MAX_ROUNDS, type MarginSolver } from './margin-solver.ts';

/**
 * Every outcome's fair probability lies at the same Jensen-Shannon distance d (nats, the root of the divergence)
 * below its price, both read as yes/no distributions; d such that the sum is t. By C. D. Long; method `jsd` of the R
 * package `implied`, which rescales the result instead of solving to full precision. Where S < t the distance counts
 * upwards and is returned negative. A long shot whose whole price is nearer to zero than d gets probability 0.
 */
export const solveJensenShannon: MarginSolver = (q, count, target, out) => {
  let low = -FURTHEST;
  let high = FURTHEST;
  let distance = 0;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    let sum = 0;
    let slope = 0;
    for (let i = 0; i < count; i += 1) {
      const price = q[i] as number;
      const p = probabilityAt(distance, price);
      out[i] = p;
      sum += p;
      if (p > 0 && p < 1) slope += 1 / distanceSlope(p, price);
    }
    const value = sum - target;
    if (Math.abs(value) < 1e-15 * count) break;
    if (value > 0) low = distance;
    else high = distance;
    const next = distance - value / slope;
    const bounded = next > low && next < high ? next : 0.5 * (low + high);
    if (bounded === distance) break;
    distance = bounded;
  }
  return distance;
};

/** No two distributions are further apart than sqrt(log 2). */
const FURTHEST = Math.sqrt(Math.LN2);

/** (1 + u) log(1 + u) + (1 - u) log(1 - u), by its series where the direct form would cancel. */
function entropyGap(u: number): number {
  const square = u * u;
  if (square > 0.01) return (1 + u) * Math.log1p(u) + (u < 1 ? (1 - u) * Math.log1p(-u) : 0);
  let term = square;
  let sum = square;
  for (let k = 2; k < 9; k += 1) {
    term *= square;
    sum += term / (k * (2 * k - 1));
  }
  return sum;
}

/** Signed distance between yes/no distributions: positive where `p` is below `q`. */
function signedDistance(p: number, q: number): number {
  const middle = 0.5 * (p + q);
  const half = 0.5 * Math.abs(q - p);
  const divergence =
    0.5 * (middle * entropyGap(half / middle) + (1 - middle) * entropyGap(half / (1 - middle)));
  return Math.sign(q - p) * Math.sqrt(divergence);
}

/** Derivative of the signed distance by `p`; its limit -1 / sqrt(8 q (1 - q)) where the two meet. */
function distanceSlope(p: number, q: number): number {
  const distance = signedDistance(p, q);
  if (Math.abs(p - q) < 1e-9 * Math.min(q, 1 - q)) return -1 / Math.sqrt(8 * q * (1 - q));
  const middle = 0.5 * (p + q);
  const half = 0.5 * (p - q);
  const divergenceSlope = 0.5 * (Math.log1p(half / middle) - Math.log1p(-half / (1 - middle)));
  return divergenceSlope / (2 * distance);
}

/** The p at `distance` from `q`, 0 or 1 where the scale ends first. */
function probabilityAt(distance: number, q: number): number {
  if (distance >= signedDistance(0, q)) return 0;
  if (distance <= signedDistance(1, q)) return 1;
  let low = distance > 0 ? 0 : q;
  let high = distance > 0 ? q : 1;
  let p = q - distance * Math.sqrt(8 * q * (1 - q));
  if (!(p > low && p < high)) p = distance === 0 ? q : 0.5 * (low + high);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const value = signedDistance(p, q) - distance;
    if (value > 0) low = p;
    else high = p;
    const next = p - value / distanceSlope(p, q);
    const bounded = next > low && next < high ? next : 0.5 * (low + high);
    if (Math.abs(value) < 1e-17 || Math.abs(bounded - p) < 1e-16 * p) return p;
    p = bounded;
  }
  return p;
}
