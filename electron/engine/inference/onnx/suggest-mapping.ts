import type { Inspection } from '../../../../shared/contract/models.ts';
import { makerOf } from './graph-walk.ts';
import type { AttributeProto, GraphProto, ModelProto, NodeProto } from './onnx-format.ts';
import type { DeclaredValue } from './onnx-value-type.ts';
import { servedOutputs } from './served-ports.ts';

type Suggestion = NonNullable<Inspection['suggestion']>;

/**
 * A first guess at what is mapped to what. `columns` and `classes` are 0 where neither the shapes nor the weights say
 * them.
 */
export function suggestionOf(
  { graph }: ModelProto,
  inputs: readonly DeclaredValue[],
  outputs: readonly DeclaredValue[],
): Suggestion | null {
  const [input] = inputs;
  if (graph === null || graph === undefined || input === undefined) return null;
  const ranked = servedOutputs(outputs)
    .map((output) => ({ output, maker: makerOf(graph, output.name) }))
    .sort((a, b) => likelihood(b) - likelihood(a));
  const best = ranked[0];
  if (best === undefined) return null;
  const classes = classesOf(best.output, best.maker);
  return {
    input: input.name,
    output: best.output.name,
    kind: kindOf(best, classes),
    columns: sizeOf(input.shape?.[1]) ?? columnsOfWeights(graph, input.name) ?? 0,
    classes,
  };
}

type Made = { readonly output: DeclaredValue; readonly maker: NodeProto | undefined };

const sizeOf = (dim: number | string | null | undefined): number | undefined =>
  typeof dim === 'number' ? dim : undefined;

const isProbabilities = ({ output, maker }: Made): boolean =>
  /prob/i.test(output.name) ||
  maker?.opType === 'Softmax' ||
  maker?.opType === 'Sigmoid' ||
  maker?.opType === 'Normalizer' ||
  (/Classifier$/.test(maker?.opType ?? '') && maker?.output?.[1] === output.name);

/** Labels are whole numbers and come first; what is wanted is a table of floats, of probabilities best. */
const likelihood = (made: Made): number =>
  (isProbabilities(made) ? 4 : 0) +
  (made.output.type.startsWith('float') ? 2 : 0) +
  (made.output.shape?.length === 2 ? 1 : 0);

function kindOf(made: Made, classes: number): Suggestion['kind'] {
  if (classes === 1) return 'number';
  return isProbabilities(made) ? 'probabilities' : 'scores';
}

const attributeOf = (node: NodeProto | undefined, name: string): AttributeProto | undefined =>
  node?.attribute?.find((attribute) => attribute.name === name);

function classesOf({ shape }: DeclaredValue, maker: NodeProto | undefined): number {
  if (shape?.length === 1) return 1;
  const labels =
    (attributeOf(maker, 'classlabels_ints')?.ints?.length ?? 0) +
    (attributeOf(maker, 'classlabels_int64s')?.ints?.length ?? 0) +
    (attributeOf(maker, 'classlabels_strings')?.strings?.length ?? 0);
  const targets = Number(attributeOf(maker, 'n_targets')?.i ?? attributeOf(maker, 'targets')?.i ?? 0);
  return sizeOf(shape?.[1]) ?? (labels || targets);
}

/** Operators whose output has the columns of their first input. */
const KEEPS_COLUMNS = new Set([
  'Cast',
  'Identity',
  'Imputer',
  'Normalizer',
  'Scaler',
  'Sub',
  'Div',
  'Mul',
  'Add',
]);

/** How many columns an operator's own weights are made for; `dims` are those of its second input, a constant. */
const WEIGHED: Readonly<
  Record<string, (node: NodeProto, dims: readonly number[] | undefined) => number | undefined>
> = {
  MatMul: (_, dims) => (dims?.length === 2 ? dims[0] : undefined),
  Gemm: (node, dims) => dims?.[Number(attributeOf(node, 'transB')?.i ?? 0) === 1 ? 1 : 0],
  Scaler: (node) => {
    const offsets = attributeOf(node, 'offset')?.floats?.length ?? 0;
    return offsets > 1 ? offsets : undefined;
  },
  LinearClassifier: columnsOfLinear,
  LinearRegressor: columnsOfLinear,
};

function columnsOfLinear(node: NodeProto): number | undefined {
  const coefficients = attributeOf(node, 'coefficients')?.floats?.length ?? 0;
  const columns = coefficients / (attributeOf(node, 'intercepts')?.floats?.length ?? 0);
  return Number.isInteger(columns) && columns > 0 ? columns : undefined;
}

/** How many columns the weights that `value` meets first are made for; nodes come after those that they need. */
function columnsOfWeights(graph: GraphProto, value: string, from = 0): number | undefined {
  for (const [i, node] of (graph.node ?? []).entries()) {
    if (i < from || node.input?.[0] !== value) continue;
    const weights = graph.initializer?.find(({ name }) => name === node.input?.[1]);
    const own = WEIGHED[node.opType ?? '']?.(node, weights?.dims?.map(Number));
    if (own !== undefined) return own;
    const output = KEEPS_COLUMNS.has(node.opType ?? '') ? node.output?.[0] : undefined;
    const later = output === undefined ? undefined : columnsOfWeights(graph, output, i + 1);
    if (later !== undefined) return later;
  }
  return undefined;
}
