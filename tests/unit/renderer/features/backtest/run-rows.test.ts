import { expect, it } from 'vitest';
import { isBacktest } from '../../../../../renderer/features/backtest/results.ts';
import { createRunRows, progressText } from '../../../../../renderer/features/backtest/run-rows.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { Run } from '../../../../../shared/contract/runs.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';
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
