import { fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MarketStore } from '../../../../../../../electron/engine/ports/market-store.ts';
import { createMarketStore } from '../../../../../../../electron/engine/storage/market/market-store.ts';
import type { EpochMs, EventId, SelectionId } from '../../../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../../../support/data-folder.ts';
import {
  createHistoryFile,
  fillHistory,
  pricesOfEverything,
  splitChunks,
} from '../../../../../../support/history-file.ts';
import { sampleQuote } from '../../../../../../support/sample-quotes.ts';
import { createSilentLog } from '../../../../../../support/silent-log.ts';

let folder: DataFolder;
let db: Database.Database;
let market: MarketStore;
const file = () => join(folder.data, 'market.db');
const reopen = (): void => {
  if (db?.open) db.close();
  db = createHistoryFile(file());
  market = createMarketStore(db, createSilentLog());
};
beforeEach(() => {
  folder = createDataFolder();
  reopen();
  return () => {
    db.close();
    folder.remove();
  };
});

const compact = (isExpired: (event: { readonly id: EventId }) => boolean): number => {
  let removed = 0;
  for (let after = 0; ; ) {
    const step = market.upkeep.compactFrom(after, isExpired);
    after = step.through;
    removed += step.removedPoints;
    expect(step.share).toBeGreaterThanOrEqual(0);
    expect(step.share).toBeLessThanOrEqual(1);
    if (step.done) return removed;
  }
};
const count = (table: string): number =>
  db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;

/** Leaves no room in a file that may not grow: the next page that is needed is refused as by a full disk. */
function fillFreePages(full: Database.Database): void {
  const insert = full.prepare('INSERT INTO filler VALUES (zeroblob(3000))');
  try {
    for (;;) insert.run();
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_FULL') throw error;
  }
}

describe('compaction', () => {
  test('removes the prices of expired events alone, and says how many', () => {
    fillHistory(market);
    const before = pricesOfEverything(market);
    market.saveClosingLines([
      { selectionId: 'e1:s', marketId: 'e1:m', fair: 0.5, prices: {}, at: 5 } as never,
    ]);
    const removed = compact(({ id }) => id === 'e1');
    const left = pricesOfEverything(market);
    // With the fair line's.
    expect(removed).toBe(1_000 + (before['e1:s']?.flatMap(({ points }) => points).length ?? 0));
    expect(left['e1:s']).toEqual([]);
    expect({ ...left, 'e1:s': before['e1:s'] }).toEqual(before);
    expect(market.closingLine('e1:s' as SelectionId)).toBeDefined();
    expect(market.event('e1' as EventId)).toBeDefined();
    reopen();
    expect(pricesOfEverything(market)).toEqual(left);
    expect(db.pragma('foreign_key_check')).toEqual([]);
  });

  test('what is recorded afterwards by a track from before starts anew, and stays', () => {
    fillHistory(market);
    const quote = sampleQuote({ selection: 'e1:s', book: 'b0', price: 12_300, at: 9e11 });
    const track = market.priceTrack(quote);
    track.record(quote);
    compact(({ id }) => id === 'e1');
    track.record({ ...quote, receivedAt: 9.1e11 as EpochMs, sourceTime: 9.1e11 as EpochMs });
    market.flush();
    reopen();
    expect(market.priceHistory(quote, 0 as EpochMs, 1e12 as EpochMs)).toMatchObject([
      { at: 9.1e11, price: 12_300 },
    ]);
  });

  test('fills up chunks without changing a point, and describes those that said nothing of themselves', () => {
    fillHistory(market);
    splitChunks(db);
    reopen();
    const before = pricesOfEverything(market);
    const small = count('chunks');
    const { points } = market.upkeep.figures();
    compact(() => false);
    expect(count('chunks')).toBeLessThan(small / 20);
    expect(pricesOfEverything(market)).toEqual(before);
    expect(market.upkeep.figures().points).toBe(points);
    const asOf = before['e2:s']?.[0];
    const middle = asOf?.points[500];
    expect(asOf && middle && market.priceAsOf(asOf.key, middle.at, null)).toEqual(middle);
    reopen();
    expect(pricesOfEverything(market)).toEqual(before);
    expect(db.prepare('SELECT max(points_count) FROM chunks').pluck().get()).toBeLessThanOrEqual(256);
  });

  test('gives the space back, a part at a time', () => {
    fillHistory(market, 20_000);
    db.pragma('wal_checkpoint(TRUNCATE)');
    const before = market.upkeep.figures();
    compact(({ id }) => id !== 'e0');
    expect(market.upkeep.figures().freeBytes).toBeGreaterThan(before.bytes / 3);
    let given = 0;
    for (let steps = 0; ; steps += 1) {
      const { bytes, done } = market.upkeep.giveBack();
      given += bytes;
      if (!done) continue;
      expect(steps).toBeGreaterThan(1);
      break;
    }
    const after = market.upkeep.figures();
    expect(after.freeBytes).toBe(0);
    expect(after.bytes).toBe(before.bytes - given);
    db.pragma('wal_checkpoint(TRUNCATE)');
    expect(statSync(file()).size).toBe(after.bytes);
  });

  test('on a full disk keeps everything, says so, and goes on when there is room', () => {
    fillHistory(market);
    splitChunks(db);
    const before = pricesOfEverything(market);
    db.exec('CREATE TABLE filler (x BLOB)');
    for (let at = 0; at < 5_000; at += 1)
      market.recordQuote(sampleQuote({ selection: 'new', price: 20_000 + at, at: 9e11 + at }));
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    fillFreePages(db);
    expect(() => compact(({ id }) => id === 'e1')).toThrow(expect.objectContaining({ code: 'disk-full' }));
    expect(pricesOfEverything(market)).toEqual(before);
    expect(
      market.priceHistory(sampleQuote({ selection: 'new' }), 0 as EpochMs, 1e12 as EpochMs),
    ).toHaveLength(5_000);
    db.pragma('max_page_count = 1000000');
    compact(({ id }) => id === 'e1');
    expect(pricesOfEverything(market)).toEqual({ ...before, 'e1:s': [] });
  });

  test('killed anywhere, no history is half gone, and the next time finishes', async () => {
    fillHistory(market);
    splitChunks(db);
    const before = pricesOfEverything(market);
    db.close();
    const compactor = fileURLToPath(
      new URL('../../../../../../support/history-compactor.ts', import.meta.url),
    );
    for (const killAfter of [0, 1, 2, 3, 5, 8]) {
      const child = fork(compactor, [file(), 'e1,e3'], { execArgv: [] });
      let steps = 0;
      child.on('message', () => {
        if (steps === killAfter) child.kill('SIGKILL');
        steps += 1;
      });
      const [, signal] = await once(child, 'close');
      if (killAfter < 3) expect(signal).toBe('SIGKILL');
      reopen();
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      const left = pricesOfEverything(market);
      for (const [selection, histories] of Object.entries(before)) {
        const expected = histories.filter((history) =>
          left[selection]?.some(
            ({ key }) => key.bookId === history.key.bookId && key.side === history.key.side,
          ),
        );
        expect(left[selection]).toEqual(expected);
        if (selection !== 'e1:s' && selection !== 'e3:s') expect(expected).toEqual(histories);
      }
    }
    compact(({ id }) => id === 'e1' || id === 'e3');
    expect(pricesOfEverything(market)).toEqual({ ...before, 'e1:s': [], 'e3:s': [] });
  }, 60_000);
});
