import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { noSharedData, sharedData } from '../support/shared-data.ts';

/** An unspoilt payload. `steady`: a decoder's life begins with it, so that what follows finds its markets. */
export type Seed = { readonly channel: string; readonly body: Buffer; readonly steady: boolean };

/** Recorded answers longer than this are left out: mutating them costs time and finds nothing more. */
const LONGEST_RECORDED = 30_000;

export const seedOf = (channel: string, value: unknown, steady = false): Seed => ({
  channel,
  body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  steady,
});

/** Files of recorded data in a folder by name, short ones, where they are present. */
export function recordedFiles(folder: string): ReadonlyMap<string, string> {
  const path = `${sharedData}/data/${folder}`;
  if (noSharedData || !existsSync(path)) return new Map();
  const names = readdirSync(path).filter((name) => /\.(json|ndjson)$/.test(name));
  const files = names.map((name) => [name, readFileSync(`${path}/${name}`, 'utf8')] as const);
  return new Map(files.filter(([, text]) => text.length <= LONGEST_RECORDED));
}
