import { beforeEach, expect, it, vi } from 'vitest';
import {
  championOf,
  fillModels,
  models,
  removeModel,
  rollbackSlot,
  setModelState,
} from '../../../../renderer/stores/models.ts';
import { createTable } from '../../../../renderer/stores/table.ts';
import { useToasts } from '../../../../renderer/stores/toasts.ts';
import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { ModelEntry } from '../../../../shared/contract/models.ts';
import { modelEntry } from '../../../support/sample-models.ts';
import { stubEngine } from '../../../support/stub-engine.ts';

const messages = () => useToasts.getState().toasts.map(({ tone, message }) => `${tone}: ${message}`);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', () => 0);
  useToasts.setState({ toasts: [] });
  models.clear();
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

it('keeps the newest entry of each model and drops what was removed', () => {
  const table = createTable<ModelEntry>(() => {});
  const { onItems, onReset } = fillModels(table, () => {});
  void onItems([modelEntry('a'), modelEntry('b'), modelEntry('a', { state: 'shadow' })]);
  expect([...table.values()].map(({ id, state }) => `${id} ${state}`)).toEqual(['a shadow', 'b draft']);
  void onItems([modelEntry('a', { removed: true })]);
  expect([...table.values()].map(({ id }) => id)).toEqual(['b']);
  onReset?.();
  expect(table.size).toBe(0);
});

it("finds a slot's champion among models of all slots", () => {
  const all = [
    modelEntry('a', { state: 'champion', slot: 'tennis/winner' }),
    modelEntry('b', { state: 'shadow' }),
    modelEntry('c', { state: 'champion' }),
  ];
  expect(championOf(all, 'soccer/match-odds')?.id).toBe('c');
  expect(championOf(all, 'soccer/over-under-2.5')).toBeUndefined();
});

it('shows a new state as soon as the engine has answered, and says what it means', async () => {
  const calls = stubEngine();
  models.set('a', modelEntry('a', { name: 'Boosted' }));
  const done = setModelState('a', 'champion');
  expect(calls).toMatchObject([{ name: 'models.setState', input: { id: 'a', state: 'champion' } }]);
  expect(models.get('a')?.state).toBe('draft');
  calls[0]?.resolve(modelEntry('a', { name: 'Boosted', state: 'champion' }));
  expect(await done).toBe(true);
  expect(models.get('a')?.state).toBe('champion');
  expect(messages()).toEqual(['ok: Boosted is the champion of soccer 1X2 now. Z takes that back.']);
});

it.each([
  ['promotion', () => setModelState('a', 'champion'), 'make Boosted the champion'],
  ['rollback', () => rollbackSlot('soccer/match-odds'), 'roll soccer/match-odds back'],
  ['removal', () => removeModel('a'), 'remove Boosted'],
])('a refused %s changes nothing and says why', async (_what, act, action) => {
  const calls = stubEngine();
  models.set('a', modelEntry('a', { name: 'Boosted' }));
  const done = act();
  calls[0]?.reject(new OperationFailure({ code: 'refused', message: 'Its file was changed.' }));
  expect(await done).toBe(false);
  expect(models.get('a')?.state).toBe('draft');
  expect(messages()).toEqual([`error: Could not ${action}. Its file was changed.`]);
});

it('drops a removed model at once', async () => {
  const calls = stubEngine();
  models.set('a', modelEntry('a'));
  const done = removeModel('a');
  calls[0]?.resolve({});
  expect(await done).toBe(true);
  expect(models.get('a')).toBeUndefined();
});
