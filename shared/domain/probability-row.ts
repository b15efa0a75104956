/** What a model may give for probabilities, in 32-bit floats: one rule for importing it and for pricing with it. */

/** A row may miss a sum of 1 by this. */
export const SUM_TOLERANCE = 1e-3;
/** And a value the range from 0 to 1 by this, as 1 minus the others does. */
export const RANGE_TOLERANCE = 1e-6;

/**
 * Why `values[from, from + classes)` can't be probabilities; `undefined` when it can. Rounding beyond 0 and 1 is taken
 * off in place, and the row summed to 1 again.
 */
export function settleProbabilities(
  values: Float32Array | number[],
  from: number,
  classes: number,
): string | undefined {
  let sum = 0;
  let beyond = false;
  for (let i = from; i < from + classes; i += 1) {
    const p = values[i] as number;
    if (!(p >= -RANGE_TOLERANCE && p <= 1 + RANGE_TOLERANCE)) return `${p} as a probability`;
    if (p < 0 || p > 1) beyond = true;
    sum += p;
  }
  if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) return `probabilities that sum to ${sum.toFixed(4)}`;
  if (beyond) clampRow(values, from, classes);
  return undefined;
}

function clampRow(values: Float32Array | number[], from: number, classes: number): void {
  let sum = 0;
  for (let i = from; i < from + classes; i += 1) {
    values[i] = Math.min(1, Math.max(0, values[i] as number));
    sum += values[i] as number;
  }
  for (let i = from; i < from + classes; i += 1) values[i] = (values[i] as number) / sum;
}

/** Whether a row of a model's output is probabilities already. */
export const areProbabilities = (values: ArrayLike<number>): boolean =>
  settleProbabilities(Array.from(values), 0, values.length) === undefined;
