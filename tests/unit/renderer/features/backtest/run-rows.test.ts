import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { isBacktest } from '../../../../../renderer/features/backtest/results.ts';
import {
  createRunRows,
  progressText,
  runColumns,
} from '../../../../../renderer/features/backtest/run-rows.ts';
import { rowsToCsv } from '../../../../../renderer/grid/csv.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { Run } from '../../../../../shared/contract/runs.ts';
import type { Currency, EpochMs } from '../../../../../shared/domain/units.ts';
import { backtestRun } from '../../../../support/sample-backtests.ts';
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
