import type { Tree } from '../learner.ts';
import { type BinnedMatrix, MISSING_BIN, type PackedColumns } from './bins.ts';
import { BINS, buildHistogram, type Quantised, subtractHistogram } from './histogram.ts';
import { bestSplit, type Split, type SplitRules } from './split.ts';

export type GrowthRules = SplitRules & {
  readonly leaves: number;
  readonly depth: number;
  readonly learningRate: number;
};

/** Buffers that one training's trees share. */
export type GrowthSpace = {
  readonly rows: Int32Array;
  readonly spare: Int32Array;
  readonly values: Float64Array;
  readonly free: Float64Array[];
};

export const createGrowthSpace = (rows: number): GrowthSpace => ({
  rows: new Int32Array(rows),
  spare: new Int32Array(rows),
  values: new Float64Array(rows),
  free: [],
});

export type GrowthInput = {
  readonly binned: BinnedMatrix;
  readonly packed: PackedColumns;
  readonly quantised: Quantised;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  /** Rows to learn from, ascending. */
  readonly sample: Int32Array;
};

/** A tree, and the bin at which each of its nodes splits. */
export type GrownTree = { readonly tree: Tree; readonly splitBins: readonly number[] };

/** A leaf that may yet be split. */
type Leaf = {
  readonly node: number;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
  readonly histogram: Float64Array;
  readonly split: Split;
};

type Nodes = {
  feature: number[];
  threshold: number[];
  missingLeft: number[];
  left: number[];
  right: number[];
  value: number[];
  gain: number[];
  splitBins: number[];
};

/**
 * One tree, the leaf with the largest gain split first until there are `leaves` of them, or none is above `depth` with a
 * split to gain by. `onLeaf` is told the rows of every leaf and its value, a 32-bit float with the learning rate in it;
 * not of a lone root.
 */
export function growTree(
  input: GrowthInput,
  target: number,
  rules: GrowthRules,
  space: GrowthSpace,
  onLeaf: (rows: Int32Array, value: number) => void,
): GrownTree {
  const { binned, packed, quantised, sample } = input;
  const nodes: Nodes = {
    feature: [],
    threshold: [],
    missingLeft: [],
    left: [],
    right: [],
    value: [],
    gain: [],
    splitBins: [],
  };
  const open: Leaf[] = [];
  const size = packed.words.length * 4 * BINS;
  const take = (): Float64Array => space.free.pop() ?? new Float64Array(size);
  const closed: { readonly node: number; readonly from: number; readonly to: number }[] = [];
  /** A leaf is open while a split of it is allowed; its histogram is given back otherwise. */
  const settle = (node: number, from: number, to: number, depth: number, histogram: Float64Array): void => {
    const split = bestSplit(histogram, packed, binned, quantised, rules);
    if (split !== undefined) open.push({ node, from, to, depth, histogram, split });
    else {
      space.free.push(histogram);
      closed.push({ node, from, to });
    }
  };
  const build = (from: number, to: number): Float64Array => {
    const histogram = take();
    buildHistogram(packed, quantised.packed, space.rows, from, to, space.values, histogram);
    return histogram;
  };

  space.rows.set(sample);
  const root = addNode(nodes);
  settle(root, 0, sample.length, 0, build(0, sample.length));
  while (open.length > 0) {
    const { node, from, to, depth, histogram, split } = takeBest(open);
    const middle = partition(binned, split, from, to, space);
    const [left, right] = splitNode(nodes, node, split, binned);
    const leaves = open.length + closed.length + 2;
    if (leaves >= rules.leaves || depth + 1 >= rules.depth) {
      space.free.push(histogram);
      closed.push({ node: left, from, to: middle }, { node: right, from: middle, to });
    } else {
      const isLeftSmaller = middle - from <= to - middle;
      const smaller = isLeftSmaller ? build(from, middle) : build(middle, to);
      subtractHistogram(histogram, smaller);
      settle(left, from, middle, depth + 1, isLeftSmaller ? smaller : histogram);
      settle(right, middle, to, depth + 1, isLeftSmaller ? histogram : smaller);
    }
    if (leaves >= rules.leaves)
      for (const leaf of open.splice(0)) {
        space.free.push(leaf.histogram);
        closed.push(leaf);
      }
  }
  for (const leaf of closed) {
    const rows = space.rows.subarray(leaf.from, leaf.to);
    const value = leafValue(input, rows, rules);
    nodes.value[leaf.node] = value;
    if (nodes.feature.length > 1) onLeaf(rows, value);
  }
  const { splitBins, ...tree } = nodes;
  return { tree: { target, ...tree }, splitBins };
}

function addNode(nodes: Nodes): number {
  const node = nodes.feature.push(-1) - 1;
  nodes.threshold.push(0);
  nodes.missingLeft.push(0);
  nodes.left.push(0);
  nodes.right.push(0);
  nodes.value.push(0);
  nodes.gain.push(0);
  nodes.splitBins.push(0);
  return node;
}

function splitNode(
  nodes: Nodes,
  node: number,
  { column, bin, missingLeft, gain }: Split,
  { cuts }: BinnedMatrix,
): readonly [left: number, right: number] {
  const left = addNode(nodes);
  const right = addNode(nodes);
  nodes.feature[node] = column;
  nodes.threshold[node] = cuts[column]?.[bin] as number;
  nodes.missingLeft[node] = missingLeft ? 1 : 0;
  nodes.left[node] = left;
  nodes.right[node] = right;
  nodes.gain[node] = gain;
  nodes.splitBins[node] = bin;
  return [left, right];
}

/** The first of the largest gain. */
function takeBest(open: Leaf[]): Leaf {
  let best = 0;
  open.forEach((leaf, i) => {
    if (leaf.split.gain > (open[best] as Leaf).split.gain) best = i;
  });
  return open.splice(best, 1)[0] as Leaf;
}

/** Puts the rows that go left first, either side in its order; returns where the right ones begin. */
function partition(
  { rows: count, bins }: BinnedMatrix,
  { column, bin, missingLeft }: Split,
  from: number,
  to: number,
  { rows, spare }: GrowthSpace,
): number {
  const goesLeft = new Uint8Array(BINS).fill(1, 0, bin + 1);
  goesLeft[MISSING_BIN] = missingLeft ? 1 : 0;
  const columnBins = bins.subarray(column * count, (column + 1) * count);
  let left = from;
  let right = 0;
  // Both writes are made each time, which is quicker than a branch that nothing can foretell.
  for (let i = from; i < to; i += 1) {
    const row = rows[i] as number;
    const isLeft = goesLeft[columnBins[row] as number] as number;
    rows[left] = row;
    spare[right] = row;
    left += isLeft;
    right += 1 - isLeft;
  }
  rows.set(spare.subarray(0, right), left);
  return left;
}

function leafValue(
  { gradients, hessians }: GrowthInput,
  rows: Int32Array,
  { l2, learningRate }: GrowthRules,
): number {
  let [gradient, hessian] = [0, 0];
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i] as number;
    gradient += gradients[row] as number;
    hessian += hessians[row] as number;
  }
  // 0 is added so that no leaf is minus zero, which JSON does not keep.
  return hessian + l2 > 0 ? Math.fround((-learningRate * gradient) / (hessian + l2)) + 0 : 0;
}

/** The leaf value of row `row`, by its bins. */
export function binnedScore(
  { tree, splitBins }: GrownTree,
  { rows, bins }: BinnedMatrix,
  row: number,
): number {
  let node = 0;
  for (;;) {
    const column = tree.feature[node] as number;
    if (column < 0) return tree.value[node] as number;
    const bin = bins[column * rows + row] as number;
    const isLeft = bin === MISSING_BIN ? tree.missingLeft[node] === 1 : bin <= (splitBins[node] as number);
    node = (isLeft ? tree.left[node] : tree.right[node]) as number;
  }
}
