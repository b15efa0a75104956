import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../../electron/hosts/cli.ts', import.meta.url));
/** An evaluation of many forecasters is long. */
const MOST_BYTES = 1 << 24;

/** Runs `overround ... --json` and answers with the last line it wrote; rejects with what it said when it failed. */
export const runOverround = <Answer>(...args: readonly string[]): Promise<Answer> =>
  new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [cli, ...args, '--json'],
      { maxBuffer: MOST_BYTES },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`overround ${args.join(' ')} failed: ${stdout}${stderr}`));
        else resolve(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Answer);
      },
    );
  });
