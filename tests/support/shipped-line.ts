import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type LearnedLine, type LineVersion, readLine } from '../../electron/engine/inference/line/index.ts';
import type { ModelFiles } from '../../electron/engine/ports/model-files.ts';

const models = fileURLToPath(new URL('../../models', import.meta.url));

/** The folder of shipped models; `change` alters a file as it is read, `null` removes it. */
export const shippedFiles = (
  change: (name: string, bytes: Uint8Array) => Uint8Array | null = (_name, bytes) => bytes,
): Pick<ModelFiles, 'read' | 'place'> => ({
  place: ({ id }) => `${models}/${id}`,
  read: async ({ id }, name) => {
    const bytes = change(name, readFileSync(`${models}/${id}/${name}`));
    return bytes === null
      ? { ok: false, code: 'missing', message: `${name} is missing.` }
      : { ok: true, bytes };
  },
});

/** The line as it is shipped. */
export async function shippedLine(): Promise<LearnedLine> {
  const read = await readLine(shippedFiles());
  if (!read.ok) throw new Error(read.message);
  return read.line;
}

/** The version that live prices use. */
export async function newestLineVersion(): Promise<LineVersion> {
  const version = (await shippedLine()).versions.at(-1);
  if (version === undefined) throw new Error('The shipped line has no version.');
  return version;
}
