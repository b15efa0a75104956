import {
  createGraph,
  encodeModel,
  type Port,
  type Value,
} from '../../engine/inference/onnx/graph-builder.ts';
import { FLOAT, INT64 } from '../../engine/inference/onnx/onnx-format.ts';
import { GraphRefusal, type OnnxInputs } from './calc-onnx-inputs.ts';
import { layered, linearClassifier, linearRegressor, scalerOf } from './calc-onnx-linear.ts';
import { follow, isFollowing, type WriteOperator } from './calc-onnx-operators.ts';
import { treeClassifier, treeRegressor } from './calc-onnx-trees.ts';

/** The operators that a model may begin with, by what `op` says; the first that fits is written. */
const OPERATORS: readonly (readonly [pattern: RegExp, write: WriteOperator])[] = [
  [/Tree\w*Classifier/i, treeClassifier],
  [/Tree/i, treeRegressor],
  [/LinearClassifier|Logistic/i, linearClassifier],
  [/LinearRegressor/i, linearRegressor],
  [/Gemm|MatMul|MLP|Dense|Linear|layers/i, layered],
  [/Scaler/i, (graph, inputs, x) => ({ values: graph.mlNode('Scaler', [x], scalerOf(inputs)) })],
  [/^\s*(?:Softmax|LogSoftmax|Sigmoid|Relu|Tanh|Identity)/i, (_, __, x) => ({ values: x })],
];

/** The bytes of the model that the inputs describe: float32 `X` in, float32 `P` and perhaps int64 `label` out. */
export function onnxOf(inputs: OnnxInputs): Uint8Array {
  const columns = inputs.X[0]?.length ?? 0;
  if (inputs.X.some((row) => row.length !== columns))
    throw new GraphRefusal('X: every row has as many columns as the first');
  const [first, ...rest] = inputs.op.split(/\s*(?:\+|->|→)\s*/);
  const operator = OPERATORS.find(([pattern]) => pattern.test(first ?? ''));
  if (operator === undefined)
    throw new GraphRefusal(
      `op: "${inputs.op}" is not known. It begins with TreeEnsembleRegressor, TreeEnsembleClassifier, LinearRegressor, LinearClassifier, Gemm, MLP or Scaler`,
    );
  const graph = createGraph();
  const made = operator[1](graph, inputs, 'X');
  const isAlone = isFollowing(first ?? '');
  const values = (isAlone ? [first ?? '', ...rest] : rest).reduce(
    (value, step) => follow(graph, step, value),
    made.values,
  );
  const outputs: (Port & { readonly value: Value })[] = [
    { name: 'P', type: FLOAT, dims: [null, null], value: values },
    ...(made.labels === undefined
      ? []
      : [{ name: 'label', type: INT64, dims: [null], value: made.labels } as const]),
  ];
  return encodeModel(graph.parts, [{ name: 'X', type: FLOAT, dims: [null, columns] }], outputs, {
    name: 'calc',
    description: inputs.op,
    producerVersion: '',
    metadata: {},
  });
}
