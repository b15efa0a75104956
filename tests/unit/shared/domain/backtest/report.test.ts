import { describe, expect, test } from 'vitest';
import type { Account, AccountDay, SettledBet } from '../../../../../shared/domain/backtest/account.ts';
import {
  equityCurve,
  groupsOf,
  MOST_POINTS,
  summarise,
} from '../../../../../shared/domain/backtest/report.ts';
import { estimateYield } from '../../../../../shared/domain/backtest/yield-interval.ts';
import { studentTail } from '../../../../../shared/domain/distributions.ts';
import type { MinorUnits, OddsE4 } from '../../../../../shared/domain/units.ts';
import { createSeededRandom } from '../../../../support/seeded-random.ts';

const units = (amount: number) => amount as MinorUnits;
const opening = units(1_000);

const bet = (profit: number, change: Partial<SettledBet> = {}): SettledBet => ({
  day: '2020-01-01',
  competition: 'E0',
  season: '2019/20',
  home: 'Home',
  away: 'Away',
  outcome: 'home',
  book: 'bet365',
  price: 30_000 as OddsE4,
  fair: 0.4,
  ev: 0.2,
  stake: units(100),
  profit: units(profit),
  closingFair: null,
  clv: null,
  ...change,
});
const daysOf = (profits: readonly number[]): readonly AccountDay[] => {
  let bank = 1_000;
  return profits.map((profit, i) => {
    bank += profit;
    const day = new Date(Date.UTC(2010, 0, 1 + i)).toISOString().slice(0, 10);
    return { day, bets: 1, staked: 100, profit, expected: 1.25, bank: units(bank) };
  });
};
const accountOf = (bets: readonly SettledBet[], days: readonly AccountDay[]): Account => ({
  bank: () => days.at(-1)?.bank ?? opening,
  skipped: () => 2,
  bets,
  days,
  place: () => [],
  settle: () => undefined,
});

test('a summary adds up', () => {
  const profits = [200, -100, -100, -100, 300];
  const bets = profits.map((profit, i) => bet(profit, i < 2 ? { clv: 0.05 * (i + 1) } : {}));
  const counts = { matches: 50, priced: 40 };
  const summary = summarise(accountOf(bets, daysOf(profits)), opening, counts, createSeededRandom(1));
  expect(summary).toMatchObject({
    ...counts,
    bets: 5,
    won: 2,
    staked: 500,
    profit: 200,
    yield: 0.4,
    expected: 6,
    averageOdds: 3,
    finalBank: 1_200,
    maxDrawdown: 300,
    maxDrawdownShare: 0.25,
    longestLosingRun: 3,
    turnover: 0.5,
    clv: expect.closeTo(0.075, 12),
    clvCoverage: 0.4,
    skipped: 2,
  });
});

test('a summary of no bets has no yield', () => {
  const summary = summarise(accountOf([], []), opening, { matches: 3, priced: 0 }, createSeededRandom(1));
  expect(summary).toMatchObject({
    bets: 0,
    yield: null,
    yieldLow: null,
    p: null,
    averageOdds: null,
    clv: null,
    clvCoverage: 0,
    finalBank: 1_000,
    maxDrawdown: 0,
  });
});

describe('the equity curve', () => {
  test('runs from the opening bank, each point with its drawdown from the height before', () => {
    const curve = equityCurve(daysOf([200, -300, 50]), opening, '2009-12-01');
    expect(curve.map(({ day, bets, profit, bank, drawdown }) => [day, bets, profit, bank, drawdown])).toEqual(
      [
        ['2009-12-01', 0, 0, 1_000, 0],
        ['2010-01-01', 1, 200, 1_200, 0],
        ['2010-01-02', 2, -100, 900, 300],
        ['2010-01-03', 3, -50, 950, 250],
      ],
    );
    expect(curve.at(-1)?.expected).toBe(4);
    expect(equityCurve([], opening, undefined)).toEqual([]);
  });

  test('of many days keeps the first, the last and the extremes', () => {
    const random = createSeededRandom(3);
    const days = daysOf(Array.from({ length: 7_000 }, () => Math.round(200 * random()) - 95));
    const whole = days.map(({ bank }) => bank as number);
    const curve = equityCurve(days, opening, '2009-12-01');
    expect(curve.length).toBeLessThanOrEqual(MOST_POINTS);
    expect(curve.length).toBeGreaterThan(MOST_POINTS - 5);
    expect(curve[0]?.day).toBe('2009-12-01');
    expect(curve.at(-1)?.day).toBe(days.at(-1)?.day);
    const banks = curve.map(({ bank }) => bank as number);
    expect(Math.max(...banks)).toBe(Math.max(...whole));
    expect(Math.min(...banks)).toBe(Math.min(1_000, ...whole));
    expect(curve.map(({ day }) => day)).toEqual(curve.map(({ day }) => day).toSorted());
  });
});

test('groups add up to the whole, odds bands in their own order', () => {
  const bets = [
    bet(200, { competition: 'E1', season: '2018/19', price: 120_000 as OddsE4 }),
    bet(-100, { clv: 0.1 }),
    bet(-100, { competition: 'D1', price: 14_000 as OddsE4, clv: 0.3 }),
  ];
  const { byCompetition, bySeason, byOddsBand } = groupsOf(bets);
  expect(byCompetition.map(({ group, profit }) => [group, profit])).toEqual([
    ['D1', -100],
    ['E0', -100],
    ['E1', 200],
  ]);
  expect(bySeason).toMatchObject([
    { group: '2018/19', bets: 1, yield: 2, clv: null },
    { group: '2019/20', bets: 2, staked: 200, profit: -200, yield: -1, clv: expect.closeTo(0.2, 12) },
  ]);
  expect(byOddsBand.map(({ group }) => group)).toEqual(['below 1.5', '3 to 5', '10 and above']);
});

describe("a yield's interval", () => {
  const days = (count: number, edge: number) => {
    const random = createSeededRandom(7);
    return Array.from({ length: count }, () => {
      const bets = 1 + Math.floor(10 * random());
      const won = Array.from({ length: bets }, () => random() < (1 + edge) / 2.5).filter(Boolean).length;
      return { staked: 100 * bets, profit: 250 * won - 100 * bets };
    });
  };

  test('is the same for the same seed, holds the yield, and narrows as the root of the days', () => {
    const of = (count: number) => estimateYield(days(count, 0), createSeededRandom(1));
    const [few, many] = [of(400), of(6_400)];
    expect(of(400)).toEqual(few);
    const width = (estimate: typeof few) => (estimate?.high ?? 0) - (estimate?.low ?? 0);
    expect(few?.low ?? 1).toBeLessThan(few?.yield ?? 0);
    expect(few?.high ?? -1).toBeGreaterThan(few?.yield ?? 0);
    expect(width(few) / width(many)).toBeGreaterThan(3);
    expect(width(few) / width(many)).toBeLessThan(5);
  });

  test('and p agree: an edge of twenty per cent shows, none does not', () => {
    const edge = estimateYield(days(2_000, 0.2), createSeededRandom(1));
    expect(edge?.low).toBeGreaterThan(0.1);
    expect(edge?.p).toBeLessThan(1e-6);
    const none = estimateYield(days(2_000, 0), createSeededRandom(1));
    expect(none?.p).toBeGreaterThan(0.05);
    expect(none?.low).toBeLessThan(0);
    expect(none?.high).toBeGreaterThan(0);
  });

  test('has a two-sided p: of +1, -1, 0 and 4 on equal stakes, t is 1 / 1.0801 with 3 degrees of freedom', () => {
    const estimate = estimateYield(
      [1, -1, 0, 4].map((profit) => ({ staked: 1, profit })),
      createSeededRandom(1),
    );
    expect(estimate?.yield).toBe(1);
    expect(estimate?.p).toBeCloseTo(2 * studentTail(1 / Math.sqrt(14 / 12), 3), 12);
    expect(estimate?.p).toBeCloseTo(0.4228, 3);
  });

  test('is not there for a single day, nor a yield for none', () => {
    expect(estimateYield([{ staked: 100, profit: -100 }], createSeededRandom(1))).toEqual({
      yield: -1,
      low: null,
      high: null,
      p: null,
    });
    expect(estimateYield([], createSeededRandom(1))).toBeNull();
  });
});
