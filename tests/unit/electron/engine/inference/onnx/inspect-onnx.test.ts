import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectOnnx, MOST_BYTES } from '../../../../../../electron/engine/inference/onnx/inspect-onnx.ts';
import { onnx, tensorType } from '../../../../../../electron/engine/inference/onnx/onnx-format.ts';
import { int, ints, ML, node, onnxFile, port, zipMapFile } from '../../../../../support/onnx-files.ts';
import '../../../../../support/property-seed.ts';

type Parts = Parameters<typeof onnxFile>[0];
const plain: Parts = {
  inputs: [port('x', 'float32', [null, 2])],
  outputs: [port('y', 'float32', [null, 3])],
  nodes: [node('MatMul', ['x', 'w'], ['s']), node('Softmax', ['s'], ['y'], [int('axis', 1)])],
  weights: [{ name: 'w', dims: [2, 3], dataType: 1, floatData: [1, 2, 3, 4, 5, 6] }],
};
const withModel = (model: NonNullable<Parts['model']>): Uint8Array => onnxFile({ ...plain, model });
const withInput = (...inputs: Parts['inputs']): Uint8Array => onnxFile({ ...plain, inputs });
const withOutput = (...outputs: Parts['outputs']): Uint8Array => onnxFile({ ...plain, outputs });
const opsets = (standard: number, ml = 3) => [
  { domain: '', version: standard },
  { domain: ML, version: ml },
];
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const bytes = (...head: readonly number[]): Uint8Array =>
  Uint8Array.from([...head, ...new Array<number>(60).fill(7)]);

test('a plain model has no problems and a suggestion', () => {
  expect(inspectOnnx(onnxFile(plain))).toMatchObject({
    ir: 8,
    opsets: [
      { domain: 'ai.onnx', version: 17 },
      { domain: ML, version: 3 },
    ],
    inputs: [{ name: 'x', type: 'float32', shape: [null, 2] }],
    outputs: [{ name: 'y', type: 'float32', shape: [null, 3] }],
    problems: [],
    suggestion: { input: 'x', output: 'y', kind: 'probabilities', columns: 2, classes: 3 },
  });
});

describe('what is no model is told by what it looks like', () => {
  test.each([
    ['empty-file', new Uint8Array(), 'empty'],
    ['not-onnx', text('<!DOCTYPE html><html><body>Not found</body></html>'), 'web page'],
    ['not-onnx', text('version https://git-lfs.github.com/spec/v1\noid sha256:00\n'), 'git lfs pull'],
    ['not-onnx', text('tree\nversion=v4\nnum_class=3\n'), 'LightGBM'],
    ['not-onnx', text('{"learner": {"attributes": {}}}'), 'XGBoost JSON'],
    ['not-onnx', text('{"a": 1, "b": [1, 2, 3]}'), 'JSON'],
    ['not-onnx', text('date,home,away\n2020-01-01,A,B\n'), 'text file'],
    ['not-onnx', bytes(0x50, 0x4b, 3, 4), 'ZIP'],
    ['not-onnx', Uint8Array.from([...bytes(0x50, 0x4b, 3, 4), ...text('archive/data.pkl')]), 'PyTorch'],
    ['not-onnx', bytes(0x80, 4, 0x95), 'pickle'],
    ['not-onnx', bytes(0x78, 0x9c), 'joblib'],
    ['not-onnx', bytes(0x1f, 0x8b), 'gzip'],
    ['not-onnx', bytes(0x89, 0x48, 0x44, 0x46), 'HDF5'],
    ['not-onnx', bytes(0x1c, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33), 'TensorFlow Lite'],
    ['not-onnx', bytes(0xff, 0xff), 'no ONNX model'],
    ['damaged-file', onnxFile(plain).subarray(0, 60), 'ends too early'],
    ['damaged-file', onnx.ModelProto.encode({ irVersion: 8 }).finish(), 'no graph'],
  ] as const)('%s, %#', (code, file, words) => {
    const { problems, suggestion } = inspectOnnx(file);
    expect(problems.map((problem) => [problem.code, problem.fatal])).toEqual([[code, true]]);
    expect(problems[0]?.message).toContain(words);
    expect(suggestion).toBeNull();
  });

  test('too large to be read at all', () => {
    // A view of a length, without the memory behind it.
    const large = Object.create(Uint8Array.prototype, { length: { value: MOST_BYTES + 1 } }) as Uint8Array;
    expect(inspectOnnx(large).problems.map(({ code }) => code)).toEqual(['too-large']);
  });

  test('any bytes, and any part or change of a model, are inspected without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (file) => {
        expect(inspectOnnx(file).problems.length).toBeGreaterThan(0);
      }),
    );
    const whole = zipMapFile([1, 2, 3]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const changed = whole.slice();
        changed[at] = byte;
        inspectOnnx(changed);
        expect(inspectOnnx(whole.subarray(0, at)).problems.some(({ fatal }) => fatal)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** File, code, whether it is fatal, and what the message has to say. */
const PROBLEMS: readonly (readonly [code: string, fatal: boolean, words: string, file: Uint8Array])[] = [
  ['ir-too-new', true, 'model.ir_version = 10', withModel({ irVersion: 14 })],
  ['opset-too-new', true, 'target_opset=17', withModel({ opsetImport: opsets(27) })],
  ['opset-too-new', true, '"ai.onnx.ml": 3', withModel({ opsetImport: opsets(17, 6) })],
  ['opset-old', true, 'operator set 4 (MatMul, Softmax)', withModel({ opsetImport: opsets(4) })],
  [
    'opset-old',
    true,
    'operator set 6 (Add)',
    onnxFile({
      ...plain,
      nodes: [...plain.nodes, node('Add', ['s', 's'], ['t'])],
      model: { opsetImport: opsets(6) },
    }),
  ],
  ['opset-missing', true, 'make_opsetid("", 13)', withModel({ opsetImport: [] })],
  [
    'unknown-operators',
    true,
    'com.acme.Magic',
    onnxFile({ ...plain, nodes: [...plain.nodes, node('Magic', ['s'], ['m'], [], 'com.acme')] }),
  ],
  [
    'unknown-operators',
    true,
    'com.acme.A, com.acme.B, com.acme.C and 1 more',
    onnxFile({
      ...plain,
      nodes: [...plain.nodes, ...['A', 'B', 'C', 'D'].map((op) => node(op, ['s'], [op], [], 'com.acme'))],
    }),
  ],
  [
    'training-operators',
    true,
    'model.eval()',
    onnxFile({
      ...plain,
      nodes: [...plain.nodes, node('Adam', ['s'], ['m'], [], 'ai.onnx.preview.training')],
    }),
  ],
  ['training-info', false, 'not used', withModel({ trainingInfo: [{}] })],
  [
    'external-data',
    true,
    'weights.bin',
    onnxFile({
      ...plain,
      weights: [
        {
          name: 'w',
          dims: [2, 3],
          dataType: 1,
          dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
          externalData: [{ key: 'location', value: 'weights.bin' }],
        },
      ],
    }),
  ],
  ['zip-map', false, '"zipmap": False', zipMapFile([0, 1])],
  [
    'zip-map',
    true,
    '"zipmap": False',
    onnxFile({
      ...plain,
      nodes: [
        ...plain.nodes,
        node('ZipMap', ['y'], ['z'], [ints('classlabels_int64s', [0, 1, 2])], ML),
        node('DictVectorizer', ['z'], ['v'], [], ML),
      ],
    }),
  ],
  ['no-input', true, 'no input', withInput()],
  [
    'several-inputs',
    true,
    '2 inputs (x, z)',
    withInput(port('x', 'float32', [null, 2]), port('z', 'float32', [null, 1])),
  ],
  [
    'input-not-tensor',
    true,
    'sequence<float32>',
    withInput({ name: 'x', type: { sequenceType: { elemType: tensorType(1, []) } } }),
  ],
  [
    'input-not-tensor',
    true,
    'optional<sequence<int64>>',
    withInput({
      name: 'x',
      type: { optionalType: { elemType: { sequenceType: { elemType: tensorType(7, []) } } } },
    }),
  ],
  [
    'input-not-tensor',
    true,
    'map<string, float32>',
    withInput({ name: 'x', type: { mapType: { keyType: 8, valueType: tensorType(1, []) } } }),
  ],
  ['input-type', true, 'takes text', withInput(port('x', 'string', [null, 2]))],
  ['input-type', true, 'keep_io_types', withInput(port('x', 'float16', [null, 2]))],
  ['input-cast', false, 'widened', withInput(port('x', 'float64', [null, 2]))],
  ['input-cast', false, 'whole numbers', withInput(port('x', 'int64', [null, 2]))],
  ['input-rank', true, 'dynamic_axes={"x"', withInput(port('x', 'float32', [2]))],
  ['input-rank', true, 'x.reshape(-1', withInput(port('x', 'float32', [null, 2, 1]))],
  ['fixed-rows', false, '4 rows at a time', withInput(port('x', 'float32', [4, 2]))],
  ['open-columns', false, 'FloatTensorType', withInput(port('x', 'float32', [null, 'columns']))],
  [
    'open-columns',
    false,
    'does not say its shape',
    withInput({ name: 'x', type: { tensorType: { elemType: 1 } } }),
  ],
  ['no-output', true, 'no output', withOutput()],
  ['output-type', true, '[None, classes]', withOutput(port('y', 'bool', [null, 3]))],
  [
    'output-type',
    false,
    'text',
    withOutput(port('label', 'string', [null]), port('y', 'float32', [null, 3])),
  ],
  ['output-rank', true, '[?, 3, 1]', withOutput(port('y', 'float32', [null, 3, 1]))],
  [
    'output-not-tensor',
    true,
    'sequence<float32>',
    withOutput({ name: 'y', type: { sequenceType: { elemType: tensorType(1, []) } } }),
  ],
];

describe('what stands in the way is told with what to do', () => {
  test.each(PROBLEMS)('%s, fatal %s: %s', (code, fatal, words, file) => {
    const { problems, suggestion } = inspectOnnx(file);
    const found = problems.find((problem) => problem.code === code);
    expect(found?.fatal).toBe(fatal);
    expect(found?.message).toContain(words);
    expect(suggestion === null).toBe(problems.some((problem) => problem.fatal));
  });

  test('old operators that the runtime still has are no problem', () => {
    expect(inspectOnnx(withModel({ opsetImport: opsets(6) })).problems).toEqual([]);
  });

  test('operators that the file defines itself are known', () => {
    const own = { name: 'Magic', domain: 'com.acme', opsetImport: opsets(17) };
    const nodes = [...plain.nodes, node('Magic', ['s'], ['m'], [], 'com.acme')];
    const file = onnx.ModelProto.decode(onnxFile({ ...plain, nodes }));
    const { problems } = inspectOnnx(onnx.ModelProto.encode({ ...file, functions: [own] }).finish());
    expect(problems).toEqual([]);
  });

  test('weights inside branches are looked at too', () => {
    const branch = {
      name: 'branch',
      node: [node('Magic', [], ['b'], [], 'com.acme')],
      initializer: [{ name: 'w', externalData: [{ key: 'location', value: 'w.bin' }] }],
    };
    const attribute = { name: 'then_branch', type: onnx.AttributeProto.AttributeType.GRAPH, g: branch };
    const nodes = [...plain.nodes, node('If', ['c'], ['i'], [attribute])];
    expect(inspectOnnx(onnxFile({ ...plain, nodes })).problems.map(({ code }) => code)).toEqual([
      'unknown-operators',
      'external-data',
    ]);
  });
});

describe('the suggestion', () => {
  test('takes the probabilities of a classifier, not its labels', () => {
    const classifier = onnxFile({
      inputs: [port('x', 'float32', [null, null])],
      outputs: [port('a', 'int64', [null]), port('b', 'float32', [null, null])],
      nodes: [
        node(
          'LinearClassifier',
          ['x'],
          ['a', 'b'],
          [
            { name: 'coefficients', type: 6, floats: [1, 2, 3, 4, 5, 6] },
            { name: 'intercepts', type: 6, floats: [1, 2, 3] },
            ints('classlabels_ints', [5, 6, 7]),
          ],
          ML,
        ),
      ],
    });
    expect(inspectOnnx(classifier).suggestion).toEqual({
      input: 'x',
      output: 'b',
      kind: 'probabilities',
      columns: 2,
      classes: 3,
    });
    expect(inspectOnnx(zipMapFile([0, 1, 2])).suggestion).toEqual({
      input: 'x',
      output: 'output_probability',
      kind: 'probabilities',
      columns: 3,
      classes: 3,
    });
  });

  test('finds the columns that weights are made for behind a scaler', () => {
    const scaled = onnxFile({
      ...plain,
      inputs: [port('x', 'float32', [null, null])],
      nodes: [
        node('Sub', ['x', 'mean'], ['centred']),
        node('Gemm', ['centred', 'w'], ['y'], [int('transB', 1)]),
      ],
      weights: [
        { name: 'mean', dims: [1], dataType: 1, floatData: [0] },
        { name: 'w', dims: [3, 5], dataType: 1, floatData: new Array<number>(15).fill(1) },
      ],
    });
    expect(inspectOnnx(scaled).suggestion).toMatchObject({ columns: 5, kind: 'scores' });
  });

  test('says 0 where nothing says how many', () => {
    const open = onnxFile({
      inputs: [port('x', 'float32', [null, null])],
      outputs: [port('y', 'float32', [null, null])],
      nodes: [node('Neg', ['x'], ['y'])],
    });
    expect(inspectOnnx(open).suggestion).toMatchObject({ columns: 0, classes: 0, kind: 'scores' });
  });

  test('takes one value a row for a number', () => {
    expect(inspectOnnx(withOutput(port('y', 'float32', [null, 1]))).suggestion).toMatchObject({
      classes: 1,
      kind: 'number',
    });
  });
});
