import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import type { Mode } from '../../../shared/domain/order.ts';
import type { ModelPaths, Paths } from '../../engine/ports/paths.ts';

export type NodePaths = Paths & {
  /** What `data` of each mode lies in. */
  readonly root: string;
  /** `secrets.json` and other files the user writes by hand. */
  readonly config: string;
  readonly logs: string;
};

export type NodePathsResult =
  | { readonly ok: true; readonly paths: NodePaths }
  | { readonly ok: false; readonly code: 'not-writable'; readonly message: string };

export type NodePathsOptions = {
  readonly mode: Mode;
  /** `--data DIR`. */
  readonly directory?: string;
};

/**
 * Where this user's files are, by the system's own rules (XDG on Linux), or all of them under `directory`; each mode
 * has its own data and backups. Looks at nothing and makes nothing.
 */
export function locateNodePaths(options: NodePathsOptions): NodePaths {
  const system = envPaths('overround', { suffix: '' });
  const root = resolve(options.directory ?? system.data);
  const data = join(root, options.mode);
  return {
    root,
    data,
    backups: join(data, 'backups'),
    config: options.directory === undefined ? system.config : root,
    logs: join(root, 'logs'),
  };
}

/** `models` of the program's own folder; beside the archive of a packaged one. Falls back to where sources have it. */
function locateShippedModels(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  let folder = here;
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) return resolve(here, '../../../models');
    folder = dirname(folder);
  }
  return join(basename(folder) === 'app.asar' ? dirname(folder) : folder, 'models');
}

/** Where this user's models, and those of the program, are. Makes nothing. */
export function locateModelPaths(directory?: string): ModelPaths {
  const data = join(resolve(directory ?? envPaths('overround', { suffix: '' }).data), 'models');
  return { data, backups: join(data, 'backups'), shipped: locateShippedModels() };
}

/** `locateModelPaths`, with the user's folders made. */
export function createModelPaths(
  directory?: string,
): { readonly ok: true; readonly paths: ModelPaths } | Extract<NodePathsResult, { readonly ok: false }> {
  const paths = locateModelPaths(directory);
  const wrong = makeFolders([paths.data, paths.backups]);
  return wrong ?? { ok: true, paths };
}

/** The mode whose market.db holds imported matches. */
export const REAL_MATCHES_MODE: Mode = 'paper';

/** `locateNodePaths`, with missing folders made for this user alone (0700). */
export function createNodePaths(options: NodePathsOptions): NodePathsResult {
  const paths = locateNodePaths(options);
  return makeFolders(foldersOf(paths)) ?? { ok: true, paths };
}

/** Makes them where they are missing; answers for the first that can't be used. */
function makeFolders(
  folders: readonly string[],
): Extract<NodePathsResult, { readonly ok: false }> | undefined {
  for (const folder of folders) {
    try {
      makeFolder(folder);
      checkFolder(folder);
    } catch (error) {
      return notWritable(folder, error);
    }
  }
  return undefined;
}

/** Whether `createNodePaths` would find or could make every folder, as far as that shows without making any. */
export function examineNodePaths(paths: NodePaths): NodePathsResult {
  for (const folder of foldersOf(paths)) {
    try {
      checkFolder(nearestExisting(folder));
    } catch (error) {
      return notWritable(folder, error);
    }
  }
  return { ok: true, paths };
}

/** The folder, or the closest one above it that is there. */
export const nearestExisting = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));

const foldersOf = ({ root, data, backups, config, logs }: NodePaths): readonly string[] => [
  root,
  data,
  backups,
  config,
  logs,
];

/** Throws the system's reason when the folder cannot be used. */
function checkFolder(folder: string): void {
  if (!statSync(folder).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

function notWritable(folder: string, error: unknown): Extract<NodePathsResult, { readonly ok: false }> {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  const message = `The folder ${folder} cannot be written to (${reason}). Make it writable for this user, or choose another with --data DIR.`;
  return { ok: false, code: 'not-writable', message };
}

/** One level after the other: on some file systems (Linux's /proc) Node's own recursive form never returns. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(folder)) throw error;
  }
}
