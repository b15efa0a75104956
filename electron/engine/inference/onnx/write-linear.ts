import type { LogisticModel, MlpModel } from '../../../../shared/domain/learners/learner.ts';
import type { GraphBuilder, Value } from './graph-builder.ts';

/** 32-bit features [rows, columns] as standardised 64-bit ones, 0 (the mean) where they are missing. */
function writeStandardised(
  graph: GraphBuilder,
  { mean, scale }: Pick<LogisticModel, 'mean' | 'scale'>,
  features: Value,
): Value {
  const missing = graph.node('IsNaN', [features]);
  const away = graph.node('Sub', [graph.toDouble(features), graph.doubles([1, mean.length], mean)]);
  const standardised = graph.node('Div', [away, graph.doubles([1, scale.length], scale)]);
  return graph.node('Where', [missing, graph.number(0), standardised]);
}

/** [rows, inputs] times the weights (outputs x inputs) plus the biases. */
const writeLayer = (
  graph: GraphBuilder,
  input: Value,
  inputs: number,
  outputs: number,
  weights: readonly number[],
  biases: readonly number[],
): Value =>
  graph.node('Gemm', [input, graph.doubles([outputs, inputs], weights), graph.doubles([outputs], biases)], {
    transB: { int: 1 },
  });

/** 64-bit probabilities [rows, classes] of the features. */
export function writeLogistic(graph: GraphBuilder, model: LogisticModel, features: Value): Value {
  const { columns, classes, coefficients, intercepts } = model;
  const input = writeStandardised(graph, model, features);
  return graph.node('Softmax', [writeLayer(graph, input, columns, classes, coefficients, intercepts)], {
    axis: { int: 1 },
  });
}

/** 64-bit probabilities [rows, classes] of the features. */
export function writeMlp(graph: GraphBuilder, model: MlpModel, features: Value): Value {
  let value = writeStandardised(graph, model, features);
  model.layers.forEach(({ inputs, outputs, weights, biases }, i) => {
    if (i > 0) value = graph.node('Relu', [value]);
    value = writeLayer(graph, value, inputs, outputs, weights, biases);
  });
  return graph.node('Softmax', [value], { axis: { int: 1 } });
}
