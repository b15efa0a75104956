import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  factsOfFileName,
  type ParsedRow,
  parseFootballData,
} from '../../../../../../electron/engine/feeds/football-data/index.ts';
import type { Broken } from '../../../../../../electron/engine/feeds/match-file.ts';
import type { HistoricalMatch } from '../../../../../../electron/engine/ports/market-store.ts';

/** The text in chunks of `size` bytes, as a file's stream brings it. */
async function* chunks(content: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
async function rowsOf(
  content: string | Uint8Array,
  name = 'E0_0304.csv',
  size?: number,
): Promise<(ParsedRow | Broken)[]> {
  const parsed = await parseFootballData(chunks(content, size), name);
  if (!parsed.ok) throw new Error(parsed.message);
  return await all(parsed.rows);
}
/** The single match of a header and one row. */
async function matchOf(header: string, row: string, name?: string): Promise<HistoricalMatch> {
  const [first] = await rowsOf(`${header}\n${row}\n`, name);
  if (first?.kind !== 'match') throw new Error(JSON.stringify(first));
  return first.match;
}
const kinds = (rows: readonly (ParsedRow | Broken)[]): readonly string[] =>
  rows.map((row) => (row.kind === 'quarantined' ? `${row.line}:${row.reason}` : row.kind));

const base = 'Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR';
const row = 'E0,16/08/2003,Arsenal,Everton,2,1,H';

describe('a row', () => {
  test('is a match with its identity, score, statistics and prices', async () => {
    const header = `${base},HTHG,HTAG,HTR,Referee,HS,AS,B365H,B365D,B365A,PSCH`;
    expect(await matchOf(header, `${row},1,0,H,"Barber, G",15,7,1.5,3.75,6.5,1.55`)).toEqual({
      identity: 'football-data|e0|2003-08-16|arsenal|everton',
      occurrence: 1,
      competition: 'E0',
      season: '2003/04',
      playedOn: '2003-08-16',
      kickOff: null,
      home: 'Arsenal',
      away: 'Everton',
      homeGoals: 2,
      awayGoals: 1,
      halfTimeHome: 1,
      halfTimeAway: 0,
      statistics: { HS: 15, AS: 7 },
      odds: [
        {
          book: 'bet365',
          market: 'match-odds',
          line: null,
          side: 'home',
          stage: 'pre-closing',
          price: 15_000,
        },
        {
          book: 'bet365',
          market: 'match-odds',
          line: null,
          side: 'draw',
          stage: 'pre-closing',
          price: 37_500,
        },
        {
          book: 'bet365',
          market: 'match-odds',
          line: null,
          side: 'away',
          stage: 'pre-closing',
          price: 65_000,
        },
        { book: 'pinnacle', market: 'match-odds', line: null, side: 'home', stage: 'closing', price: 15_500 },
      ],
    });
  });

  test.each([
    ['16/08/03', '2003-08-16'],
    ['16/08/93', '1993-08-16'],
    ['16/08/2003', '2003-08-16'],
    ['2003-08-16', '2003-08-16'],
  ])('is dated %s', async (date, playedOn) => {
    expect((await matchOf(base, row.replace('16/08/2003', date))).playedOn).toBe(playedOn);
  });

  test.each([
    ['31/02/2003', 'bad-date'],
    ['', 'bad-date'],
    ['08-2003', 'bad-date'],
  ])('dated "%s" is quarantined', async (date, reason) => {
    expect(kinds(await rowsOf(`${base}\n${row.replace('16/08/2003', date)}\n`))).toEqual([`2:${reason}`]);
  });

  test.each([
    ['no score', 'E0,16/08/2003,Arsenal,Everton,,,', 'no-score'],
    ['a score of words', 'E0,16/08/2003,Arsenal,Everton,two,1,H', 'bad-score'],
    ['half a goal', 'E0,16/08/2003,Arsenal,Everton,0.5,1,A', 'bad-score'],
    ['a result that disagrees', 'E0,16/08/2003,Arsenal,Everton,2,1,A', 'result-disagrees'],
    ['no team', 'E0,16/08/2003,Arsenal,,2,1,H', 'no-team'],
    ['no cells', ',,,,,,', 'empty-row'],
    ['nothing', '', 'empty-row'],
    ['too few cells', 'E0,16/08/2003,Arsenal', 'no-team'],
    ['HTML', '<li><a href="/x.csv">x</a>', 'not-csv'],
  ])('with %s is quarantined, the others are not', async (_, bad, reason) => {
    expect(kinds(await rowsOf(`${base}\n${row}\n${bad}\n${row}\n`))).toEqual([
      'match',
      `3:${reason}`,
      'match',
    ]);
  });

  test('may write goals as fractions and times with seconds', async () => {
    const match = await matchOf(`${base},Time`, 'E0,16/08/2003,Arsenal,Everton,2.0,1.0,H, 19:45:00');
    expect([match.homeGoals, match.awayGoals, match.kickOff]).toEqual([2, 1, '19:45']);
  });

  test('keeps its sound cells when others are junk, and says why each was left out', async () => {
    const header = `${base},HTHG,HTAG,Time,B365H,B365D,B365A,BWH,BWD,BWA,PSH,,BWH`;
    const [only] = await rowsOf(`${header}\n${row},3,0,late,0,#,-,,1,-2,1.4,stray,1.5,beyond\n`);
    expect(only).toMatchObject({
      kind: 'match',
      match: { odds: [{ book: 'pinnacle', price: 14_000 }], halfTimeHome: null, kickOff: null },
      ignored: [
        'impossible-score',
        'impossible-score',
        'bad-time',
        'impossible-price',
        'not-a-number',
        'not-a-number',
        'impossible-price',
        'impossible-price',
        'no-column',
        'no-column',
        'no-column',
      ],
    });
  });

  test('that comes twice in one file is one row each, of one identity', async () => {
    const rows = await rowsOf(`${base}\n${row}\n${row}\n${row.replace('16/08', '17/08')}\n`);
    expect(rows.map((one) => one.kind === 'match' && [one.match.playedOn, one.match.occurrence])).toEqual([
      ['2003-08-16', 1],
      ['2003-08-16', 1],
      ['2003-08-17', 1],
    ]);
  });
});

describe('prices', () => {
  const read = async (columns: string, cells: string) =>
    (await matchOf(`${base},${columns}`, `${row},${cells}`)).odds.map((price) =>
      [price.book, price.market, price.line, price.side, price.stage, price.price / 10_000].join(' '),
    );
  test.each([
    [
      'BbMxH,BbAvD',
      '2,3',
      ['maximum match-odds  home pre-closing 2', 'average match-odds  draw pre-closing 3'],
    ],
    ['VCH,VCCH', '2,3', ['vcbet match-odds  home pre-closing 2', 'vcbet match-odds  home closing 3']],
    [
      'GB>2.5,GB<2.5',
      '2,3',
      ['gamebookers totals 2.5 over pre-closing 2', 'gamebookers totals 2.5 under pre-closing 3'],
    ],
    [
      'P>2.5,PC<2.5',
      '2,3',
      ['pinnacle totals 2.5 over pre-closing 2', 'pinnacle totals 2.5 under closing 3'],
    ],
    [
      'BbMx_2_5,BbMx_2_5_1',
      '2,3',
      ['maximum totals 2.5 over pre-closing 2', 'maximum totals 2.5 under pre-closing 3'],
    ],
    [
      'BbAv.2.5,BbAv.2.5.1',
      '2,3',
      ['average totals 2.5 over pre-closing 2', 'average totals 2.5 under pre-closing 3'],
    ],
    [
      'AHh,B365AHH,AHCh,B365CAHA',
      '-0.75,2,-1,3',
      ['bet365 asian-handicap -0.75 home pre-closing 2', 'bet365 asian-handicap -1 away closing 3'],
    ],
    [
      'BbAH,BbAHh,BbMxAHH,B365AHH,B365AHA,B365AH',
      '20,0.25,2,3,4,0.5',
      [
        'maximum asian-handicap 0.25 home pre-closing 2',
        'bet365 asian-handicap 0.5 home pre-closing 3',
        'bet365 asian-handicap 0.5 away pre-closing 4',
      ],
    ],
    ['AHh,PAHH,PAHA', ',2,3', []],
    ['AHh,PAHH,PAHA', '-0.175,2,3', []],
    [
      'BFEH,BFD,BFECA',
      '2,3,4',
      [
        'betfair-exchange match-odds  home pre-closing 2',
        'betfair-sportsbook match-odds  draw pre-closing 3',
        'betfair-exchange match-odds  away closing 4',
      ],
    ],
    [
      'XYH,XYD,XYA,XYCH,XYCD,XYCA',
      '2,3,4,5,,',
      [
        'xy match-odds  home pre-closing 2',
        'xy match-odds  draw pre-closing 3',
        'xy match-odds  away pre-closing 4',
        'xy match-odds  home closing 5',
      ],
    ],
  ])('of %s', async (columns, cells, expected) => {
    expect(await read(columns, cells)).toEqual(expected);
  });
});

describe('a file', () => {
  test('may begin with a byte order mark and end its lines either way, or not at all', async () => {
    for (const text of [`\uFEFF${base}\r\n${row}\r\n`, `${base}\n${row}`, `${base}\r${row}\r`]) {
      expect(kinds(await rowsOf(text))).toEqual(['match']);
    }
  });

  test('in windows-1252 keeps its names, line by line', async () => {
    const latin = Uint8Array.from(`${base}\n${row.replace('Arsenal', 'M\u00e1laga')}\n`, (char) =>
      char.charCodeAt(0),
    );
    const utf8 = new TextEncoder().encode(`${row.replace('Arsenal', 'Be\u015fikta\u015f')}\n`);
    for (const size of [1, 5, 1000]) {
      const rows = await rowsOf(Uint8Array.from([...latin, ...utf8]), 'E0.csv', size);
      expect(rows.map((one) => one.kind === 'match' && one.match.home)).toEqual([
        'M\u00e1laga',
        'Be\u015fikta\u015f',
      ]);
    }
  });

  test('without a Div column takes league and season from its own columns or its name', async () => {
    const seasonal = 'Season,Date,HomeTeam,AwayTeam,FTHG,FTAG,FTR';
    expect(await matchOf(seasonal, '1993/94,16/08/93,A,B,2,1,H', 'E0_9394_legacy.csv')).toMatchObject({
      competition: 'E0',
      season: '1993/94',
    });
    const country = 'Country,League,Season,Date,Time,Home,Away,HG,AG,Res,PSCH';
    expect(
      await matchOf(country, 'China,Super League,2014,07/03/2014,11:00,A,B,1,0,H,1.5', 'CHN.csv'),
    ).toMatchObject({
      competition: 'China Super League',
      season: '2014',
      kickOff: '11:00',
    });
    const bare = 'Date,HomeTeam,AwayTeam,FTHG,FTAG';
    expect(await matchOf(bare, '2020-07-19,A,B,2,1', 'mmz4281/1920/SP1.csv')).toMatchObject({
      competition: 'SP1',
      season: '2019/20',
    });
  });

  test('of one long season keeps it into August', async () => {
    const rows = await rowsOf(
      `${base}\n${row}\n${row.replace('2003', '2004')}\n${row.replace('16/08/2003', '20/09/2004')}\n`,
      'E0.csv',
    );
    expect(rows.map((one) => one.kind === 'match' && one.match.season)).toEqual([
      '2003/04',
      '2003/04',
      '2004/05',
    ]);
  });

  test('without a header has every line quarantined, the first too', async () => {
    const text = `Russia,Premier League,2015/2016,17/07/2015,17:00,Spartak,Ufa,2,2,D\n<title>300</title>\n\n`;
    expect(kinds(await rowsOf(text))).toEqual(['1:no-header', '2:not-csv', '3:empty-row']);
  });

  test.each([
    ['nothing', '', 'empty'],
    ['a web page', '<!doctype html>\n<title>404</title>\n', 'web page'],
    ['another table', 'Name,Price\nx,1\n', 'columns'],
    ['no league to be found', 'Date,HomeTeam,AwayTeam,FTHG,FTAG\n1/1/2020,A,B,1,0\n', 'League'],
  ])('with %s is refused, saying what is expected', async (_, content, why) => {
    const parsed = await parseFootballData(chunks(content), 'download.csv');
    expect(parsed).toMatchObject({ ok: false, code: 'unrecognised' });
    const message = parsed.ok ? '' : parsed.message;
    expect(message).toContain(why);
    expect(message).toContain('FTHG');
  });

  test('that breaks off says so after the rows before', async () => {
    const rows = await rowsOf(`${base}\n${row}\nE0,"16/08/2003,never closed\n${row}\n`);
    expect(kinds(rows)).toEqual(['match', 'broken']);
    const swallowed = `${base}\n${row}\nE0,"never closed\n${`${row}\n`.repeat(3_000)}`;
    expect(kinds(await rowsOf(swallowed, 'E0.csv', 30_000))).toEqual(['match', 'broken']);
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(`${base}\n${row}\n`);
      throw Object.assign(new Error('device gone'), { code: 'EIO' });
    }
    const parsed = await parseFootballData(failing(), 'E0.csv');
    expect(parsed.ok && (await all(parsed.rows)).at(-1)).toMatchObject({
      kind: 'broken',
      message: expect.stringContaining('the disk reports an error'),
    });
  });

  test('gives one item for each line after its header, whatever is in them', async () => {
    const cell = fc.oneof(
      fc.constantFrom('', 'E0', '16/08/03', 'Arsenal', '2', '1', 'H', '#', '0', '1.5', '<p>', '-'),
      fc.string({ maxLength: 8 }).map((text) => text.replace(/["\r\n,]/g, ' ')),
    );
    const lines = fc.array(fc.array(cell, { minLength: 1, maxLength: 14 }).map((cells) => cells.join(',')));
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 40 }), async (bodies, size) => {
        const rows = await rowsOf(
          `${base},B365H,B365D,,HS\n${bodies.map((body) => `${body}\n`).join('')}`,
          'E0.csv',
          size,
        );
        expect(rows.map((one) => one.kind !== 'broken' && one.line)).toEqual(
          bodies.map((_, index) => index + 2),
        );
      }),
      { numRuns: 60 },
    );
  });
});

test.each([
  ['E0_0304.csv', 'E0', '2003/04'],
  ['/data/1415/SP1.csv', 'SP1', '2014/15'],
  ['C:\\odds\\ALT-SCHEMA_SP1_2223_iso-dates.csv', 'SP1', '2022/23'],
  ['EC (1).csv', 'EC', undefined],
  ['season.csv', undefined, undefined],
])('%s names its league and season', (name, competition, season) => {
  expect(factsOfFileName(name)).toEqual({ competition, season });
});
