import { describe, expect, test } from 'vitest';
import {
  openSession,
  type SessionShape,
} from '../../../../../../electron/engine/inference/onnx/open-session.ts';
import { reasonOf } from '../../../../../../electron/engine/inference/onnx/runtime.ts';
import type { ModelSession } from '../../../../../../electron/engine/inference/onnx/session.ts';
import { int, node, onnxFile, port, zipMapFile } from '../../../../../support/onnx-files.ts';

async function opened(bytes: Uint8Array, shape: Partial<SessionShape> = {}): Promise<ModelSession> {
  const given = await openSession(bytes, { input: 'x', output: 'y', columns: 2, classes: 2, ...shape });
  if (!given.ok) throw new Error(`${given.code}: ${given.message}`);
  return given.session;
}
async function refusal(bytes: Uint8Array, shape: Partial<SessionShape> = {}) {
  const given = await openSession(bytes, { input: 'x', output: 'y', columns: 2, classes: 2, ...shape });
  return given.ok ? { code: 'none', message: '' } : given;
}
async function outputsOf(
  session: ModelSession,
  x: readonly number[],
  rows: number,
): Promise<readonly number[]> {
  const out = new Float32Array(rows * session.classes);
  await session.run(Float32Array.from(x), rows, out);
  return [...out];
}

const table = (rows: number | null = null) => port('x', 'float32', [rows, 2]);
const negated = onnxFile({
  inputs: [table()],
  outputs: [port('y', 'float32', [null, 2])],
  nodes: [node('Neg', ['x'], ['y'])],
});

describe('a session', () => {
  test('runs any number of rows, in parts and one by one alike', async () => {
    const session = await opened(negated);
    const rows = 2500;
    const x = Array.from({ length: rows * 2 }, (_, i) => i);
    const all = await outputsOf(session, x, rows);
    expect(all).toEqual(x.map((value) => -value));
    expect(await outputsOf(session, x.slice(6, 8), 1)).toEqual([-6, -7]);
    expect(await outputsOf(session, [], 0)).toEqual([]);
    // Longer arrays are cut.
    const out = new Float32Array(6).fill(9);
    await session.run(Float32Array.from([1, 2, 3, 4, 5, 6]), 2, out);
    expect([...out]).toEqual([-1, -2, -3, -4, 9, 9]);
  });

  test('gives each of many callers its own rows', async () => {
    const session = await opened(negated);
    const callers = Array.from({ length: 50 }, (_, i) => i);
    const given = await Promise.all(
      callers.map((i) => outputsOf(session, new Array<number>(2 * (1 + (i % 7))).fill(i), 1 + (i % 7))),
    );
    expect(given).toEqual(callers.map((i) => new Array<number>(2 * (1 + (i % 7))).fill(-i)));
  });

  test.each(['float64', 'int64', 'int32'] as const)('fills and reads tensors of %s', async (type) => {
    const session = await opened(
      onnxFile({
        inputs: [port('x', type, [null, 2])],
        outputs: [port('y', type, [null, 2])],
        nodes: [node('Neg', ['x'], ['y'])],
      }),
    );
    expect(await outputsOf(session, [1, 2, 3.5, 4], 2)).toEqual([-1, -2, type === 'float64' ? -3.5 : -3, -4]);
    const missing = outputsOf(session, [1, Number.NaN], 1);
    if (type === 'float64') expect(await missing).toEqual([-1, Number.NaN]);
    else await expect(missing).rejects.toThrow('a feature is missing');
    expect(await outputsOf(session, [1, 2], 1)).toEqual([-1, -2]);
  });

  test('widens features to the decimals that they stand for', async () => {
    const session = await opened(
      onnxFile({
        inputs: [port('x', 'float64', [null, 2])],
        outputs: [port('y', 'float64', [null, 2])],
        nodes: [node('Sub', ['x', 'w'], ['y'])],
        weights: [{ name: 'w', dims: [1, 2], dataType: 11, doubleData: [1.95, -0.000125] }],
      }),
    );
    expect(await outputsOf(session, [1.95, -0.000125], 1)).toEqual([0, 0]);
    const third = Math.fround(1 / 3);
    const [difference] = await outputsOf(session, [third, 3e30], 1);
    expect(difference).toBeCloseTo(third - 1.95, 6);
  });

  test.each([
    ['[rows]', 0, [null]],
    ['[rows, 1]', 1, [null, 1]],
  ] as const)('reads an output of one value a row, %s', async (_, keep, dims) => {
    const session = await opened(
      onnxFile({
        inputs: [table()],
        outputs: [port('y', 'float32', dims)],
        nodes: [
          node('ReduceMax', ['x'], ['y'], [{ name: 'axes', type: 7, ints: [1] }, int('keepdims', keep)]),
        ],
      }),
      { classes: 1 },
    );
    expect(await outputsOf(session, [1, 2, 4, 3], 2)).toEqual([2, 4]);
  });

  test('fills up a number of rows that the file fixes', async () => {
    const session = await opened(
      onnxFile({
        inputs: [table(4)],
        outputs: [port('y', 'float32', [4, 2])],
        nodes: [node('Neg', ['x'], ['y'])],
      }),
    );
    const x = Array.from({ length: 12 }, (_, i) => i + 1);
    expect(await outputsOf(session, x, 6)).toEqual(x.map((value) => -value));
    expect(await outputsOf(session, [5, 6], 1)).toEqual([-5, -6]);
  });

  test('serves the probabilities in front of a ZipMap under its name', async () => {
    const session = await opened(zipMapFile([3, 4]), { output: 'output_probability' });
    const [first, second] = await outputsOf(session, [0, Math.log(3)], 1);
    expect(first).toBeCloseTo(0.25, 6);
    expect(second).toBeCloseTo(0.75, 6);
  });

  test('refuses arrays that are too short and goes on', async () => {
    const session = await opened(
      onnxFile({
        inputs: [table()],
        outputs: [port('y', 'float32', [null, 2])],
        nodes: [node('Add', ['x', 'w'], ['y'])],
        weights: [{ name: 'w', dims: [1, 2], dataType: 1, floatData: [1, 1] }],
      }),
    );
    await expect(session.run(new Float32Array(1), 1, new Float32Array(2))).rejects.toThrow(
      '1 rows need 2 values in and 2 out; there are 1 and 2.',
    );
    expect(await outputsOf(session, [1, 2], 1)).toEqual([2, 3]);
  });

  test('of a model that knows one row only, whatever it declares, runs row by row', async () => {
    const session = await opened(
      onnxFile({
        inputs: [table()],
        outputs: [port('y', 'float32', [null, 2])],
        nodes: [node('Reshape', ['x', 'shape'], ['y'])],
        weights: [{ name: 'shape', dims: [2], dataType: 7, int64Data: [1, 2] }],
      }),
    );
    expect(await outputsOf(session, [1, 2, 3, 4], 2)).toEqual([1, 2, 3, 4]);
  });

  test('rejects what fails in the runtime and goes on', async () => {
    const session = await opened(
      onnxFile({
        inputs: [table()],
        outputs: [port('y', 'float32', [null, 2])],
        // The first value of each row says which of three rows of weights is meant.
        nodes: [
          node('Slice', ['x', 'from', 'to', 'to'], ['index']),
          node('Cast', ['index'], ['whole'], [int('to', 7)]),
          node('Squeeze', ['whole', 'to'], ['flat']),
          node('Gather', ['w', 'flat'], ['y']),
        ],
        weights: [
          { name: 'w', dims: [3, 2], dataType: 1, floatData: [1, 2, 3, 4, 5, 6] },
          { name: 'from', dims: [1], dataType: 7, int64Data: [0] },
          { name: 'to', dims: [1], dataType: 7, int64Data: [1] },
        ],
      }),
    );
    await expect(outputsOf(session, [0, 0, 7, 0], 2)).rejects.toThrow(/^The model failed: .*out of.* bounds/);
    expect(await outputsOf(session, [2, 0, 1, 0], 2)).toEqual([5, 6, 3, 4]);
  });

  test('is closed once', async () => {
    const session = await opened(negated);
    const last = outputsOf(session, [1, 2], 1);
    await Promise.all([session.release(), session.release()]);
    expect(await last).toEqual([-1, -2]);
    await expect(outputsOf(session, [1, 2], 1)).rejects.toThrow('The model has been closed.');
  });
});

describe('a model is refused', () => {
  const of = (
    inputs: Parameters<typeof onnxFile>[0]['inputs'],
    op = 'Neg',
    output = port('y', 'float32', [null, 2]),
  ) =>
    onnxFile({
      inputs,
      outputs: [output],
      nodes: [
        node(
          op,
          inputs.map(({ name }) => name ?? ''),
          ['y'],
        ),
      ],
    });

  test.each([
    ['cannot-load', new Uint8Array([1, 2, 3]), {}, 'export or download it again'],
    ['cannot-load', of([table()], 'NoSuchOperator'), {}, 'export it with standard operators'],
    ['no-such-input', negated, { input: 'z' }, 'no input "z". It has: x.'],
    ['no-such-output', negated, { output: 'z' }, 'no output "z". It has: y.'],
    ['unsupported-input', of([table(), port('z', 'float32', [null, 2])], 'Add'), {}, '2 inputs (x, z)'],
    [
      'unsupported-input',
      of([port('x', 'string', [null, 2])], 'Identity', port('y', 'string', [null, 2])),
      {},
      'Input "x" is string',
    ],
    [
      'unsupported-input',
      of([port('x', 'float32', [null, 2, 2])], 'Neg', port('y', 'float32', [null, 2, 2])),
      {},
      '3 dimensions',
    ],
    ['unsupported-output', of([table()], 'IsNaN', port('y', 'bool', [null, 2])), {}, 'Output "y" is bool'],
    ['unsupported-output', of([table()], 'Shape', port('y', 'int64', [2])), {}, '[2] for 1 row;'],
    ['wrong-columns', negated, { columns: 3 }, 'takes 2 columns, and 3 are mapped'],
    ['wrong-classes', negated, { classes: 3 }, 'gives 2 values a row, and 3 outcomes'],
    [
      'trial-failed',
      onnxFile({
        inputs: [port('x', 'float32', [null, null])],
        outputs: [port('y', 'float32', [null, 2])],
        nodes: [node('MatMul', ['x', 'w'], ['y'])],
        weights: [{ name: 'w', dims: [4, 2], dataType: 1, floatData: new Array<number>(8).fill(1) }],
      }),
      {},
      'Check the number of columns',
    ],
  ] as const)('%s', async (code, bytes, shape, words) => {
    const given = await refusal(bytes, shape);
    expect(given.code).toBe(code);
    expect(given.message).toContain(words);
    // No paths of the runtime's sources.
    expect(given.message).not.toMatch(/\.cc:|onnxruntime_src/);
  });
});

describe('the reason of a model that fails', () => {
  const failing = (nodes: Parameters<typeof onnxFile>[0]['nodes'], shape: readonly number[]) =>
    refusal(
      onnxFile({
        inputs: [table()],
        outputs: [port('y', 'float32', [null, null])],
        nodes,
        weights: [{ name: 's', dims: [shape.length], dataType: 7, int64Data: [...shape] }],
      }),
    );

  test('has nothing of the runtime’s sources', async () => {
    const { message } = await failing([node('Reshape', ['x', 's'], ['y'])], [7, 7]);
    expect(message).toBe(
      'The model fails on a row of 2 zeros: The input tensor cannot be reshaped to the requested shape. Input shape:{1,2}, requested shape:{7,7}. Check the number of columns.',
    );
  });

  test.each([
    [
      'D:\\a\\core\\tile.cc:12 onnxruntime::common::Status onnxruntime::Tile<T>::Compute(onnxruntime::OpKernelContext*) const [with T = float] repeats is too large.',
      'repeats is too large',
    ],
    ['/onnxruntime_src/core/x.h:91 a::B::B(const c&, bool) n == m was false. Not so.', 'Not so'],
    ['onnxruntime::BroadcastIterator says no', 'BroadcastIterator says no'],
  ])('%s', (text, reason) => {
    expect(reasonOf(new Error(text))).toBe(reason);
  });

  test('is the memory where there is too little, not the columns', async () => {
    const { code, message } = await failing([node('Tile', ['x', 's'], ['y'])], [2 ** 31, 1]);
    expect([code, message]).toEqual([
      'trial-failed',
      'The model fails on a row of 2 zeros: it needs more memory than there is. Close other programs, or export a smaller model.',
    ]);
    for (const text of ['std::bad_alloc', 'Invalid typed array length: 9'])
      expect(reasonOf(new Error(text))).toMatch(/more memory/);
  });

  test('is the rows that it wants at a time', async () => {
    const fixed = onnxFile({
      inputs: [table(2 ** 30)],
      outputs: [port('y', 'float32', [null, 2])],
      nodes: [node('Neg', ['x'], ['y'])],
    });
    expect(await refusal(fixed)).toMatchObject({
      code: 'unsupported-input',
      message: expect.stringContaining('1073741824 rows at a time'),
    });
  });
});
