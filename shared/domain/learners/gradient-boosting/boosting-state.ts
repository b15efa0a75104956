import { logShares } from '../class-shares.ts';
import type { TrainingMatrix, Tree } from '../learner.ts';
import { meanLogLoss, softmaxInPlace } from '../softmax.ts';
import { addTree } from './score-trees.ts';

/** What a checkpoint holds. */
export type BoostingState = {
  readonly seed: number;
  readonly trees: readonly Tree[];
  /** How many trees there were after each round. */
  readonly roundEnds: readonly number[];
  /** Round with the lowest validation loss; 0 and `null` before the first. */
  readonly bestRound: number;
  readonly bestLoss: number | null;
  /** No split gains any more. */
  readonly isExhausted: boolean;
};

/** Log shares of the classes, rounded to 32-bit floats: the scores before the first tree. */
export function baseScores(data: TrainingMatrix): readonly number[] {
  const logs = logShares(data);
  // With two classes only the second has trees.
  return logs.map((log) => Math.fround(data.classes === 2 ? log - (logs[0] as number) : log));
}

/** Classes that trees are grown for: of two classes the second alone, whose score is then its log odds. */
export const targetsOf = (classes: number): readonly number[] =>
  classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);

/** Scores of all rows under the trees so far, and the probabilities they make. */
export type Scores = {
  readonly raw: Float64Array;
  readonly probabilities: Float64Array;
  add(tree: Tree): void;
  /** Brings the probabilities up to date; returns their mean log loss. */
  refresh(): number;
};

export function createScores(data: TrainingMatrix, base: readonly number[], trees: readonly Tree[]): Scores {
  const { rows, columns, classes, x } = data;
  const raw = new Float64Array(rows * classes);
  for (let i = 0; i < rows; i += 1) raw.set(base, i * classes);
  const probabilities = new Float64Array(raw.length);
  const add = (tree: Tree): void => addTree(tree, x, columns, 0, rows, raw, classes);
  trees.forEach(add);
  return {
    raw,
    probabilities,
    add,
    refresh() {
      probabilities.set(raw);
      for (let i = 0; i < rows; i += 1) softmaxInPlace(probabilities, i * classes, classes);
      return meanLogLoss(probabilities, data);
    },
  };
}
