import type { ModelFiles } from '../../ports/model-files.ts';
import { type Manifest, manifest as manifestSchema } from './manifest.ts';
import { MANIFEST_FILE, manifestProblem, sha256Hex } from './read-model.ts';

/** What a manifest says of a file. */
export const describeFile = async (
  name: string,
  bytes: Uint8Array,
): Promise<Manifest['versions'][0]['onnx']> => ({
  name,
  sha256: await sha256Hex(bytes),
  bytes: bytes.length,
});

/**
 * Writes a model's folder, whole or not at all, after the checks that reading it makes. Rejects where the manifest and
 * the files do not fit each other, and as `ModelFiles.write` does.
 */
export async function writeModel(
  files: ModelFiles,
  manifest: Manifest,
  contents: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const checked = manifestSchema.parse(manifest);
  const problem = manifestProblem(checked);
  if (problem !== null) throw new Error(`${manifest.id} can't be registered: ${problem}.`);
  for (const { onnx, features } of checked.versions) {
    for (const file of features ? [onnx, features] : [onnx]) {
      const bytes = contents.get(file.name);
      if (bytes?.length !== file.bytes || (await sha256Hex(bytes)) !== file.sha256)
        throw new Error(`${file.name} of ${manifest.id} is not the file its manifest describes.`);
    }
  }
  const text = new TextEncoder().encode(`${JSON.stringify(checked, null, 2)}\n`);
  await files.write(manifest.id, new Map([...contents, [MANIFEST_FILE, text]]));
}
