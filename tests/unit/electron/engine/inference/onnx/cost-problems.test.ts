import { describe, expect, test } from 'vitest';
import { costProblems, MOST_NODES } from '../../../../../../electron/engine/inference/onnx/cost-problems.ts';
import { inspectOnnx } from '../../../../../../electron/engine/inference/onnx/inspect-onnx.ts';
import {
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  onnx,
} from '../../../../../../electron/engine/inference/onnx/onnx-format.ts';
import { openSession } from '../../../../../../electron/engine/inference/onnx/open-session.ts';
import { node, onnxFile, port } from '../../../../../support/onnx-files.ts';

const GRAPH = onnx.AttributeProto.AttributeType.GRAPH;
const within = (name: string, graph: GraphProto): AttributeProto => ({ name, type: GRAPH, g: graph });
const file = (nodes: readonly NodeProto[], model: Partial<ModelProto> = {}): Uint8Array =>
  onnxFile({
    inputs: [port('x', 'float32', [null, 2])],
    outputs: [port('y', 'float32', [null, 2])],
    nodes: [...nodes, node('Neg', ['x'], ['y'])],
    ...(Object.keys(model).length === 0 ? {} : { model: { ...model } }),
  });
const withFunctions = (
  nodes: readonly NodeProto[],
  functions: NonNullable<ModelProto['functions']>,
): Uint8Array => {
  const whole = onnx.ModelProto.decode(file(nodes));
  return onnx.ModelProto.encode({ ...whole, functions }).finish();
};

const own = (name: string, nodes: readonly NodeProto[]) => ({ name, domain: 'own', node: [...nodes] });
const call = (name: string) => node(name, [], [], [], 'own');
const loop = node('Loop', ['trips', '', 'x'], ['z'], [within('body', { name: 'b', node: [] })]);

const codes = (bytes: Uint8Array) => costProblems(bytes).map(({ code }) => code);

/** Files that would run for ever or nearly, each with the code it is refused with. */
const COSTLY: readonly (readonly [what: string, code: string, bytes: Uint8Array])[] = [
  ['a loop', 'loops', file([loop])],
  ['a scan', 'loops', file([node('Scan', ['x'], ['z'], [within('body', { node: [] })])])],
  [
    'a loop in a branch in a branch',
    'loops',
    file([
      node(
        'If',
        ['c'],
        ['z'],
        [
          within('then_branch', {
            node: [node('If', ['c'], ['z'], [within('else_branch', { node: [loop] })])],
          }),
        ],
      ),
    ]),
  ],
  ['a loop in a function', 'loops', withFunctions([call('F')], [own('F', [loop])])],
  [
    'an operator of the runtime that searches by running a graph',
    'loops',
    file([node('BeamSearch', ['x'], ['z'], [within('decoder', { node: [] })], 'com.microsoft')]),
  ],
  [
    'functions that call each other',
    'loops',
    withFunctions([call('F')], [own('F', [call('G')]), own('G', [call('F')])]),
  ],
  [
    'functions that call the next one ten times each',
    'too-many-nodes',
    withFunctions(
      [call('F0')],
      Array.from({ length: 12 }, (_, i) => own(`F${i}`, new Array<NodeProto>(10).fill(call(`F${i + 1}`)))),
    ),
  ],
  [
    'more nodes than are served',
    'too-many-nodes',
    file(new Array(MOST_NODES).fill(node('Neg', ['x'], ['z']))),
  ],
  [
    // ONNX Runtime joins the two; a reader that keeps the last one sees no loop.
    'a loop in the first of two graphs',
    'loops',
    Uint8Array.from([...onnx.ModelProto.encode({ graph: { node: [loop] } }).finish(), ...file([])]),
  ],
];

describe('what could run for ever is refused before it runs', () => {
  test.each(COSTLY)('%s: %s', async (_what, code, bytes) => {
    expect(codes(bytes)).toContain(code);
    expect(inspectOnnx(bytes).problems).toContainEqual(expect.objectContaining({ code, fatal: true }));
    expect(inspectOnnx(bytes).suggestion).toBeNull();
    expect(await openSession(bytes, { input: 'x', output: 'y', columns: 2, classes: 2 })).toMatchObject({
      ok: false,
      code: 'too-costly',
    });
  });

  test('a constant said to be larger than any memory', () => {
    const sparse = onnx.ModelProto.encode({
      graph: { sparseInitializer: [{ dims: [2 ** 20, 2 ** 20] }] },
    }).finish();
    expect(codes(sparse)).toEqual(['too-large']);
  });

  test('branches, functions and a graph of the most nodes there may be are served', async () => {
    const branch = node('If', ['c'], ['z'], [within('then_branch', { node: [node('Neg', ['x'], ['z'])] })]);
    expect(codes(file([branch]))).toEqual([]);
    expect(codes(withFunctions([call('F'), call('F')], [own('F', [node('Neg', ['a'], ['b'])])]))).toEqual([]);
    expect(codes(file(new Array(MOST_NODES - 1).fill(node('Neg', ['x'], ['z']))))).toEqual([]);
  });

  test('bytes that are no model, and graphs nested deeper than any, are no reason to throw', () => {
    let graph: GraphProto = { node: [] };
    for (let i = 0; i < 40; i += 1)
      graph = { node: [node('If', ['c'], ['z'], [within('then_branch', graph)])] };
    expect(codes(onnx.ModelProto.encode({ graph }).finish())).toEqual(['damaged-file']);
    expect(codes(Uint8Array.from([0xff, 0xff]))).toEqual(['damaged-file']);
  });
});
