import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import type { Journal } from '../../electron/engine/ports/journal.ts';
import { openDatabases } from '../../electron/engine/storage/index.ts';
import { standingResult } from '../../shared/domain/result.ts';
import type { OrderId } from '../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../support/data-folder.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { checkMoney, createTradingDesk, GBP } from '../support/order-desk.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { createSilentLog } from '../support/silent-log.ts';
import { EVENT, placed, SAMPLE_WAGERS, showMarkets, told } from '../support/tell-results.ts';

const KILLS = 12;
const WRITER = fileURLToPath(new URL('../support/result-writer.ts', import.meta.url));

const folder = createDataFolder();
afterAll(() => folder.remove());

/** Lets the writer tell `results`, goes on for `moreMs`, kills it with no warning; answers the last one acknowledged. */
async function runAndKill(paths: DataFolder, seed: number, results: number, moreMs: number): Promise<number> {
  const writer = spawn(process.execPath, [WRITER, paths.data, paths.backups, String(seed)], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  writer.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  const exited = once(writer, 'exit');
  const enough = new Promise<void>((resolve) => {
    writer.stdout.on('data', (text: Buffer) => {
      output += text.toString();
      if (output.split('\n').length > results + 1) resolve();
    });
  });
  await Promise.race([
    enough,
    exited.then(() => {
      throw new Error(`The writer stopped by itself: ${complaint}`);
    }),
  ]);
  await new Promise((resolve) => setTimeout(resolve, moreMs));
  writer.kill('SIGKILL');
  await exited;
  return Number(output.split('\n').slice(0, -1).at(-1));
}

const outcomes = (journal: Journal, ids: readonly OrderId[]) =>
  ids.map((id) => {
    const bet = journal.bet(id);
    return [bet?.status, bet?.result, bet?.profit, bet?.commission];
  });

it('killed while correcting, bets and balances are those of the last result, whole', async () => {
  const random = createSeededRandom(20_261_121);
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const acknowledged = await runAndKill(folder, kill, 1 + Math.floor(random() * 6), random() * 15);
    const databases = openDatabases({ paths: folder, clock: createManualClock(), log: createSilentLog() });
    if (!databases.ok) throw new Error(databases.message);
    const { journal } = databases;
    expect(databases.notices).toEqual([]);
    const revisions = journal.results('practice', EVENT);
    expect(revisions.length).toBeGreaterThanOrEqual(acknowledged);
    expect(acknowledged).toBeGreaterThan(0);
    checkMoney(journal);

    const twin = createTradingDesk();
    showMarkets(twin);
    const twins: OrderId[] = [];
    for (const wager of SAMPLE_WAGERS) twins.push(await placed(twin, wager));
    const standing = standingResult(revisions);
    if (standing) {
      const { status, score, halfTime } = standing;
      twin.orders.results.tell(told({ status, score, halfTime }));
    }
    const ids = journal.ordersOfEvent('practice', EVENT).map(({ id }) => id);
    expect(outcomes(journal, ids)).toEqual(outcomes(twin.journal, twins));
    expect(journal.balances('practice', GBP)).toEqual(twin.orders.balances());
    databases.close();
  }
}, 120_000);
