import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MatchRow } from '../../../../../../electron/engine/feeds/match-file.ts';
import { parseTennisData } from '../../../../../../electron/engine/feeds/tennis-data/index.ts';

async function* bytesOf(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

const header =
  'ATP,Location,Tournament,Date,Surface,Round,Best of,Winner,Loser,Wsets,Lsets,Comment,B365W,B365L,PSW,PSL';
const row = (cells: Readonly<Record<string, string>> = {}): string => {
  const values: Record<string, string> = {
    ATP: '1',
    Location: 'Adelaide',
    Tournament: 'Adelaide 1',
    Date: '1/13/2023',
    Surface: 'Hard',
    Round: '1st Round',
    'Best of': '3',
    Winner: 'Young A.',
    Loser: 'Adams B.',
    Wsets: '2',
    Lsets: '1',
    Comment: 'Completed',
    B365W: '1.5',
    B365L: '2.5',
    PSW: '1.52',
    PSL: '2.6',
    ...cells,
  };
  return header
    .split(',')
    .map((name) => values[name])
    .join(',');
};
async function rowsOf(lines: readonly string[]): Promise<readonly MatchRow[]> {
  const parsed = await parseTennisData(bytesOf(lines.join('\n')), 'atp.csv');
  if (!parsed.ok) throw new Error(parsed.message);
  const rows: MatchRow[] = [];
  for await (const item of parsed.rows) if (item.kind !== 'broken') rows.push(item);
  return rows;
}

describe('files of tennis-data.co.uk', () => {
  it('makes home and away of the names, not of who won', async () => {
    const [match] = await rowsOf([header, row()]);
    expect(match).toMatchObject({
      kind: 'match',
      line: 2,
      match: {
        competition: 'ATP Hard',
        season: '2023',
        playedOn: '2023-01-13',
        home: 'Adams B.',
        away: 'Young A.',
        homeGoals: 1,
        awayGoals: 2,
        statistics: { bestOf: 3 },
      },
    });
    if (match?.kind !== 'match') return;
    expect(match.match.odds).toEqual([
      { book: 'bet365', market: 'moneyline', line: null, side: 'away', stage: 'pre-closing', price: 15_000 },
      { book: 'bet365', market: 'moneyline', line: null, side: 'home', stage: 'pre-closing', price: 25_000 },
      {
        book: 'pinnacle',
        market: 'moneyline',
        line: null,
        side: 'away',
        stage: 'pre-closing',
        price: 15_200,
      },
      {
        book: 'pinnacle',
        market: 'moneyline',
        line: null,
        side: 'home',
        stage: 'pre-closing',
        price: 26_000,
      },
    ]);
  });

  it('reads names in UTF-8, one that lost a letter among them, and in Latin-1', async () => {
    const namesIn = async (bytes: Uint8Array) => {
      const parsed = await parseTennisData(bytesOf(bytes), 'atp.csv');
      const names: string[] = [];
      if (parsed.ok)
        for await (const item of parsed.rows) if (item.kind === 'match') names.push(item.match.home);
      return names;
    };
    const utf8 = Buffer.from(
      [header, row({ Loser: 'Mu\uFFFDoz A.' }), row({ Loser: 'Müller A.' })].join('\n'),
    );
    expect(await namesIn(utf8)).toEqual(['Mu\uFFFDoz A.', 'Müller A.']);
    const latin1 = Buffer.from([header, row({ Loser: 'Müller A.' })].join('\n'), 'latin1');
    expect(await namesIn(latin1)).toEqual(['Müller A.']);
  });

  it('puts neither winner nor loser first', async () => {
    const names = fc.stringMatching(/^[A-Z][a-z]{2,8}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(names, { minLength: 2, maxLength: 2 }),
        async ([one = '', two = '']) => {
          const [a, b] = await rowsOf([
            header,
            row({ Winner: one, Loser: two }),
            row({ Winner: two, Loser: one }),
          ]);
          if (a?.kind !== 'match' || b?.kind !== 'match') throw new Error('no match');
          expect([a.match.home, a.match.away]).toEqual([b.match.home, b.match.away]);
          expect(a.match.homeGoals > a.match.awayGoals).toBe(b.match.homeGoals < b.match.awayGoals);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('gives a retired match to who won it, whatever the sets', async () => {
    const [match] = await rowsOf([header, row({ Comment: 'Retired', Wsets: '0', Lsets: '1' })]);
    expect(match).toMatchObject({ match: { homeGoals: 1, awayGoals: 2, statistics: { retired: 1 } } });
  });

  it.each([
    ['a walkover', { Comment: 'Walkover' }, 'not-played'],
    ['an awarded match', { Comment: 'Awarded' }, 'not-played'],
    ['a day that month does not have', { Date: '13/1/2023' }, 'bad-date'],
    ['no loser', { Loser: '' }, 'no-player'],
    ['one player twice', { Loser: 'YOUNG A.' }, 'same-player'],
    ['no surface', { Surface: '' }, 'no-surface'],
    ['no sets', { Wsets: 'x' }, 'bad-score'],
  ])('sets %s aside', async (_what, cells, reason) => {
    expect(await rowsOf([header, row(cells)])).toMatchObject([{ kind: 'quarantined', line: 2, reason }]);
  });

  it('accounts for empty lines and unusable prices', async () => {
    const rows = await rowsOf([header, ','.repeat(15), row({ B365W: 'N/A', B365L: '0.9' })]);
    expect(rows).toMatchObject([
      { kind: 'quarantined', reason: 'empty-row' },
      { kind: 'match', ignored: ['not-a-number', 'impossible-price'] },
    ]);
  });

  it('gives everyone else a turn while it reads', async () => {
    const rows = [header, ...Array.from({ length: 5_000 }, () => row())];
    let turns = 0;
    let reading = true;
    const count = () => {
      turns += 1;
      if (reading) setImmediate(count);
    };
    setImmediate(count);
    expect(await rowsOf(rows)).toHaveLength(5_000);
    reading = false;
    // 600 KB in slices of 16 KB.
    expect(turns).toBeGreaterThan(30);
  });

  it('gives a match that stands twice one identity', async () => {
    const rows = await rowsOf([header, row(), row()]);
    expect(rows.map((item) => item.kind === 'match' && item.match.occurrence)).toEqual([1, 1]);
  });

  it.each([
    ['an empty file', ''],
    ['another kind of CSV', 'Div,Date,HomeTeam\nE0,1/1/2023,A'],
    ['a broken spreadsheet', 'PK\u0003\u0004nonsense'],
  ])('refuses %s', async (_what, content) => {
    const parsed = await parseTennisData(bytesOf(content), 'x.csv');
    expect(parsed).toMatchObject({ ok: false, code: 'unrecognised' });
    expect(!parsed.ok && parsed.message).toContain('x.csv is not a tennis-data.co.uk file');
  });
});
