import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MarketStore } from '../../../../../../electron/engine/ports/market-store.ts';
import {
  compactHistory,
  retentionLimit,
} from '../../../../../../electron/engine/services/history/compact.ts';
import { unfinishedPath } from '../../../../../../electron/engine/services/history/export/unfinished-file.ts';
import { createHistory } from '../../../../../../electron/engine/services/history/history.ts';
import { historyOperations } from '../../../../../../electron/engine/services/history/operations.ts';
import { openingAndClosing } from '../../../../../../electron/engine/services/history/past-prices.ts';
import { createMarketStore } from '../../../../../../electron/engine/storage/market/market-store.ts';
import type { HistoryProgress } from '../../../../../../shared/contract/history.ts';
import type { SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId } from '../../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../../support/data-folder.ts';
import { createHistoryFile, fillHistory, pricesOfEverything } from '../../../../../support/history-file.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';
import { createStubJobs } from '../../../../../support/stub-jobs.ts';

const DAY = 86_400_000;
let folder: DataFolder;
let db: Database;
let market: MarketStore;
beforeEach(() => {
  folder = createDataFolder();
  db = createHistoryFile(join(folder.data, 'market.db'));
  market = createMarketStore(db, createSilentLog());
  return () => {
    db.close();
    folder.remove();
  };
});

/** Events e0 to e5 start at 0 to 5 s; now is ten days and 2.5 s later, so that ten days keep e3 to e5. */
function open(days: number | null = null, hasOrders: (id: EventId) => boolean = () => false) {
  const wall = createManualClock();
  const jobs = createStubJobs();
  let kept = days;
  const keep = (next: number | null): void => {
    kept = next;
  };
  const clock = { now: () => (10 * DAY + 2_500) as EpochMs };
  const history = createHistory({
    store: market,
    jobs,
    clock,
    wall,
    log: createSilentLog(),
    data: folder.data,
    retention: { get: () => kept, save: keep },
    hasOrders,
  });
  return { history, jobs, wall, operations: historyOperations({ history, store: market, clock }) };
}
const never = new AbortController().signal;
const left = (): readonly string[] =>
  Object.entries(pricesOfEverything(market)).flatMap(([selection, histories]) =>
    histories.length === 0 ? [] : [selection.slice(0, 2)],
  );

/** Lets a promise that waits for pauses of the manual clock come to its end. */
async function finish<T>(work: Promise<T>, wall: ReturnType<typeof createManualClock>): Promise<T> {
  let over = false;
  const end = work.finally(() => {
    over = true;
  });
  end.catch(() => {});
  for (let turns = 0; !over && turns < 10_000; turns += 1) {
    wall.advance(15);
    await Promise.resolve();
  }
  return end;
}

describe('compaction', () => {
  test('without a retention removes nothing', async () => {
    fillHistory(market, 300);
    const before = pricesOfEverything(market);
    const { history, wall } = open(null);
    const done = await finish(
      history.compact(never, () => {}),
      wall,
    );
    expect(done).toMatchObject({ finished: true, share: 1, rows: 0 });
    expect(pricesOfEverything(market)).toEqual(before);
  });

  test('removes what is older than the retention and has no orders, telling how far it is', async () => {
    fillHistory(market, 300);
    const told: HistoryProgress[] = [];
    const { history, wall } = open(10, (id) => id === 'e1');
    const done = await finish(
      history.compact(never, (progress) => void told.push(progress)),
      wall,
    );
    expect(left()).toEqual(['e1', 'e3', 'e4', 'e5']);
    // Two events with three price histories and a fair line each.
    expect(done).toMatchObject({ finished: true, rows: 2 * 4 * 300 });
    expect(told.map(({ share }) => share)).toEqual(told.map(({ share }) => share).sort((a, b) => a - b));
    expect(told.at(-1)).toEqual(done);
  });

  test('keeps an event that started just as many days ago as prices are kept', async () => {
    fillHistory(market, 300);
    const { wall } = open();
    await finish(
      compactHistory({
        upkeep: market.upkeep,
        startedBefore: retentionLimit((10 * DAY + 2_000) as EpochMs, 10),
        isProtected: () => false,
        pause: () => new Promise((resolve) => void wall.after(15, resolve)),
        signal: never,
        onProgress: () => {},
      }),
      wall,
    );
    expect(left()).toEqual(['e2', 'e3', 'e4', 'e5']);
  });

  test('cancelled stops between two steps; beside it nothing else begins', async () => {
    fillHistory(market, 300);
    const { history, wall } = open(1);
    const cancel = new AbortController();
    const work = history.compact(cancel.signal, () => cancel.abort());
    await expect(history.compact(never, () => {})).rejects.toMatchObject({ code: 'conflict' });
    expect(await finish(work, wall)).toMatchObject({ finished: false });
    expect(
      await finish(
        history.compact(never, () => {}),
        wall,
      ),
    ).toMatchObject({ finished: true });
    expect(left()).toEqual([]);
  });

  test('is done by itself where there is a retention', async () => {
    fillHistory(market, 300);
    const { history, wall, operations } = open(null);
    wall.advance(DAY);
    await finish(Promise.resolve(), wall);
    expect(left()).toHaveLength(6);
    expect(operations['history.retention']({ days: 10 }, {} as never)).toMatchObject({ retentionDays: 10 });
    wall.advance(7 * 3_600_000);
    for (let turns = 0; turns < 200; turns += 1) {
      wall.advance(15);
      await Promise.resolve();
    }
    expect(left()).toEqual(['e3', 'e4', 'e5']);
    history.stop();
  });
});

describe('an export', () => {
  const spec = (file: string) => ({
    eventId: null,
    from: 0 as EpochMs,
    to: 1e13 as EpochMs,
    format: 'csv' as const,
    file,
  });

  test('is done by a process, whose progress and end are told', async () => {
    fillHistory(market, 10);
    const { history, jobs } = open();
    const file = join(folder.backups, 'x.csv');
    const told: HistoryProgress[] = [];
    const work = history.export(spec(file), never, (progress) => void told.push(progress));
    const [job] = jobs.started;
    expect(job?.job).toEqual({ kind: 'export-history', data: folder.data, spec: spec(file) });
    job?.progress({ share: 0.5, stage: 'half', figures: { rows: 7, bytes: 9 } });
    await expect(history.compact(never, () => {})).rejects.toMatchObject({ code: 'conflict' });
    job?.end({ kind: 'done', result: { rows: 12, bytes: 34 } });
    await work;
    expect(told).toEqual([
      { share: 0.5, stage: 'half', rows: 7, bytes: 9, finished: false },
      { share: 1, stage: '', rows: 12, bytes: 34, finished: true },
    ]);
  });

  test('cancelled, what its killed process left is removed', async () => {
    const { history, jobs } = open();
    const file = join(folder.backups, 'x.csv');
    const cancel = new AbortController();
    const work = history.export(spec(file), cancel.signal, () => {});
    writeFileSync(unfinishedPath(file), 'half');
    cancel.abort();
    expect(jobs.started[0]?.cancelled).toBe(true);
    jobs.started[0]?.end({ kind: 'cancelled' });
    await work;
    expect(readdirSync(folder.backups)).toEqual([]);
  });

  test('that can not be is refused before a process is started', async () => {
    const { history, jobs } = open();
    writeFileSync(join(folder.backups, 'mine.csv'), '');
    const refused: readonly [ReturnType<typeof spec>, string, RegExp][] = [
      [spec(join(folder.backups, 'mine.csv')), 'conflict', /exists already/],
      [spec('prices.csv'), 'invalid-input', /whole path/],
      [spec(join(folder.backups, 'no', 'x.csv')), 'invalid-input', /does not exist/],
      [
        { ...spec(join(folder.backups, 'x.csv')), from: 9 as EpochMs, to: 1 as EpochMs },
        'invalid-input',
        /ends before/,
      ],
    ];
    for (const [each, code, message] of refused)
      await expect(history.export(each, never, () => {})).rejects.toMatchObject({
        code,
        message: expect.stringMatching(message),
      });
    const work = history.export(spec(join(folder.backups, 'x.csv')), never, () => {});
    expect(jobs.started).toHaveLength(1);
    jobs.started[0]?.end({ kind: 'failed', message: 'The disk is full.' });
    await expect(work).rejects.toMatchObject({ code: 'unavailable', message: 'The disk is full.' });
  });
});

describe('looking back', () => {
  test('gives prices with their markets as they stood, and lines to the start', () => {
    fillHistory(market, 300);
    market.saveClosingLines([
      {
        selectionId: 'e1:s',
        marketId: 'e1:m',
        fair: 0.5,
        prices: { b0: 16_000 },
        at: 1_002_500,
      } as never,
    ]);
    const { operations } = open();
    const known = 1_002_000 as EpochMs;
    const asOf = operations['history.asOf']({ eventId: 'e1' as EventId, known, said: null }, {} as never);
    expect(asOf).toMatchObject({ markets: [{ id: 'e1:m' }], fair: [{ selectionId: 'e1:s', at: 1_002_000 }] });
    const { prices } = asOf as { prices: readonly { at: number }[] };
    // At 1,000,000 + 1,000 + 100 * 10 the hundredth change came, at each of three offers.
    expect(prices.map(({ at }) => at)).toEqual([1_002_000, 1_002_000, 1_002_000]);
    const lines = operations['history.lines']({ eventId: 'e1' as EventId }, {} as never);
    const [line] = lines as readonly { opening: unknown; closing: unknown; firstAt: number }[];
    expect(line).toMatchObject({
      opening: { at: 1_001_000 },
      closing: { at: 1_002_490 - 1 },
      startsAt: 1_002_500,
      firstAt: 1_001_000,
      lastAt: 1_000_000 + 1_000 + 299 * 10 - 1,
    });
    // Of the kept closing line: what bets are held against. The lay price has no place in it.
    expect(lines).toMatchObject([
      { bookId: 'b0', closing: { price: 16_000 } },
      { bookId: 'b1', side: 'back', closing: null },
      { bookId: 'b1', side: 'lay', closing: { at: 1_002_490 - 1 } },
    ]);
    expect(() =>
      operations['history.asOf']({ eventId: 'nobody' as EventId, known, said: null }, {} as never),
    ).toThrow('no such event');
  });

  const pricesAt = (known: number, said: number | null) => {
    const answer = open().operations['history.asOf'](
      { eventId: 'e0' as EventId, known: known as EpochMs, said: said as EpochMs | null },
      {} as never,
    ) as { prices: readonly { bookId: string; side: string; at: number; sourceTime: number }[] };
    return answer.prices.filter(({ bookId }) => bookId === 'b0');
  };

  test('asks apart what was known here and what the book had said', () => {
    fillHistory(market, 300);
    // The n-th change of e0 comes at 1,000,000 + 10 n (an odd one a millisecond before), said n ms earlier.
    expect(pricesAt(1_002_000, null)).toMatchObject([{ at: 1_002_000, sourceTime: 1_001_800 }]);
    expect(pricesAt(1_002_000, 1_000_900)).toMatchObject([{ at: 1_001_000, sourceTime: 1_000_900 }]);
    // Known early and asked for all that was ever said: still only what was known.
    expect(pricesAt(1_001_000, 9_000_000)).toMatchObject([{ at: 1_001_000 }]);
    expect(pricesAt(1_002_000, 999_999)).toEqual([]);
  });

  test('leaves out what was withdrawn then', () => {
    fillHistory(market, 300);
    expect(pricesAt(1_000_959, null)).toMatchObject([{ at: 1_000_949 }]);
    expect(pricesAt(1_000_960, null)).toEqual([]);
    expect(pricesAt(1_000_969, null)).toMatchObject([{ at: 1_000_969 }]);
  });

  test('the close is the last price offered before the start, and there is none before it has come', () => {
    const startsAt = 1_000_962;
    fillHistory(market, 300);
    const event = { ...(market.event('e0' as EventId) as SportingEvent), startsAt: startsAt as EpochMs };
    const [line] = openingAndClosing(market, event, (startsAt - 1) as EpochMs);
    expect(line).toMatchObject({ startsAt, closing: null, opening: { at: 1_000_000 } });
    // It was withdrawn two milliseconds before the start.
    const [closed] = openingAndClosing(market, event, startsAt as EpochMs);
    expect(closed).toMatchObject({ closing: { at: 1_000_949 } });
    expect(closed?.closing?.price).toBeGreaterThan(10_000);
    // What comes with the start itself is in play already.
    const atStart = { ...event, startsAt: 1_000_000 as EpochMs };
    expect(openingAndClosing(market, atStart, 9e9 as EpochMs)[0]).toMatchObject({
      opening: null,
      closing: null,
    });
    const justBefore = { ...event, startsAt: 1_000_001 as EpochMs };
    expect(openingAndClosing(market, justBefore, 9e9 as EpochMs)[0]).toMatchObject({
      opening: { at: 1_000_000 },
      closing: { at: 1_000_000 },
    });
  });

  test('there is no close of what was withdrawn long before the start, and one of what was never withdrawn', () => {
    fillHistory(market, 97);
    const event = market.event('e0' as EventId) as SportingEvent;
    const closing = (startsAt: number) =>
      openingAndClosing(market, { ...event, startsAt: startsAt as EpochMs }, 9e9 as EpochMs)[0]?.closing;
    const withdrawnAt = 1_000_960;
    expect(closing(withdrawnAt + 600_000)).toMatchObject({ at: 1_000_949 });
    expect(closing(withdrawnAt + 600_001)).toBeNull();
    fillHistory(market, 98);
    expect(closing(withdrawnAt + 600_001)).toMatchObject({ at: 1_000_969 });
    // Nothing of its book was heard any more: whether it still stood nobody knows, and bets have no close either.
    expect(closing(1_000_969 + 600_000)).toMatchObject({ at: 1_000_969 });
    expect(closing(1_000_970 + 600_001)).toBeNull();
  });

  test('an event first seen in play has prices and no opening line', () => {
    fillHistory(market, 20);
    const { operations } = open();
    const lines = operations['history.lines']({ eventId: 'e5' as EventId }, {} as never);
    expect(lines).toHaveLength(3);
    expect(lines).toMatchObject([{ opening: null, closing: null, firstAt: 1_005_000 }, {}, {}]);
  });
});
