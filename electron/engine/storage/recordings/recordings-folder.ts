import { readFileSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReadSummary, readRecordingSummary, stampOf } from './read-recording.ts';
import { RECORDING_EXTENSION } from './recording-format.ts';
import { createRecordingFile, type RecordingOutput } from './recording-output.ts';

/** A file name that can't lead out of the folder. */
const isPlainName = (id: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(id) && id.endsWith(RECORDING_EXTENSION);

export interface RecordingsFolder {
  /** Where a recording's file is; `undefined` for names that are none. */
  path(id: string): string | undefined;
  /** Names of the recordings there, oldest first. */
  names(): Promise<readonly string[]>;
  /** Kept until the file changes. */
  summary(id: string): Promise<ReadSummary>;
  /** A new file named after `name`, noted as under way; the folder is made when it is missing. */
  create(name: string): Promise<{ readonly id: string; readonly output: RecordingOutput }>;
  /** Whatever became of it, the recording is no longer under way. */
  ended(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** Holds the name of the recording under way. What finds it at a start knows that the last stop cut that off. */
const UNDER_WAY = '.under-way';

/** The recording that was under way when the last run was killed, said once; `null` when none was. */
export function takeCutOff(folder: string): string | null {
  const note = join(folder, UNDER_WAY);
  let id: string;
  try {
    id = readFileSync(note, 'utf8').trim();
  } catch {
    // It is there only while something is recorded.
    return null;
  }
  rmSync(note, { force: true });
  return isPlainName(id) ? id : null;
}

export function openRecordingsFolder(
  folder: string,
  createFile: (path: string) => Promise<RecordingOutput> = createRecordingFile,
): RecordingsFolder {
  const known = new Map<string, { readonly stamp: string; readonly summary: ReadSummary }>();
  const path = (id: string) => (isPlainName(id) ? join(folder, id) : undefined);
  const names = async () => {
    const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return found
      .filter((entry) => isPlainName(entry.name) && (entry.isFile() || entry.isSymbolicLink()))
      .map(({ name }) => name)
      .sort();
  };
  return {
    path,
    names,
    async summary(id) {
      const file = path(id);
      if (file === undefined) return { ok: false, message: 'This is not the name of a recording.' };
      const stamp = await stampOf(file).catch(() => '');
      const before = known.get(id);
      if (before !== undefined && before.stamp === stamp) return before.summary;
      const summary = await readRecordingSummary(file);
      known.set(id, { stamp, summary });
      return summary;
    },
    async create(name) {
      await mkdir(folder, { recursive: true });
      const taken = new Set(await readdir(folder));
      for (let number = 1; ; number += 1) {
        const id = `${name}${number === 1 ? '' : `-${number}`}${RECORDING_EXTENSION}`;
        if (taken.has(id)) continue;
        const output = await createFile(join(folder, id));
        // A disk that can't take the note takes no recording either, which its writer tells.
        await writeFile(join(folder, UNDER_WAY), id).catch(() => undefined);
        return { id, output };
      }
    },
    async ended(id) {
      const note = join(folder, UNDER_WAY);
      if ((await readFile(note, 'utf8').catch(() => '')) === id) await rm(note, { force: true });
    },
    async remove(id) {
      const file = path(id);
      if (file !== undefined) await rm(file, { force: true });
      known.delete(id);
    },
  };
}
