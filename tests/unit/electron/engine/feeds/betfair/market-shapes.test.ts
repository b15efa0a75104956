import { describe, expect, it } from 'vitest';
import { homeRunner, sidesOf } from '../../../../../../electron/engine/feeds/betfair/event-sides.ts';
import { placeRunners } from '../../../../../../electron/engine/feeds/betfair/market-shapes.ts';

type Named = readonly [id: number, name: string, handicap?: number];
const place = (marketType: string, eventName: string, runners: readonly Named[], bettingType = 'ODDS') =>
  placeRunners({
    marketType,
    bettingType,
    sides: sidesOf(eventName),
    runners: runners.map(([selectionId, runnerName, handicap = 0], index) => ({
      selectionId,
      runnerName,
      handicap,
      sortPriority: index + 1,
    })),
  });
const sides = (marketType: string, eventName: string, runners: readonly Named[], bettingType?: string) => {
  const placed = place(marketType, eventName, runners, bettingType);
  return placed.ok
    ? Object.fromEntries(
        [...placed.places].map(([key, { type, period, line, side }]) => [
          key,
          `${type} ${period} ${line} ${side}`,
        ]),
      )
    : placed.reason;
};

describe('the sides of an event', () => {
  it.each([
    ['Arsenal v Leeds', { home: 'Arsenal', away: 'Leeds', homeFirst: true }],
    ['Arsenal vs. Leeds', { home: 'Arsenal', away: 'Leeds', homeFirst: true }],
    [
      'Dallas Cowboys @ New York Giants',
      { home: 'New York Giants', away: 'Dallas Cowboys', homeFirst: false },
    ],
    ['Austrian Bundesliga', undefined],
    ['A v B v C', undefined],
    ['A v A', undefined],
    ['Vvenza', undefined],
  ])('of "%s"', (name, expected) => expect(sidesOf(name)).toEqual(expected));

  it('are told by name where the names agree, else by order', () => {
    const sidesOfMatch = { home: 'B', away: 'A', homeFirst: false };
    const one = { id: 1, name: 'A', order: 1 };
    const other = { id: 2, name: 'B', order: 2 };
    expect(homeRunner(one, other, sidesOfMatch)).toBe(other);
    expect(homeRunner({ ...one, order: 3 }, other, sidesOfMatch)).toBe(other);
    const unnamed = [
      { ...one, name: 'Novak A' },
      { ...other, name: 'Rafael B' },
    ] as const;
    expect(homeRunner(...unnamed, sidesOfMatch)).toBe(unnamed[1]);
    expect(homeRunner(...unnamed, { ...sidesOfMatch, homeFirst: true })).toBe(unnamed[0]);
    expect(homeRunner({ ...one, name: 'B' }, { ...other, name: 'B' }, sidesOfMatch)).toBeUndefined();
  });
});

describe('a Betfair market here', () => {
  it('match odds, by name whatever the order', () => {
    expect(
      sides('MATCH_ODDS', 'A v B', [
        [2, 'B'],
        [1, 'A'],
        [58_805, 'The Draw'],
      ]),
    ).toEqual({
      '1/0': 'match-odds match null home',
      '2/0': 'match-odds match null away',
      '58805/0': 'match-odds match null draw',
    });
  });
  it('without a draw it is a moneyline; the second of "A @ B" is at home', () => {
    expect(
      sides('MATCH_ODDS', 'A @ B', [
        [1, 'A'],
        [2, 'B'],
      ]),
    ).toEqual({
      '1/0': 'moneyline match null away',
      '2/0': 'moneyline match null home',
    });
  });
  it('totals by the digits of the type', () => {
    const runners: readonly Named[] = [
      [47_972, 'Under 2.5 Goals'],
      [47_973, 'Over 2.5 Goals'],
    ];
    expect(sides('OVER_UNDER_25', 'A v B', runners)).toEqual({
      '47972/0': 'totals match 2.5 under',
      '47973/0': 'totals match 2.5 over',
    });
    expect(sides('OVER_UNDER_05', 'A v B', runners)).toMatchObject({ '47972/0': 'totals match 0.5 under' });
    expect(sides('FIRST_HALF_GOALS_15', 'A v B', runners)).toMatchObject({
      '47972/0': 'totals first-half 1.5 under',
    });
  });
  it('double lines are a market each, from the home view, also of 0', () => {
    const runners: readonly Named[] = [
      [1, 'A', -0.5],
      [2, 'B', 0.5],
      [1, 'A', -0.25],
      [2, 'B', 0.25],
      [1, 'A', 0],
      [2, 'B', -0],
    ];
    expect(sides('ASIAN_HANDICAP', 'A v B', runners, 'ASIAN_HANDICAP_DOUBLE_LINE')).toEqual({
      '1/-0.5': 'asian-handicap match -0.5 home',
      '2/0.5': 'asian-handicap match -0.5 away',
      '1/-0.25': 'asian-handicap match -0.25 home',
      '2/0.25': 'asian-handicap match -0.25 away',
      '1/0': 'asian-handicap match 0 home',
      '2/0': 'asian-handicap match 0 away',
    });
    expect(
      sides(
        'HANDICAP',
        'A @ B',
        [
          [1, 'A', 3.5],
          [2, 'B', -3.5],
        ],
        'ASIAN_HANDICAP_DOUBLE_LINE',
      ),
    ).toEqual({
      '1/3.5': 'asian-handicap match -3.5 away',
      '2/-3.5': 'asian-handicap match -3.5 home',
    });
    expect(
      sides(
        'COMBINED_TOTAL',
        'A @ B',
        [
          [8, 'Over', 44.5],
          [9, 'Under', 44.5],
        ],
        'ASIAN_HANDICAP_DOUBLE_LINE',
      ),
    ).toEqual({
      '8/44.5': 'totals match 44.5 over',
      '9/44.5': 'totals match 44.5 under',
    });
  });
  it('yes or no, double chance, draw no bet, half time', () => {
    expect(
      sides('BOTH_TEAMS_TO_SCORE', 'A v B', [
        [1, 'Yes'],
        [2, 'No'],
      ]),
    ).toEqual({
      '1/0': 'both-teams-to-score match null yes',
      '2/0': 'both-teams-to-score match null no',
    });
    expect(
      sides('DOUBLE_CHANCE', 'A v B', [
        [1, 'Home or Draw'],
        [2, 'Draw or Away'],
        [3, 'Home or Away'],
      ]),
    ).toEqual({
      '1/0': 'double-chance match null 1X',
      '2/0': 'double-chance match null X2',
      '3/0': 'double-chance match null 12',
    });
    expect(
      sides('DRAW_NO_BET', 'A v B', [
        [1, 'A'],
        [2, 'B'],
      ]),
    ).toMatchObject({ '1/0': 'draw-no-bet match null home' });
    expect(
      sides('HALF_TIME', 'A v B', [
        [1, 'A'],
        [2, 'B'],
        [3, 'The Draw'],
      ]),
    ).toMatchObject({
      '3/0': 'match-odds first-half null draw',
    });
  });
  it('correct scores, with what is no score counted', () => {
    const placed = place('CORRECT_SCORE', 'A v B', [
      [1, '0 - 0'],
      [2, '2 - 1'],
      [3, 'Any Other Home Win'],
    ]);
    expect(placed.ok && [...placed.places.values()].map(({ side }) => side)).toEqual(['0-0', '2-1']);
    expect(placed.ok && placed.unplaced.map(({ runnerName }) => runnerName)).toEqual(['Any Other Home Win']);
  });
  it.each([
    ['WIN', 'Rand (AUS) 1st Oct', 'ODDS', 'not-a-match'],
    ['TOURNAMENT_WINNER', 'A v B', 'ODDS', 'unsupported-market-type'],
    ['TEAM_TOTAL', 'A v B', 'LINE', 'unsupported-market-type'],
    ['MATCH_ODDS', 'A v B', 'LINE', 'unsupported-market-type'],
    ['CORRECT_SCORE', 'A v B', 'ODDS', 'unsupported-runner'],
  ])('%s of "%s" (%s) is told as %s', (type, name, betting, reason) =>
    expect(
      sides(
        type,
        name,
        [
          [1, 'A'],
          [2, 'B'],
        ],
        betting,
      ),
    ).toBe(reason),
  );
  it('refuses to guess between three teams', () => {
    expect(
      sides('MATCH_ODDS', 'A v B', [
        [1, 'A'],
        [2, 'B'],
        [3, 'C'],
      ]),
    ).toBe('ambiguous-sides');
  });
});
