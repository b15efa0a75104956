import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { beforeEach, describe, expect, test } from 'vitest';
import type { MarketStore } from '../../../../../../electron/engine/ports/market-store.ts';
import { performExport } from '../../../../../../electron/engine/services/history/export/perform-export.ts';
import {
  createUnfinishedFile,
  type UnfinishedFile,
  unfinishedPath,
} from '../../../../../../electron/engine/services/history/export/unfinished-file.ts';
import { createMarketStore } from '../../../../../../electron/engine/storage/market/market-store.ts';
import { createNodeClock } from '../../../../../../electron/hosts/node-ports/clock.ts';
import { createJobs } from '../../../../../../electron/hosts/node-ports/jobs.ts';
import { forkJobProcess } from '../../../../../../electron/hosts/node-ports/jobs-fork.ts';
import type { HistoryExport } from '../../../../../../shared/contract/history.ts';
import type { EpochMs, EventId } from '../../../../../../shared/domain/units.ts';
import { createDataFolder, type DataFolder } from '../../../../../support/data-folder.ts';
import { createHistoryFile, fillHistory, pricesOfEverything } from '../../../../../support/history-file.ts';
import { readCsv } from '../../../../../support/read-csv.ts';
import { sampleQuote } from '../../../../../support/sample-quotes.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

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

const target = (name: string): string => join(folder.backups, name);
const exportTo = (
  file: string,
  change: Partial<HistoryExport> = {},
  signal = new AbortController().signal,
  onProgress: Parameters<typeof performExport>[1]['onProgress'] = () => {},
  createFile?: Parameters<typeof performExport>[2],
) =>
  performExport(
    {
      kind: 'export-history',
      data: folder.data,
      spec: {
        eventId: null,
        from: 0 as EpochMs,
        to: Number.MAX_SAFE_INTEGER as EpochMs,
        format: file.endsWith('.parquet') ? 'parquet' : 'csv',
        file,
        ...change,
      },
    },
    { signal, onProgress },
    createFile,
  );

/** What was stored, as plain rows in the order of an export. */
const storedRows = () =>
  Object.values(pricesOfEverything(market)).flatMap((histories) =>
    histories.flatMap(({ key, points }) =>
      points.map(({ at, sourceTime, price, size }) => ({
        selection_id: key.selectionId as string,
        book_id: key.bookId as string,
        side: key.side as string,
        received_ms: at as number,
        said_ms: sourceTime as number,
        price: price === null ? null : price / 10_000,
        size: size === null ? null : size / 100,
      })),
    ),
  );
const sorted = <T extends { selection_id: string; book_id: string; side: string }>(rows: readonly T[]) =>
  [...rows].sort((a, b) =>
    `${a.selection_id} ${a.book_id} ${a.side}`.localeCompare(`${b.selection_id} ${b.book_id} ${b.side}`),
  );

describe('an export', () => {
  test('as CSV has a row for every change, with what it is of', async () => {
    fillHistory(market);
    market.recordQuote(sampleQuote({ selection: 'nameless', at: 5_000_000 }));
    market.flush();
    const file = target('prices.csv');
    expect(await exportTo(file)).toEqual({
      kind: 'done',
      result: { rows: 18_001, bytes: statSync(file).size },
    });
    const records = readCsv(readFileSync(file, 'utf8'));
    const numeric = (text: string | undefined) => (text === '' || text === undefined ? null : Number(text));
    expect(
      sorted(
        records.slice(0, -1).map((row) => ({
          selection_id: row['selection_id'] ?? '',
          book_id: row['book_id'] ?? '',
          side: row['side'] ?? '',
          received_ms: Number(row['received_ms']),
          said_ms: Number(row['said_ms']),
          price: numeric(row['price']),
          size: numeric(row['size']),
        })),
      ),
    ).toEqual(sorted(storedRows()));
    expect(records[0]).toMatchObject({
      received: new Date(Number(records[0]?.['received_ms'])).toISOString(),
      event_id: 'e0',
      home: 'Home "0"',
      away: 'Away, 0',
      market: 'match-odds',
      selection: 'Home 0',
    });
    expect(records.at(-1)).toMatchObject({ selection_id: 'nameless', event_id: '', selection: '' });
  });

  test('as Parquet reads back the same, over several row groups, with its types', async () => {
    fillHistory(market, 4_000);
    const file = target('prices.parquet');
    expect(await exportTo(file)).toMatchObject({ kind: 'done', result: { rows: 72_000 } });
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
    expect(
      sorted(
        rows.map((row) => ({
          selection_id: String(row['selection_id']),
          book_id: String(row['book_id']),
          side: String(row['side']),
          received_ms: Number(row['received_ms']),
          said_ms: Number(row['said_ms']),
          price: row['price'] as number | null,
          size: row['size'] as number | null,
        })),
      ),
    ).toEqual(sorted(storedRows()));
    expect(rows[0]?.['received']).toEqual(new Date(Number(rows[0]?.['received_ms'])));
    expect(rows[0]?.['line']).toBeNull();
  });

  test('holds one event, or what was received in a span', async () => {
    fillHistory(market);
    await exportTo(target('event.csv'), { eventId: 'e2' as EventId });
    const event = readCsv(readFileSync(target('event.csv'), 'utf8'));
    expect(event).toHaveLength(3_000);
    const span = { from: 1_003_000 as EpochMs, to: 1_003_499 as EpochMs };
    await exportTo(target('span.csv'), span);
    const within = readCsv(readFileSync(target('span.csv'), 'utf8'));
    expect(within).toHaveLength(
      storedRows().filter(({ received_ms: at }) => at >= span.from && at <= span.to).length,
    );
    expect(within.length).toBeGreaterThan(500);
  });

  test('never replaces a file, and says so', async () => {
    fillHistory(market, 5);
    writeFileSync(target('mine.csv'), 'mine');
    expect(await exportTo(target('mine.csv'))).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('exists already'),
    });
    // Nor one that came to be there meanwhile.
    const late = await exportTo(target('late.csv'), {}, undefined, () =>
      writeFileSync(target('late.csv'), 'mine'),
    );
    expect(late).toMatchObject({ kind: 'failed', message: expect.stringContaining('exists already') });
    expect([readFileSync(target('mine.csv'), 'utf8'), readFileSync(target('late.csv'), 'utf8')]).toEqual([
      'mine',
      'mine',
    ]);
    expect(readdirSync(folder.backups).sort()).toEqual(['late.csv', 'mine.csv']);
  });

  test('cancelled leaves nothing behind', async () => {
    fillHistory(market, 3_000);
    const cancel = new AbortController();
    let shares = 0;
    const end = await exportTo(target('prices.csv'), {}, cancel.signal, ({ share }) => {
      expect(existsSync(target('prices.csv'))).toBe(false);
      shares += 1;
      if (share > 0 || shares > 1) cancel.abort();
    });
    expect(end).toEqual({ kind: 'cancelled' });
    expect(readdirSync(folder.backups)).toEqual([]);
  });

  test('on a full disk says so and leaves nothing behind', async () => {
    fillHistory(market, 200);
    const full = (file: string): UnfinishedFile => ({
      ...createUnfinishedFile(file),
      write() {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    });
    expect(await exportTo(target('prices.csv'), {}, undefined, undefined, full)).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('is full'),
    });
    expect(readdirSync(folder.backups)).toEqual([]);
  });

  test('does not follow a link that stands where it writes', async () => {
    fillHistory(market, 5);
    const victim = target('victim');
    writeFileSync(victim, 'mine');
    symlinkSync(victim, unfinishedPath(target('prices.csv')));
    expect(await exportTo(target('prices.csv'))).toMatchObject({ kind: 'done' });
    expect(readFileSync(victim, 'utf8')).toBe('mine');
  });

  test('under a name as long as names may be', async () => {
    fillHistory(market, 5);
    const longest = `${'n'.repeat(251)}.csv`;
    expect(await exportTo(target(longest))).toMatchObject({ kind: 'done' });
    expect(readdirSync(folder.backups)).toEqual([longest]);
    expect(await exportTo(target(`n${longest}`))).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('choose a shorter one'),
    });
  });

  test('says what to do about a missing folder and a missing database', async () => {
    fillHistory(market, 5);
    expect(await exportTo(join(folder.backups, 'no', 'prices.csv'))).toMatchObject({
      message: expect.stringContaining('its folder does not exist'),
    });
    db.close();
    const elsewhere = await performExport(
      {
        kind: 'export-history',
        data: folder.backups,
        spec: { eventId: null, from: 0 as EpochMs, to: 1 as EpochMs, format: 'csv', file: target('x.csv') },
      },
      { signal: new AbortController().signal, onProgress: () => {} },
    );
    expect(elsewhere).toMatchObject({ message: expect.stringContaining('no recorded prices') });
  });

  test('beside compaction is refused rather than wrong', async () => {
    fillHistory(market);
    const end = await exportTo(target('prices.csv'), {}, undefined, () => {
      db.exec('DELETE FROM chunks WHERE id = (SELECT min(id) FROM chunks)');
    });
    expect(end).toMatchObject({ kind: 'failed', message: expect.stringContaining('compacted') });
    expect(readdirSync(folder.backups)).toEqual([]);
  });

  test('is done by a real process too, with numbers as they are', async () => {
    fillHistory(market, 50);
    const jobs = createJobs(forkJobProcess(), createNodeClock());
    const end = await new Promise((resolve) => {
      jobs.start(
        {
          kind: 'export-history',
          data: folder.data,
          spec: {
            eventId: null,
            from: 0,
            to: Number.MAX_SAFE_INTEGER,
            format: 'parquet',
            file: target('p.parquet'),
          },
        },
        { onProgress: () => {}, onEnd: resolve },
      );
    });
    expect(end).toEqual({ kind: 'done', result: { rows: 900, bytes: statSync(target('p.parquet')).size } });
  }, 30_000);
});
