import { costProblems } from './cost-problems.ts';
import {
  isOutOfMemory,
  loadRuntime,
  type Runtime,
  type RuntimeSession,
  reasonOf,
  SESSION_OPTIONS,
} from './runtime.ts';
import type { ModelSession } from './session.ts';
import { servableBytes } from './strip-zip-map.ts';
import { createBuffer, isServedType, type ServedType } from './tensor-buffer.ts';

export type SessionShape = {
  /** Names of the tensors to fill and to read. */
  readonly input: string;
  readonly output: string;
  readonly columns: number;
  readonly classes: number;
};

export type SessionRefusal = {
  readonly ok: false;
  readonly code:
    | 'no-runtime'
    | 'cannot-load'
    | 'too-costly'
    | 'no-such-input'
    | 'no-such-output'
    | 'unsupported-input'
    | 'unsupported-output'
    | 'wrong-columns'
    | 'wrong-classes'
    | 'trial-failed';
  readonly message: string;
};
export type OpenedSession = { readonly ok: true; readonly session: ModelSession } | SessionRefusal;

const refuse = (code: SessionRefusal['code'], message: string): SessionRefusal => ({
  ok: false,
  code,
  message,
});

/** Rows given to the runtime at once at most: more are no faster and keep larger buffers. */
const MOST_ROWS = 1024;
/** Rows that a file may fix at most: all of them are run for one event. */
const MOST_FIXED_ROWS = 8 * MOST_ROWS;
/** Rows that buffers are made for before anything is run. */
const FIRST_ROWS = 16;

/**
 * Opens a model: float32, float64, int64 or int32 [rows, columns] in, the same types [rows, classes], [rows, 1] or
 * [rows] out; a first dimension fixed by the file is filled up. ZipMaps are taken off. Rows of zeros are run to see
 * that the shapes are as told. What
 * could run for ever is refused before anything runs. Every refusal says what to do; nothing is thrown.
 */
export async function openSession(bytes: Uint8Array, shape: SessionShape): Promise<OpenedSession> {
  // The runtime works on this thread and can't be stopped.
  const costly = costProblems(bytes)[0];
  if (costly !== undefined)
    return refuse(costly.code === 'damaged-file' ? 'cannot-load' : 'too-costly', costly.message);
  let runtime: Runtime;
  try {
    runtime = await loadRuntime();
  } catch (error) {
    return refuse('no-runtime', `ONNX Runtime does not run on this machine: ${reasonOf(error)}`);
  }
  let session: RuntimeSession;
  try {
    session = await runtime.InferenceSession.create(servableBytes(bytes), SESSION_OPTIONS);
  } catch (error) {
    const reason = reasonOf(error);
    return refuse('cannot-load', `ONNX Runtime cannot load this model: ${reason}. ${adviceOn(reason)}`);
  }
  const opened = await tried(runtime, session, shape);
  if (!opened.ok) await session.release();
  return opened;
}

/** What to do about the runtime's reasons, by how they are worded; the last fits all. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    /find an implementation|No Op registered|opset/i,
    'Convert it in Python: onnx.save(onnx.version_converter.convert_version(onnx.load(path), 17), path), or export it with standard operators.',
  ],
  [/protobuf|parse/i, 'The file is damaged or no ONNX model: export or download it again.'],
  [
    /external|data file/i,
    'Put the weights in the file: onnx.save_model(model, path, save_as_external_data=False).',
  ],
  [/memory|alloc/i, 'Close other programs, or export a smaller model.'],
  [/./, 'Check it in Python by onnx.checker.check_model(path), then export it again.'],
];
const adviceOn = (reason: string): string => ADVICE.find(([pattern]) => pattern.test(reason))?.[1] ?? '';

type Layout = {
  readonly inputType: ServedType;
  readonly outputType: ServedType;
  /** Rows of every run where the file fixes them. */
  readonly block: number | null;
};

const listOf = (names: readonly string[]): string => names.join(', ') || 'none';

/** What the session says of itself, held against `shape`. */
function layoutOf(session: RuntimeSession, shape: SessionShape): Layout | SessionRefusal {
  const input = session.inputMetadata.find(({ name }) => name === shape.input);
  const output = session.outputMetadata.find(({ name }) => name === shape.output);
  if (input === undefined)
    return refuse(
      'no-such-input',
      `The model has no input "${shape.input}". It has: ${listOf(session.inputNames)}.`,
    );
  if (output === undefined)
    return refuse(
      'no-such-output',
      `The model has no output "${shape.output}". It has: ${listOf(session.outputNames)}.`,
    );
  if (session.inputNames.length > 1)
    return refuse(
      'unsupported-input',
      `The model has ${session.inputNames.length} inputs (${listOf(session.inputNames)}); one table of features is served. Export it with the columns joined into one input.`,
    );
  if (!input.isTensor || !isServedType(input.type))
    return refuse(
      'unsupported-input',
      `Input "${input.name}" is ${input.isTensor ? input.type : 'no tensor'}; numbers (float32, float64, int32 or int64) are served.`,
    );
  if (!output.isTensor || !isServedType(output.type))
    return refuse(
      'unsupported-output',
      `Output "${output.name}" is ${output.isTensor ? output.type : 'no tensor'}; numbers (float32, float64, int32 or int64) are served.`,
    );
  const [rows, columns] = input.shape;
  if (input.shape.length !== 2)
    return refuse(
      'unsupported-input',
      `Input "${input.name}" has ${input.shape.length} dimensions; a table [rows, columns] is served. Export the model with a Reshape in front of it.`,
    );
  if (typeof columns === 'number' && columns !== shape.columns)
    return refuse(
      'wrong-columns',
      `The model takes ${columns} columns, and ${shape.columns} are mapped to it. Map exactly ${columns}.`,
    );
  if (typeof rows === 'number' && rows > MOST_FIXED_ROWS)
    return refuse(
      'unsupported-input',
      `The model takes ${rows} rows at a time; up to ${MOST_FIXED_ROWS} are served, since all are run for one event. Export it with dynamic_axes={"${input.name}": {0: "rows"}}.`,
    );
  return {
    inputType: input.type,
    outputType: output.type,
    block: typeof rows === 'number' && rows > 0 ? rows : null,
  };
}

type Trial = { readonly dims: readonly number[] } | { readonly reason: string };

async function trial(
  runtime: Runtime,
  session: RuntimeSession,
  { input, output, columns }: SessionShape,
  type: ServedType,
  rows: number,
): Promise<Trial> {
  try {
    const zeros = new runtime.Tensor(type, createBuffer(type, rows * columns).data, [rows, columns]);
    const results = await session.run({ [input]: zeros }, [output]);
    return { dims: results[output]?.dims ?? [] };
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** Values a row of an output of `rows` rows; `null` where it has not one row for each. */
const valuesPerRow = (dims: readonly number[], rows: number): number | null =>
  dims.length <= 2 && dims[0] === rows ? (dims[1] ?? 1) : null;

async function tried(runtime: Runtime, session: RuntimeSession, shape: SessionShape): Promise<OpenedSession> {
  const layout = layoutOf(session, shape);
  if ('ok' in layout) return layout;
  const rows = layout.block ?? 1;
  const first = await trial(runtime, session, shape, layout.inputType, rows);
  if ('reason' in first)
    return refuse(
      'trial-failed',
      `The model fails on a row of ${shape.columns} zeros: ${first.reason}. ${isOutOfMemory(first.reason) ? adviceOn(first.reason) : 'Check the number of columns.'}`,
    );
  const perRow = valuesPerRow(first.dims, rows);
  if (perRow === null)
    return refuse(
      'unsupported-output',
      `Output "${shape.output}" is [${first.dims.join(', ')}] for ${rows} row${rows === 1 ? '' : 's'}; [rows, classes] or [rows] is served.`,
    );
  if (perRow !== shape.classes)
    return refuse(
      'wrong-classes',
      `The model gives ${perRow} values a row, and ${shape.classes} outcomes are mapped to it. Map exactly ${perRow}.`,
    );
  let { block } = layout;
  if (block === null) {
    // Exporters bake the sample's one row into a reshape and still declare any number: those run row by row.
    const second = await trial(runtime, session, shape, layout.inputType, 2);
    if ('reason' in second || valuesPerRow(second.dims, 2) === null) block = 1;
  }
  return {
    ok: true,
    session: servedSession(runtime, session, shape, { ...layout, block }, first.dims.length),
  };
}

/** Tensors over the session's own buffers, for one number of rows. */
type Bound = {
  readonly rows: number;
  readonly feeds: Parameters<RuntimeSession['run']>[0];
  readonly fetches: Parameters<RuntimeSession['run']>[1];
};

function servedSession(
  runtime: Runtime,
  session: RuntimeSession,
  { input, output, columns, classes }: SessionShape,
  { inputType, outputType, block }: Layout,
  outputRank: number,
): ModelSession {
  let capacity = 0;
  let inputs = createBuffer(inputType, 0);
  let outputs = createBuffer(outputType, 0);
  let bound: Bound | undefined;
  let isReleased = false;
  /** Runs use the same buffers, so that each waits for the one before. */
  let turn: Promise<unknown> = Promise.resolve();

  const reserve = (rows: number): void => {
    if (rows <= capacity) return;
    capacity = block ?? Math.min(MOST_ROWS, Math.max(FIRST_ROWS, 2 ** Math.ceil(Math.log2(rows))));
    inputs = createBuffer(inputType, capacity * columns);
    outputs = createBuffer(outputType, capacity * classes);
    bound = undefined;
  };
  const bind = (rows: number): Bound => {
    if (bound?.rows === rows) return bound;
    const dims = outputRank === 1 ? [rows] : [rows, classes];
    bound = {
      rows,
      feeds: { [input]: new runtime.Tensor(inputType, inputs.view(rows * columns), [rows, columns]) },
      fetches: { [output]: new runtime.Tensor(outputType, outputs.view(rows * classes), dims) },
    };
    return bound;
  };
  reserve(block ?? FIRST_ROWS);

  const runPart = async (x: Float32Array, from: number, rows: number, out: Float32Array): Promise<void> => {
    const ran = block ?? rows;
    reserve(ran);
    inputs.write(x, from * columns, rows * columns, ran * columns);
    const { feeds, fetches } = bind(ran);
    await session.run(feeds, fetches);
    outputs.read(out, from * classes, rows * classes);
  };
  const runAll = async (x: Float32Array, rows: number, out: Float32Array): Promise<void> => {
    if (x.length < rows * columns || out.length < rows * classes)
      throw new Error(
        `${rows} rows need ${rows * columns} values in and ${rows * classes} out; there are ${x.length} and ${out.length}.`,
      );
    const most = block ?? MOST_ROWS;
    try {
      for (let from = 0; from < rows; from += most) await runPart(x, from, Math.min(most, rows - from), out);
    } catch (error) {
      throw new Error(`The model failed: ${reasonOf(error)}`, { cause: error });
    }
  };
  return {
    columns,
    classes,
    run: (x, rows, out) => {
      if (isReleased) return Promise.reject(new Error('The model has been closed.'));
      const own = turn.then(() => runAll(x, rows, out));
      turn = own.catch(() => undefined);
      return own;
    },
    release: async () => {
      if (isReleased) return;
      isReleased = true;
      await turn;
      await session.release();
    },
  };
}
