import type { GraphProto, ModelProto, NodeProto, TensorProto } from './onnx-format.ts';

/** Every node of a model: of its graph, of the branches and loops inside, and of its own functions. */
export function* nodesOf(model: ModelProto): Generator<NodeProto> {
  if (model.graph) yield* nodesOfGraph(model.graph);
  for (const { node } of model.functions ?? []) yield* withSubgraphs(node ?? []);
}

function* nodesOfGraph(graph: GraphProto): Generator<NodeProto> {
  yield* withSubgraphs(graph.node ?? []);
}

function* withSubgraphs(nodes: readonly NodeProto[]): Generator<NodeProto> {
  for (const node of nodes) {
    yield node;
    for (const graph of subgraphs(node)) yield* nodesOfGraph(graph);
  }
}

function* subgraphs({ attribute }: NodeProto): Generator<GraphProto> {
  for (const { g, graphs } of attribute ?? []) {
    if (g) yield g;
    yield* graphs ?? [];
  }
}

/** Every constant of a model: weights and tensors given as attributes, wherever they are. */
export function* tensorsOf(model: ModelProto): Generator<TensorProto> {
  yield* model.graph?.initializer ?? [];
  for (const node of nodesOf(model)) {
    for (const { t, tensors } of node.attribute ?? []) {
      if (t) yield t;
      yield* tensors ?? [];
    }
    for (const graph of subgraphs(node)) yield* graph.initializer ?? [];
  }
}

/** The node that makes the value `name` in the model's graph, past copies and casts. */
export function makerOf({ node: nodes = [] }: Pick<GraphProto, 'node'>, name: string): NodeProto | undefined {
  let wanted = name;
  let maker: NodeProto | undefined;
  // Nodes come after those that they need: from the last to the first, each is passed once.
  for (const node of [...(nodes ?? [])].reverse()) {
    if (node.output?.includes(wanted) !== true) continue;
    maker = node;
    const from = node.input?.[0];
    if ((node.opType !== 'Identity' && node.opType !== 'Cast') || from === undefined) break;
    wanted = from;
  }
  return maker;
}
