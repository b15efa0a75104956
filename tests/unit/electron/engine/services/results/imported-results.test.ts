import { describe, expect, it } from 'vitest';
import type { HistoricalMatch } from '../../../../../../electron/engine/ports/market-store.ts';
import {
  findImported,
  importedResults,
} from '../../../../../../electron/engine/services/results/imported-results.ts';
import type { SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, SourceId } from '../../../../../../shared/domain/units.ts';

const event = (changes: Partial<SportingEvent> = {}): SportingEvent => ({
  id: 'the-odds-api:1' as EventId,
  sourceId: 'the-odds-api' as SourceId,
  sport: 'soccer_epl',
  competition: 'EPL',
  home: 'Manchester City',
  away: 'Brighton and Hove Albion',
  startsAt: Date.parse('2025-03-15T15:00:00Z') as EpochMs,
  status: 'live',
  score: null,
  ...changes,
});
const match = (changes: Partial<HistoricalMatch> = {}): HistoricalMatch => ({
  identity: 'x',
  occurrence: 1,
  competition: 'E0',
  season: '2024/25',
  playedOn: '2025-03-15',
  kickOff: '15:00',
  home: 'Man City',
  away: 'Brighton',
  homeGoals: 2,
  awayGoals: 2,
  halfTimeHome: 2,
  halfTimeAway: 1,
  statistics: {},
  odds: [],
  ...changes,
});
const others = [
  match({ home: 'Man United', away: 'Arsenal', homeGoals: 1, awayGoals: 1 }),
  match({ home: 'Arsenal', away: 'Chelsea', playedOn: '2025-03-16' }),
  match({ playedOn: '2024-10-19', home: 'Brighton', away: 'Man City' }),
];

describe('an imported match', () => {
  it('tells the result of the event it is, with the half-time score', () => {
    expect(findImported(event(), [...others, match()])).toMatchObject({
      kind: 'found',
      telling: {
        eventId: 'the-odds-api:1',
        origin: 'import',
        status: 'ended',
        score: { home: 2, away: 2 },
        halfTime: { home: 2, away: 1 },
        note: 'Man City v Brighton 2-2 of 2025-03-15, E0',
      },
    });
  });

  it.each(['2025-03-14', '2025-03-16'])('may be of the day beside: %s', (playedOn) => {
    expect(findImported(event(), [...others, match({ playedOn })]).kind).toBe('found');
  });

  it('two days away is another', () => {
    expect(findImported(event(), [...others, match({ playedOn: '2025-03-17' })]).kind).toBe('none');
  });

  it.each([
    [
      'with a name that is none there',
      event({ away: 'Sussex Seagulls' }),
      [match()],
      /Sussex Seagulls.*by hand/,
    ],
    [
      'with the teams the other way round',
      event({ home: 'Brighton and Hove Albion', away: 'Manchester City' }),
      [match()],
      /other way round/,
    ],
    ['found twice', event(), [match(), match({ playedOn: '2025-03-16' })], /several imported/],
  ])('%s is told and not used', (_, of, matches, words) => {
    const found = findImported(of, [...others, ...matches]);
    expect(found.kind === 'doubtful' ? found.words : found.kind).toMatch(words);
  });

  it('of a sport whose teams meet on two days running is of the day where it was played', () => {
    const game = (playedOn: string, homeGoals: number) =>
      match({ competition: 'NBA', playedOn, home: 'Miami Heat', away: 'Washington Wizards', homeGoals });
    const games = [game('2022-11-23', 113), game('2022-11-24', 110)];
    const tipOff = (at: string) =>
      findImported(
        event({
          sport: 'basketball_nba',
          home: 'Miami Heat',
          away: 'Washington Wizards',
          startsAt: Date.parse(at) as EpochMs,
        }),
        games,
      );
    expect(tipOff('2022-11-24T00:40:00Z')).toMatchObject({ telling: { score: { home: 113 } } });
    expect(tipOff('2022-11-24T18:10:00Z')).toMatchObject({ telling: { score: { home: 110 } } });
    expect(tipOff('2022-11-26T00:40:00Z').kind).toBe('none');
  });

  it('is looked for in its own competition and season', () => {
    const read: string[] = [];
    const history = {
      historicalSeasons: () =>
        ['2023/24', '2024/25', '2025/26'].flatMap((season) => [
          { competition: 'E0', season, matches: 1 },
          { competition: 'D1', season, matches: 1 },
        ]),
      historicalMatches: (of: { readonly competition: string; readonly season: string }) => {
        read.push(`${of.competition} ${of.season}`);
        return of.season === '2024/25' ? [match()] : [];
      },
    };
    const practice = event({ id: 'practice:1' as EventId, sport: 'practice_league' });
    const found = importedResults([event(), practice], history);
    expect([...found].map(([id, { kind }]) => [id, kind])).toEqual([['the-odds-api:1', 'found']]);
    expect(read).toEqual(['E0 2024/25', 'E0 2025/26']);
  });
});
