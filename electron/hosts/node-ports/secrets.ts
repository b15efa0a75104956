import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Secrets } from '../../engine/ports/secrets.ts';

/** Readable by the user alone, writable or not. */
const PRIVATE_MODES: readonly number[] = [0o600, 0o400];

const secretsFile = z.record(z.string(), z.string());

export type NodeSecretsResult =
  | { readonly ok: true; readonly secrets: Secrets }
  | { readonly ok: false; readonly code: 'exposed' | 'malformed' | 'unreadable'; readonly message: string };

type NodeSecretsOptions = {
  /** Full path of `secrets.json`; it need not exist. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
};

/**
 * Keys from `OVERROUND_THE_ODDS_API` and the like, then from `secrets.json` (`{"the-odds-api": "..."}`), which is read
 * again whenever it has changed, and written whole with mode 0600 when a key is saved. On POSIX a file others could read or change is refused whole. No message repeats any
 * of its content.
 */
export function createNodeSecrets(options: NodeSecretsOptions): NodeSecretsResult {
  const { file, environment, platform = process.platform } = options;
  let version = versionOf(file);
  let read = readSecrets(file, platform);
  if (!read.ok) return read;
  const refreshed = (): Read => {
    const now = versionOf(file);
    if (now !== version) read = readSecrets(file, platform);
    version = now;
    return read;
  };
  const fromFile = (name: string): string | undefined => {
    const current = refreshed();
    return current.ok ? current.values.get(name)?.trim() : undefined;
  };
  const fromEnvironment = (name: string): string | undefined => environment[environmentName(name)]?.trim();
  /** Nothing is written over a file that could not be read: what it holds would be lost. */
  const change = (edit: (values: Map<string, string>) => void): ReturnType<Secrets['remove']> => {
    const current = refreshed();
    if (!current.ok) return { ok: false, message: current.message };
    const values = new Map(current.values);
    edit(values);
    return writeSecrets(file, values);
  };
  return {
    ok: true,
    secrets: {
      get: (name) => fromEnvironment(name) || fromFile(name) || undefined,
      problem() {
        const current = refreshed();
        return current.ok ? null : current.message;
      },
      place: (name) => (fromEnvironment(name) ? 'environment' : fromFile(name) ? 'stored' : 'missing'),
      save: (name, value) => change((values) => values.set(name, value.trim())),
      remove: (name) => change((values) => values.delete(name)),
    },
  };
}

/** Beside it first, then in its place: a full disk or a crash leaves the old file whole. */
function writeSecrets(file: string, values: ReadonlyMap<string, string>): ReturnType<Secrets['remove']> {
  const beside = join(dirname(file), `.secrets-${process.pid}.json`);
  try {
    const descriptor = openSync(beside, 'wx', 0o600);
    try {
      const bytes = Buffer.from(`${JSON.stringify(Object.fromEntries(values), null, 2)}\n`);
      // Where the disk is nearly full a write is cut short without an error.
      for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(beside, file);
    return { ok: true };
  } catch (error) {
    rmSync(beside, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return {
      ok: false,
      message: `${file} could not be written (${code}). Make room or make it writable, and save again; or set the key in the environment.`,
    };
  }
}

/** Changes with the file's content and with its mode. Taken before reading, so that a later change is never missed. */
function versionOf(file: string): string {
  try {
    const found = statSync(file, { bigint: true });
    return [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
  } catch (error) {
    return String(error);
  }
}

/** `the-odds-api` is `OVERROUND_THE_ODDS_API` in the environment. */
export const environmentName = (name: string): string =>
  `OVERROUND_${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;

type Read =
  | { readonly ok: true; readonly values: ReadonlyMap<string, string> }
  | Extract<NodeSecretsResult, { ok: false }>;

function readSecrets(file: string, platform: NodeJS.Platform): Read {
  try {
    const descriptor = openSync(file, 'r');
    try {
      return readOpenSecrets(file, descriptor, platform);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return { ok: true, values: new Map() };
    return { ok: false, code: 'unreadable', message: `${file} cannot be read (${String(code)}).` };
  }
}

/** Asks the open file for its mode, so that what is checked is what is read. */
function readOpenSecrets(file: string, descriptor: number, platform: NodeJS.Platform): Read {
  const mode = fstatSync(descriptor).mode & 0o777;
  if (platform !== 'win32' && !PRIVATE_MODES.includes(mode))
    return {
      ok: false,
      code: 'exposed',
      message: `${file} has mode ${mode.toString(8)}; it holds keys and must be readable by you alone. Run: chmod 600 '${file}'`,
    };
  const values = parseSecrets(readFileSync(descriptor, 'utf8'));
  if (values) return { ok: true, values };
  return {
    ok: false,
    code: 'malformed',
    message: `${file} is not a JSON object of strings such as {"the-odds-api": "your key"}. Correct or remove it.`,
  };
}

function parseSecrets(text: string): ReadonlyMap<string, string> | undefined {
  try {
    const parsed = secretsFile.safeParse(JSON.parse(text));
    return parsed.success ? new Map(Object.entries(parsed.data)) : undefined;
  } catch {
    // JSON.parse quotes the text in its message, so the message goes no further.
    return undefined;
  }
}
