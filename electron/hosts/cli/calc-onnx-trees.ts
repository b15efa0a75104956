import type { Attributes, GraphBuilder, Value } from '../../engine/inference/onnx/graph-builder.ts';
import {
  GraphRefusal,
  type Leaves,
  labelsOf,
  type Nodes,
  type OnnxInputs,
  postOf,
} from './calc-onnx-inputs.ts';
import { classified, type Outputs } from './calc-onnx-operators.ts';

/** Trees given one by one are numbered in their order. */
function nodesOf({ tree, trees }: OnnxInputs): Nodes {
  if (tree !== undefined) return checked(tree);
  if (trees === undefined || trees.length === 0)
    throw new GraphRefusal('tree: the nodes of the trees are needed');
  const all = trees.map((own, i) => ({ ...checked(own), treeids: own.treeids ?? own.nodeids.map(() => i) }));
  const joined = <Name extends 'treeids' | 'nodeids' | 'featureids' | 'values' | 'true' | 'false'>(
    name: Name,
  ) => all.flatMap((own) => own[name]);
  return {
    treeids: joined('treeids'),
    nodeids: joined('nodeids'),
    featureids: joined('featureids'),
    modes: all.flatMap(({ modes }) => modes),
    values: joined('values'),
    true: joined('true'),
    false: joined('false'),
    missing_value_tracks_true: all.flatMap(
      (own) => own.missing_value_tracks_true ?? own.nodeids.map(() => 0),
    ),
  };
}

function checked(given: Nodes): Nodes {
  const count = given.nodeids.length;
  for (const [name, list] of Object.entries(given))
    if (list !== undefined && list.length !== count)
      throw new GraphRefusal(`tree.${name}: ${list.length} values for ${count} nodes`);
  return given;
}

const nodeAttributes = (given: Nodes): Attributes => ({
  nodes_treeids: { ints: given.treeids ?? given.nodeids.map(() => 0) },
  nodes_nodeids: { ints: given.nodeids },
  nodes_featureids: { ints: given.featureids },
  nodes_modes: { texts: given.modes },
  nodes_values: { floats: given.values },
  nodes_truenodeids: { ints: given.true },
  nodes_falsenodeids: { ints: given.false },
  nodes_missing_value_tracks_true: {
    ints: given.missing_value_tracks_true ?? given.nodeids.map(() => 0),
  },
});

function leafAttributes(prefix: 'target' | 'class', given: Leaves | undefined): Attributes {
  if (given === undefined)
    throw new GraphRefusal(`${prefix === 'target' ? 'targets' : 'classes'}: the leaves’ weights are needed`);
  const { nodeids, ids, weights, treeids = nodeids.map(() => 0) } = given;
  if ([ids, weights, treeids].some((list) => list.length !== nodeids.length))
    throw new GraphRefusal('targets: nodeids, ids, weights and treeids are of one length');
  return {
    [`${prefix}_treeids`]: { ints: treeids },
    [`${prefix}_nodeids`]: { ints: nodeids },
    [`${prefix}_ids`]: { ints: ids },
    [`${prefix}_weights`]: { floats: weights },
  };
}

const baseOf = ({ base_values }: OnnxInputs): Attributes =>
  base_values === undefined ? {} : { base_values: { floats: base_values } };

export function treeRegressor(graph: GraphBuilder, inputs: OnnxInputs, x: Value): Outputs {
  const targets = inputs.targets ?? inputs.classes;
  return {
    values: graph.mlNode('TreeEnsembleRegressor', [x], {
      ...nodeAttributes(nodesOf(inputs)),
      ...leafAttributes('target', targets),
      ...baseOf(inputs),
      n_targets: { int: inputs.n_targets ?? 1 + Math.max(...(targets?.ids ?? [0])) },
      aggregate_function: { text: inputs.aggregate_function },
      post_transform: { text: postOf(inputs) },
    }),
  };
}

export function treeClassifier(graph: GraphBuilder, inputs: OnnxInputs, x: Value): Outputs {
  const classes = inputs.classes ?? inputs.targets;
  const labels = labelsOf(inputs, Math.max(2, 1 + Math.max(...(classes?.ids ?? [0]))));
  return classified(graph, 'TreeEnsembleClassifier', x, {
    ...nodeAttributes(nodesOf(inputs)),
    ...leafAttributes('class', classes),
    ...baseOf(inputs),
    classlabels_int64s: { ints: labels },
    post_transform: { text: postOf(inputs) },
  });
}
