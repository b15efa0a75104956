import * as z from 'zod';
import { TARGETS } from '../../../../shared/domain/model.ts';
import type { ModelFiles, ModelFolder } from '../../ports/model-files.ts';
import { featureSet } from '../features/index.ts';
import { type Manifest, type ModelVersion, manifest as manifestSchema } from './manifest.ts';

export const MANIFEST_FILE = 'manifest.json';
const LARGEST_MANIFEST = 8 * 1024 ** 2;
/** Of one ONNX file or feature snapshot; a year's gradient boosting has some megabytes. */
export const LARGEST_MODEL_FILE = 256 * 1024 ** 2;

/** A model's folder as it was found. */
export type RegisteredModel = {
  readonly folder: ModelFolder;
  /** For messages. */
  readonly place: string;
  /** `null` where there is none that can be read. */
  readonly manifest: Manifest | null;
  /** Why it is not used, and what to do; `null` where its files are those it was registered with. */
  readonly problem: string | null;
};

export type VerifiedFile =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly message: string };

export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  // Off the main thread, and the copy makes sure that it is over an ArrayBuffer of its own.
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Buffer.from(digest).toString('hex');
}

const howToMend = (folder: ModelFolder): string =>
  folder.owner === 'shipped'
    ? 'Install Overround again.'
    : 'Train or import the model again, or restore its folder from your own copy.';

/** A file of a model, as the manifest describes it: same size, same hash, or refused. */
export async function readVerified(
  files: ModelFiles,
  folder: ModelFolder,
  file: ModelVersion['onnx'],
): Promise<VerifiedFile> {
  const read = await files.read(folder, file.name, LARGEST_MODEL_FILE);
  if (!read.ok) return read;
  const whole = read.bytes.length === file.bytes && (await sha256Hex(read.bytes)) === file.sha256;
  return whole
    ? read
    : {
        ok: false,
        message: `${file.name} is not the file this model was registered with (its size or SHA-256 differs from ${MANIFEST_FILE}), so it is not run. ${howToMend(folder)} It is in ${files.place(folder)}`,
      };
}

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

const DAY_MS = 86_400_000;
/** A clock may be wrong, and a day begins earlier elsewhere. */
const AHEAD_MS = 3 * DAY_MS;

/** No model has learned from a day after it was made: it would be taken for one that has seen every match. */
function daysProblem({ versions, createdAt }: Manifest): string | null {
  const latest = new Date(createdAt + AHEAD_MS).toISOString().slice(0, 10);
  for (const { trainedFrom, trainedTo } of versions) {
    if (trainedTo !== null && trainedTo > latest)
      return `it says to have learned from matches to ${trainedTo}, after it was made (${new Date(createdAt).toISOString().slice(0, 10)})`;
    if (trainedFrom !== null && trainedTo !== null && trainedFrom > trainedTo)
      return `it says to have learned from ${trainedFrom} to ${trainedTo}, which ends before it begins`;
  }
  return null;
}

/** What makes a well-formed manifest unusable; `null` where nothing does. */
export function manifestProblem(manifest: Manifest): string | null {
  const { target, outcomes, input, output, golden } = manifest;
  const expected = TARGETS[target].outcomes;
  if (!sameList(outcomes, expected))
    return `its outcomes are ${outcomes.join(', ')}; those of ${target} are ${expected.join(', ')}`;
  if ((target === 'number') !== (output.kind === 'number'))
    return `its target is ${target}, and its output ${output.kind}`;
  const order = output.order;
  if (
    order &&
    !sameList(
      order.toSorted((a, b) => a - b),
      outcomes.map((_, i) => i),
    )
  )
    return `the order of its output columns (${order.join(', ')}) does not name each of ${outcomes.length} once`;
  if (new Set(input.columns).size !== input.columns.length) return 'two of its input columns have one name';
  if (golden.input.length !== input.columns.length)
    return `its golden input has ${golden.input.length} values for ${input.columns.length} columns`;
  if (golden.output.length !== outcomes.length)
    return `its golden output has ${golden.output.length} values for ${outcomes.length} outcomes`;
  const days = daysProblem(manifest);
  if (days !== null) return days;
  if (input.featureSet === null) return null;
  const set = featureSet(input.featureSet);
  if (!set)
    return `it needs the feature set ${input.featureSet}, which this version of Overround does not have. Install the version that has it, or train the model again`;
  const unknown = input.columns.filter((column) => !set.names.includes(column));
  return unknown.length === 0 ? null : `${set.id} has no feature ${unknown.slice(0, 3).join(', ')}`;
}

/** Text as JSON as a manifest, with its reasons against it. */
function parseManifest(
  bytes: Uint8Array,
): { readonly manifest: Manifest } | { readonly manifest: null; readonly why: string } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return { manifest: null, why: `not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
  const parsed = manifestSchema.safeParse(json);
  return parsed.success
    ? { manifest: parsed.data }
    : { manifest: null, why: z.prettifyError(parsed.error).replaceAll('\n', ' ') };
}

/**
 * Reads a model's folder and checks every file in it against the manifest. Never throws for what a folder holds; the
 * reasons against a model are its `problem`.
 */
export async function readModel(files: ModelFiles, folder: ModelFolder): Promise<RegisteredModel> {
  const place = files.place(folder);
  const refused = (problem: string, manifest: Manifest | null = null): RegisteredModel => ({
    folder,
    place,
    manifest,
    problem,
  });
  const read = await files.read(folder, MANIFEST_FILE, LARGEST_MANIFEST);
  if (!read.ok) return refused(read.message);
  const parsed = parseManifest(read.bytes);
  if (!parsed.manifest)
    return refused(`${MANIFEST_FILE} can't be used: ${parsed.why}. ${howToMend(folder)} It is in ${place}`);
  const { manifest } = parsed;
  if (manifest.id !== folder.id)
    return refused(`The folder holds the model ${manifest.id}: give it its name back. It is ${place}`);
  const problem = manifestProblem(manifest);
  if (problem !== null)
    return refused(`${MANIFEST_FILE} can't be used: ${problem}. It is in ${place}`, manifest);
  for (const { onnx, features } of manifest.versions) {
    for (const file of features ? [onnx, features] : [onnx]) {
      const verified = await readVerified(files, folder, file);
      if (!verified.ok) return refused(verified.message, manifest);
    }
  }
  return { folder, place, manifest, problem: null };
}

/** Every model folder, in order of id; where an id is shipped and the user's, the shipped one is that model. */
export async function readModels(files: ModelFiles): Promise<readonly RegisteredModel[]> {
  const folders = await files.list();
  const shipped = new Set(folders.filter(({ owner }) => owner === 'shipped').map(({ id }) => id));
  const models: RegisteredModel[] = [];
  // One after the other: a thousand models at once would hold a thousand files in memory.
  for (const folder of folders) models.push(await readFolder(files, folder, shipped));
  return models;
}

/** `readModel`, refusing the user's model under an id of a shipped one. */
export const readFolder = async (
  files: ModelFiles,
  folder: ModelFolder,
  shipped: ReadonlySet<string>,
): Promise<RegisteredModel> =>
  folder.owner === 'user' && shipped.has(folder.id)
    ? {
        folder,
        place: files.place(folder),
        manifest: null,
        problem: `${folder.id} is the id of a shipped model, which is used instead. Rename the folder, and the id in its ${MANIFEST_FILE}, to keep it, and start again. It is ${files.place(folder)}`,
      }
    : readModel(files, folder);

/** The version to use live. */
export function newestVersion(manifest: Manifest): ModelVersion {
  const newest = manifest.versions.at(-1);
  if (!newest) throw new Error(`${manifest.id} has no version`);
  return newest;
}

/**
 * The version for a match of `day` (`YYYY-MM-DD`): the newest whose training ended before it. `undefined` where every version
 * has seen the day; a model made elsewhere does not say what it has seen, and is used for every day.
 */
export const versionBefore = (manifest: Manifest, day: string): ModelVersion | undefined =>
  manifest.versions.findLast(({ trainedTo }) => trainedTo === null || trainedTo < day);
