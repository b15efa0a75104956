import type { TrainingMatrix } from './learner.ts';

/** Logarithms of the classes' weighted shares. A class that is never seen counts as half a row. */
export function logShares({ rows, classes, y, weight }: TrainingMatrix): readonly number[] {
  const counts = new Float64Array(classes);
  for (let i = 0; i < rows; i += 1) {
    const k = y[i] as number;
    counts[k] = (counts[k] as number) + (weight === null ? 1 : (weight[i] as number));
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  return Array.from(counts, (count) => Math.log(count === 0 ? 0.5 / rows : count / total));
}
