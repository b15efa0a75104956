import type { Attributes, GraphBuilder, Value } from '../../engine/inference/onnx/graph-builder.ts';
import { GraphRefusal, type OnnxInputs } from './calc-onnx-inputs.ts';

export type Outputs = { readonly values: Value; readonly labels?: Value };
export type WriteOperator = (graph: GraphBuilder, inputs: OnnxInputs, features: Value) => Outputs;

/** Classifiers have two outputs: the label, then one score a class. */
export function classified(graph: GraphBuilder, op: string, x: Value, attributes: Attributes): Outputs {
  const [labels, values] = graph.mlNodes(op, [x], attributes, 2);
  if (labels === undefined || values === undefined) throw new GraphRefusal(`op: ${op} has two outputs`);
  return { labels, values };
}

/** What may follow by `+`. */
const FOLLOWING: Readonly<Record<string, (axis: number) => readonly [op: string, attributes: Attributes]>> = {
  softmax: (axis) => ['Softmax', { axis: { int: axis } }],
  logsoftmax: (axis) => ['LogSoftmax', { axis: { int: axis } }],
  sigmoid: () => ['Sigmoid', {}],
  logistic: () => ['Sigmoid', {}],
  relu: () => ['Relu', {}],
  tanh: () => ['Tanh', {}],
  exp: () => ['Exp', {}],
  identity: () => ['Identity', {}],
};

export const nameOf = (step: string): string => /^\s*([a-z]+)/i.exec(step)?.[1]?.toLowerCase() ?? '';

export function follow(graph: GraphBuilder, step: string, value: Value): Value {
  const following = FOLLOWING[nameOf(step)];
  if (following === undefined)
    throw new GraphRefusal(
      `op: "${step}" is not known. After + may come ${Object.keys(FOLLOWING).join(', ')}`,
    );
  const [op, attributes] = following(Number(/axis\s*=\s*(-?\d+)/.exec(step)?.[1] ?? 1));
  return graph.node(op, [value], attributes);
}

/** Whether an operator that may follow begins `op`. */
export const isFollowing = (step: string): boolean => FOLLOWING[nameOf(step)] !== undefined;
