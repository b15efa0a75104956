import { describe, expect, it } from 'vitest';
import { easternMoment, easternOf } from '../../../../../../electron/engine/feeds/kalshi/eastern-time.ts';
import { gameOfEvent } from '../../../../../../electron/engine/feeds/kalshi/game-of-event.ts';
import { type KalshiLeague, leagueById } from '../../../../../../electron/engine/feeds/kalshi/leagues.ts';
import type { WireMarket, WireMilestone } from '../../../../../../electron/engine/feeds/kalshi/messages.ts';
import { roleOfMarket } from '../../../../../../electron/engine/feeds/kalshi/role-of-market.ts';
import { orderCodes, readEventTicker } from '../../../../../../electron/engine/feeds/kalshi/ticker.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';

const league = (id: string): KalshiLeague => {
  const found = leagueById(id);
  if (found === undefined) throw new Error(`No league ${id}.`);
  return found;
};

describe('readEventTicker', () => {
  it.each([
    ['KXNFLGAME-25SEP07BALBUF', { date: '2025-09-07', time: null, codes: 'BALBUF', game: '25SEP07BALBUF' }],
    ['KXMLBGAME-26JUL281945CHCSTL', { date: '2026-07-28', time: '19:45', codes: 'CHCSTL' }],
    ['KXMLBGAME-25APR16DETMIL2', { date: '2025-04-16', codes: 'DETMIL', game: '25APR16DETMIL2' }],
    ['KXNFLTOTAL-26OCT08TBDAL', { series: 'KXNFLTOTAL', codes: 'TBDAL' }],
  ])('reads %s', (ticker, expected) => {
    expect(readEventTicker(ticker)).toMatchObject(expected);
  });

  it.each([
    'KXHIGHNY-25SEP07',
    'KXBTC-25MAR15-B100000',
    'SENATEWY-26',
    'KXNFLGAME-25XXX07BALBUF',
    'KXNFLGAME-25SEP41BALBUF',
    '',
  ])('does not take %s for a game', (ticker) => expect(readEventTicker(ticker)).toBeUndefined());

  it('splits codes by those of the contracts, and not otherwise', () => {
    expect(orderCodes('NYGLAR', 'LAR', 'NYG')).toEqual(['NYG', 'LAR']);
    expect(orderCodes('NYGLAR', 'LA', 'NYG')).toBeUndefined();
    expect(orderCodes('AAAA', 'AA', 'AA')).toBeUndefined();
  });
});

describe('Eastern time', () => {
  it.each([
    ['2026-07-28', '19:45', '2026-07-28T23:45:00Z'],
    ['2026-12-28', '13:00', '2026-12-28T18:00:00Z'],
    ['2026-11-01', '00:30', '2026-11-01T04:30:00Z'],
  ])('of %s %s is %s', (date, time, utc) => {
    expect(easternMoment(date, time)).toBe(Date.parse(utc));
    expect(easternOf(Date.parse(utc) as EpochMs)).toEqual({ date, time });
  });

  it('has no hour that the clocks skip', () => {
    expect(easternMoment('2026-03-08', '02:30')).toBeUndefined();
  });
});

const sides = (event: string, ...codes: readonly (readonly [string, string, string?])[]): WireMarket[] =>
  codes.map(([code, name, target]) => ({
    ticker: `${event}-${code}`,
    status: 'active',
    yes_sub_title: name,
    ...(target === undefined ? {} : { custom_strike: { football_team: target } }),
  }));

const read = (
  event: string,
  title: string,
  markets: readonly WireMarket[],
  milestones: readonly WireMilestone[],
  id: string,
) => {
  const ticker = readEventTicker(event);
  if (ticker === undefined) throw new Error('A good ticker was expected.');
  return gameOfEvent({ event_ticker: event, title }, ticker, markets, milestones, league(id));
};
const starting = (start: string, details: Record<string, unknown> = {}): WireMilestone[] => [
  { start_date: start, details },
];

const NFL = 'KXNFLGAME-26OCT08TBDAL';
const NFL_SIDES = sides(NFL, ['TB', 'Tampa Bay', 't'], ['DAL', 'Dallas', 'd']);
const EPL = 'KXEPLGAME-25MAY11NEWCHE';
const EPL_SIDES = sides(EPL, ['NEW', 'Newcastle'], ['CHE', 'Chelsea'], ['TIE', 'Tie']);

describe('gameOfEvent', () => {
  it('takes visitors for the first side of an American game', () => {
    expect(
      read(NFL, 'Tampa Bay vs Dallas', NFL_SIDES, starting('2026-10-09T00:15:00Z'), 'NFL'),
    ).toMatchObject({
      game: {
        id: 'kalshi:NFL-26OCT08TBDAL',
        home: 'Dallas Cowboys',
        away: 'Tampa Bay Buccaneers',
        startsAt: Date.parse('2026-10-09T00:15:00Z'),
      },
      home: 'DAL',
      away: 'TB',
    });
  });

  it('takes the first side of a football match for the home side', () => {
    expect(
      read(EPL, 'Newcastle vs Chelsea', EPL_SIDES, starting('2025-05-11T11:00:00Z'), 'EPL'),
    ).toMatchObject({
      game: { home: 'Newcastle', away: 'Chelsea', sport: 'soccer_epl', competition: 'EPL' },
    });
  });

  it('believes an "at", and the milestone more than a convention', () => {
    const start = '2026-10-09T00:15:00Z';
    expect(read(NFL, 'Dallas at Tampa Bay', NFL_SIDES, starting(start), 'NFL')).toMatchObject({ home: 'TB' });
    const targets = starting(start, { home_team_id: 't', away_team_id: 'd' });
    expect(read(NFL, 'Tampa Bay vs Dallas', NFL_SIDES, targets, 'NFL')).toMatchObject({ home: 'TB' });
    expect(read(NFL, 'Tampa Bay at Dallas', NFL_SIDES, targets, 'NFL')).toMatchObject({
      reason: 'sides-unclear',
    });
  });

  it('takes the start from the ticker or the rules where no milestone tells', () => {
    const mlb = 'KXMLBGAME-26JUL281945CHCSTL';
    const teams = sides(mlb, ['CHC', 'Chicago C'], ['STL', 'St. Louis']);
    expect(read(mlb, 'Chicago C vs St. Louis', teams, [], 'MLB')).toMatchObject({
      game: { startsAt: Date.parse('2026-07-28T23:45:00Z') },
    });
    const told = NFL_SIDES.map((market) => ({
      ...market,
      rules_primary: 'If Dallas wins the game originally scheduled for Oct 8, 2026 at 8:15 PM EDT, then Yes.',
    }));
    expect(read(NFL, 'Tampa Bay vs Dallas', told, [], 'NFL')).toMatchObject({
      game: { startsAt: Date.parse('2026-10-09T00:15:00Z') },
    });
  });

  it.each([
    ['start-unknown', NFL, NFL_SIDES, [], 'NFL'],
    ['start-unclear', NFL, NFL_SIDES, starting('2026-10-15T00:15:00Z'), 'NFL'],
    [
      'start-unclear',
      NFL,
      NFL_SIDES,
      [...starting('2026-10-09T00:15:00Z'), ...starting('2026-10-09T03:15:00Z')],
      'NFL',
    ],
    ['not-two-sides', NFL, NFL_SIDES.slice(0, 1), starting('2026-10-09T00:15:00Z'), 'NFL'],
    ['not-two-sides', NFL, [...NFL_SIDES, ...sides(NFL, ['KC', 'Kansas City'])], [], 'NFL'],
    ['codes-unclear', NFL, sides(NFL, ['TB', 'Tampa Bay'], ['KC', 'Kansas City']), [], 'NFL'],
    ['no-draw-contract', EPL, EPL_SIDES.slice(0, 2), [], 'EPL'],
    [
      'team-unknown',
      'KXNFLGAME-26OCT08XXYYY',
      sides('KXNFLGAME-26OCT08XXYYY', ['XX', 'X'], ['YYY', 'Y']),
      [],
      'NFL',
    ],
  ] as const)('does not guess: %s', (reason, event, markets, milestones, id) => {
    expect(read(event, 'A vs B', markets, milestones, id)).toMatchObject({ reason });
  });
});

describe('roleOfMarket', () => {
  const game = read(NFL, '', NFL_SIDES, starting('2026-10-09T00:15:00Z'), 'NFL');
  if ('reason' in game) throw new Error(game.detail);
  const strike = (
    suffix: string,
    floor: number | null,
    says: string,
    type = 'greater',
  ): [string, WireMarket] => [
    suffix,
    {
      ticker: `${NFL}-${suffix}`,
      status: 'active',
      floor_strike: floor,
      strike_type: type,
      yes_sub_title: says,
    },
  ];

  it.each([
    [
      'spread',
      strike('DAL4', 3.5, 'Dallas wins by over 3.5 points'),
      { line: -3.5, yes: 'home', no: 'away' },
    ],
    [
      'spread',
      strike('TB2', 1.5, 'Tampa Bay wins by over 1.5 points'),
      { line: 1.5, yes: 'away', no: 'home' },
    ],
    ['total', strike('45', 44.5, 'Over 44.5 points scored'), { line: 44.5, yes: 'over', no: 'under' }],
  ] as const)('reads a %s', (subject, [suffix, market], expected) => {
    expect(roleOfMarket(subject, market, suffix, game, league('NFL'))).toMatchObject(expected);
  });

  it.each([
    ['total', strike('45', 45, 'Over 45 points scored')],
    ['total', strike('45', 44.5, 'Over 45.5 points scored')],
    ['total', strike('45', 44.5, 'Over 44.5', 'greater_or_equal')],
    ['total', strike('45', null, 'Over 44.5')],
    ['spread', strike('KC4', 3.5, 'Kansas City wins by over 3.5 points')],
    ['winner', strike('TIE', null, 'Tie')],
    ['winner', strike('KC', null, 'Kansas City')],
  ] as const)('does not guess a %s of %j', (subject, [suffix, market]) => {
    expect(roleOfMarket(subject, market, suffix, game, league('NFL'))).toHaveProperty('reason');
  });
});
