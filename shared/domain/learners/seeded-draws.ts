/**
 * A seed drawn once from the caller's `random`. What a learner draws later comes from streams of that seed, so that a
 * resumed training draws what it would have drawn.
 */
export const drawSeed = (random: () => number): number => Math.floor(random() * 4_294_967_296) >>> 0;

/** Uniform in [0, 1): stream `stream` of `seed` (splitmix's mixing, mulberry32's step). */
export function seededDraws(seed: number, stream: number): () => number {
  let state = mix((seed ^ Math.imul(stream + 1, 0x9e3779b9)) >>> 0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** `count` of the numbers below `of`, ascending; every choice is equally likely (Knuth's algorithm S). */
export function drawSubset(of: number, count: number, random: () => number): Int32Array {
  const chosen = new Int32Array(count);
  let taken = 0;
  for (let i = 0; taken < count; i += 1)
    if (random() * (of - i) < count - taken) {
      chosen[taken] = i;
      taken += 1;
    }
  return chosen;
}

/** Puts `values` in a random order (Fisher & Yates). */
export function shuffle(values: Int32Array, random: () => number): void {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const value = values[i] as number;
    values[i] = values[j] as number;
    values[j] = value;
  }
}
