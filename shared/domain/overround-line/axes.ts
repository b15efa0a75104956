/**
 * Opinions are pooled as log-odds on axes, so that a weighted sum is a logarithmic pool. Three outcomes have two:
 * strength log(pHome / pAway) and draw log(pDraw / sqrt(pHome pAway)); two outcomes have strength alone.
 */
export const STRENGTH = 0;
export const DRAW = 1;
export const AXES = 2;

/** No probability is taken to be smaller: one broken price must not outweigh all others. */
const LEAST = 1e-6;

/** Writes the axes of `count` (2 or 3) probabilities to `out` from `offset`; the draw axis of two outcomes is 0. */
export function toAxes(
  probabilities: ArrayLike<number>,
  count: number,
  out: Float64Array,
  offset: number,
): void {
  const home = Math.log(Math.max(LEAST, probabilities[0] as number));
  const away = Math.log(Math.max(LEAST, probabilities[count - 1] as number));
  out[offset + STRENGTH] = home - away;
  out[offset + DRAW] =
    count === 3 ? Math.log(Math.max(LEAST, probabilities[1] as number)) - 0.5 * (home + away) : 0;
}

/** The probabilities at a point of the axes, into the first `count` (2 or 3) places of `out`; they sum to 1. */
export function fromAxes(strength: number, draw: number, count: number, out: Float64Array): void {
  const home = Math.exp(0.5 * strength);
  const away = 1 / home;
  const level = count === 3 ? Math.exp(draw) : 0;
  const sum = home + away + level;
  out[0] = home / sum;
  if (count === 3) out[1] = level / sum;
  out[count - 1] = away / sum;
}

export const logit = (p: number): number => Math.log(p / (1 - p));
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
