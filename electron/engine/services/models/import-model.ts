import { basename } from 'node:path';
import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { Inspection, ModelEntry, ModelImport } from '../../../../shared/contract/models.ts';
import { TARGETS } from '../../../../shared/domain/model.ts';
import { areProbabilities, settleProbabilities } from '../../../../shared/domain/probability-row.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { isVisible } from '../../../../shared/domain/visible-text.ts';
import { FEATURE_SETS, featureSet } from '../../inference/features/index.ts';
import type { SessionRefusal } from '../../inference/onnx/open-session.ts';
import type { ModelSession } from '../../inference/onnx/session.ts';
import {
  describeFile,
  goldenProblem,
  LARGEST_MODEL_FILE,
  type Manifest,
  runRow,
  sha256Hex,
} from '../../inference/registry/index.ts';
import type { ModelFiles } from '../../ports/model-files.ts';
import { RESERVED_MODEL_IDS } from '../../storage/models/index.ts';
import type { Models, ModelsDeps } from './models.ts';

/** Why a file is not imported; in the failure's details as `reason`. */
export type ImportRefusal =
  | 'id' // a name that is needed for something else
  | 'file' // missing, no file, unreadable or too large
  | 'cannot-run' // a fatal problem of the inspection, or the runtime refuses it
  | 'tensor' // no such input or output
  | 'shape' // columns or outcomes are not as many as the model's
  | 'outcomes' // not the target's, each once
  | 'columns' // not the feature set's, or one twice
  | 'feature-set' // unknown, or of another sport
  | 'golden' // does not fit the model, or was not met
  | 'output'; // not probabilities, or not finite

const refuse = (reason: ImportRefusal, message: string): OperationFailure =>
  new OperationFailure({ code: 'refused', message, details: { reason } });

/** Another machine's rounding: exporters and runtimes agree to about 1e-6. */
const GOLDEN_TOLERANCE = 1e-4;
const ONNX_FILE = 'model.onnx';

type Reading = Pick<ModelsDeps, 'inspectOnnx'> & { readonly files: Pick<ModelFiles, 'readAt'> };

async function readAndInspect(
  { files, inspectOnnx }: Reading,
  file: string,
): Promise<{ readonly bytes: Uint8Array; readonly inspection: Inspection }> {
  const read = await files.readAt(file, LARGEST_MODEL_FILE);
  if (!read.ok)
    throw refuse(
      'file',
      read.code === 'missing' ? `There is no file ${file}: check its path.` : read.message,
    );
  const { bytes } = read;
  const { metadata: _metadata, problems, ...found } = inspectOnnx(bytes);
  return {
    bytes,
    inspection: {
      ...found,
      problems: [...problems],
      file,
      bytes: bytes.length,
      sha256: await sha256Hex(bytes),
    },
  };
}

/**
 * Reads a file and tells what it is; changes nothing. Outputs that look like scores, and are probabilities when the
 * model is run, are suggested as what they are: a second softmax would level them.
 */
export async function inspectModel(
  deps: Reading & Pick<ModelsDeps, 'openSession'>,
  file: string,
): Promise<Inspection> {
  const { bytes, inspection } = await readAndInspect(deps, file);
  const { suggestion } = inspection;
  if (suggestion?.kind !== 'scores' || !(await givesProbabilities(deps, bytes, suggestion)))
    return inspection;
  return { ...inspection, suggestion: { ...suggestion, kind: 'probabilities' } };
}

/** On two rows, since scores may happen to sum to 1 on one. */
async function givesProbabilities(
  { openSession }: Pick<ModelsDeps, 'openSession'>,
  bytes: Uint8Array,
  { input, output, columns, classes }: NonNullable<Inspection['suggestion']>,
): Promise<boolean> {
  if (columns === 0 || classes < 2) return false;
  const opened = await openSession(bytes, { input, output, columns, classes });
  if (!opened.ok) return false;
  try {
    for (const row of [
      new Array<number>(columns).fill(0),
      Array.from({ length: columns }, (_, i) => 1 + (i % 3)),
    ])
      if (!areProbabilities(await runRow(opened.session, row))) return false;
    return true;
  } catch {
    // Importing it will tell why.
    return false;
  } finally {
    await opened.session.release();
  }
}

function checkNames({ id, name, sport, columns }: ModelImport): void {
  if (RESERVED_MODEL_IDS.has(id)) throw refuse('id', `${id} can't be a model's id: choose another.`);
  if (!isVisible(name) || !isVisible(sport))
    throw refuse('id', 'The name or the sport has control characters in it: type it again.');
  const hidden = columns.findIndex((column) => !isVisible(column));
  if (hidden >= 0)
    throw refuse('columns', `The name of column ${hidden + 1} has control characters in it: type it again.`);
}

/** The request against the target: outcomes once each, the kind the target needs. */
function checkOutcomes({ target, kind, outcomes }: ModelImport): void {
  const expected = TARGETS[target].outcomes;
  if ((target === 'number') !== (kind === 'number'))
    throw refuse(
      'outcomes',
      target === 'number'
        ? `A target of number takes an output of kind number, not ${kind}.`
        : `${target} needs probabilities or scores of ${expected.join(', ')}; for a single figure choose the target number.`,
    );
  const same = expected.length === outcomes.length && expected.every((outcome) => outcomes.includes(outcome));
  if (!same)
    throw refuse(
      'outcomes',
      `The outcomes of ${target} are ${expected.join(', ')}; given were ${outcomes.join(', ')}. Name each once, in the order of the model's output columns.`,
    );
}

function checkColumns({ columns, featureSet: id, sport }: ModelImport): void {
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined)
    throw refuse('columns', `The column ${twice} is named twice: each input column needs a name of its own.`);
  if (id === null) return;
  const set = featureSet(id);
  if (!set)
    throw refuse(
      'feature-set',
      `There is no feature set ${id}. There are ${FEATURE_SETS.map((each) => each.id).join(', ')}.`,
    );
  if (set.sport !== sport)
    throw refuse(
      'feature-set',
      `${id} is a set of ${set.sport}, and the model is said to be of ${sport}. Choose one of them.`,
    );
  const unknown = columns.filter((column) => !set.names.includes(column));
  if (unknown.length > 0)
    throw refuse(
      'columns',
      `${id} has no feature ${unknown.slice(0, 5).join(', ')}. Choose from its list, or import without a feature set to fill the columns from a CSV of numbers.`,
    );
}

/** What the runtime refuses, by the reason of ours it comes under. */
const REASONS: Partial<Record<SessionRefusal['code'], ImportRefusal>> = {
  'no-such-input': 'tensor',
  'no-such-output': 'tensor',
  'wrong-columns': 'shape',
  'wrong-classes': 'shape',
};

function checkGolden({ golden, columns, outcomes }: ModelImport): void {
  if (golden === null) return;
  if (golden.input.length !== columns.length || golden.output.length !== outcomes.length)
    throw refuse(
      'golden',
      `The golden vector has ${golden.input.length} inputs and ${golden.output.length} outputs; the model has ${columns.length} and ${outcomes.length}. Give one whole row of both.`,
    );
}

/** What a row of outputs is refused for. */
function outputProblem(kind: ModelImport['kind'], out: Float32Array): string | null {
  if (!out.every(Number.isFinite)) return 'it gives values that are no numbers';
  if (kind !== 'probabilities') return null;
  const fault = settleProbabilities(Array.from(out), 0, out.length);
  return fault === undefined
    ? null
    : `it gives ${fault} (${Array.from(out, (value) => Number(value.toPrecision(6))).join(', ')}); if its outputs are scores before the softmax, import them as scores`;
}

/** Runs the golden row, or zeros, and answers with the golden vector to keep. */
async function tryOut(
  session: ModelSession,
  { golden, kind, columns }: ModelImport,
): Promise<Manifest['golden']> {
  const input = golden?.input ?? columns.map(() => 0);
  let out: Float32Array;
  try {
    out = await runRow(session, input);
  } catch (error) {
    throw refuse('cannot-run', error instanceof Error ? error.message : String(error));
  }
  const problem = outputProblem(kind, out);
  if (problem !== null) throw refuse('output', `The model can't be used as it is said to be: ${problem}.`);
  const given = { input: [...input], output: golden?.output ?? Array.from(out), tolerance: GOLDEN_TOLERANCE };
  const missed = await goldenProblem(session, given);
  if (missed !== null)
    throw refuse(
      'golden',
      `The model does not give its golden output: ${missed}. Check the order of the columns, and that the file is the model the vector came from.`,
    );
  return given;
}

/** Which of the model's columns holds each outcome; nothing to say where they come in the target's order. */
function orderOf({ target, outcomes }: ModelImport): readonly number[] | null {
  const order = TARGETS[target].outcomes.map((outcome) => outcomes.indexOf(outcome));
  return order.every((column, i) => column === i) ? null : order;
}

async function manifestOf(
  request: ModelImport,
  inspection: Inspection,
  golden: Manifest['golden'],
  bytes: Uint8Array,
  now: EpochMs,
): Promise<Manifest> {
  const order = orderOf(request);
  return {
    format: 1,
    id: request.id,
    name: request.name,
    description: request.description,
    sport: request.sport,
    target: request.target,
    outcomes: [...TARGETS[request.target].outcomes],
    origin: 'imported',
    learner: 'foreign',
    parameters: { file: basename(request.file), producer: inspection.producer },
    calibration: 'none',
    competitions: [],
    input: {
      name: request.input,
      featureSet: request.featureSet,
      columns: request.columns,
      teams: null,
    },
    output: { name: request.output, kind: request.kind, ...(order === null ? {} : { order: [...order] }) },
    opset:
      inspection.opsets.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ??
      inspection.opsets[0]?.version ??
      0,
    ir: inspection.ir,
    versions: [
      {
        onnx: await describeFile(ONNX_FILE, bytes),
        features: null,
        trainedFrom: null,
        trainedTo: null,
        rows: 0,
        dataSha256: null,
      },
    ],
    golden,
    judgement: null,
    createdAt: now,
  };
}

/**
 * Takes a model made elsewhere into the user's models, as a draft. The file is read once: what is checked is what is
 * kept, whatever becomes of the file meanwhile. Fails with `refused` and a reason of `ImportRefusal`.
 */
export async function importModel(
  deps: Reading & Pick<ModelsDeps, 'openSession' | 'wall'> & { readonly models: Pick<Models, 'add'> },
  request: ModelImport,
): Promise<ModelEntry> {
  checkNames(request);
  checkOutcomes(request);
  checkColumns(request);
  checkGolden(request);
  const { bytes, inspection } = await readAndInspect(deps, request.file);
  const fatal = inspection.problems.find((problem) => problem.fatal);
  if (fatal)
    throw new OperationFailure({
      code: 'refused',
      message: fatal.message,
      details: { reason: 'cannot-run' satisfies ImportRefusal, problem: fatal.code },
    });
  const opened = await deps.openSession(bytes, {
    input: request.input,
    output: request.output,
    columns: request.columns.length,
    classes: request.outcomes.length,
  });
  if (!opened.ok) throw refuse(REASONS[opened.code] ?? 'cannot-run', opened.message);
  try {
    const golden = await tryOut(opened.session, request);
    const manifest = await manifestOf(request, inspection, golden, bytes, deps.wall.now());
    return await deps.models.add(manifest, new Map([[ONNX_FILE, bytes]]));
  } finally {
    await opened.session.release();
  }
}
