import type { BacktestSummary, EquityPoint, Run, Strategy } from '../../shared/contract/runs.ts';
import { MAX_ODDS, MIN_ODDS, type MinorUnits } from '../../shared/domain/units.ts';
import { trainRun } from './sample-models.ts';

export const money = (amount: number): MinorUnits => amount as MinorUnits;

/** Flat stakes of 10.00 at the best price above the average one, without limits. */
export const sampleStrategy = (more: Partial<Strategy> = {}): Strategy => ({
  name: 'Sample',
  market: 'match-odds',
  fair: { kind: 'average-price' },
  price: { kind: 'best' },
  stage: 'pre-closing',
  rule: { kind: 'kaunitz', alpha: 0.05 },
  filter: {
    matches: { competitions: [], seasons: [] },
    outcomes: [],
    minimumOdds: MIN_ODDS,
    maximumOdds: MAX_ODDS,
    minimumBooks: 3,
  },
  stake: { kind: 'flat', amount: money(1000) },
  bank: money(1_000_000),
  commission: 0,
  ...more,
});

/** A thousand bets at even money that won a little, within what luck does. */
export const sampleSummary = (more: Partial<BacktestSummary> = {}): BacktestSummary => ({
  matches: 4000,
  priced: 3500,
  bets: 1000,
  won: 510,
  staked: money(1_000_000),
  profit: money(20_000),
  yield: 0.02,
  yieldLow: -0.041,
  yieldHigh: 0.083,
  p: 0.51,
  expected: money(30_000),
  averageOdds: 2,
  finalBank: money(1_020_000),
  maxDrawdown: money(50_000),
  maxDrawdownShare: 0.05,
  longestLosingRun: 9,
  turnover: 1,
  clv: 0.011,
  clvCoverage: 0.9,
  skipped: 0,
  ...more,
});

export const equityPoint = (day: string, profit: number, more: Partial<EquityPoint> = {}): EquityPoint => ({
  day,
  bets: 1,
  profit: money(profit),
  expected: money(0),
  bank: money(1_000_000 + profit),
  drawdown: money(0),
  ...more,
});

/** A finished backtest. */
export const backtestRun = (id: string, more: Partial<Run> = {}): Run =>
  trainRun(id, {
    spec: { kind: 'backtest', strategy: sampleStrategy({ name: id }) },
    state: 'done',
    share: 1,
    stage: '',
    ...more,
  });
