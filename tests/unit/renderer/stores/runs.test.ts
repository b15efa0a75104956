import { beforeEach, expect, it, vi } from 'vitest';
import {
  cancelRun,
  canResume,
  compareRuns,
  fillRuns,
  hasEnded,
  removeRun,
  resumeRun,
  runs,
  startRun,
} from '../../../../renderer/stores/runs.ts';
import { createTable } from '../../../../renderer/stores/table.ts';
import { useToasts } from '../../../../renderer/stores/toasts.ts';
import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { Run } from '../../../../shared/contract/runs.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import { trainRun } from '../../../support/sample-models.ts';
import { stubEngine } from '../../../support/stub-engine.ts';

const messages = () => useToasts.getState().toasts.map(({ tone, message }) => `${tone}: ${message}`);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', () => 0);
  useToasts.setState({ toasts: [] });
  runs.clear();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

it('keeps the newest state of each run and drops removed ones', () => {
  const table = createTable<Run>(() => {});
  const { onItems } = fillRuns(table, () => {});
  void onItems([trainRun('one'), trainRun('two'), trainRun('one', { share: 0.5 })]);
  expect([...table.values()].map(({ id, share }) => [id, share])).toEqual([
    ['one', 0.5],
    ['two', 0.25],
  ]);
  void onItems([trainRun('two', { removed: true })]);
  expect([...table.values()].map(({ id }) => id)).toEqual(['one']);
});

it('tells how a run ended that went on here, not how old ones had', () => {
  const table = createTable<Run>(() => {});
  const { onItems } = fillRuns(table, () => {});
  void onItems([
    trainRun('old', { state: 'failed', message: 'Out of memory.' }),
    trainRun('one'),
    trainRun('two'),
  ]);
  expect(messages()).toEqual([]);
  void onItems([
    trainRun('one', { state: 'done', share: 1 }),
    trainRun('two', { state: 'failed', message: 'No matches of 2030-31.' }),
  ]);
  expect(messages()).toEqual(['ok: one is done.', 'error: two failed. No matches of 2030-31.']);
});

it('lists the newest run first', () => {
  const early = trainRun('early', { createdAt: 1 as EpochMs });
  const late = trainRun('late', { createdAt: 2 as EpochMs });
  expect([early, late].sort(compareRuns).map(({ id }) => id)).toEqual(['late', 'early']);
});

it.each([
  ['queued', false, false],
  ['running', false, false],
  ['done', true, false],
  ['failed', true, true],
  ['cancelled', true, true],
  ['interrupted', true, true],
] as const)('a run that is %s has ended: %s, can be resumed: %s', (state, ended, resumable) => {
  expect(hasEnded({ state })).toBe(ended);
  expect(canResume({ state })).toBe(resumable);
});

it('starts a run and does not put its first word over what the stream said since', async () => {
  const calls = stubEngine();
  const spec = trainRun('one').spec;
  const started = startRun(spec);
  runs.set('one', trainRun('one', { share: 0.4 }));
  calls[0]?.resolve(trainRun('one', { state: 'queued', share: 0 }));
  expect((await started).id).toBe('one');
  expect(runs.get('one')?.share).toBe(0.4);
  expect(calls).toMatchObject([{ name: 'runs.start', input: spec }]);
});

it('leaves a refused start to the form that asked for it', async () => {
  const calls = stubEngine();
  const started = startRun(trainRun('one').spec);
  calls[0]?.reject(new OperationFailure({ code: 'invalid-input', message: 'No matches.' }));
  await expect(started).rejects.toThrow('No matches.');
  expect(messages()).toEqual([]);
  expect(runs.size).toBe(0);
});

it('says what is kept of a cancelled run, and where a resumed one goes on', async () => {
  const calls = stubEngine();
  const cancelled = cancelRun('one');
  calls[0]?.resolve(trainRun('one', { state: 'cancelled', resumable: true }));
  await cancelled;
  const resumed = resumeRun('one');
  calls[1]?.resolve(trainRun('one', { resumable: false }));
  await resumed;
  expect(messages()).toEqual(['info: one starts again.']);
  expect(calls.map(({ name }) => name)).toEqual(['runs.cancel', 'runs.resume']);
});

it('keeps a run that could not be removed', async () => {
  const calls = stubEngine();
  runs.set('one', trainRun('one'));
  const removed = removeRun('one');
  calls[0]?.reject(new OperationFailure({ code: 'refused', message: 'It is running.' }));
  expect(await removed).toBe(false);
  expect(runs.get('one')).toBeDefined();
  expect(messages()).toEqual(['error: Could not remove one. It is running.']);
});
