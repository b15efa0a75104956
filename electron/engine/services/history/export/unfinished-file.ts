import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileProblem } from '../../../../../shared/domain/file-problem.ts';

/** Enough of a name to tell whose it is, short enough for any name the file itself may have. */
const nameStart = (name: string): string => [...name].slice(0, 24).join('');
const nameMark = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 16);

/** Where a file is written until it is whole: the same for the same file, so that what a killed export left is found. */
export const unfinishedPath = (file: string): string => {
  const name = basename(file);
  return join(dirname(file), `.${nameStart(name)}.${nameMark(name)}.overround-unfinished`);
};

/** Why nothing can be written under this name, as the user is told it; `null` where it is free. */
export function placeProblem(file: string): { readonly taken: boolean; readonly message: string } | null {
  try {
    lstatSync(file);
    return { taken: true, message: takenMessage(file) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    return { taken: false, message: `${file} can't be written: ${fileProblem(error, 'writing')}.` };
  }
}

export const takenMessage = (file: string): string =>
  `${file} exists already and is not replaced: choose another name, or move it away first.`;

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
