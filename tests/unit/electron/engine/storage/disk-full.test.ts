import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { createJournal } from '../../../../../electron/engine/storage/journal/journal.ts';
import { journalMigrations } from '../../../../../electron/engine/storage/journal/migrations/index.ts';
import { createMarketStore } from '../../../../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../../../../electron/engine/storage/market/migrations/index.ts';
import { type Migration, migrate } from '../../../../../electron/engine/storage/migration.ts';
import type { Currency, EpochMs, OrderId } from '../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { sampleOrder, sampleTransaction } from '../../../../support/sample-orders.ts';
import { sampleQuote } from '../../../../support/sample-quotes.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

let folder: DataFolder;
let db: Database.Database;

function create(migrations: readonly Migration[]): void {
  db = new Database(`${folder.data}/test.db`);
  db.pragma('journal_mode = WAL');
  db.pragma('foreign_keys = ON');
  migrate(db, migrations);
}
/** The file may not grow by more than `pages`: SQLite then answers as it does on a full disk. */
const leaveRoom = (pages: number): void => {
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + pages}`);
};
const diskFull = expect.objectContaining({
  code: 'disk-full',
  message: expect.stringContaining('free some space'),
});

beforeEach(() => {
  folder = createDataFolder();
  return () => {
    db.close();
    folder.remove();
  };
});

test('the journal refuses what does not fit, keeps what it had, and goes on once there is room', () => {
  create(journalMigrations);
  const journal = createJournal(db, createSilentLog());
  leaveRoom(4);
  let saved = 0;
  const place = (): void => {
    const id = `order-no-${saved}` as OrderId;
    journal.transaction(() => {
      journal.saveOrder(sampleOrder({ id }));
      journal.post(sampleTransaction({ id, orderId: id }));
    });
    saved += 1;
  };
  expect(() => {
    while (saved < 10_000) place();
  }).toThrow(diskFull);
  expect(saved).toBeGreaterThan(0);
  expect(journal.orders({ mode: 'practice', limit: 10_000 })).toHaveLength(saved);
  expect(journal.balances('practice', 'GBP' as Currency).cash).toBe(saved * 100_000);
  leaveRoom(100);
  place();
  expect(journal.orders({ mode: 'practice', limit: 10_000 })).toHaveLength(saved);
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('price history waits in memory, in order, until there is room', () => {
  create(marketMigrations);
  const log = createSilentLog();
  const market = createMarketStore(db, log);
  leaveRoom(1);
  const ticks = 60_000;
  for (let tick = 1; tick <= ticks; tick += 1) {
    market.recordQuote(sampleQuote({ at: tick, price: 20_000 + (tick % 2) * 100 }));
  }
  // One try for every 16,384 changes that wait, not one a tick.
  expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(3);
  expect(() => market.flush()).toThrow(diskFull);
  const all = () => market.priceHistory(sampleQuote({}), 0 as EpochMs, ticks as EpochMs);
  expect(all()).toHaveLength(ticks);
  leaveRoom(1_000);
  market.flush();
  expect(all()).toHaveLength(ticks);
  const reopened = createMarketStore(db, log);
  expect(reopened.priceHistory(sampleQuote({}), 0 as EpochMs, ticks as EpochMs)).toEqual(all());
});
