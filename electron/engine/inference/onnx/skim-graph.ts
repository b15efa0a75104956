/**
 * A walk over the bytes of an ONNX file that meets every node, wherever it is, without making objects of it: the file
 * may be one that only wants to be expensive. Parts that come twice are met twice, as the runtime joins them.
 */

/** What stands in the nodes of one graph or function, with those of the branches inside. */
export type Skimmed = {
  nodes: number;
  /** Operators that have graphs inside, or run something over and over. */
  readonly bodied: Set<string>;
  /** `domain.operator` by how often it is used. */
  readonly used: Map<string, number>;
};

export type SkimmedModel = {
  readonly main: Skimmed;
  /** By `domain.operator`. */
  readonly functions: ReadonlyMap<string, Skimmed>;
  /** Values that constants are said to have, a sparse one with its zeros. */
  readonly constants: number;
};

/** Fields of ONNX's messages by their number: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
const MODEL = { graph: 7, functions: 25 } as const;
const GRAPH = { node: 1, initializer: 5, sparseInitializer: 15 } as const;
const NODE = { opType: 4, attribute: 5, domain: 7 } as const;
const ATTRIBUTE = { t: 5, g: 6, tensors: 10, graphs: 11, sparse: 22, sparses: 23 } as const;
const FUNCTION = { name: 1, node: 7, domain: 10, attribute: 11 } as const;
const TENSOR = { dims: 1 } as const;
const SPARSE = { dims: 3 } as const;

/** Graphs in graphs; nothing that is exported has more than a few. */
const DEEPEST = 32;

type Span = { readonly from: number; readonly to: number };
/** `span` is that of a text, a message or packed numbers; `value` is a number's. */
type OnField = (field: number, span: Span | null, value: number) => void;

const damaged = (): Error => new RangeError('no protocol buffer');

function eachField(bytes: Uint8Array, { from, to }: Span, on: OnField): void {
  let at = from;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= to) throw damaged();
      const byte = bytes[at++] as number;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw damaged();
  };
  while (at < to) {
    const tag = varint();
    const field = Math.floor(tag / 8);
    const kind = tag % 8;
    if (kind === 0) on(field, null, varint());
    else if (kind === 1 || kind === 5) at += kind === 1 ? 8 : 4;
    else if (kind === 2) {
      const length = varint();
      const span = { from: at, to: at + length };
      if (span.to > to) throw damaged();
      on(field, span, 0);
      at = span.to;
    } else throw damaged();
    if (at > to) throw damaged();
  }
}

const textAt = (bytes: Uint8Array, { from, to }: Span): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');

const nameOf = (domain: string, op: string): string => `${domain || 'ai.onnx'}.${op}`;

/** Throws `RangeError` where the bytes are no protocol buffer, or nest deeper than anything that is exported. */
export function skimModel(bytes: Uint8Array): SkimmedModel {
  const none = (): Skimmed => ({ nodes: 0, bodied: new Set(), used: new Map() });
  const main = none();
  const functions = new Map<string, Skimmed>();
  let constants = 0;

  const tensor = (span: Span, dims: number): void => {
    let size = 1;
    eachField(bytes, span, (field, packed, value) => {
      if (field !== dims) return;
      if (packed === null) size *= value;
      else eachPacked(bytes, packed, (dim) => (size *= dim));
    });
    constants += size;
  };
  const graph = (span: Span, into: Skimmed, depth: number): void => {
    if (depth > DEEPEST) throw damaged();
    eachField(bytes, span, (field, part) => {
      if (part === null) return;
      if (field === GRAPH.node) node(part, into, depth);
      else if (field === GRAPH.initializer) tensor(part, TENSOR.dims);
      else if (field === GRAPH.sparseInitializer) tensor(part, SPARSE.dims);
    });
  };
  /** Answers whether there is a graph in it. */
  const attribute = (span: Span, into: Skimmed, depth: number): boolean => {
    let hasGraph = false;
    eachField(bytes, span, (field, part) => {
      if (part === null) return;
      if (field === ATTRIBUTE.g || field === ATTRIBUTE.graphs) {
        hasGraph = true;
        graph(part, into, depth + 1);
      } else if (field === ATTRIBUTE.t || field === ATTRIBUTE.tensors) tensor(part, TENSOR.dims);
      else if (field === ATTRIBUTE.sparse || field === ATTRIBUTE.sparses) tensor(part, SPARSE.dims);
    });
    return hasGraph;
  };
  const node = (span: Span, into: Skimmed, depth: number): void => {
    let op = '';
    let domain = '';
    let hasGraph = false;
    eachField(bytes, span, (field, part) => {
      if (part === null) return;
      if (field === NODE.opType) op = textAt(bytes, part);
      else if (field === NODE.domain) domain = textAt(bytes, part);
      else if (field === NODE.attribute) hasGraph = attribute(part, into, depth) || hasGraph;
    });
    const name = nameOf(domain, op);
    into.nodes += 1;
    into.used.set(name, (into.used.get(name) ?? 0) + 1);
    if (hasGraph) into.bodied.add(name);
  };
  const ownFunction = (span: Span): void => {
    const body = none();
    let name = '';
    let domain = '';
    eachField(bytes, span, (field, part) => {
      if (part === null) return;
      if (field === FUNCTION.name) name = textAt(bytes, part);
      else if (field === FUNCTION.domain) domain = textAt(bytes, part);
      else if (field === FUNCTION.node) node(part, body, 0);
      else if (field === FUNCTION.attribute && attribute(part, body, 0)) body.bodied.add('an attribute');
    });
    // Of two under one name, either may be the one that is called.
    const key = nameOf(domain, name);
    const other = functions.get(key);
    functions.set(key, other === undefined ? body : joined(other, body));
  };

  eachField(bytes, { from: 0, to: bytes.length }, (field, part) => {
    if (part === null) return;
    if (field === MODEL.graph) graph(part, main, 0);
    else if (field === MODEL.functions) ownFunction(part);
  });
  return { main, functions, constants };
}

function eachPacked(bytes: Uint8Array, { from, to }: Span, on: (value: number) => void): void {
  let value = 0;
  let shift = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] as number;
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte >= 0x80) continue;
    on(value);
    value = 0;
    shift = 0;
  }
}

function joined(a: Skimmed, b: Skimmed): Skimmed {
  const used = new Map(a.used);
  for (const [name, times] of b.used) used.set(name, (used.get(name) ?? 0) + times);
  return { nodes: a.nodes + b.nodes, bodied: new Set([...a.bodied, ...b.bodied]), used };
}
