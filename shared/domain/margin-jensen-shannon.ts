import { MAX_ROUNDS, type MarginSolver } from './margin-solver.ts';

/**
 * Every outcome's fair probability lies at the same Jensen-Shannon distance d (nats, the root of the divergence)
 * below its price, both read as yes/no distributions; d such that the sum is t. By C. D. Long; method `jsd` of the R
 * package `implied`, which rescales the result instead of solving to full precision. Where S < t the distance counts
 * upwards and is returned negative. A long shot whose whole price is nearer to zero than d gets probability 0.
 */
export const solveJensenShannon: MarginSolver = (q, count, target, out) => {
  const distance = solveJointly(q, count, target, out);
  return Number.isNaN(distance) ? solveNested(q, count, target, out) : distance;
};

/** Joint Newton settles in three to five rounds on usual prices; what takes longer is left to the nested search. */
const JOINT_ROUNDS = 10;
/** The error after a step is about its square. */
const JOINT_STEP = 1e-8;

/**
 * Newton's method on all probabilities and d at once: with E the signed distance, p' = p + (d' - E) / E' for each
 * outcome, and d' such that the p' sum to the target. `NaN` where a step leaves (0, 1) or rounds run out.
 */
function solveJointly(q: Float64Array, count: number, target: number, out: Float64Array): number {
  if (count > distances.length) {
    distances = new Float64Array(2 * count);
    inverseSlopes = new Float64Array(2 * count);
  }
  for (let i = 0; i < count; i += 1) out[i] = q[i] as number;
  for (let round = 0; round < JOINT_ROUNDS; round += 1) {
    let excess = -target;
    let offset = 0;
    let slopes = 0;
    for (let i = 0; i < count; i += 1) {
      const p = out[i] as number;
      const price = q[i] as number;
      const distance = signedDistance(p, price);
      const inverse = 1 / slopeAt(p, price, distance);
      distances[i] = distance;
      inverseSlopes[i] = inverse;
      excess += p;
      offset += distance * inverse;
      slopes += inverse;
    }
    const d = (offset - excess) / slopes;
    let largest = 0;
    for (let i = 0; i < count; i += 1) {
      const step = (d - (distances[i] as number)) * (inverseSlopes[i] as number);
      const p = (out[i] as number) + step;
      if (!(p > 0 && p < 1)) return Number.NaN;
      const relative = Math.abs(step) / Math.min(p, 1 - p);
      if (relative > largest) largest = relative;
      out[i] = p;
    }
    if (largest < JOINT_STEP) return d;
  }
  return Number.NaN;
}

let distances = new Float64Array(64);
let inverseSlopes = new Float64Array(64);

/** The same by a bracketed search for d around bracketed searches for each probability: slow, for hostile prices. */
const solveNested: MarginSolver = (q, count, target, out) => {
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
      if (p > 0 && p < 1) slope += 1 / slopeAt(p, price, signedDistance(p, price));
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

/**
 * (1 + u) log(1 + u) + (1 - u) log(1 - u) = sum of u^2k / (k (2k - 1)), by that series where the direct form would
 * cancel.
 */
function entropyGap(u: number): number {
  const x = u * u;
  if (x > 0.01) return (1 + u) * Math.log1p(u) + (u < 1 ? (1 - u) * Math.log1p(-u) : 0);
  return x * (1 + x * (1 / 6 + x * (1 / 15 + x * (1 / 28 + x * (1 / 45 + x * (1 / 66 + x * (1 / 91)))))));
}

/** Signed distance between yes/no distributions: positive where `p` is below `q`. */
function signedDistance(p: number, q: number): number {
  const middle = 0.5 * (p + q);
  const half = 0.5 * Math.abs(q - p);
  const divergence =
    0.5 * (middle * entropyGap(half / middle) + (1 - middle) * entropyGap(half / (1 - middle)));
  return Math.sign(q - p) * Math.sqrt(divergence);
}

/** Derivative by `p` of the signed `distance`; its limit -1 / sqrt(8 q (1 - q)) where the two meet. */
function slopeAt(p: number, q: number, distance: number): number {
  if (Math.abs(p - q) < 1e-9 * Math.min(q, 1 - q)) return -1 / Math.sqrt(8 * q * (1 - q));
  const middle = 0.5 * (p + q);
  const half = 0.5 * (p - q);
  return (Math.log1p(half / middle) - Math.log1p(-half / (1 - middle))) / (4 * distance);
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
    const next = p - value / slopeAt(p, q, value + distance);
    const bounded = next > low && next < high ? next : 0.5 * (low + high);
    if (Math.abs(value) < 1e-17 || Math.abs(bounded - p) < 1e-16 * p) return p;
    p = bounded;
  }
  return p;
}
