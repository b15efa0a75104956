import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrders } from '../../electron/engine/orders/index.ts';
import { createPaperBroker } from '../../electron/engine/orders/paper-broker/index.ts';
import { openDatabases } from '../../electron/engine/storage/index.ts';
import { openPaperVenue } from '../../electron/engine/storage/paper-venue.ts';
import type { OrderId } from '../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../support/data-folder.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { checkMoney, deskSettings, elapse, GBP } from '../support/order-desk.ts';
import { createSeededRandom } from '../support/seeded-random.ts';
import { createSilentLog } from '../support/silent-log.ts';
import { createStubMarket } from '../support/stub-market.ts';

const KILLS = 25;
const WRITER = fileURLToPath(new URL('../support/bet-writer.ts', import.meta.url));

type Acknowledged = Map<OrderId, { readonly state: string; readonly matched: number }>;

/** Runs the writer until it has acknowledged `bets`, lets it go on for `moreMs`, then kills it with no warning. */
async function runAndKill(
  folder: DataFolder,
  seed: number,
  bets: number,
  moreMs: number,
  into: Acknowledged,
): Promise<void> {
  const writer: ChildProcessWithoutNullStreams = spawn(
    process.execPath,
    [WRITER, folder.data, folder.backups, String(seed)],
    { env: { ...process.env, NODE_OPTIONS: '' } },
  );
  let told = '';
  let complaint = '';
  writer.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  const enough = new Promise<void>((resolve) => {
    writer.stdout.on('data', (text: Buffer) => {
      told += text.toString();
      if (told.split('\n').length > bets + 1) resolve();
    });
  });
  const exited = once(writer, 'exit');
  await Promise.race([
    enough,
    exited.then(() => {
      throw new Error(`The writer stopped by itself: ${complaint}`);
    }),
  ]);
  await new Promise((resolve) => setTimeout(resolve, moreMs));
  writer.kill('SIGKILL');
  await exited;
  // A line cut short by the kill was not acknowledged.
  for (const line of told.split('\n').slice(0, -1)) {
    const [id, state, matched] = line.split(' ');
    if (id && state) into.set(id as OrderId, { state, matched: Number(matched) });
  }
}

describe('an engine killed while betting', () => {
  const folder = createDataFolder();
  const acknowledged: Acknowledged = new Map();
  afterAll(() => folder.remove());

  beforeAll(async () => {
    const random = createSeededRandom(20_261_121);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await runAndKill(folder, kill, Math.floor(random() * 12), random() * 25, acknowledged);
    }
  }, 120_000);

  it('has lost no acknowledged bet, made none twice, and agrees with the venue and with itself', async () => {
    const clock = createManualClock(Date.now());
    const log = createSilentLog();
    const databases = openDatabases({ paths: folder, clock, log });
    if (!databases.ok) throw new Error(databases.message);
    const { journal } = databases;
    expect(databases.notices).toEqual([]);
    const store = openPaperVenue({ paths: folder });
    const market = createStubMarket(clock.now, clock.now() + 3_600_000);
    const broker = createPaperBroker({ mode: 'practice', market, clock, random: () => 0.5, store });
    const orders = createOrders({
      ...{ mode: 'practice', currency: GBP, journal, broker, market, clock, wall: clock, log },
      ids: { next: () => 'unused' },
      settings: () => deskSettings(),
    });
    const reconciling = orders.reconcile();
    await elapse(clock, 500);
    await reconciling;
    await elapse(clock, 20_000, 500);

    const all = journal.orders({ mode: 'practice', limit: 1_000_000 });
    expect(acknowledged.size).toBeGreaterThan(KILLS);
    for (const [id, said] of acknowledged) {
      const order = journal.order(id);
      expect(order, id).toBeDefined();
      expect(order?.matched, id).toBeGreaterThanOrEqual(said.matched);
      const isFinal = ['matched', 'rejected', 'cancelled', 'lapsed'].includes(said.state);
      if (isFinal) expect({ state: order?.state, matched: order?.matched }, id).toEqual(said);
    }
    let atVenue = 0;
    for (const order of all) {
      const record = store.record(order.id);
      if (!record) {
        expect(order, order.id).toMatchObject({ state: 'rejected', matched: 0 });
        expect(['never-sent', 'never-received']).toContain(order.outcome?.code);
        continue;
      }
      atVenue += 1;
      expect({ state: order.state, matched: order.matched }, order.id).toEqual({
        state: record.state,
        matched: record.matched,
      });
      expect(journal.fills(order.id)).toEqual(store.fills(order.id));
    }
    // The venue knows no order that the journal does not.
    expect(store.open().every((record) => journal.order(record.id) !== undefined)).toBe(true);
    expect(atVenue).toBeGreaterThan(0);
    checkMoney(journal);
    expect(orders.counts().unresolvedOrders).toBe(0);
    await orders.stop();
    store.close();
    databases.close();
  }, 60_000);
});
