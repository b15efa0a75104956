import type { Attributes, GraphBuilder, Value } from '../../engine/inference/onnx/graph-builder.ts';
import { FLOAT, tensorOf } from '../../engine/inference/onnx/onnx-format.ts';
import { GraphRefusal, labelsOf, type OnnxInputs, postOf } from './calc-onnx-inputs.ts';
import { classified, follow, nameOf, type Outputs } from './calc-onnx-operators.ts';

function linearOf(inputs: OnnxInputs): { readonly coefficients: readonly number[]; readonly scores: number } {
  const columns = inputs.X[0]?.length ?? 0;
  const coefficients = inputs.coefficients?.flat();
  if (coefficients === undefined) throw new GraphRefusal('coefficients: one a class and column are needed');
  const scores = coefficients.length / columns;
  if (!Number.isInteger(scores) || scores < 1)
    throw new GraphRefusal(
      `coefficients: ${coefficients.length} are not one for each class and each of ${columns} columns`,
    );
  if (inputs.intercepts !== undefined && inputs.intercepts.length !== scores)
    throw new GraphRefusal(`intercepts: ${inputs.intercepts.length} for ${scores} classes`);
  return { coefficients, scores };
}

export function linearClassifier(graph: GraphBuilder, inputs: OnnxInputs, x: Value): Outputs {
  const { coefficients, scores } = linearOf(inputs);
  return classified(graph, 'LinearClassifier', x, {
    coefficients: { floats: coefficients },
    intercepts: { floats: inputs.intercepts ?? new Array<number>(scores).fill(0) },
    classlabels_ints: { ints: labelsOf(inputs, Math.max(2, scores)) },
    multi_class: { int: inputs.multi_class },
    post_transform: { text: postOf(inputs) },
  });
}

export function linearRegressor(graph: GraphBuilder, inputs: OnnxInputs, x: Value): Outputs {
  const { coefficients, scores } = linearOf(inputs);
  return {
    values: graph.mlNode('LinearRegressor', [x], {
      coefficients: { floats: coefficients },
      intercepts: { floats: inputs.intercepts ?? new Array<number>(scores).fill(0) },
      targets: { int: scores },
      post_transform: { text: postOf(inputs) },
    }),
  };
}

/** One Gemm, or several with ReLU, or what a layer names, between them. */
export function layered(graph: GraphBuilder, inputs: OnnxInputs, x: Value): Outputs {
  const { weights, biases, alpha, beta, trans_b: transB } = inputs;
  const layers = inputs.layers ?? (weights === undefined ? [] : [{ weights, biases }]);
  if (layers.length === 0) throw new GraphRefusal('layers: weights are needed');
  if (layers.some((own) => own.weights.some((row) => row.length !== own.weights[0]?.length)))
    throw new GraphRefusal('weights: every row has as many values as the first');
  let width = inputs.X[0]?.length ?? 0;
  let value = x;
  layers.forEach((own, i) => {
    const [rows, columns] = [own.weights.length, own.weights[0]?.length ?? 0];
    // inputs x outputs, as Gemm has it, or outputs x inputs where only that fits or is said.
    const isTurned = transB === 1 || (transB === undefined && rows !== width && columns === width);
    if ((isTurned ? columns : rows) !== width)
      throw new GraphRefusal(`weights: ${rows} x ${columns} do not fit ${width} columns`);
    const added = own.biases;
    const floats = (dims: readonly number[], values: readonly number[]) =>
      graph.node('Constant', [], { value: { tensor: tensorOf(FLOAT, dims, values) } });
    value = graph.node(
      'Gemm',
      [
        value,
        floats([rows, columns], own.weights.flat()),
        ...(added === undefined ? [] : [floats([added.length], added)]),
      ],
      { transB: { int: isTurned ? 1 : 0 }, alpha: { float: alpha }, beta: { float: beta } },
    );
    const activation = 'activation' in own ? own.activation : undefined;
    if (activation !== undefined && nameOf(activation) !== 'none' && activation !== '')
      value = follow(graph, activation, value);
    else if (i < layers.length - 1) value = graph.node('Relu', [value]);
    width = isTurned ? rows : columns;
  });
  return { values: value };
}

export const scalerOf = ({ offset, scale }: OnnxInputs): Attributes => ({
  offset: { floats: offset },
  scale: { floats: scale },
});
