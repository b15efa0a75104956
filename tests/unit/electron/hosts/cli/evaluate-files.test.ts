import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readRecordedMatches } from '../../../../../electron/hosts/cli/evaluate-files.ts';
import { createDataFolder, type DataFolder } from '../../../../support/data-folder.ts';

let folder: DataFolder;
beforeEach(() => {
  folder = createDataFolder();
  return () => folder.remove();
});

test('the first file stands: a later one completes it, or is set aside where its score differs', async () => {
  const header = 'Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,B365H,PSH';
  const file = (name: string, ...rows: readonly string[]): string => {
    const path = join(folder.data, name);
    writeFileSync(path, [header, ...rows, ''].join('\n'));
    return path;
  };
  const { source, files, totals } = await readRecordedMatches([
    file('a_E0.csv', 'E0,16/08/03,A,B,1,0,1.5,', 'E0,16/08/03,C,D,1,1,2,'),
    file('b_E0.csv', 'E0,16/08/03,A,B,1,0,9,1.6', 'E0,16/08/03,C,D,2,1,2,3'),
  ]);
  expect(totals).toEqual({ read: 4, imported: 2, duplicate: 1, quarantined: 1 });
  expect(files[1]).toMatchObject({ completed: 1, reasons: { 'differs-from-stored': 1 } });
  const kept = [...source.days()].flatMap(({ matches }) => matches);
  expect(
    kept.map((match) => [match.home, match.homeGoals, match.odds.map(({ book, price }) => [book, price])]),
  ).toEqual([
    [
      'A',
      1,
      [
        ['bet365', 15_000],
        ['pinnacle', 16_000],
      ],
    ],
    ['C', 1, [['bet365', 20_000]]],
  ]);
});
