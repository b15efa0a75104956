/**
 * Randomness as a function of position: every draw is a hash of the seed and of what is drawn, so the world is the
 * same whenever and in whatever order it is looked at. 32-bit, with MurmurHash3's finaliser between values.
 */
export function mix(hash: number, value: number): number {
  let x = hash ^ Math.imul(value, 0x9e3779b1) ^ 0x2545f491;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** Hash of a path of whole numbers below a seed. */
export const hashOf = (seed: number, a: number, b = 0, c = 0): number =>
  mix(mix(mix(mix(0x51ed270b, seed), a), b), c);

/** Uniform in (0, 1), open at both ends. */
export const uniform = (hash: number): number => ((hash >>> 0) + 0.5) / 4_294_967_296;

/** Uniform in (low, high). */
export const between = (hash: number, low: number, high: number): number =>
  low + (high - low) * uniform(hash);

/** A whole number in [0, count). */
export const pick = (hash: number, count: number): number => Math.floor(uniform(hash) * count);

/** Standard normal, by Box and Muller. */
export const normal = (hash: number): number =>
  Math.sqrt(-2 * Math.log(uniform(hash))) * Math.cos(2 * Math.PI * uniform(mix(hash, 0x5bd1e995)));

/** Exponential with mean one. */
export const exponential = (hash: number): number => -Math.log(uniform(hash));

/** What a draw is for; keeps draws of one fixture independent of each other. */
export const DRAW = {
  attack: 1,
  defence: 2,
  pairing: 3,
  kickOff: 4,
  stoppage: 5,
  supremacy: 6,
  goalTotal: 7,
  steam: 8,
  redCard: 9,
  homeGoal: 10,
  awayGoal: 11,
  reveal: 12,
  halt: 13,
  opinion: 14,
  palpable: 15,
  gap: 16,
  size: 17,
  spread: 18,
  poll: 19,
  latency: 20,
  reopen: 21,
} as const;
