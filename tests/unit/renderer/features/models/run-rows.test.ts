import { expect, it } from 'vitest';
import { runFigureText } from '../../../../../renderer/features/models/run-figures.ts';
import {
  createRunRows,
  durationOf,
  figuresText,
  progressText,
} from '../../../../../renderer/features/models/run-rows.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { Run } from '../../../../../shared/contract/runs.ts';
import type { Currency, EpochMs } from '../../../../../shared/domain/units.ts';
import { trainRun } from '../../../../support/sample-models.ts';

const at = (ms: number) => ms as EpochMs;

it('lists runs newest first and drops removed ones', () => {
  const frames: (() => void)[] = [];
  const table = createTable<Run>((flush) => frames.push(flush));
  const rows = createRunRows(table);
  table.set('early', trainRun('early', { createdAt: at(1) }));
  table.set('late', trainRun('late', { createdAt: at(2) }));
  for (const flush of frames.splice(0)) flush();
  expect(rows.rows().map(({ id }) => id)).toEqual(['late', 'early']);
  table.delete('late');
  for (const flush of frames.splice(0)) flush();
  expect(rows.rows().map(({ id }) => id)).toEqual(['early']);
});

it.each([
  [{ state: 'running', share: 0.639 }, '63%  2019-20: fitting, 1 of 6'],
  [{ state: 'queued' }, 'waits for the run before it'],
  [{ state: 'done' }, ''],
  [{ state: 'failed', message: 'No matches.' }, 'No matches.'],
  [{ state: 'cancelled', share: 0.4, stage: '' }, 'stopped at 40%'],
  [{ state: 'interrupted', share: 0.4 }, 'stopped at 40%: 2019-20: fitting, 1 of 6'],
] as const)('of %j says %s', (more, text) => expect(progressText(trainRun('a', more))).toBe(text));

it('measures a run until now while it runs, and until its end after', () => {
  expect(durationOf(trainRun('a', { startedAt: at(1000) }), 5000)).toBe(4000);
  expect(durationOf(trainRun('a', { startedAt: at(1000), finishedAt: at(3000), state: 'done' }), 5000)).toBe(
    2000,
  );
  expect(durationOf(trainRun('a', { startedAt: null, state: 'queued' }), 5000)).toBeNull();
});

it('shows the first figures by name', () => {
  expect(figuresText(trainRun('a', { figures: { 'log loss': 1.00421, n: 1000, rps: 0.2, ece: 0.01 } }))).toBe(
    'log loss 1.0042 · n 1,000 · RPS 0.2000 · ECE 0.0100',
  );
});

it.each([
  ['profit', -134_900, '-£1,349.00'],
  ['yield', -0.0281, '-2.81%'],
  ['clv', 0.012, '+1.20%'],
  ['bets', 480, '480'],
])('writes the %s of a backtest as what it is', (name, value, text) => {
  expect(runFigureText('backtest', name, value, 'GBP' as Currency)).toBe(text);
});
