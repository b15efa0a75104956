import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { LineParameters } from '../../../../shared/domain/overround-line/parameters.ts';
import type { TeamSignalSnapshot } from '../../../../shared/domain/overround-line/team-signals.ts';
import type { ModelFiles } from '../../ports/model-files.ts';
import { type LineManifest, lineManifest, lineVersion } from './line-schema.ts';

/** The shipped folder, which is no model's: its weights are plain data. */
export const LINE_FOLDER = 'overround-line';
export const LINE_MANIFEST = 'line.json';
const LARGEST_FILE = 16 * 1024 ** 2;

export type LineVersion = {
  readonly season: string;
  readonly parameters: LineParameters;
  readonly teams: TeamSignalSnapshot;
};

/** Everything learned, oldest version first, and how it has done. */
export type LearnedLine = {
  readonly versions: readonly LineVersion[];
  readonly judgement: LineManifest['judgement'];
};

export type LineRead =
  | { readonly ok: true; readonly line: LearnedLine }
  /** A sentence for people; pricing goes on with the mean. `absent`: there is no line; `refused`: it is not as shipped. */
  | { readonly ok: false; readonly code: 'absent' | 'refused'; readonly message: string };

/** Reads the shipped line and checks every file's size and SHA-256 against `line.json`. Never throws for what is there. */
export async function readLine(files: Pick<ModelFiles, 'read' | 'place'>): Promise<LineRead> {
  const folder = { id: LINE_FOLDER, owner: 'shipped', stamp: '' } as const;
  const place = files.place(folder);
  const mend = `in ${place} can't be used, so fair prices come from the mean over books. Install Overround again.`;
  const read = await files.read(folder, LINE_MANIFEST, LARGEST_FILE);
  if (!read.ok)
    return { ok: false, code: read.code === 'missing' ? 'absent' : 'refused', message: read.message };
  const manifest = parsed(lineManifest, read.bytes);
  if (!manifest.ok) return refused(`${LINE_MANIFEST} ${mend} (${manifest.why})`);
  const versions: LineVersion[] = [];
  for (const { file } of manifest.value.versions) {
    const bytes = await files.read(folder, file.name, LARGEST_FILE);
    if (!bytes.ok) return refused(bytes.message);
    if (bytes.bytes.length !== file.bytes || sha256(bytes.bytes) !== file.sha256)
      return refused(`${file.name} ${mend} (its size or SHA-256 differs from ${LINE_MANIFEST})`);
    const version = parsed(lineVersion, bytes.bytes);
    if (!version.ok) return refused(`${file.name} ${mend} (${version.why})`);
    versions.push(version.value);
  }
  return { ok: true, line: { versions, judgement: manifest.value.judgement } };
}

/** A learned line as the files of its folder, `line.json` last. The same line gives the same bytes. */
export function lineFiles({ versions, judgement }: LearnedLine): ReadonlyMap<string, Uint8Array> {
  const encode = (value: unknown): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  const files = new Map<string, Uint8Array>();
  const entries = versions.map((version): LineManifest['versions'][number] => {
    const name = `${version.season.slice(0, 4)}.json`;
    const bytes = encode(version);
    files.set(name, bytes);
    const { trainedTo } = version.parameters;
    return { season: version.season, trainedTo, file: { name, sha256: sha256(bytes), bytes: bytes.length } };
  });
  const manifest: LineManifest = { format: 'overround-line@1', versions: entries, judgement };
  return files.set(LINE_MANIFEST, encode(manifest));
}

const refused = (message: string): LineRead => ({ ok: false, code: 'refused', message });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function parsed<T>(
  schema: z.ZodType<T>,
  bytes: Uint8Array,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string } {
  try {
    const result = schema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
    return result.success
      ? { ok: true, value: result.data }
      : { ok: false, why: z.prettifyError(result.error).replaceAll('\n', ' ').slice(0, 500) };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
