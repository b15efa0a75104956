import { describe, expect, it } from 'vitest';
import {
  contractsOfMarket,
  feeOf,
} from '../../../../../../electron/engine/feeds/polymarket/contracts-of-market.ts';
import {
  gameOfEvent,
  gameTime,
  namesInTitle,
} from '../../../../../../electron/engine/feeds/polymarket/game-of-event.ts';
import {
  leagueById,
  type PolymarketLeague,
} from '../../../../../../electron/engine/feeds/polymarket/leagues.ts';
import {
  textList,
  type WireEvent,
  type WireMarket,
} from '../../../../../../electron/engine/feeds/polymarket/messages.ts';

const league = (id: string): PolymarketLeague => {
  const found = leagueById(id);
  if (found === undefined) throw new Error(`No league ${id}.`);
  return found;
};
const winner: WireMarket = {
  id: '1',
  sportsMarketType: 'moneyline',
  gameStartTime: '2026-09-28 20:25:00+00',
};
const event = (rest: Partial<WireEvent>): WireEvent => ({
  id: '9',
  gameId: 7,
  title: 'Bills vs. Chiefs',
  ...rest,
});
const teams = (home: string, away: string) => [
  { name: away, ordering: 'away' },
  { name: home, ordering: 'home' },
];

describe('gameOfEvent', () => {
  it.each([
    ['the order of its league', event({}), 'away', 'NFL', 'Kansas City Chiefs', 'Buffalo Bills'],
    [
      'its teams',
      event({ teams: teams('Bills', 'Chiefs') }),
      undefined,
      'NFL',
      'Buffalo Bills',
      'Kansas City Chiefs',
    ],
    [
      'its title before what else it has',
      event({ title: 'Fulham FC vs. Chelsea FC - More Markets' }),
      'home',
      'EPL',
      'Fulham FC',
      'Chelsea FC',
    ],
  ])('knows the sides by %s', (_by, read, ordering, id, home, away) => {
    expect(gameOfEvent(read, [winner], league(id), ordering)).toMatchObject({
      game: { id: 'polymarket:7', home, away, startsAt: Date.parse('2026-09-28T20:25:00Z') },
    });
  });

  it.each([
    ['sides-unclear', event({}), undefined, [winner]],
    ['sides-unclear', event({ teams: teams('Bills', 'Chiefs') }), 'away', [winner]],
    ['sides-unclear', event({ title: 'Super Bowl winner' }), 'away', [winner]],
    ['team-unknown', event({ title: 'Bills vs. Kings' }), 'away', [winner]],
    ['team-unknown', event({ title: 'Bills vs. Buffalo Bills' }), 'away', [winner]],
    ['start-unknown', event({}), 'away', [{ ...winner, gameStartTime: null }]],
    ['start-unknown', event({}), 'away', [{ ...winner, gameStartTime: '2026-09-28 20:25:00' }]],
    ['start-unclear', event({ startTime: '2026-09-29T20:25:00Z' }), 'away', [winner]],
  ] as const)('does not guess: %s', (reason, read, ordering, markets) => {
    expect(gameOfEvent(read, markets, league('NFL'), ordering)).toMatchObject({ reason });
  });

  it('reads times and titles as they are written', () => {
    expect(gameTime('2026-08-14 21:00:00+00')).toBe(Date.parse('2026-08-14T21:00:00Z'));
    expect(gameTime('2026-08-14T21:00:00Z')).toBe(Date.parse('2026-08-14T21:00:00Z'));
    expect(gameTime('tomorrow')).toBeUndefined();
    expect(namesInTitle('Mavericks vs. Suns')).toEqual(['Mavericks', 'Suns']);
    expect(namesInTitle('A vs. B vs. C')).toBeUndefined();
    expect(textList('["a", "b"]')).toEqual(['a', 'b']);
    expect(textList('[1, 2]')).toEqual([]);
    expect(textList('nonsense')).toEqual([]);
  });
});

const nfl = gameOfEvent(event({}), [winner], league('NFL'), 'away');
const epl = gameOfEvent(event({ title: 'Fulham FC vs. Chelsea FC' }), [winner], league('EPL'), 'home');
if ('reason' in nfl || 'reason' in epl) throw new Error('Good games were expected.');

const market = (type: string, question: string, outcomes: readonly string[], line?: number): WireMarket => ({
  id: '1',
  sportsMarketType: type,
  question,
  outcomes: JSON.stringify(outcomes),
  clobTokenIds: '["1", "2"]',
  ...(line === undefined ? {} : { line }),
});
const roles = (read: ReturnType<typeof contractsOfMarket>) =>
  'reason' in read
    ? read.reason
    : read.contracts.map(({ role: { type, line, yes, no } }) => [type, line, yes, no]);

describe('contractsOfMarket', () => {
  it.each([
    [
      market('moneyline', 'Bills vs. Chiefs', ['Bills', 'Chiefs']),
      [
        ['moneyline', null, 'away', null],
        ['moneyline', null, 'home', null],
      ],
    ],
    [
      market('spreads', 'Spread: Chiefs (-2.5)', ['Chiefs', 'Bills'], -2.5),
      [
        ['asian-handicap', -2.5, 'home', null],
        ['asian-handicap', -2.5, 'away', null],
      ],
    ],
    [
      market('spreads', 'Spread: Bills (-1.5)', ['Bills', 'Chiefs'], -1.5),
      [
        ['asian-handicap', 1.5, 'away', null],
        ['asian-handicap', 1.5, 'home', null],
      ],
    ],
    [
      market('totals', 'Bills vs. Chiefs: O/U 47.5', ['Over', 'Under'], 47.5),
      [
        ['totals', 47.5, 'over', null],
        ['totals', 47.5, 'under', null],
      ],
    ],
  ] as const)('reads %j', (given, expected) => {
    expect(roles(contractsOfMarket(given, nfl, league('NFL')))).toEqual(expected);
  });

  it.each([
    ['Will Fulham FC win on 2026-08-24?', 'home'],
    ['Will Chelsea FC win on 2026-08-24?', 'away'],
    ['Will Fulham FC vs. Chelsea FC end in a draw?', 'draw'],
  ])('reads %s', (question, side) => {
    const read = contractsOfMarket(market('moneyline', question, ['Yes', 'No']), epl, league('EPL'));
    expect(roles(read)).toEqual([['match-odds', null, side, null]]);
    expect(read).toMatchObject({ mirrors: ['2'] });
  });

  it.each([
    ['unsupported-contract', market('first_half_totals', 'x', ['Over', 'Under'], 20.5)],
    ['unsupported-contract', { id: '1' }],
    ['partial-game', market('totals', 'Bills vs. Chiefs: 1H O/U 23.5', ['Over', 'Under'], 23.5)],
    ['line-unclear', market('totals', 'Bills vs. Chiefs: O/U 47', ['Over', 'Under'], 47)],
    ['line-unclear', market('totals', 'Bills vs. Chiefs: O/U 48.5', ['Over', 'Under'], 47.5)],
    ['line-unclear', market('totals', 'Bills: O/U 23.5', ['Over', 'Under'], 23.5)],
    ['line-unclear', market('spreads', 'Spread: Chiefs (-2.5)', ['Chiefs', 'Bills'], 2.5)],
    ['line-unclear', market('spreads', 'Spread: Eagles (-2.5)', ['Eagles', 'Bills'], -2.5)],
    ['outcome-unclear', market('spreads', 'Spread: Chiefs (-2.5)', ['Bills', 'Chiefs'], -2.5)],
    ['outcome-unclear', market('totals', 'Bills vs. Chiefs: O/U 47.5', ['Under', 'Over'], 47.5)],
    ['outcome-unclear', market('moneyline', 'Bills vs. Eagles', ['Bills', 'Eagles'])],
    ['outcome-unclear', market('moneyline', 'Will Bills win?', ['Yes', 'No'])],
    [
      'outcome-unclear',
      { ...market('moneyline', 'Bills vs. Chiefs', ['Bills', 'Chiefs']), clobTokenIds: '["1"]' },
    ],
    [
      'outcome-unclear',
      { ...market('moneyline', 'Bills vs. Chiefs', ['Bills', 'Chiefs']), clobTokenIds: '["1", "1"]' },
    ],
    ['fee-unknown', { ...market('moneyline', 'Bills vs. Chiefs', ['Bills', 'Chiefs']), feesEnabled: true }],
  ] as const)('does not guess: %s', (reason, given) => {
    expect(roles(contractsOfMarket(given, nfl, league('NFL')))).toBe(reason);
  });

  it('reads fees as the market has them', () => {
    expect(feeOf({ id: '1' })).toMatchObject({ rate: 0 });
    expect(feeOf({ id: '1', feesEnabled: false, feeSchedule: { rate: 0.05, exponent: 1 } })).toMatchObject({
      rate: 0,
    });
    expect(feeOf({ id: '1', feesEnabled: true, feeSchedule: { rate: 0.05, exponent: 1 } })).toMatchObject({
      rate: 0.05,
      exponent: 1,
    });
    expect(feeOf({ id: '1', feesEnabled: true, feeSchedule: { rate: 'x' } })).toBeUndefined();
  });
});
