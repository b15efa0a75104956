import { expect, it } from 'vitest';
import {
  isSignificant,
  pText,
  summaryFigures,
} from '../../../../../renderer/features/backtest/summary-figures.ts';
import type { BacktestSummary } from '../../../../../shared/contract/runs.ts';
import type { Currency } from '../../../../../shared/domain/units.ts';
import { money, sampleSummary } from '../../../../support/sample-backtests.ts';

const figure = (id: string, more: Partial<BacktestSummary> = {}, currency = 'GBP') =>
  summaryFigures(sampleSummary(more), currency as Currency, 'decimal').find((one) => one.id === id);

it('colours a yield only where its interval leaves no room for none', () => {
  expect(figure('yield')).toMatchObject({ value: '+2.00%', note: 'interval includes zero', tone: '' });
  expect(figure('yield', { yieldLow: 0.001 })).toMatchObject({ tone: 'gain' });
  expect(figure('yield', { yield: -0.1, yieldLow: -0.2, yieldHigh: -0.01 })).toMatchObject({ tone: 'loss' });
});

it.each([
  [-0.01, 0.01, false],
  [0, 0.01, false],
  [0.001, 0.01, true],
  [-0.02, -0.01, true],
  [null, null, null],
])('an interval from %s to %s is significant: %s', (yieldLow, yieldHigh, significant) => {
  expect(isSignificant(sampleSummary({ yieldLow, yieldHigh }))).toBe(significant);
});

it('writes the interval with p, and money in the currency', () => {
  expect(figure('interval')).toMatchObject({ value: '-4.1% to +8.3%', note: 'p 0.510' });
  expect(pText(0.0004)).toBe('< 0.001');
  expect(figure('profit')).toMatchObject({ value: '+£200.00', note: 'expected +£300.00', raw: 200 });
  expect(figure('profit', {}, 'JPY')).toMatchObject({ value: '+¥20,000', raw: 20_000 });
});

it('sets the profit against what was expected', () => {
  expect(figure('luck')).toMatchObject({ value: '-£100.00', note: '-1.00% of stakes', tone: 'loss' });
});

it('says how much of the bets CLV stands on', () => {
  expect(figure('clv')).toMatchObject({ value: '+1.10%', note: 'on 90% of bets', tone: 'gain' });
});

it('warns of a halved bank and of skipped bets', () => {
  expect(figure('drawdown')?.tone).toBe('');
  expect(figure('drawdown', { maxDrawdownShare: 0.5 })?.tone).toBe('warn');
  expect(figure('skipped')).toMatchObject({ tone: '', note: '' });
  expect(figure('skipped', { skipped: 2 })).toMatchObject({ tone: 'warn', value: '2' });
  expect(figure('bank', { finalBank: money(0) })).toMatchObject({ tone: 'loss', note: 'nothing left' });
});

it('has a dash for what there is none of', () => {
  const none = {
    bets: 0,
    won: 0,
    staked: money(0),
    yield: null,
    yieldLow: null,
    averageOdds: null,
    clv: null,
  };
  for (const id of ['yield', 'interval', 'clv', 'odds', 'needed']) expect(figure(id, none)?.value).toBe('–');
});
