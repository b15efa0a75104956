import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a training has done so far, by name; JSON-safe values. */
export interface Checkpoints {
  /** `undefined` where there is none, or one of other data or options. */
  read(name: string): unknown;
  write(name: string, value: unknown): void;
  remove(name: string): void;
  clear(): void;
}

export const NO_CHECKPOINTS: Checkpoints = {
  read: () => undefined,
  write: () => {},
  remove: () => {},
  clear: () => {},
};

const folderIn = (runFolder: string): string => join(runFolder, 'checkpoint');

/** Whether a run left something to go on from. */
export const hasCheckpoint = (runFolder: string): boolean => existsSync(folderIn(runFolder));

/**
 * Checkpoints as files in the run's folder. Each says what it is `of`, a hash of data and options: those of another
 * training are no help and are passed over. A file is whole or not there.
 */
export function createCheckpoints(runFolder: string, of: string): Checkpoints {
  const folder = folderIn(runFolder);
  const fileOf = (name: string): string => join(folder, `${name}.json`);
  return {
    read(name) {
      try {
        const kept = JSON.parse(readFileSync(fileOf(name), 'utf8')) as { of?: unknown; value?: unknown };
        return kept.of === of ? kept.value : undefined;
      } catch {
        return undefined;
      }
    },
    write(name, value) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const partial = `${fileOf(name)}.partial`;
      writeFileSync(partial, JSON.stringify({ of, value }));
      renameSync(partial, fileOf(name));
    },
    remove: (name) => rmSync(fileOf(name), { force: true }),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Numbers as text that brings back exactly the same. */
export const packNumbers = (values: Float64Array): string =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');

export function unpackNumbers(text: string): Float64Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return new Float64Array(bytes.buffer, 0, bytes.byteLength / Float64Array.BYTES_PER_ELEMENT);
}
