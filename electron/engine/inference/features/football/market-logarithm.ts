const CELLS = 256;
/** Below it cells are too wide for the series. */
const LEAST = 1 / 16;

/** The middle of each of `CELLS` parts of [0, 1): its inverse and its logarithm. */
const inverses = Float64Array.from({ length: CELLS }, (_, i) => CELLS / (i + 0.5));
const logarithms = inverses.map((inverse) => -Math.log(inverse));

/**
 * The natural logarithm of a probability within 1e-11, faster than `Math.log`, which a fixture's prices would call some
 * twenty times: by a table and the series of what remains.
 */
export function logarithm(x: number): number {
  if (!(x >= LEAST && x < 1)) return Math.log(x);
  const cell = (x * CELLS) | 0;
  const r = x * (inverses[cell] as number) - 1;
  const square = r * r;
  // Odd and even terms apart: neither waits for the other.
  const even = square * (1 / 2 + square * (1 / 4 + square * (1 / 6)));
  return (logarithms[cell] as number) + r * (1 + square * (1 / 3 + square * (1 / 5))) - even;
}

/** Beyond it the series of exp below leaves out more than 3e-10. */
const SERIES_RANGE = 0.35;

/** exp(x) within 3e-10, relative: by its series where x is small. */
export function exponential(x: number): number {
  if (!(x > -SERIES_RANGE && x < SERIES_RANGE)) return Math.exp(x);
  const square = x * x;
  const even = 1 + square * (1 / 2 + square * (1 / 24 + square * (1 / 720 + square * (1 / 40_320))));
  return even + x * (1 + square * (1 / 6 + square * (1 / 120 + square * (1 / 5040))));
}
