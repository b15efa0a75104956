import { expect, it } from 'vitest';
import { betsForUsualEdge } from '../../../../../renderer/features/backtest/summary-figures.ts';
import { groupOdds, groupT, verdict } from '../../../../../renderer/features/backtest/verdict.ts';
import type { BacktestSummary } from '../../../../../shared/contract/runs.ts';
import { money, sampleSummary } from '../../../../support/sample-backtests.ts';

const early = { stage: 'pre-closing' } as const;
const notes = (more: Partial<BacktestSummary>, tried = 1, stage: 'pre-closing' | 'closing' = 'pre-closing') =>
  verdict(sampleSummary(more), { stage }, tried).map(({ tone, text }) => `${tone}: ${text}`);

it('says first that a result can be luck, and how many bets it would take', () => {
  expect(notes({})).toEqual([
    "warn: The yield's 95% interval, -4.1% to +8.3%, includes zero: this result can be luck.",
    'plain: At these odds an edge of 2% takes about 19,615 level bets to be told from luck (95%, power 80%); this is 1,000.',
  ]);
});

it('tells a proven gain from a proven loss', () => {
  expect(notes({ yieldLow: 0.001 })[0]).toMatch(/^good: .*above zero/);
  expect(notes({ yield: -0.05, yieldLow: -0.09, yieldHigh: -0.01 })[0]).toMatch(/^bad: .*below zero/);
});

it('warns of a gain found among many tries', () => {
  expect(notes({ yieldLow: 0.001 }, 19).join()).not.toMatch(/backtests are kept/);
  expect(notes({ yieldLow: 0.001 }, 20).join()).toMatch(/20 backtests are kept/);
  expect(notes({}, 50).join()).not.toMatch(/backtests are kept/);
});

it('warns of profit without closing line value, but not at the close itself', () => {
  expect(notes({ clv: -0.01 }).join()).toMatch(/worse than the close/);
  expect(notes({ clv: -0.01 }, 1, 'closing').join()).toMatch(/Closing prices/);
  expect(notes({ clv: -0.01 }, 1, 'closing').join()).not.toMatch(/worse than the close/);
});

it('says how many bets the bank could not pay for', () => {
  expect(notes({ skipped: 1234 }).at(-1)).toMatch(/^warn: 1,234 bets were skipped/);
});

it.each([
  [{ priced: 0 }, /none of 4,000 matches has a belief and a price/],
  [{}, /of 3,500 priced matches none met the rule/],
  [{ skipped: 3 }, /could not pay for the first stake/],
])('says why no bet was made: %j', (more, text) => {
  const all = verdict(sampleSummary({ bets: 0, yield: null, averageOdds: null, ...more }), early, 1);
  expect(all).toHaveLength(1);
  expect(all[0]?.text).toMatch(text);
});

it('needs more bets at longer odds, and says nothing without odds', () => {
  expect(betsForUsualEdge(5)).toBeGreaterThan(betsForUsualEdge(2) ?? Number.NaN);
  expect(betsForUsualEdge(null)).toBeNull();
  expect(betsForUsualEdge(1)).toBeNull();
});

const group = (bets: number, earned: number | null) => ({
  group: 'E0',
  bets,
  staked: money(1000 * bets),
  profit: money(0),
  yield: earned,
  clv: null,
});

it('counts standard errors of a group as Buchdahl does', () => {
  // sigma = sqrt(1.02 x 0.98), t = 0.02 x sqrt(10,000) / sigma
  expect(groupT(group(10_000, 0.02), 2)).toBeCloseTo(2.0004, 4);
  expect(groupT(group(10_000, -0.02), 2)).toBeCloseTo(-2.0004, 4);
});

it.each([
  [group(1, 0.5), 2],
  [group(10, -1), 2],
  [group(10, 1.5), 2],
  [group(10, null), 2],
  [group(10, 0.1), null],
])('says nothing where that means nothing', (given, odds) => {
  expect(groupT(given, odds)).toBeNull();
});

it('takes the middle of a band for its odds', () => {
  expect(groupOdds('2 to 3', 'band', 9)).toBeCloseTo(Math.sqrt(6), 12);
  expect(groupOdds('10 and above', 'band', 9)).toBeCloseTo(Math.sqrt(200), 12);
  expect(groupOdds('E0', 'competition', 9)).toBe(9);
});
