import {
  type AttributeProto,
  DOUBLE,
  type FLOAT,
  type GraphProto,
  INT64,
  ML_DOMAIN,
  type NodeProto,
  onnx,
  type STRING,
  type TensorProto,
  tensorOf,
  tensorType,
} from './onnx-format.ts';

/** IR 8 with these operator sets is read by every ONNX Runtime since 1.12, and has all that models here need. */
export const IR_VERSION = 8;
export const OPSET = 17;
export const ML_OPSET = 3;

/** The name of a value in the graph. */
export type Value = string;

export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly text: string }
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] }
  | { readonly tensor: TensorProto };
export type Attributes = Readonly<Record<string, Attribute>>;

const encoder = new TextEncoder();
const KIND = onnx.AttributeProto.AttributeType;

function attributeOf(name: string, attribute: Attribute): AttributeProto {
  if ('int' in attribute) return { name, type: KIND.INT, i: attribute.int };
  if ('float' in attribute) return { name, type: KIND.FLOAT, f: attribute.float };
  if ('text' in attribute) return { name, type: KIND.STRING, s: encoder.encode(attribute.text) };
  if ('ints' in attribute) return { name, type: KIND.INTS, ints: [...attribute.ints] };
  if ('floats' in attribute) return { name, type: KIND.FLOATS, floats: [...attribute.floats] };
  if ('texts' in attribute)
    return { name, type: KIND.STRINGS, strings: attribute.texts.map((text) => encoder.encode(text)) };
  return { name, type: KIND.TENSOR, t: attribute.tensor };
}

/**
 * A graph being written, node by node. Every method that adds a node returns the value it makes. Arithmetic is on
 * 64-bit floats unless a method says otherwise: in 32 bits, what is summed, exponentiated or scaled up by a steep
 * calibration would be off by more than the 1e-5 to which a model reproduces its trainer.
 */
export interface GraphBuilder {
  /** Adds a node with one output. */
  node(op: string, inputs: readonly Value[], attributes?: Attributes): Value;
  /** The same for operators of `ai.onnx.ml`. */
  mlNode(op: string, inputs: readonly Value[], attributes: Attributes): Value;
  /** The same with several outputs. */
  mlNodes(op: string, inputs: readonly Value[], attributes: Attributes, outputs: number): readonly Value[];
  doubles(dims: readonly number[], values: readonly number[]): Value;
  ints(dims: readonly number[], values: readonly number[]): Value;
  /** A number as a constant without dimensions. */
  number(value: number): Value;
  /** Matrix product of [rows, k] and a constant [k, n], row by row. */
  times(left: Value, k: number, n: number, values: readonly number[]): Value;
  toDouble(value: Value): Value;
  /** Column `index` of [rows, n] as [rows, 1]. */
  column(value: Value, index: number): Value;
  /** Sums over dimension 1, kept as 1. */
  rowSums(value: Value): Value;
  /** Columns [rows, n] side by side. */
  beside(values: readonly Value[]): Value;
}

export type GraphParts = {
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
};

export function createGraph(): GraphBuilder & { readonly parts: GraphParts } {
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const numbers = new Map<number, Value>();
  const addAll = (
    domain: string,
    op: string,
    inputs: readonly Value[],
    attributes: Attributes,
    outputs: number,
  ): readonly Value[] => {
    const name = `${op}_${nodes.length}`;
    const output = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}_${i}`));
    nodes.push({
      name,
      opType: op,
      domain,
      input: [...inputs],
      output,
      attribute: Object.entries(attributes).map(([name, attribute]) => attributeOf(name, attribute)),
    });
    return output;
  };
  const add = (domain: string, op: string, inputs: readonly Value[], attributes: Attributes): Value =>
    addAll(domain, op, inputs, attributes, 1)[0] as Value;
  const constant = (
    type: typeof DOUBLE | typeof INT64,
    dims: readonly number[],
    values: readonly number[],
  ) => {
    const name = `constant_${initializers.length}`;
    initializers.push({ ...tensorOf(type, dims, values), name });
    return name;
  };
  const builder: GraphBuilder = {
    node: (op, inputs, attributes = {}) => add('', op, inputs, attributes),
    mlNode: (op, inputs, attributes) => add(ML_DOMAIN, op, inputs, attributes),
    mlNodes: (op, inputs, attributes, outputs) => addAll(ML_DOMAIN, op, inputs, attributes, outputs),
    doubles: (dims, values) => constant(DOUBLE, dims, values),
    ints: (dims, values) => constant(INT64, dims, values),
    number: (value) => {
      const name = numbers.get(value) ?? constant(DOUBLE, [], [value]);
      numbers.set(value, name);
      return name;
    },
    times: (left, k, n, values) => add('', 'MatMul', [left, constant(DOUBLE, [k, n], values)], {}),
    toDouble: (value) => add('', 'Cast', [value], { to: { int: DOUBLE } }),
    column: (value, index) => add('', 'Gather', [value, constant(INT64, [1], [index])], { axis: { int: 1 } }),
    rowSums: (value) => add('', 'ReduceSum', [value, constant(INT64, [1], [1])], { keepdims: { int: 1 } }),
    beside: (values) => add('', 'Concat', values, { axis: { int: 1 } }),
  };
  return { ...builder, parts: { nodes, initializers } };
}

/** What a tensor going in or out of a model is; `null` and names stand for dimensions left open. */
export type Port = {
  readonly name: string;
  readonly type: typeof FLOAT | typeof DOUBLE | typeof INT64 | typeof STRING;
  readonly dims: readonly (number | string | null)[];
};

export type ModelAbout = {
  readonly name: string;
  readonly description: string;
  readonly producerVersion: string;
  readonly metadata: Readonly<Record<string, string>>;
};

/** The bytes of a model; `outputs` are values of the graph, renamed to their port's name. */
export function encodeModel(
  { nodes, initializers }: GraphParts,
  inputs: readonly Port[],
  outputs: readonly (Port & { readonly value: Value })[],
  about: ModelAbout,
): Uint8Array {
  const port = ({ name, type, dims }: Port) => ({ name, type: tensorType(type, dims) });
  const graph: GraphProto = {
    name: about.name,
    docString: about.description,
    node: [
      ...nodes,
      ...outputs.map(({ name, value }) => ({
        name: `output_${name}`,
        opType: 'Identity',
        input: [value],
        output: [name],
      })),
    ],
    initializer: [...initializers],
    input: inputs.map(port),
    output: outputs.map(port),
  };
  const usesMl = nodes.some(({ domain }) => domain === ML_DOMAIN);
  return onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    opsetImport: [
      { domain: '', version: OPSET },
      ...(usesMl ? [{ domain: ML_DOMAIN, version: ML_OPSET }] : []),
    ],
    producerName: 'overround',
    producerVersion: about.producerVersion,
    docString: about.description,
    graph,
    metadataProps: Object.entries(about.metadata).map(([key, value]) => ({ key, value })),
  }).finish();
}
