import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileProblem } from '../../../../shared/domain/file-problem.ts';
import type { ModelFileRead, ModelFiles, ModelFolder } from '../../ports/model-files.ts';
import { StorageFailure, storageFailure } from '../storage-failure.ts';

/** What else lies beside models (the Overround line has weights and no graph), and names Windows keeps for devices. */
export const RESERVED_MODEL_IDS: ReadonlySet<string> = new Set([
  ...['runs', 'backups', 'overround-line', 'con', 'prn', 'aux', 'nul'],
  ...Array.from({ length: 9 }, (_, i) => [`com${i + 1}`, `lpt${i + 1}`]).flat(),
]);

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
/** Folders that are being made or deleted, by which process. */
const UNFINISHED = /^\.(?:incoming|removed)-[a-z0-9-]+-(\d+)-\d+$/;
const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const refused = (
  code: Extract<ModelFileRead, { ok: false }>['code'],
  message: string,
): Extract<ModelFileRead, { ok: false }> => ({ ok: false, code, message });

const mebibytes = (bytes: number): string => `${Math.max(1, Math.ceil(bytes / 1024 ** 2))} MiB`;

async function readWhole(handle: FileHandle, path: string, most: number): Promise<ModelFileRead> {
  const { size } = await handle.stat();
  if (size > most)
    return refused(
      'too-large',
      `${path} has ${mebibytes(size)}, more than the ${mebibytes(most)} that are read. Use a smaller file.`,
    );
  const bytes = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const { bytesRead } = await handle.read(bytes, at, size - at, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  // One that shrank while it was read is what it now is: whoever asked checks its hash.
  return { ok: true, bytes: bytes.subarray(0, at) };
}

async function readPath(path: string, most: number, follow: boolean): Promise<ModelFileRead> {
  let handle: FileHandle | undefined;
  try {
    if (!follow && (await lstat(path)).isSymbolicLink())
      return refused(
        'not-a-file',
        `${path} is a link. Links aren't followed: put the file itself in its place.`,
      );
    // Without O_NONBLOCK opening a pipe waits for its other end, which may never come.
    const flags =
      constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (follow ? 0 : (constants.O_NOFOLLOW ?? 0));
    handle = await open(path, flags);
    if (!(await handle.stat()).isFile())
      return refused('not-a-file', `${path} is not a file. Name the model's file itself.`);
    return await readWhole(handle, path, most);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return refused('missing', `${path} is missing. Put it back, or remove the model.`);
    if (code === 'ELOOP' || code === 'EISDIR')
      return refused('not-a-file', `${path} is not a file. Name the model's file itself.`);
    return refused('unreadable', `${path} can't be read: ${fileProblem(error, 'reading')}.`);
  } finally {
    await handle?.close();
  }
}

/** Windows cannot sync folders and does not need to. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const exists = async (path: string): Promise<boolean> => {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
};

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** Names in `folder` that can be models'; none where there is no folder. Links are listed, so that they are refused by name. */
async function idsIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && ID.test(entry.name))
      .map(({ name }) => name)
      .filter((name) => !RESERVED_MODEL_IDS.has(name));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw storageFailure(error, folder);
  }
}

/** None where it went since it was listed. */
async function folderAt(
  root: string,
  id: string,
  owner: ModelFolder['owner'],
): Promise<readonly ModelFolder[]> {
  try {
    const { ino, mtimeMs } = await lstat(join(root, id));
    return [{ id, owner, stamp: `${ino}-${mtimeMs}` }];
  } catch {
    return [];
  }
}

/** Model folders on disk: `shipped` is only read, `user` is `<root>/models`. */
export function createModelFolders(folders: {
  readonly shipped: string;
  readonly user: string;
}): ModelFiles & {
  /** Deletes what processes that are gone left half made or half deleted. */ tidy(): Promise<void>;
} {
  let sequence = 0;
  const mine = new Set<string>();
  const root = (owner: ModelFolder['owner']): string =>
    owner === 'shipped' ? folders.shipped : folders.user;
  const place = ({ id, owner }: Pick<ModelFolder, 'id' | 'owner'>): string => join(root(owner), id);
  const unfinished = (kind: 'incoming' | 'removed', id: string): string => {
    const name = `.${kind}-${id}-${process.pid}-${++sequence}`;
    mine.add(name);
    return join(folders.user, name);
  };
  const conflict = (id: string) =>
    new StorageFailure('conflict', `There is already a model ${id} in ${folders.user}: choose another id.`);

  return {
    place,
    async list() {
      const found = await Promise.all(
        (['shipped', 'user'] as const).map(async (owner) => {
          const ids = await idsIn(root(owner));
          return Promise.all(ids.map((id) => folderAt(root(owner), id, owner)));
        }),
      );
      return found.flat(2).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
    },
    async read(folder, name, most) {
      const path = join(place(folder), name);
      if (!FILE_NAME.test(name))
        return refused('not-a-file', `${name} is no name of a file in ${place(folder)}.`);
      try {
        if ((await lstat(place(folder))).isSymbolicLink())
          return refused(
            'not-a-file',
            `${place(folder)} is a link. Links aren't followed: put the folder itself in its place.`,
          );
      } catch {
        return refused('missing', `${path} is missing. Put it back, or remove the model.`);
      }
      return readPath(path, most, false);
    },
    readAt: (path, most) => readPath(path, most, true),
    async write(id, files) {
      if (!ID.test(id) || RESERVED_MODEL_IDS.has(id))
        throw new StorageFailure('invalid', `${id} can't be a model's id: choose another.`);
      const target = join(folders.user, id);
      const partial = unfinished('incoming', id);
      try {
        if (await exists(target)) throw conflict(id);
        await mkdir(partial, { mode: 0o700 });
        for (const [name, bytes] of files) {
          if (!FILE_NAME.test(name))
            throw new StorageFailure('invalid', `${name} can't be the name of a model's file.`);
          await writeDurably(join(partial, name), bytes);
        }
        await syncFolder(partial);
        // Renaming onto a folder that came meanwhile fails unless that one is empty, and then nothing is lost.
        await rename(partial, target);
        await syncFolder(folders.user);
      } catch (error) {
        await rm(partial, { recursive: true, force: true });
        if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw conflict(id);
        throw storageFailure(error, target);
      }
    },
    async remove(id) {
      const target = join(folders.user, id);
      const aside = unfinished('removed', id);
      if (!ID.test(id) || RESERVED_MODEL_IDS.has(id) || !(await exists(target)))
        throw new StorageFailure('not-found', `There is no model ${id} in ${folders.user}.`);
      try {
        await rename(target, aside);
        await syncFolder(folders.user);
        await rm(aside, { recursive: true, force: true });
      } catch (error) {
        throw storageFailure(error, target);
      }
    },
    async tidy() {
      const names = await readdir(folders.user);
      const left = names.filter((name) => {
        const pid = Number(UNFINISHED.exec(name)?.[1] ?? Number.NaN);
        // A number of this process that it has not used is an earlier process's: numbers come again.
        return !Number.isNaN(pid) && !mine.has(name) && (pid === process.pid || !isAlive(pid));
      });
      for (const name of left) await rm(join(folders.user, name), { recursive: true, force: true });
    },
  };
}
