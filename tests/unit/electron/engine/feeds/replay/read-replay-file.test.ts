import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openReplayFile } from '../../../../../../electron/engine/feeds/replay/index.ts';
import { openRecording } from '../../../../../../electron/engine/storage/recordings/index.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import { replayFiles } from '../../../../../support/replay-files.ts';

const { open, folder, remove } = replayFiles();
afterAll(remove);

const HEADER =
  'date,sport,game_id,commence_time,snapshot_taken_at_utc,bookmaker_last_update_utc,home_team,away_team,bookmaker,ml_home,ml_away,spread_home,spread_home_odds,spread_away,spread_away_odds,total_line,total_over_odds,total_under_odds';
const at = (text: string): EpochMs => Date.parse(text) as EpochMs;
const T1 = at('2026-03-01T12:00:00Z');
const T2 = at('2026-03-01T18:00:00Z');
const row = (taken: string, rest: string) =>
  `2026-03-01,NHL,g1,2026-03-02T00:00:00Z,${taken},2026-03-01T11:59:00Z,Elks,Owls,${rest}`;
const first = row('2026-03-01T12:00:00Z', 'cedarbet,-150,130,-1.5,150,1.5,-170,5.5,-110,-110');
const moved = row('2026-03-01T18:00:00Z', 'cedarbet,-160,140,-1.5,150,1.5,-170,6.5,-110,-110');

const pipe = join(folder, 'pipe');
const hasPipes = spawnSync('mkfifo', [pipe]).status === 0;

it.skipIf(!hasPipes)('a pipe is refused instead of being waited for', async () => {
  expect(await openReplayFile({ path: pipe, openRecording, kinds: () => undefined })).toMatchObject({
    ok: false,
  });
  expect(await openReplayFile({ path: folder, openRecording, kinds: () => undefined })).toMatchObject({
    ok: false,
  });
});

describe('a table of odds', () => {
  it('is line movement in American odds, whatever its order of rows', async () => {
    const { format, moments, quotes, survey, refused, notes } = await open([HEADER, moved, first].join('\n'));
    expect({ format, moments, refused, notes }).toEqual({
      format: 'odds snapshots',
      moments: [T1, T2],
      refused: 0,
      notes: [],
    });
    expect(survey).toEqual({ to: T2, payloads: 2 });
    const updated = at('2026-03-01T11:59:00Z');
    expect(quotes?.slice(0, 2)).toEqual([
      `g1:moneyline:home cedarbet 16667 ${updated} ${T1}`,
      `g1:moneyline:away cedarbet 23000 ${updated} ${T1}`,
    ]);
    // The total moved from 5.5 to 6.5: what stood on the old line was taken down.
    expect(quotes).toContain(`g1:totals:5.5:over cedarbet none ${T2} ${T2}`);
    expect(quotes).toContain(`g1:totals:6.5:over cedarbet 19091 ${updated} ${T2}`);
  });

  it('accounts for every row it can not use', async () => {
    const { notes, refused } = await open(
      [
        HEADER,
        first,
        first,
        first.replace('-150', '-155'),
        row('2026-03-01T12:00:00Z', 'dogwood,,,,,,,,,'),
        first.replace('g1', ''),
        'short,row',
        first.replace('2026-03-01T12:00:00Z', '').replace('2026-03-01,', 'someday,'),
      ].join('\n'),
    );
    expect(refused).toBe(5);
    expect(notes).toEqual([
      '1 rows are there twice and count once.',
      '5 rows could not be used: no price (1), no game_id (1), 2 cells under 18 columns (1), no readable time (1), another price of the same book at the same moment (1).',
    ]);
  });

  it('refuses a row of a time that no recording is of', async () => {
    const { moments, notes } = await open(
      [
        HEADER,
        first,
        ...['1960-03-02T00:00:00Z', '-000100-03-02T00:00:00Z', '+275760-09-12T00:00:00Z'].map((taken) =>
          first.replace('2026-03-01T12:00:00Z', taken),
        ),
        first.replace('2026-03-01T12:00:00Z', '').replace('2026-03-01,', '1960-03-01,'),
      ].join('\n'),
    );
    expect({ moments, notes }).toEqual({
      moments: [T1],
      notes: ['4 rows could not be used: a time before 1970 or after 2200 (4).'],
    });
  });

  it('tells a moment of many rows in several payloads, all of it', async () => {
    const books = Array.from({ length: 240 }, (_, i) =>
      first.replace('cedarbet', `book${i}`).replace('g1', `g${i % 2}`),
    );
    const { moments, quotes } = await open([HEADER, ...books].join('\n'));
    expect(moments).toEqual([T1, T1]);
    expect(quotes).toHaveLength(240 * 6);
    expect(quotes?.some((quote) => quote.includes(' none '))).toBe(false);
  });

  it('refuses a row that goes on for ever as one row, and a table of such columns', async () => {
    const wide = `wide${',1'.repeat(300_000)}`;
    const { moments, refused, notes } = await open([HEADER, first, wide, wide, moved].join('\n'));
    expect({ moments, refused }).toEqual({ moments: [T1, T2], refused: 2 });
    expect(notes?.[0]).toMatch(/^2 rows could not be used: \d{5} cells under 18 columns/);
    expect((await open(`${HEADER},${'c,'.repeat(2_000)}c\n${first}`)).message).toContain('2019 columns');
  });

  it('reads other columns, and says where it assumes a time', async () => {
    const { moments, notes, quotes } = await open(
      'bookmaker,date,sport,game_id,commence_time,home_team,away_team,ml_home,ml_away\ncedarbet,2026-03-01,NHL,g1,2026-03-02T00:00:00Z,Elks,Owls,-150,130\n',
    );
    expect(moments).toEqual([at('2026-03-01T17:00:00Z')]);
    expect(notes?.[0]).toContain("1 rows don't say when they were received");
    expect(quotes).toHaveLength(2);
  });

  it('refuses a price that is none, and uses the others of its row', async () => {
    const { quotes, quarantined } = await open([HEADER, first.replace('-150', 'evens')].join('\n'));
    expect(quotes).toHaveLength(5);
    expect(quarantined).toBe(1);
  });

  it('is found in gzip and zstd, and under a byte order mark', async () => {
    const text = `\uFEFF${[HEADER, first, moved].join('\r\n')}\r\n`;
    for (const packed of [gzipSync(text), zstdCompressSync(text), text])
      expect((await open(packed)).moments).toEqual([T1, T2]);
  });
});

const tar = (files: Readonly<Record<string, string>>): Buffer => {
  const blocks: Buffer[] = [];
  for (const [name, text] of Object.entries(files)) {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(text.length.toString(8).padStart(11, '0'), 124);
    header.write('ustar', 257);
    header.write('0', 156);
    header.write('        ', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    blocks.push(header, Buffer.from(text.padEnd(Math.ceil(text.length / 512) * 512, '\0')));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
};

describe('an archive of tables', () => {
  it('plays them together in order of time', async () => {
    const { moments } = await open(
      gzipSync(tar({ 'b.csv': `${HEADER}\n${moved}\n`, 'a/a.csv': `${HEADER}\n${first}\n` })),
    );
    expect(moments).toEqual([T1, T2]);
  });

  it('names the first of many files that are none', async () => {
    const others = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`${i}.txt`, 'hello']));
    const { notes } = await open(tar({ 'a.csv': `${HEADER}\n${first}\n`, ...others }));
    expect(notes).toHaveLength(21);
    expect(notes?.at(-1)).toBe('5 more of its files are left out too.');
  });

  it('says what in it is none, and where it is damaged', async () => {
    const archive = tar({
      'a.csv': `${HEADER}\n${first}\n`,
      'README.md': 'hello',
      'b.csv': `${HEADER}\n${moved}\n`,
    });
    const { moments, notes } = await open(archive.subarray(0, archive.length - 1300));
    expect(moments).toEqual([T1]);
    expect(notes?.join(' ')).toMatch(/The archive ends inside its file b.csv/);
    expect((await open(archive)).notes).toEqual([
      'README.md in the archive is no table of odds and is left out.',
    ]);
  });
});

describe('a tracker of changes', () => {
  const tracker = (updates: readonly { timestamp?: string; price: number }[], type = 'h2h', norm = 'home') =>
    JSON.stringify({
      e1: {
        title: 'Elks vs Owls',
        sport: 'soccer_epl',
        commence_time: '2026-03-02T00:00:00Z',
        bookmakers: {
          'Cedar Bet (UK)': { a: { market_type: type, outcome_name: 'Elks', norm_market: norm, updates } },
        },
      },
    });

  it('plays each change at its moment and leaves the rest as it is', async () => {
    const { format, moments, quotes } = await open(
      tracker([
        { timestamp: '2026-03-01T12:00:00Z', price: 2.1 },
        { timestamp: '2026-03-01T18:00:00Z', price: 2.3 },
      ]),
    );
    expect({ format, moments }).toEqual({ format: 'odds changes', moments: [T1, T2] });
    expect(quotes).toEqual([
      `e1:match-odds:home cedar_bet_uk 21000 ${T1} ${T1}`,
      `e1:match-odds:home cedar_bet_uk 23000 ${T2} ${T2}`,
    ]);
  });

  it('counts changes without a moment, and refuses lines without a line', async () => {
    const { refused, notes } = await open(
      tracker([
        { price: 2 },
        { timestamp: '2026-03-01T12:00:00Z', price: 2.1 },
        { timestamp: '1960-03-01T12:00:00Z', price: 2.2 },
        { timestamp: '+275760-03-01T12:00:00Z', price: 2.3 },
      ]),
    );
    expect(refused).toBe(3);
    expect(notes).toEqual(['3 price changes have no readable moment and are left out.']);
    const spread = await open(
      tracker([{ timestamp: '2026-03-01T12:00:00Z', price: 2.1 }], 'spreads', 'home_spread'),
    );
    expect({ quotes: spread.quotes, quarantined: spread.quarantined }).toEqual({
      quotes: [],
      quarantined: 1,
    });
  });
});

describe("a file of Betfair's stream", () => {
  it('goes on at the time before a line of a time that no recording is of', async () => {
    const line = (pt: number) => `{"op":"mcm","pt":${pt},"mc":[]}`;
    const { moments, survey } = await open(
      [line(T1), line(T1 + 1e13), line(9_007_199_254_740_990), line(T2)].join('\n'),
    );
    expect(moments).toEqual([T1, T1, T1, T2]);
    expect(survey).toMatchObject({ to: T2 });
  });
});

describe('another file', () => {
  it.each([
    ['', 'This file is empty.'],
    ['run_at_utc,snapshot_label,sport\n2026-07-08T03:48:42Z,close,NHL\n', 'log of polls'],
    ['[{"id":"a","bookmakers":[]}]', 'odds of one moment'],
    ['{"half": ', 'begins like JSON but is none'],
    ['[{"half": 1]', 'begins like JSON but is none'],
    ['[{"whole": 1},]', 'begins like JSON but is none'],
    ['[]', 'no prices over time'],
    ['{"a":1}', 'no prices over time'],
    ['root:x:0:0', 'none that can be replayed'],
    [`${HEADER}\n`, 'nothing to replay'],
    ['OVERROUND-REC\nxx', 'newer Overround'],
    ['{"op":"mcm","id":1}\n', 'none of its lines says when'],
  ])('is refused for what it is: %s', async (content, words) => {
    expect((await open(content)).message).toContain(words);
  });

  it('is refused when it is not there', async () => {
    const missing = join(folder, 'missing');
    expect(await openReplayFile({ path: missing, openRecording, kinds: () => undefined })).toEqual({
      ok: false,
      message: `There is no file ${missing}. Check its path; it must be on the machine the engine runs on.`,
    });
  });
});
