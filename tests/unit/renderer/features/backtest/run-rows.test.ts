import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { isBacktest } from '../../../../../renderer/features/backtest/results.ts';
import {
  coverText,
  createRunRows,
  progressText,
  runColumns,
} from '../../../../../renderer/features/backtest/run-rows.ts';
import { rowsToCsv } from '../../../../../renderer/grid/csv.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { Run } from '../../../../../shared/contract/runs.ts';
import type { Currency, EpochMs } from '../../../../../shared/domain/units.ts';
import { backtestRun, money, sampleStrategy, sampleSummary } from '../../../../support/sample-backtests.ts';
import { trainRun } from '../../../../support/sample-models.ts';

it('lists backtests alone, newest first, and lets removed ones go', () => {
  let flush = () => {};
  const table = createTable<Run>((run) => {
    flush = run;
  });
  table.set('old', backtestRun('old', { createdAt: 1 as EpochMs }));
  table.set('training', trainRun('training'));
  const rows = createRunRows(table);
  table.set('new', backtestRun('new', { createdAt: 2 as EpochMs }));
  flush();
  expect(rows.rows().map(({ id }) => id)).toEqual(['new', 'old']);
  table.delete('old');
  flush();
  expect(rows.rows().map(({ id }) => id)).toEqual(['new']);
});

it.each<[Partial<Run>, string]>([
  [{ state: 'queued' }, 'waits for the run before it'],
  [{ state: 'running', share: 0.637, stage: '2019/20' }, '63%  2019/20'],
  [{ state: 'done' }, 'all competitions, all seasons'],
  [{ state: 'failed', message: 'No matches.' }, 'No matches.'],
  [{ state: 'cancelled', share: 0.5 }, 'stopped at 50%'],
  [{ state: 'interrupted', share: 0.25 }, 'stopped at 25%'],
])('says where it stands: %j', (more, text) => {
  const run = backtestRun('one', more);
  expect(isBacktest(run) && progressText(run)).toBe(text);
});

it('is exported with money in major units and shares in per cent, without the marks', () => {
  const run = backtestRun('one', { figures: { bets: 10, profit: -134_900, yield: -0.0281, clv: 0.012 } });
  if (!isBacktest(run)) throw new Error('no backtest');
  const table = createTable<Run>((flush) => flush());
  table.set('one', run);
  const columns = runColumns('GBP' as Currency).filter(({ timed }) => timed !== true);
  const [header = [], record = []] = parse(rowsToCsv(columns, createRunRows(table).rows())) as string[][];
  expect(header).not.toContain('✓');
  expect(Object.fromEntries(header.map((name, index) => [name, record[index]]))).toMatchObject({
    'Profit GBP': '-1349',
    'Yield %': '-2.81',
    'CLV %': '1.2',
  });
});

it('says from when on it could bet, and why not on the rest', () => {
  const season = (group: string, bets: number) => ({
    group,
    bets,
    staked: money(0),
    profit: money(0),
    yield: null,
    clv: null,
  });
  const result = {
    summary: sampleSummary(),
    bySeason: [season('2005-06', 0), season('2020-21', 7), season('2019-20', 5)],
  };
  expect(coverText(sampleStrategy({ fair: { kind: 'overround-line' } }), result)).toBe(
    '; bets from 2019-20: 3,500 of 4,000 matches, the rest have no price or no forecast by a line that had not seen them',
  );
  const all = { ...result, summary: sampleSummary({ priced: 4000 }) };
  expect(coverText(sampleStrategy(), all)).toBe('');
  expect(coverText(sampleStrategy(), undefined)).toBe('');
});
