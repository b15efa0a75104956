import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabases } from '../../../../../electron/engine/storage/index.ts';
import { openMatchHistory } from '../../../../../electron/engine/storage/match-history.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { pricesOf, recordedMatch } from '../../../../support/recorded-match.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

let folder: DataFolder;
beforeEach(() => {
  folder = createDataFolder();
});
afterEach(() => folder.remove());

function openMarket() {
  const databases = openDatabases({ paths: folder, clock: createManualClock(), log: createSilentLog() });
  if (!databases.ok) throw new Error(databases.message);
  return databases;
}
function open() {
  const opened = openMatchHistory(folder);
  if (!opened.ok) throw new Error(opened.message);
  return opened;
}

describe('imported matches, read beside an engine', () => {
  it('are there as soon as an import is, with kinds of prices never seen before', () => {
    const databases = openMarket();
    const reader = open();
    expect(reader.history.historicalSeasons()).toEqual([]);
    const first = recordedMatch({ home: 'A', odds: pricesOf([2, 3, 4]) });
    databases.market.importMatches([first]);
    const of = { competition: 'E0', season: '2019/20' };
    expect(reader.history.historicalMatches(of)).toEqual([first]);
    const second = recordedMatch({
      home: 'B',
      odds: pricesOf([2, 3, 4], { book: 'pinnacle', stage: 'closing' }),
    });
    databases.market.importMatches([second]);
    expect(reader.history.historicalMatches(of)).toEqual([first, second]);
    expect(reader.history.historicalSeasons()).toEqual([{ ...of, matches: 2 }]);
    reader.close();
    databases.close();
  });

  it('are none where nothing was imported, and none is made', () => {
    expect(open().history.historicalSeasons()).toEqual([]);
    expect(openMatchHistory(folder)).toMatchObject({ ok: true });
  });

  it('are refused in a file of another version, and in one that is none', () => {
    openMarket().close();
    const file = join(folder.data, 'market.db');
    const db = new Database(file);
    db.pragma('user_version = 999');
    db.close();
    expect(openMatchHistory(folder)).toMatchObject({ ok: false, code: 'other-version' });
    writeFileSync(file, 'not a database, and long enough to be looked at as one'.repeat(100));
    expect(openMatchHistory(folder)).toMatchObject({
      ok: false,
      code: 'unreadable',
      message: expect.stringMatching(/Start Overround once/) as string,
    });
  });
});
