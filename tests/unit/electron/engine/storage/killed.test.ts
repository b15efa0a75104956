import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openDatabases } from '../../../../../electron/engine/storage/index.ts';
import type { Currency, EpochMs, OrderId } from '../../../../../shared/domain/units.ts';
import { createDataFolder } from '../../../../support/data-folder.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { sampleOrder } from '../../../../support/sample-orders.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

const writer = fileURLToPath(new URL('../../../../support/journal-writer.ts', import.meta.url));

/** Starts the writer and kills it with no chance to clean up once it acknowledged `enough`; returns the last number. */
async function writeUntilKilled(root: string, enough: number): Promise<number> {
  const child = spawn(process.execPath, [writer, root], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const gone = once(child, 'close');
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split('\n').length > enough) child.kill('SIGKILL');
  });
  await gone;
  return Number(output.split('\n').at(-2));
}

test.each([1, 40, 133])(
  'killed while writing, everything acknowledged is there and nothing is torn (%i)',
  async (enough) => {
    const folder = createDataFolder();
    try {
      const acknowledged = await writeUntilKilled(dirname(folder.data), enough);
      expect(acknowledged).toBeGreaterThanOrEqual(enough);
      const databases = openDatabases({ paths: folder, clock: createManualClock(), log: createSilentLog() });
      if (!databases.ok) throw new Error(databases.message);
      expect(databases.notices).toEqual([]);
      const { journal, market } = databases;

      const orders = journal.orders({ mode: 'practice', limit: 100_000 });
      expect(orders.length).toBeGreaterThanOrEqual(acknowledged);
      for (let number = 1; number <= acknowledged; number += 1) {
        expect(journal.order(`order-no-${number}` as OrderId)).toMatchObject({
          state: 'intent',
          revision: 2,
        });
      }
      // An order and its reserve are one transaction: as many of the one as of the other, to the last moment.
      expect(journal.balances('practice', 'GBP' as Currency)).toMatchObject({
        cash: -orders.length,
        atRisk: orders.length,
      });

      const key = { ...sampleOrder(), side: 'back' } as const;
      const points = market.priceHistory(key, 0 as EpochMs, Number.MAX_SAFE_INTEGER as EpochMs);
      expect(points.length).toBeGreaterThanOrEqual(acknowledged * 100);
      const start = (sampleOrder().createdAt + 1) * 100;
      expect(points.every((point, index) => point.at === start + index)).toBe(true);
      databases.close();
      for (const name of ['journal', 'market']) {
        const db = new Database(`${folder.data}/${name}.db`, { readonly: true });
        expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
        expect(db.pragma('foreign_key_check')).toEqual([]);
        db.close();
      }
    } finally {
      folder.remove();
    }
  },
  60_000,
);
