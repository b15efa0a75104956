import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { openDatabases } from '../../../../../electron/engine/storage/index.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { fillHistory } from '../../../../support/history-file.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

const cli = fileURLToPath(new URL('../../../../../electron/hosts/cli.ts', import.meta.url));
let folder: DataFolder;
/** Writes six events into the paper market, as an engine does, and lets it go. */
beforeEach(() => {
  folder = createDataFolder();
  const paths = { data: join(folder.data, 'paper'), backups: join(folder.data, 'paper', 'backups') };
  mkdirSync(paths.backups, { recursive: true });
  const opened = openDatabases({ paths, clock: createManualClock(), log: createSilentLog() });
  if (!opened.ok) throw new Error(opened.message);
  fillHistory(opened.market, 100);
  opened.close();
  return () => folder.remove();
});

const run = (...args: readonly string[]): Promise<{ readonly code: number; readonly answer: unknown }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [cli, 'history', ...args, '--data', folder.data, '--json'], (error, stdout) =>
      resolve({ code: error === null ? 0 : 1, answer: JSON.parse(stdout) }),
    );
  });

describe('overround history', () => {
  test('counts, looks back and exports beside the market, and compacts it', async () => {
    expect((await run('storage')).answer).toMatchObject({ series: 24, points: 2_400, from: 1_000_000 });
    const asOf = await run('as-of', 'home "3"', '--known', '1970-01-12T13:46:44Z');
    expect(asOf.answer).toMatchObject({
      event: { id: 'e3' },
      markets: [{ id: 'e3:m' }],
      prices: [{ bookId: 'b0' }, { bookId: 'b1' }, { bookId: 'b1', side: 'lay' }],
    });
    expect(await run('as-of', 'home')).toMatchObject({ code: 1, answer: { error: { code: 'ambiguous' } } });
    expect(await run('as-of', 'nobody')).toMatchObject({ code: 1, answer: { error: { code: 'not-found' } } });

    const file = join(folder.backups, 'e2.csv');
    expect((await run('export', file, '--event', 'e2')).answer).toMatchObject({ file, rows: 300 });
    expect(readFileSync(file, 'utf8').split('\r\n')).toHaveLength(302);
    expect(await run('export', file)).toMatchObject({
      code: 1,
      answer: { error: { code: 'export-failed' } },
    });

    const compacted = await run('compact', '--older-than', '1');
    expect(compacted.answer).toMatchObject({ removedChanges: 2_400, finished: true });
    expect((await run('storage')).answer).toMatchObject({ series: 0, points: 0 });
  }, 60_000);

  test('a folder without a market is told, and nothing is made there', async () => {
    const missing = {
      code: 1,
      answer: {
        error: { code: 'missing', message: expect.stringContaining('are read with --mode paper.') },
      },
    };
    expect(await run('storage', '--mode', 'practice')).toMatchObject(missing);
    const file = join(folder.backups, 'none.csv');
    expect(await run('export', file, '--mode', 'practice')).toMatchObject(missing);
    expect(existsSync(join(folder.data, 'practice'))).toBe(false);
  }, 30_000);
});
