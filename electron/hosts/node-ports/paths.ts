import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import envPaths from 'env-paths';
import type { Mode } from '../../../shared/domain/order.ts';
import type { Paths } from '../../engine/ports/paths.ts';

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

/**
 * Where this user's files are, by the system's own rules (XDG on Linux), or all of them under `directory`. Missing
 * folders are made for this user alone (0700); each mode has its own data and backups.
 */
export function createNodePaths(options: {
  readonly mode: Mode;
  /** `--data DIR`. */
  readonly directory?: string;
}): NodePathsResult {
  const system = envPaths('overround', { suffix: '' });
  const root = resolve(options.directory ?? system.data);
  const data = join(root, options.mode);
  const paths: NodePaths = {
    root,
    data,
    backups: join(data, 'backups'),
    config: options.directory === undefined ? system.config : root,
    logs: join(root, 'logs'),
  };
  for (const folder of [paths.root, paths.data, paths.backups, paths.config, paths.logs]) {
    try {
      makeFolder(folder);
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      const message = `The folder ${folder} cannot be written to (${reason}). Make it writable for this user, or choose another with --data DIR.`;
      return { ok: false, code: 'not-writable', message };
    }
  }
  return { ok: true, paths };
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
