import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../electron/engine/inference/registry/index.ts';
import type { ModelPaths } from '../../electron/engine/ports/paths.ts';
import { type OpenedModels, openModels } from '../../electron/engine/services/models/open-models.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { type SampleModel, sampleModel } from './sample-model-folder.ts';
import { createSilentLog } from './silent-log.ts';

/** `models` of a data folder, made in `root`. */
export function modelPaths(root: string): ModelPaths {
  const data = join(root, 'models');
  const paths = { data, backups: join(data, 'backups'), shipped: join(root, 'shipped') };
  mkdirSync(paths.backups, { recursive: true });
  mkdirSync(paths.shipped, { recursive: true });
  return paths;
}

/** Lays a model's folder down without the registry's checks. */
export function putModel(folder: string, { manifest, contents }: SampleModel): void {
  const place = join(folder, manifest.id);
  mkdirSync(place);
  writeFileSync(join(place, 'manifest.json'), JSON.stringify(manifest));
  for (const [name, bytes] of contents) writeFileSync(join(place, name), bytes);
}

export const putSample = async (folder: string, id: string, more: Partial<Manifest> = {}): Promise<void> =>
  putModel(folder, await sampleModel(id, more));

/** A registry that has read its folders. */
export async function openRegistry(
  paths: ModelPaths,
  clock: ManualClock = createManualClock(),
): Promise<OpenedModels> {
  const opened = openModels({ paths, wall: clock, log: createSilentLog(), mode: 'paper' });
  if (!opened.ok) throw new Error(opened.message);
  await opened.models.ready;
  return opened;
}
