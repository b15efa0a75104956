import {
  type AttributeProto,
  type ModelProto,
  type NodeProto,
  onnx,
  type TensorProto,
  tensorType,
  type ValueInfoProto,
} from '../../electron/engine/inference/onnx/onnx-format.ts';

/** Element types by their name in ONNX Runtime. */
export const ELEMENT = {
  float32: 1,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
} as const;

export const port = (
  name: string,
  type: keyof typeof ELEMENT,
  dims: readonly (number | string | null)[],
): ValueInfoProto => ({ name, type: tensorType(ELEMENT[type], dims) });

export const node = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attribute: readonly AttributeProto[] = [],
  domain = '',
): NodeProto => ({ opType, domain, input: [...input], output: [...output], attribute: [...attribute] });

export const ML = 'ai.onnx.ml';
const KIND = onnx.AttributeProto.AttributeType;
export const int = (name: string, i: number): AttributeProto => ({ name, type: KIND.INT, i });
export const ints = (name: string, values: readonly number[]): AttributeProto => ({
  name,
  type: KIND.INTS,
  ints: [...values],
});

type Parts = {
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
  readonly nodes: readonly NodeProto[];
  readonly weights?: readonly TensorProto[];
  readonly model?: Partial<ModelProto>;
};

/** A small ONNX file made by hand: IR 8, operator sets 17 and 3 unless `model` says otherwise. */
export const onnxFile = ({ inputs, outputs, nodes, weights = [], model = {} }: Parts): Uint8Array =>
  onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [
      { domain: '', version: 17 },
      { domain: ML, version: 3 },
    ],
    graph: {
      name: 'made by hand',
      node: [...nodes],
      initializer: [...weights],
      input: [...inputs],
      output: [...outputs],
    },
    ...model,
  }).finish();

/** A classifier as skl2onnx exports it by default: labels, and a ZipMap of its probabilities. */
export const zipMapFile = (labels: readonly number[]): Uint8Array =>
  onnxFile({
    inputs: [port('x', 'float32', [null, labels.length])],
    outputs: [
      port('label', 'int64', [null]),
      {
        name: 'output_probability',
        type: {
          sequenceType: { elemType: { mapType: { keyType: ELEMENT.int64, valueType: tensorType(1, []) } } },
        },
      },
    ],
    nodes: [
      node('Softmax', ['x'], ['p'], [int('axis', 1)]),
      node('ArgMax', ['x'], ['label'], [int('axis', 1), int('keepdims', 0)]),
      node('ZipMap', ['p'], ['output_probability'], [ints('classlabels_int64s', labels)], ML),
    ],
  });
