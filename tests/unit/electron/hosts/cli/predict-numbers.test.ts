import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Manifest } from '../../../../../electron/engine/inference/registry/index.ts';
import { readFixtures } from '../../../../../electron/hosts/cli/predict-fixtures.ts';
import { readNumbers } from '../../../../../electron/hosts/cli/predict-numbers.ts';
import { temporaryFolder } from '../../../../support/serve.ts';

let file: string;
beforeEach(() => {
  const folder = temporaryFolder();
  file = join(folder.path, 'input.csv');
  return () => folder.remove();
});

const manifest = (origin: Manifest['origin']) =>
  ({
    id: 'foreign',
    origin,
    input: { name: 'x', featureSet: null, columns: ['a', 'b'], teams: null },
  }) as unknown as Manifest;
const read = (text: string, origin: Manifest['origin'] = 'imported') => {
  writeFileSync(file, text);
  return readNumbers(file, manifest(origin));
};

describe('numbers for a model', () => {
  it('are found by their columns, whatever stands beside them', () => {
    expect(read('\uFEFFb,note,a\n2,x,1\n4,"y, z",-3.5e2\n')).toEqual({
      ok: true,
      rows: 2,
      x: Float32Array.from([1, 2, -350, 4]),
    });
    expect(read('a,b\n,2\n', 'trained')).toEqual({
      ok: true,
      rows: 1,
      x: Float32Array.from([Number.NaN, 2]),
    });
  });

  it.each([
    ['a missing column', 'a,c\n1,2\n', /no column b\. foreign takes a, b; the file has a, c/],
    ['text', 'a,b\n1,2\n1,two\n', /line 3, column b is “two”/],
    ['NaN', 'a,b\nNaN,2\n', /line 2, column a is “NaN”/],
    ['an empty cell', 'a,b\n1\n', /line 2, column b is empty/],
    ['infinity', 'a,b\n1,Infinity\n', /line 2, column b is “Infinity”/],
    ['what 32 bits cannot hold', 'a,b\n1,1e300\n', /line 2, column b is 1e300/],
    ['no rows', 'a,b\n', /holds no rows/],
    ['nothing', '', /holds no rows/],
    ['no CSV', 'a,b\n"1,2\n', /is no CSV/],
  ])('are refused for %s', (_what, text, message) => {
    expect(read(text)).toMatchObject({ ok: false, message: expect.stringMatching(message) as string });
  });
});

describe('fixtures', () => {
  it('are rows without a score, with their prices', async () => {
    writeFileSync(
      file,
      'Div,Date,Time,HomeTeam,AwayTeam,B365H,B365D,B365A,FTHG\nE0,17/08/2030,12:30,A,B,2.1,3.4,3.6,\n',
    );
    const given = await readFixtures(file);
    expect(given).toMatchObject({
      ok: true,
      fixtures: [{ playedOn: '2030-08-17', kickOff: '12:30', home: 'A', away: 'B' }],
    });
    expect(given.ok && given.fixtures[0]?.odds.map(({ price }) => price)).toEqual([21_000, 34_000, 36_000]);
    expect(given.ok && 'homeGoals' in (given.fixtures[0] ?? {})).toBe(false);
  });

  it.each([
    ['a missing column', 'Div,Date,HomeTeam\nE0,17/08/2030,A\n', /no column AwayTeam/],
    ['a bad date', 'Div,Date,HomeTeam,AwayTeam\nE0,soon,A,B\n', /line 2: bad-date/],
    ['one team twice', 'Div,Date,HomeTeam,AwayTeam\nE0,17/08/2030,A,A\n', /line 2: same-team/],
    ['no rows', 'Div,Date,HomeTeam,AwayTeam\n', /holds no fixture/],
  ])('are refused for %s', async (_what, text, message) => {
    writeFileSync(file, text);
    expect(await readFixtures(file)).toMatchObject({
      ok: false,
      message: expect.stringMatching(message) as string,
    });
  });
});
