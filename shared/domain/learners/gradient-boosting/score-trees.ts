import type { GradientBoostingModel, Tree } from '../learner.ts';
import { softmaxInPlace } from '../softmax.ts';

/** Adds the leaves that rows `from` to `to` of `x` fall into to `scores`, rows x classes. */
export function addTree(
  tree: Tree,
  x: Float32Array,
  columns: number,
  from: number,
  to: number,
  scores: Float64Array,
  classes: number,
): void {
  const { target, feature, threshold, missingLeft, left, right, value } = tree;
  for (let i = from; i < to; i += 1) {
    const row = i * columns;
    let node = 0;
    for (let column = feature[0] as number; column >= 0; column = feature[node] as number) {
      const at = x[row + column] as number;
      const isLeft = at <= (threshold[node] as number) || (Number.isNaN(at) && missingLeft[node] === 1);
      node = (isLeft ? left[node] : right[node]) as number;
    }
    const to = i * classes + target;
    scores[to] = (scores[to] as number) + (value[node] as number);
  }
}

/** Rows whose values stay in the cache while all trees pass over them. */
const BLOCK = 512;

export function predictGradientBoosting(
  { columns, classes, base, trees }: GradientBoostingModel,
  x: Float32Array,
  rows: number,
  out: Float64Array,
): void {
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let i = from; i < to; i += 1) out.set(base, i * classes);
    for (const tree of trees) addTree(tree, x, columns, from, to, out, classes);
    for (let i = from; i < to; i += 1) softmaxInPlace(out, i * classes, classes);
  }
}

/** What each column's splits took from the training loss, as shares of all columns'; zeros where nothing was split. */
export function featureImportance({ columns, trees }: GradientBoostingModel): readonly number[] {
  const gains = new Float64Array(columns);
  for (const { feature, gain } of trees)
    feature.forEach((column, node) => {
      if (column >= 0) gains[column] = (gains[column] as number) + (gain?.[node] ?? 0);
    });
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return Array.from(gains, (gain) => (total === 0 ? 0 : gain / total));
}
