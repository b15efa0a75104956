import { describe, expect, it } from 'vitest';
import type { HistoricalMatch, MatchHistory } from '../../../../../../electron/engine/ports/market-store.ts';
import { learnResults } from '../../../../../../electron/engine/services/predictions/learn-results.ts';

const match = (competition: string, season: string, playedOn: string): HistoricalMatch => ({
  identity: `${competition}|${playedOn}`,
  occurrence: 1,
  competition,
  season,
  playedOn,
  kickOff: null,
  home: 'A',
  away: 'B',
  homeGoals: 1,
  awayGoals: 0,
  halfTimeHome: null,
  halfTimeAway: null,
  statistics: {},
  odds: [],
});
const stored = [
  match('E0', '2021/22', '2022-05-22'),
  match('E0', '2023/24', '2023-08-11'),
  match('E0', '2023/24', '2024-05-19'),
  match('D1', '2023/24', '2023-09-01'),
  match('NBA', '2023/24', '2023-10-24'),
];
const history: MatchHistory = {
  historicalSeasons: () =>
    [...new Set(stored.map(({ competition, season }) => `${competition}|${season}`))].map((key) => {
      const [competition = '', season = ''] = key.split('|');
      return { competition, season, matches: 1 };
    }),
  historicalMatches: (of) =>
    stored.filter(({ competition, season }) => competition === of.competition && season === of.season),
};
async function learned(competitions: readonly string[], trainedTo: string | null, isWanted = () => true) {
  const days: string[] = [];
  const source = {
    observe: (day: readonly HistoricalMatch[]) =>
      void days.push(...day.map(({ competition, playedOn }) => `${competition} ${playedOn}`)),
  };
  await learnResults(
    source,
    { sport: 'football', competitions: [...competitions] },
    trainedTo,
    history,
    isWanted,
  );
  return days;
}

describe('results since a training', () => {
  it('are told day by day, of the competitions the model knows', async () => {
    expect(await learned(['E0', 'D1'], '2023-08-11')).toEqual(['D1 2023-09-01', 'E0 2024-05-19']);
    expect(await learned(['E0'], '2023-06-30')).toEqual(['E0 2023-08-11', 'E0 2024-05-19']);
  });

  it('are all results of its sport for a model made elsewhere', async () => {
    expect(await learned([], null)).toEqual([
      'E0 2022-05-22',
      'E0 2023-08-11',
      'D1 2023-09-01',
      'E0 2024-05-19',
    ]);
  });

  it('are none where nothing was imported since', async () => {
    expect(await learned(['E0'], '2024-06-01')).toEqual([]);
    expect(await learned(['SP1'], '2020-06-01')).toEqual([]);
  });
});
