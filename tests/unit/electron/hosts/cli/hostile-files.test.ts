import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabases } from '../../../../../electron/engine/storage/index.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { fillHistory } from '../../../../support/history-file.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

const cli = fileURLToPath(new URL('../../../../../electron/hosts/cli.ts', import.meta.url));
const hasPipes = process.platform !== 'win32';
let folder: DataFolder;
const place = (name: string) => join(folder.backups, name);
beforeAll(() => {
  folder = createDataFolder();
  const paths = { data: join(folder.data, 'paper'), backups: join(folder.data, 'paper', 'backups') };
  mkdirSync(paths.backups, { recursive: true });
  const opened = openDatabases({ paths, clock: createManualClock(), log: createSilentLog() });
  if (!opened.ok) throw new Error(opened.message);
  fillHistory(opened.market, 5);
  opened.close();
  mkdirSync(place('folder'));
  writeFileSync(place('file'), 'x');
  if (hasPipes) execFileSync('mkfifo', [place('pipe')]);
});
afterAll(() => folder.remove());

type Told = { readonly code: number; readonly error?: { readonly code: string; readonly message: string } };
const run = (...args: readonly string[]): Promise<Told> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [cli, ...args, '--json'],
      { timeout: 30_000, env: { ...process.env, OVERROUND_THE_ODDS_API: 'a-key' } },
      (error, stdout) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, ...JSON.parse(stdout) }),
    );
  });

const PLACES: readonly (readonly [what: string, name: string])[] = [
  ['in a folder that is not there', 'none/within'],
  ['where a folder is', 'folder'],
  ['through a file', 'file/within'],
  ['under too long a name', 'n'.repeat(256)],
  ...(hasPipes ? ([['into a pipe', 'pipe']] as const) : []),
];
const expectTold = ({ code, error }: Told) => {
  expect(code).toBe(1);
  expect(error?.message).toMatch(/: .+(choose|check|name|make)/);
  expect(error?.message).not.toMatch(/\bE[A-Z]{4,}\b|ERR_|syscall| {4}at /);
};

describe.each(PLACES)('%s', (_what, name) => {
  it('replays no stream', async () => {
    const told = await run('replay', 'betfair', place(name));
    expectTold(told);
    expect(told.error?.code).toBe('unreadable-file');
  });

  it('exports no history', async () => {
    const told = await run('history', 'export', place(name), '--data', folder.data);
    expectTold(told);
    expect(told.error?.code).toBe('export-failed');
  });

  it('buys no past odds', async () => {
    const before = readdirSync(folder.backups);
    const told = await run(
      ...['fetch', 'odds-api-history', '--sport', 'soccer_epl', '--from', '2026-03-01', '--to', '2026-03-02'],
      // Nobody answers there: asked first, it would say so instead.
      ...['--out', place(name), '--odds-api-url', 'http://127.0.0.1:9', '--data', folder.data, '--yes'],
    );
    expectTold(told);
    expect(told.error?.code).toBe('write-failed');
    expect(readdirSync(folder.backups)).toEqual(before);
  });
});
