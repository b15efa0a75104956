import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  type FileAccount,
  type ImportProgress,
  type ImportRequest,
  importMatches,
} from '../../../../../electron/engine/services/import-matches.ts';
import { createMarketStore } from '../../../../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../../../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../../../../electron/engine/storage/migration.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

let folder: DataFolder;
let db: Database.Database;
let store: ReturnType<typeof createMarketStore>;
beforeEach(() => {
  folder = createDataFolder();
  db = new Database(':memory:');
  migrate(db, marketMigrations);
  store = createMarketStore(db, createSilentLog());
  return () => {
    db.close();
    folder.remove();
  };
});
const clock = createManualClock();
const run = (files: readonly string[], more: Partial<ImportRequest> = {}) =>
  importMatches({ format: 'football-data', files, store, clock, ...more });
function file(name: string, lines: readonly string[]): string {
  const path = join(folder.data, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}
const header = 'Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR,B365H';
const rows = (count: number, odds = '1.5'): readonly string[] =>
  Array.from({ length: count }, (_, index) => `E0,16/08/03,Home ${index},Away,2,1,H,${odds}`);
const stored = (): unknown => db.prepare('SELECT count(*) FROM matches').pluck().get();

test('accounts for every row and every cell left out', async () => {
  const path = file('E0_0304.csv', [
    header,
    ...rows(2),
    ',,,,,,,',
    'E0,x,A,B,1,0,H,',
    'E0,17/08/03,A,B,1,0,H,#',
  ]);
  expect(await run([path])).toEqual({
    files: [
      {
        file: path,
        read: 5,
        imported: 3,
        duplicate: 0,
        completed: 0,
        quarantined: 2,
        reasons: { 'empty-row': 1, 'bad-date': 1 },
        ignoredCells: { 'not-a-number': 1 },
        error: null,
      },
    ],
    totals: { read: 5, imported: 3, duplicate: 0, quarantined: 2 },
    cancelled: false,
  });
  expect(store.quarantined(9)).toContainEqual({
    source: `football-data ${path}`,
    reason: 'bad-date',
    sample: 'line 5: E0,x,A,B,1,0,H,',
    at: clock.now(),
  });
});

test('the same file again adds nothing; a pair that meets again on another day stays', async () => {
  const path = file('E0.csv', [header, ...rows(1), 'E0,9/9/03,Home 0,Away,2,1,H,1.4']);
  expect((await run([path])).totals).toMatchObject({ imported: 2, duplicate: 0 });
  expect((await run([path, path])).totals).toEqual({ read: 4, imported: 0, duplicate: 4, quarantined: 0 });
  expect(stored()).toBe(2);
});

describe('a match that comes again', () => {
  const scored = (home: number, away: number, odds = '1.5'): string =>
    `E0,16/08/03,Home 0,Away,${home},${away},,${odds}`;
  const only = () => store.historicalMatches({ competition: 'E0', season: '2003/04' })[0];

  test('in its own file is a duplicate, and set aside when the score contradicts', async () => {
    const path = file('E0.csv', [header, scored(1, 0), scored(1, 0), scored(0, 1), scored(1, 0)]);
    for (const [imported, duplicate] of [
      [1, 2],
      [0, 3],
    ]) {
      const { files } = await run([path]);
      expect(files[0]).toMatchObject({
        read: 4,
        imported,
        duplicate,
        quarantined: 1,
        reasons: { 'contradicts-earlier-row': 1 },
      });
    }
    expect(stored()).toBe(1);
    expect(only()).toMatchObject({ homeGoals: 1, awayGoals: 0 });
    expect(store.quarantined(9)).toEqual([
      expect.objectContaining({
        reason: 'contradicts-earlier-row',
        sample: 'line 4: E0 2003-08-16 Home 0 v Away 0-1, but line 2 has it 1-0',
      }),
    ]);
  });

  test('in a later file with another score is set aside, and what is stored stands', async () => {
    await run([file('a_E0.csv', [header, scored(1, 0)])]);
    const { files } = await run([file('b_E0.csv', [header, scored(3, 0, 'x'), ...rows(3).slice(1)])]);
    expect(files[0]).toMatchObject({
      read: 3,
      imported: 2,
      duplicate: 0,
      completed: 0,
      quarantined: 1,
      reasons: { 'differs-from-stored': 1 },
      ignoredCells: {},
    });
    expect(only()).toMatchObject({ homeGoals: 1, awayGoals: 0 });
    expect(store.quarantined(9)[0]?.sample).toBe(
      'line 2: E0 2003-08-16 Home 0 v Away 3-0, but stored is 1-0',
    );
  });

  test('with prices and statistics the stored one lacks completes it, and changes nothing else', async () => {
    await run([file('a_E0.csv', [header, scored(1, 0)])]);
    const more = `${header},B365A,HTHG,HTAG,HS,Time`;
    const path = file('b_E0.csv', [more, `${scored(1, 0, '9')},5,1,0,12,15:00`]);
    expect((await run([path])).files[0]).toMatchObject({ imported: 0, duplicate: 1, completed: 1 });
    expect(only()).toMatchObject({
      kickOff: '15:00',
      halfTimeHome: 1,
      halfTimeAway: 0,
      statistics: { HS: 12 },
    });
    expect(only()?.odds.map(({ side, price }) => [side, price])).toEqual([
      ['home', 15_000],
      ['away', 50_000],
    ]);
    expect((await run([path])).files[0]).toMatchObject({ duplicate: 1, completed: 0 });
  });

  test('with a book at another handicap does not mix two lines', async () => {
    const handicap = `${header},AHh,PAHH,PAHA`;
    await run([file('a_E0.csv', [handicap, `${scored(1, 0)},-0.5,1.9,`])]);
    const { files } = await run([
      file('b_E0.csv', [handicap, `${scored(1, 0)},-0.75,2.1,1.8`]),
      file('c_E0.csv', [handicap, `${scored(1, 0)},-0.5,2.1,2.0`]),
    ]);
    expect(files.map(({ completed }) => completed)).toEqual([0, 1]);
    expect(
      only()
        ?.odds.slice(1)
        .map(({ line, side, price }) => [line, side, price]),
    ).toEqual([
      [-0.5, 'home', 19_000],
      [-0.5, 'away', 20_000],
    ]);
  });
});

test('two files of one season overlap without doubling, and the first stays as it was', async () => {
  const first = file('a_E0.csv', [header, ...rows(3)]);
  const second = file('b_E0.csv', [header, ...rows(5, '9')]);
  expect((await run([first, second])).totals).toEqual({ read: 8, imported: 5, duplicate: 3, quarantined: 0 });
  const prices = store
    .historicalMatches({ competition: 'E0', season: '2003/04' })
    .map((match) => match.odds[0]?.price);
  expect(prices).toEqual([15_000, 15_000, 15_000, 90_000, 90_000]);
});

test('takes each file as the kind it is when none is named, and says what it is not', async () => {
  const football = file('E0.csv', [header, ...rows(2)]);
  const games = file('games.json', [
    JSON.stringify([
      {
        season: 2020,
        date: 20200913.0,
        home_team: 'Alders',
        away_team: 'Birches',
        home_final: 24,
        away_final: 17,
      },
    ]),
  ]);
  const other = file('notes.txt', ['name,age', 'Ann,3']);
  const account = await run([football, games, other], { format: 'auto' });
  expect(account.files.map(({ imported, error }) => [imported, error === null])).toEqual([
    [2, true],
    [1, true],
    [0, false],
  ]);
  expect(account.files[2]?.error).toMatch(/none of the kinds.*tennis-data.*Choose the kind/);
});

test('reports progress after each batch, and at the end of each file', async () => {
  const path = file('E0.csv', [header, ...rows(1_200)]);
  const progress: ImportProgress[] = [];
  await run([path], { onProgress: (now) => progress.push(now) });
  expect(progress.map(({ read, finished }) => [read, finished])).toEqual([
    [500, false],
    [1_000, false],
    [1_200, true],
  ]);
});

test('cancelled, it stops after the batch, keeps it, and can be run again', async () => {
  const paths = ['E0.csv', 'E1.csv'].map((name) => file(name, [header, ...rows(1_200)]));
  const controller = new AbortController();
  const account = await run(paths, { signal: controller.signal, onProgress: () => controller.abort() });
  expect(account).toMatchObject({ cancelled: true, totals: { read: 500, imported: 500 } });
  expect(account.files).toHaveLength(1);
  expect(stored()).toBe(500);
  expect((await run(paths.slice(0, 1))).totals).toMatchObject({ imported: 700, duplicate: 500 });
});

describe('a file that cannot be used', () => {
  test('has its reason, and the others go on', async () => {
    const sound = file('E0.csv', [header, ...rows(1)]);
    const page = file('page.csv', ['<html>', '<body>']);
    mkdirSync(join(folder.data, 'folder.csv'));
    const account = await run([
      join(folder.data, 'missing.csv'),
      join(folder.data, 'folder.csv'),
      page,
      file('empty.csv', []),
      sound,
    ]);
    expect(account.files.map((one) => one.error)).toEqual([
      expect.stringContaining('there is no such file'),
      expect.stringContaining('is a folder'),
      expect.stringContaining('web page'),
      expect.stringContaining('empty'),
      null,
    ]);
    expect(account.totals).toEqual({ read: 1, imported: 1, duplicate: 0, quarantined: 0 });
  });

  test('to its end keeps the rows before', async () => {
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(`${header}\n${rows(3).join('\n')}\n`);
      throw new Error('the stick was pulled out');
    }
    const account = await run(['E0.csv'], { openFile: breaking });
    expect(account.files[0]).toMatchObject({ read: 3, imported: 3 });
    expect(account.files[0]?.error).toContain('the stick was pulled out');
  });
});

test('a full disk stops it with whole batches kept', async () => {
  const path = file('E0.csv', [header, ...rows(5_000)]);
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 60}`);
  const accounts: FileAccount[] = [];
  const onFile = (account: FileAccount) => void accounts.push(account);
  await expect(run([path], { onFile })).rejects.toMatchObject({ code: 'disk-full' });
  expect(Number(stored()) % 500).toBe(0);
  expect(accounts).toEqual([
    expect.objectContaining({
      file: path,
      read: stored(),
      imported: stored(),
      error: expect.stringContaining('is full'),
    }),
  ]);
  db.pragma('max_page_count = 1000000');
  expect((await run([path])).totals.read).toBe(5_000);
  expect(stored()).toBe(5_000);
});

test('opens files only: a pipe or a device would never end', async () => {
  const good = file('E0_0304.csv', [header, ...rows(1)]);
  const { files, totals } = await run(['/dev/zero', good]);
  expect(files[0]?.error).toContain('device or a pipe');
  expect(totals).toMatchObject({ imported: 1 });
});

test('gives up on a line without end, and goes on with the next file', async () => {
  const good = file('E0_0304.csv', [header, ...rows(1)]);
  let chunks = 0;
  async function* zeros(): AsyncGenerator<Uint8Array> {
    for (; chunks < 10_000; chunks += 1) yield new Uint8Array(65_536);
  }
  const account = await run(['zeros.csv', good], {
    openFile: (path) => (path === good ? textOf([header, ...rows(1)]) : zeros()),
  });
  expect(account.files[0]?.error).toBe(
    'zeros.csv cannot be read: it has a line of over a megabyte, so it is no CSV: download it again.',
  );
  expect(chunks).toBeLessThan(40);
  expect(account.totals.imported).toBe(1);
});

async function* textOf(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${lines.join('\n')}\n`);
}

test('stops reading when cancelled in the middle of nothing', async () => {
  const cancel = new AbortController();
  let chunks = 0;
  async function* comments(): AsyncGenerator<Uint8Array> {
    for (; chunks < 10_000; chunks += 1) {
      if (chunks === 5) cancel.abort();
      yield Buffer.from('x'.repeat(1000));
    }
  }
  const account = await run(['endless.csv'], { openFile: comments, signal: cancel.signal });
  expect(account.cancelled).toBe(true);
  expect(chunks).toBeLessThan(10);
});

test('sets aside a team against itself, and names no keyboard types', async () => {
  const path = file('E0_0304.csv', [
    header,
    'E0,16/08/03,Arsenal,arsenal,1,0,H,2',
    'E0,16/08/03,Ars\u0000enal,Leeds,1,0,H,2',
    ...rows(1),
  ]);
  const { files } = await run([path]);
  expect(files[0]).toMatchObject({ imported: 1, reasons: { 'same-team': 1, 'control-characters': 1 } });
});
