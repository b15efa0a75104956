import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../electron/hosts/cli.ts', import.meta.url));

export type Served = {
  readonly url: string;
  readonly port: number;
  readonly data: string;
  readonly child: ChildProcess;
  /** What the process wrote to standard error so far. */
  errors(): string;
  /** Interrupts as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: no chance to save anything. */
  kill(): Promise<void>;
};

export const temporaryFolder = (): { readonly path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'overround-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

/** Runs `overround serve` as its own process, on one and the same practice world, and resolves when it has printed its URL. */
export async function startServe(
  data: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const child = spawn(
    process.execPath,
    [cli, 'serve', '--json', '--port', '0', '--seed', '7', '--data', data, ...args],
    {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('\n')) resolve(output.slice(0, output.indexOf('\n')));
    });
    void exited.then((code) => reject(new Error(`serve exited with ${String(code)}: ${output}${errors}`)));
  });
  const { url, port, error } = JSON.parse(line) as { url: string; port: number; error?: { message: string } };
  if (error) throw new Error(error.message);
  return {
    url,
    port,
    data,
    child,
    errors: () => errors,
    stop() {
      child.kill('SIGINT');
      return exited;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
