import type { TrainingMatrix } from './learner.ts';

/** The rows of `data` with these indices, in their order. */
export function takeRows(data: TrainingMatrix, indices: ArrayLike<number>): TrainingMatrix {
  const { columns, classes, weight } = data;
  const rows = indices.length;
  const x = new Float32Array(rows * columns);
  const y = new Uint8Array(rows);
  const taken = weight === null ? null : new Float32Array(rows);
  for (let i = 0; i < rows; i += 1) {
    const row = indices[i] as number;
    x.set(data.x.subarray(row * columns, (row + 1) * columns), i * columns);
    y[i] = data.y[row] as number;
    if (taken !== null) taken[i] = weight?.[row] as number;
  }
  return { rows, columns, classes, x, y, weight: taken };
}
