import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MatchRow } from '../../../../../electron/engine/feeds/match-file.ts';
import {
  MATCH_FILE_FORMATS,
  type MatchFileFormatName,
} from '../../../../../electron/engine/feeds/match-files.ts';
import { rowsXml, spreadsheetOf } from '../../../../support/spreadsheet.ts';

const tennis = [
  'ATP,Tournament,Date,Surface,Round,Best of,Winner,Loser,Wsets,Lsets,Comment,B365W,B365L',
  '1,Adelaide,1/13/2023,Hard,Final,3,Young A.,Adams B.,2,1,Completed,1.5,2.5',
  '1,Adelaide,1/14/2023,Hard,Final,3,Adams B.,Young A.,2,0,Retired,1.7,2.1',
];
const nba = [
  'season,date,regular,playoffs,away,home,score_away,score_home,moneyline_away,moneyline_home',
  '2008,2007-10-30,True,False,utah,gs,117,96,100,-120',
  '2008,2007-10-31,True,False,bos,ny,90,96,150,-170',
];
const football = [
  'Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,B365H,HS',
  'E0,16/08/03,A,B,1,0,1.5,7',
  'E0,17/08/03,C,D,0,0,2,8',
];
const game = {
  season: 2011,
  date: 20110908,
  home_team: 'Packers',
  away_team: 'Saints',
  home_final: '42',
  away_final: '34',
  home_close_ml: -220,
  away_close_ml: 185,
};

async function* bytesOf(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? Buffer.from(content) : content;
}
async function read(
  format: MatchFileFormatName,
  content: string | Uint8Array,
): Promise<readonly MatchRow[] | string> {
  const parsed = await MATCH_FILE_FORMATS[format].parse(bytesOf(content), 'E0_file');
  if (!parsed.ok) return parsed.message;
  const rows: MatchRow[] = [];
  for await (const row of parsed.rows) {
    if (row.kind === 'broken') return row.message;
    rows.push(row);
  }
  return rows;
}

/** What a store can keep: text, whole scores and prices, nothing else. */
function expectSound(rows: readonly MatchRow[]): void {
  for (const row of rows) {
    if (row.kind === 'quarantined') {
      expect(row.sample.length).toBeLessThanOrEqual(2_000);
      continue;
    }
    const { identity, home, away, competition, season, playedOn, homeGoals, awayGoals, statistics, odds } =
      row.match;
    for (const text of [identity, home, away, competition, season]) {
      expect(text).toBeTypeOf('string');
      expect(text).not.toBe('');
    }
    expect(playedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    for (const goals of [homeGoals, awayGoals])
      expect(Number.isInteger(goals) && goals >= 0 && goals <= 1_000).toBe(true);
    for (const value of Object.values(statistics)) expect(Number.isFinite(value)).toBe(true);
    for (const { price } of odds) expect(Number.isInteger(price) && price > 10_000).toBe(true);
  }
}

const nasty = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '',
    '0',
    '-1',
    '1e308',
    '9'.repeat(400),
    'NaN',
    '1/1/99999',
  ),
  fc.constantFrom('\u0000', '"', '<script>', '=1+1', '\u2028', '99999999999', '20110231', '-0'),
  fc.string({ maxLength: 20 }).map((text) => text.replace(/[",\r\n]/g, '')),
  fc.double().map(String),
);

describe('match files with damaged cells', () => {
  const tables = { 'tennis-data': tennis, 'sportsbook-review': nba, 'football-data': football } as const;
  test.each(Object.entries(tables) as [MatchFileFormatName, readonly string[]][])(
    '%s: every record is a sound match or quarantined, or the file is refused',
    async (format, lines) => {
      const cells = lines.map((line) => line.split(','));
      const place = fc.tuple(fc.nat({ max: 2 }), fc.nat({ max: (cells[0]?.length ?? 1) - 1 }), nasty);
      await fc.assert(
        fc.asyncProperty(fc.array(place, { minLength: 1, maxLength: 5 }), async (changes) => {
          const table = cells.map((row) => [...row]);
          for (const [row, column, by] of changes) table[row]?.splice(column, 1, by);
          const rows = await read(format, table.map((row) => row.join(',')).join('\n'));
          if (typeof rows === 'string') {
            expect(rows).toContain('E0_file');
            return;
          }
          // An unclosed quote joins lines.
          if (!changes.some(([, , by]) => by.includes('"'))) expect(rows).toHaveLength(2);
          expectSound(rows);
        }),
        { numRuns: 600 },
      );
    },
  );

  test('NFL games of any JSON', async () => {
    const value = fc.oneof(fc.jsonValue(), nasty, fc.constant({ toString: 1 }), fc.constant([]));
    const change = fc.tuple(fc.constantFrom(...Object.keys(game)), value);
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.jsonValue(),
        async (changes, other) => {
          const rows = await read(
            'sportsbook-review',
            JSON.stringify([game, Object.fromEntries([...Object.entries(game), ...changes]), other]),
          );
          expect(rows).toHaveLength(3);
          if (typeof rows !== 'string') expectSound(rows);
        },
      ),
      { numRuns: 600 },
    );
  });

  test('JSON nested without end is accounted for', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const nested = JSON.stringify(game).replace('"Saints"', deep);
    const rows = await read('sportsbook-review', `[${JSON.stringify(game)},${nested},${deep}]`);
    if (typeof rows === 'string') throw new Error(rows);
    expect(rows.map((row) => (row.kind === 'match' ? 'match' : row.reason))).toEqual([
      'match',
      'no-team',
      'bad-date',
    ]);
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'a side called %s is a name like any other',
    async (name) => {
      const sides = async (format: MatchFileFormatName, content: string) => {
        const rows = await read(format, content);
        const first = typeof rows === 'string' ? undefined : rows[0];
        return first?.kind === 'match' ? [first.match.home, first.match.away] : rows;
      };
      expect(await sides('tennis-data', tennis.join('\n').replaceAll('Young A.', name))).toContain(name);
      expect(await sides('sportsbook-review', nba.join('\n').replace('gs', name))).toContain(name);
      expect(await sides('sportsbook-review', JSON.stringify([{ ...game, home_team: name }]))).toContain(
        name,
      );
      expect(await sides('football-data', football.join('\n').replace(',A,', `,${name},`))).toContain(name);
    },
  );

  test('a column called __proto__ is a statistic like any other', async () => {
    const [row] = await read('football-data', football.join('\n').replace(',HS', ',__proto__'));
    expect(typeof row === 'object' && row.kind === 'match' && Object.entries(row.match.statistics)).toEqual([
      ['__proto__', 7],
    ]);
  });
});

describe('a spreadsheet', () => {
  const sheet = spreadsheetOf(rowsXml(tennis.map((line) => line.split(','))));

  test('is read like CSV', async () => {
    const rows = await read('tennis-data', sheet);
    expect(rows).toEqual(await read('tennis-data', tennis.join('\n')));
    expect(rows).toHaveLength(2);
  });

  test('cut off anywhere is refused', async () => {
    for (let length = 2; length < sheet.length; length += 7)
      expect(await read('tennis-data', sheet.subarray(0, length))).toContain('download it again');
  });

  test('with damaged bytes is read as it was, or refused', async () => {
    const whole = await read('tennis-data', sheet);
    const damage = fc.array(fc.tuple(fc.nat({ max: sheet.length - 1 }), fc.nat({ max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Buffer.from(sheet);
        for (const [at, by] of changes) bytes[at] = by;
        const rows = await read('tennis-data', bytes);
        if (typeof rows === 'string') expect(rows).toContain('is not a tennis-data.co.uk file');
        else expect(rows).toEqual(whole);
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['unpacks to hundreds of megabytes', ' '.repeat(200 << 20)],
    ['unpacks to more than any season', ' '.repeat(13 << 20)],
    ['names a cell far out', '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'],
    ['has more cells than any season', '<row r="10000"><c r="AN10000"><v>1</v></c></row>'],
  ])('that %s is refused', async (_what, rows) => {
    expect(await read('tennis-data', spreadsheetOf(rows))).toContain('save its matches as CSV');
  });

  test('with a tag that never ends is refused before it is parsed', async () => {
    const attributes = Array.from({ length: 5_000 }, (_, i) => `a${i}=">"`).join(' ');
    expect(await read('tennis-data', spreadsheetOf(`<row r="1"><c r="A1" ${attributes}/></row>`))).toContain(
      'damaged',
    );
  });

  test('with a date beyond all dates has that row quarantined', async () => {
    const dated = rowsXml(tennis.map((line) => line.split(','))).replace(
      /<c r="C2".*?<\/c>/,
      '<c r="C2"><v>1e300</v></c>',
    );
    const rows = await read('tennis-data', spreadsheetOf(dated));
    expect(rows).toMatchObject([{ kind: 'quarantined', reason: 'bad-date' }, { kind: 'match' }]);
  });
});
