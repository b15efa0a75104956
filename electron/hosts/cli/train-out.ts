import { lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, readModels, writeModel } from '../../engine/inference/registry/index.ts';
import { createModelFolders } from '../../engine/storage/models/index.ts';

const filesOf = ({ versions }: Manifest): ReadonlySet<string> =>
  new Set([
    'manifest.json',
    'README.md',
    ...versions.flatMap(({ onnx, features }) => [onnx.name, ...(features === null ? [] : [features.name])]),
  ]);

/**
 * Why the folder `id` in `out` can't be given to a model, or `undefined`. Only what a training wrote is ever replaced:
 * a folder with that model's manifest and no file beside the model's own.
 */
export async function placeProblem(out: string, id: string): Promise<string | undefined> {
  const place = join(out, id);
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const instead = 'Choose another --name or --out, or move it away first.';
  const model = found.isDirectory()
    ? (await readModels(createModelFolders({ shipped: join(out, '.none'), user: out }))).find(
        ({ folder }) => folder.id === id,
      )
    : undefined;
  const manifest = model?.manifest;
  if (manifest === undefined || manifest === null || manifest.id !== id || manifest.origin === 'imported')
    return `${place} is there already and is no model that was trained here, so it is left as it is. ${instead}`;
  const own = filesOf(manifest);
  const strange = readdirSync(place).filter((name) => !own.has(name));
  return strange.length === 0
    ? undefined
    : `${place} holds more than a model (${strange.slice(0, 3).join(', ')}), so it is left as it is. ${instead}`;
}

/** Writes the model into `out` in the place of an earlier one: the new one is whole before the old one goes. */
export async function replaceModel(
  out: string,
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const problem = await placeProblem(out, manifest.id);
  if (problem !== undefined) throw new Error(problem);
  const place = join(out, manifest.id);
  const staging = join(out, `.train-${manifest.id}-${process.pid}`);
  const old = join(staging, '.old');
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  let isSafe = true;
  try {
    await writeModel(createModelFolders({ shipped: join(staging, '.none'), user: staging }), manifest, files);
    const isThere = lstatSync(place, { throwIfNoEntry: false }) !== undefined;
    if (isThere) renameSync(place, old);
    try {
      renameSync(join(staging, manifest.id), place);
    } catch (error) {
      isSafe = !isThere;
      if (isThere) renameSync(old, place);
      isSafe = true;
      throw error;
    }
  } finally {
    // Where the old one could not be put back, it stays in the staging folder.
    if (isSafe) rmSync(staging, { recursive: true, force: true });
  }
}
