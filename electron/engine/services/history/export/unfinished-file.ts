import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where a file is written until it is whole. */
export const unfinishedPath = (file: string): string =>
  join(dirname(file), `.${basename(file)}.overround-unfinished`);

export type UnfinishedFile = {
  write(bytes: Uint8Array): void;
  bytes(): number;
  /** Gives the file its name. Throws when that was taken meanwhile. */
  finish(): void;
  /** Leaves nothing behind. */
  discard(): void;
};

/** A file that has its name only once it is whole, and never replaces another. Throws the system's errors. */
export function createUnfinishedFile(file: string): UnfinishedFile {
  const path = unfinishedPath(file);
  // What a killed export has left goes first; a link put there by another is not followed.
  rmSync(path, { force: true });
  const handle = openSync(path, 'wx', 0o600);
  let written = 0;
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    closeSync(handle);
  };
  return {
    write(bytes) {
      for (let from = 0; from < bytes.length; ) from += writeSync(handle, bytes, from);
      written += bytes.length;
    },
    bytes: () => written,
    finish() {
      fsyncSync(handle);
      close();
      try {
        // A link fails where a rename would replace what has come to be there.
        linkSync(path, file);
        rmSync(path);
      } catch (error) {
        if (!isUnsupported(error)) throw error;
        if (existsSync(file)) throw takenError(file);
        renameSync(path, file);
      }
    },
    discard() {
      close();
      rmSync(path, { force: true });
    },
  };
}

const takenError = (file: string): Error =>
  Object.assign(new Error(`${file} exists already.`), { code: 'EEXIST' });

/** Sticks formatted as FAT know no links. */
const isUnsupported = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'EPERM' ||
    error.code === 'ENOTSUP' ||
    error.code === 'ENOSYS' ||
    error.code === 'EOPNOTSUPP');
