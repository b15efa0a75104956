import type { GradientBoostingModel, Tree } from '../../../../shared/domain/learners/learner.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';
import { DOUBLE, tensorOf } from './onnx-format.ts';

/** Bits of a 32-bit float's mantissa, without the one that may be lost to rounding up. */
const MANTISSA = 23;

/**
 * 64-bit probabilities [rows, classes] of the features. TreeEnsembleRegressor adds up 64-bit leaves but returns 32-bit
 * sums. Where those are not enough, `exact` splits every leaf in a part on a grid so coarse that its sums are exact in
 * 32 bits, and a rest whose sums are so small that their rounding is nothing.
 */
export function writeGradientBoosting(
  graph: GraphBuilder,
  model: GradientBoostingModel,
  features: Value,
  exact: boolean,
): Value {
  const { classes } = model;
  const grown = model.trees.filter(({ feature }) => (feature[0] ?? -1) >= 0);
  const base = model.base.slice();
  for (const { feature, target, value } of model.trees)
    if ((feature[0] ?? -1) < 0) base[target] = (base[target] ?? 0) + (value[0] ?? 0);
  const levels = exact ? 2 : 1;
  const sums = graph.mlNode(
    'TreeEnsembleRegressor',
    [graph.toDouble(features)],
    ensembleOf(grown.length > 0 ? grown : [LEVEL], classes, gridOf(model), levels),
  );
  const split = graph.toDouble(sums);
  const parts = Array.from({ length: levels }, (_, level) =>
    graph.node('Gather', [split, graph.ints([classes], range(level * classes, classes))], {
      axis: { int: 1 },
    }),
  );
  const scores = parts.reduce(
    (sum, part) => graph.node('Add', [sum, part]),
    graph.doubles([1, classes], base),
  );
  return graph.node('Softmax', [scores], { axis: { int: 1 } });
}

/** A tree that adds nothing: an ensemble has to have one. */
const LEVEL: Tree = {
  target: 0,
  feature: [0, -1, -1],
  threshold: [0, 0, 0],
  missingLeft: [1, 0, 0],
  left: [1, 0, 0],
  right: [2, 0, 0],
  value: [0, 0, 0],
};

const range = (from: number, length: number): readonly number[] => Array.from({ length }, (_, i) => from + i);

/** The step of the coarse part: no sum of leaves on it needs more bits than a 32-bit float has. */
function gridOf({ trees }: GradientBoostingModel): number {
  const most = trees.reduce((sum, { value }) => sum + Math.max(...value.map(Math.abs)), 0);
  return 2 ** (Math.ceil(Math.log2(Math.max(most, 2 ** -60))) - MANTISSA + 1);
}

function ensembleOf(trees: readonly Tree[], classes: number, grid: number, levels: number) {
  const nodes = trees.flatMap((tree, treeId) =>
    tree.feature.map((feature, nodeId) => ({ tree, treeId, nodeId, feature })),
  );
  const leaves = nodes
    .filter(({ feature }) => feature < 0)
    .flatMap(({ tree: { target, value }, treeId, nodeId }) =>
      partsOf(value[nodeId] ?? 0, grid, levels).map((weight, level) => ({
        treeId,
        nodeId,
        id: target + level * classes,
        weight,
      })),
    );
  const ofNode = (value: (node: (typeof nodes)[number]) => number) => ({ ints: nodes.map(value) });
  const at = (values: readonly number[], i: number) => values[i] ?? 0;
  const doubles = (values: readonly number[]) => ({ tensor: tensorOf(DOUBLE, [values.length], values) });
  return {
    n_targets: { int: classes * levels },
    aggregate_function: { text: 'SUM' },
    post_transform: { text: 'NONE' },
    nodes_treeids: ofNode(({ treeId }) => treeId),
    nodes_nodeids: ofNode(({ nodeId }) => nodeId),
    nodes_featureids: ofNode(({ feature }) => Math.max(0, feature)),
    nodes_modes: { texts: nodes.map(({ feature }) => (feature < 0 ? 'LEAF' : 'BRANCH_LEQ')) },
    nodes_values_as_tensor: doubles(
      nodes.map(({ tree, nodeId, feature }) => (feature < 0 ? 0 : at(tree.threshold, nodeId))),
    ),
    nodes_truenodeids: ofNode(({ tree, nodeId, feature }) => (feature < 0 ? 0 : at(tree.left, nodeId))),
    nodes_falsenodeids: ofNode(({ tree, nodeId, feature }) => (feature < 0 ? 0 : at(tree.right, nodeId))),
    nodes_missing_value_tracks_true: ofNode(({ tree, nodeId, feature }) =>
      feature < 0 ? 0 : at(tree.missingLeft, nodeId),
    ),
    target_treeids: { ints: leaves.map(({ treeId }) => treeId) },
    target_nodeids: { ints: leaves.map(({ nodeId }) => nodeId) },
    target_ids: { ints: leaves.map(({ id }) => id) },
    target_weights_as_tensor: doubles(leaves.map(({ weight }) => weight)),
  };
}

function partsOf(value: number, grid: number, levels: number): readonly number[] {
  if (levels === 1) return [value];
  const coarse = Math.round(value / grid) * grid;
  return [coarse, value - coarse];
}
