import { type Calibration, calibrate } from '../../../shared/domain/learners/calibration.ts';
import { predictModel } from '../../../shared/domain/learners/index.ts';
import type { FittedModel } from '../../../shared/domain/learners/learner.ts';
import { TARGETS } from '../../../shared/domain/model.ts';
import { FEATURES, PROBABILITIES, writeOnnx } from '../inference/onnx/write-onnx.ts';
import { describeFile, type ModelVersion, type OpenSession } from '../inference/registry/index.ts';
import type { PlannedFit } from './fit-plan.ts';
import type { TrainingRecipe } from './recipes.ts';
import { dataHash, type TrainingSet } from './training-set.ts';

/** What the file may differ by from the trainer's own probabilities. */
export const VERIFIED_TO = 1e-5;
/** Rows each version is verified on, spread over all there are. */
const VERIFIED_ROWS = 2_000;

export type WrittenVersion = {
  readonly version: ModelVersion;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly golden: { readonly input: readonly (number | null)[]; readonly output: readonly number[] };
};

export type VersionRequest = {
  readonly set: TrainingSet;
  readonly recipe: TrainingRecipe;
  readonly id: string;
  readonly name: string;
  readonly options: unknown;
  readonly openSession: OpenSession;
};

/**
 * A fit as files. Its ONNX graph is run, and must give what the trainer gives to 1e-5 on rows from everywhere: a
 * version that does not is never registered.
 */
export async function writeVersion(
  request: VersionRequest,
  planned: PlannedFit,
  model: FittedModel,
  calibration: Calibration,
): Promise<WrittenVersion> {
  const { set, recipe, options } = request;
  const bytes = writeOnnx(model, calibration, {
    name: request.id,
    description: `${request.name}, trained to ${planned.trainedTo}`,
    features: set.columns,
    outcomes: TARGETS[recipe.target].outcomes,
  });
  const golden = await verify(request, model, calibration, bytes, planned.trainedTo);
  const files = new Map<string, Uint8Array>();
  const onnx = await describeFile(`model-${planned.trainedTo}.onnx`, bytes);
  files.set(onnx.name, bytes);
  let features: ModelVersion['features'] = null;
  if (planned.snapshot !== null) {
    const snapshot = new TextEncoder().encode(JSON.stringify(planned.snapshot));
    features = await describeFile(`features-${planned.trainedTo}.json`, snapshot);
    files.set(features.name, snapshot);
  }
  return {
    files,
    golden,
    version: {
      onnx,
      features,
      trainedFrom: set.days[0] ?? null,
      trainedTo: planned.trainedTo,
      rows: planned.rows,
      dataSha256: dataHash(set, planned.rows, options),
    },
  };
}

async function verify(
  { set, id, openSession }: VersionRequest,
  model: FittedModel,
  calibration: Calibration,
  bytes: Uint8Array,
  trainedTo: string,
): Promise<WrittenVersion['golden']> {
  const { columns, classes, rows, x } = set;
  const width = columns.length;
  const count = Math.min(rows, VERIFIED_ROWS);
  const sample = new Float32Array(count * width);
  for (let i = 0; i < count; i += 1) {
    const row = rows - 1 - Math.floor((i * rows) / count);
    sample.set(x.subarray(row * width, (row + 1) * width), i * width);
  }
  const raw = new Float64Array(count * classes);
  predictModel(model, sample, count, raw);
  const served = new Float32Array(count * classes);
  const shape = { input: FEATURES, output: PROBABILITIES, columns: width, classes };
  const opened = await openSession(bytes, shape);
  if (!opened.ok)
    throw new Error(`The ONNX file of ${id}, trained to ${trainedTo}, can't be run: ${opened.message}`);
  const { session } = opened;
  try {
    await session.run(sample, count, served);
  } finally {
    await session.release();
  }
  for (let i = 0; i < count; i += 1) {
    const expected = calibrate(calibration, Array.from(raw.subarray(i * classes, (i + 1) * classes)));
    expected.forEach((p, outcome) => {
      const got = served[i * classes + outcome] as number;
      if (!(Math.abs(got - p) <= VERIFIED_TO))
        throw new Error(
          `The ONNX file of ${id}, trained to ${trainedTo}, gives ${got} where its trainer gives ${p}, so it is not registered. Report this with the recipe and parameters.`,
        );
    });
  }
  return {
    input: Array.from(sample.subarray(0, width), (value) => (Number.isNaN(value) ? null : value)),
    output: Array.from(served.subarray(0, classes)),
  };
}
