import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImportAccount, importMatches } from '../../electron/engine/services/import-matches.ts';
import { createMarketStore } from '../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../electron/engine/storage/migration.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { needsSharedData, noSharedData, sharedData } from '../support/shared-data.ts';
import { createSilentLog } from '../support/silent-log.ts';

const files = noSharedData ? [] : globSync(`${sharedData}/data/football-data/**/*.csv`).sort();
const isHeaderless = (file: string): boolean => basename(file).startsWith('DIRTY_');

/** Lines after the header, counted without any of the importer: none of the files quotes a line break. */
function countLines(file: string): number {
  const lines = readFileSync(file, 'latin1').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines.length - (isHeaderless(file) ? 0 : 1);
}

/** The cells of one column, taken apart by hand. */
function column(file: string, name: string): readonly string[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const position = header.split(',').indexOf(name);
  return lines
    .filter((line) => line.replaceAll(',', '') !== '')
    .map((line) => line.split(',')[position] ?? '');
}

describe.skipIf(noSharedData)(`every football-data.co.uk file (${needsSharedData})`, () => {
  const db = new Database(':memory:');
  migrate(db, marketMigrations);
  const store = createMarketStore(db, createSilentLog());
  const clock = createManualClock();
  let first: ImportAccount;

  beforeAll(async () => {
    first = await importMatches({ format: 'football-data', files, store, clock });
  }, 120_000);
  afterAll(() => void db.close());

  test('is read to its end, each row accounted for', () => {
    expect(files.length).toBeGreaterThan(200);
    for (const account of first.files) {
      expect(account).toMatchObject({ error: null, read: countLines(account.file) });
      expect(account.imported + account.duplicate + account.quarantined).toBe(account.read);
    }
    const { read, imported, duplicate, quarantined } = first.totals;
    expect(imported + duplicate + quarantined).toBe(read);
    expect(db.prepare('SELECT count(*) FROM matches').pluck().get()).toBe(imported);
  });

  test('has only the known traps quarantined', () => {
    for (const { file, reasons, read } of first.files) {
      if (isHeaderless(file)) {
        expect((reasons['no-header'] ?? 0) + (reasons['not-csv'] ?? 0)).toBe(read);
      } else {
        expect(
          Object.keys(reasons).filter((reason) => reason !== 'empty-row' && reason !== 'no-score'),
        ).toEqual([]);
      }
    }
    expect(
      first.files.filter((account) => account.reasons['no-score']).map(({ file }) => basename(file)),
    ).toEqual(['G1_1819.csv']);
  });

  test('has nothing new the second time', async () => {
    const second = await importMatches({ format: 'football-data', files, store, clock });
    expect(second.totals).toEqual({
      ...first.totals,
      imported: 0,
      duplicate: first.totals.imported + first.totals.duplicate,
    });
  }, 120_000);

  test('keeps both meetings of a pair that plays twice at the same ground in a season', () => {
    const matches = store.historicalMatches({ competition: 'SC0', season: '2018/19' });
    const pairs = new Set(matches.map((match) => `${match.home} v ${match.away}`));
    expect(matches.length).toBe(
      column(files.find((file) => file.endsWith('SC0_1819.csv')) ?? '', 'Date').length,
    );
    expect(pairs.size).toBeLessThan(matches.length);
  });

  test('finds a season again in a file whose headers a tool has sanitised', () => {
    const again = first.files.find((account) => account.file.endsWith('E0_1415_sanitised-headers.csv'));
    expect(again).toMatchObject({ imported: 0, duplicate: 380 });
  });

  test.each([
    ['E0_0304.csv', 'E0', '2003/04', 'GBH', 'gamebookers', 'pre-closing'],
    ['D1_0910.csv', 'D1', '2009/10', 'BbAvH', 'average', 'pre-closing'],
    ['I1_1617.csv', 'I1', '2016/17', 'PSCH', 'pinnacle', 'closing'],
    ['SP1_1920.csv', 'SP1', '2019/20', 'MaxCH', 'maximum', 'closing'],
    ['E0_2324.csv', 'E0', '2023/24', 'B365H', 'bet365', 'pre-closing'],
  ])('%s gives back the prices of its columns', (name, competition, season, header, book, stage) => {
    const file = files.find((path) => basename(path) === name) ?? '';
    const expected = column(file, header)
      .filter((cell) => cell !== '')
      .map((cell) => Math.round(Number(cell) * 10_000));
    const found = store
      .historicalMatches({ competition, season })
      .flatMap((match) => match.odds)
      .filter(
        (price) =>
          price.book === book &&
          price.stage === stage &&
          price.market === 'match-odds' &&
          price.side === 'home',
      )
      .map((price) => price.price);
    expect(found.toSorted()).toEqual(expected.toSorted());
    expect(found.length).toBeGreaterThan(200);
  });
});
