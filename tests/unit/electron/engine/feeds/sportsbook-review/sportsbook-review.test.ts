import { describe, expect, it } from 'vitest';
import type { MatchRow } from '../../../../../../electron/engine/feeds/match-file.ts';
import { parseSportsbookReview } from '../../../../../../electron/engine/feeds/sportsbook-review/index.ts';
import { countTurns } from '../../../../../support/count-turns.ts';

async function* bytesOf(content: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(content);
}
async function rowsOf(content: string): Promise<readonly MatchRow[]> {
  const parsed = await parseSportsbookReview(bytesOf(content), 'games');
  if (!parsed.ok) throw new Error(parsed.message);
  const rows: MatchRow[] = [];
  for await (const item of parsed.rows) if (item.kind !== 'broken') rows.push(item);
  return rows;
}

const nbaHeader =
  'season,date,regular,playoffs,away,home,score_away,score_home,moneyline_away,moneyline_home';
const nfl = (game: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  season: 2011,
  date: 20110908.5 - 0.5,
  home_team: 'Packers',
  away_team: 'Saints',
  home_final: '42',
  away_final: '34',
  home_close_ml: -250,
  away_close_ml: 210,
  ...game,
});

describe('archives of American games', () => {
  it('reads NBA games by the season that began the year before', async () => {
    const rows = await rowsOf(`${nbaHeader}\n2008,2007-10-30,True,False,por,sa,97,106,900,-1400`);
    expect(rows).toMatchObject([
      {
        kind: 'match',
        match: {
          competition: 'NBA',
          season: '2007/08',
          playedOn: '2007-10-30',
          home: 'San Antonio Spurs',
          away: 'Portland Trail Blazers',
          homeGoals: 106,
          awayGoals: 97,
          statistics: {},
          odds: [
            { book: 'consensus', market: 'moneyline', side: 'home', stage: 'closing', price: 10_714 },
            { book: 'consensus', market: 'moneyline', side: 'away', stage: 'closing', price: 100_000 },
          ],
        },
      },
    ]);
  });

  it('reads NFL games with dates that are numbers, and franchises through their moves', async () => {
    const rows = await rowsOf(JSON.stringify([nfl(), nfl({ home_team: 'St.Louis', away_team: 'SanDiego' })]));
    expect(rows).toMatchObject([
      { match: { competition: 'NFL', season: '2011', playedOn: '2011-09-08', home: 'Green Bay Packers' } },
      { match: { home: 'Los Angeles Rams', away: 'Los Angeles Chargers' } },
    ]);
  });

  it('imports a game without a price', async () => {
    const rows = await rowsOf(`${nbaHeader}\n2023,2023-01-17,True,False,phi,lac,120,110,,`);
    expect(rows).toMatchObject([{ kind: 'match', ignored: [], match: { odds: [] } }]);
  });

  it('leaves out prices that no book writes', async () => {
    const rows = await rowsOf(JSON.stringify([nfl({ home_close_ml: 0, away_close_ml: 50 })]));
    expect(rows).toMatchObject([{ ignored: ['impossible-price', 'impossible-price'], match: { odds: [] } }]);
  });

  it.each([
    ['a team the archive lost', { home_team: 0 }, 'no-team'],
    ['a city of two teams', { away_team: 'NewYork' }, 'no-team'],
    ['a team against itself', { away_team: 'Packers' }, 'same-team'],
    ['a tie', { away_final: '42' }, 'tie'],
    ['no score', { home_final: '' }, 'no-score'],
    ['a game without points', { home_final: '0', away_final: '0' }, 'bad-score'],
    ['no date', { date: 'x' }, 'bad-date'],
  ])('sets %s aside', async (_what, game, reason) => {
    expect(await rowsOf(JSON.stringify([nfl(game)]))).toMatchObject([
      { kind: 'quarantined', line: 1, reason },
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['broken JSON', '[{"home_team":'],
    ['other JSON', '{"a":1}'],
    ['a list of something else', '[1,2]'],
    ['other columns', 'a,b\n1,2'],
    ['a web page', '<!doctype html><html></html>'],
  ])('refuses %s', async (_what, content) => {
    const parsed = await parseSportsbookReview(bytesOf(content), 'x');
    expect(parsed).toMatchObject({ ok: false, code: 'unrecognised' });
    expect(!parsed.ok && parsed.message).toContain('x is not an archive of NBA or NFL games');
  });
});

describe('everyone else has turns while a long archive is read', () => {
  it.each([
    ['JSON', JSON.stringify(Array.from({ length: 2_000 }, () => nfl()))],
    ['CSV', `${nbaHeader}\n${'2008,2007-10-30,True,False,por,sa,97,106,900,-1400\n'.repeat(2_000)}`],
  ])('%s', async (_what, content) => {
    const turns = countTurns();
    const rows = await rowsOf(content);
    // A turn for every 16 KB.
    expect(turns.sofar()).toBeGreaterThanOrEqual(Math.floor(content.length / (1 << 14)));
    turns.stop();
    expect(rows).toHaveLength(2_000);
  });

  it('and what is larger than any game is not parsed', async () => {
    const large = nfl({ plays: Array.from({ length: 250_001 }, () => 1) });
    const filler = Array.from({ length: 100 }, () => nfl());
    const parsed = await parseSportsbookReview(bytesOf(JSON.stringify([...filler, large])), 'x');
    const kinds: string[] = [];
    if (parsed.ok)
      for await (const row of parsed.rows) kinds.push(row.kind === 'broken' ? row.message : row.kind);
    expect(kinds.at(-1)).toContain("can't be read on after its game");
    expect(kinds.at(-1)).toContain('a part of its JSON is larger than any game');
    expect(new Set(kinds.slice(0, -1))).toEqual(new Set(['match']));
  });
});
