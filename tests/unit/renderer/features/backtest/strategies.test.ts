import { beforeEach, expect, it, vi } from 'vitest';
import {
  dropStrategy,
  keepStrategy,
  loadStrategies,
  readSaved,
  renamedFor,
  renameStrategy,
  runName,
  useStrategies,
  withServedModel,
} from '../../../../../renderer/features/backtest/strategies.ts';
import { formOf } from '../../../../../renderer/features/backtest/strategy-form.ts';
import type { Currency } from '../../../../../shared/domain/units.ts';
import { sampleStrategy } from '../../../../support/sample-backtests.ts';
import { modelEntry } from '../../../../support/sample-models.ts';
import { stubEngine } from '../../../../support/stub-engine.ts';

const form = formOf(sampleStrategy(), { currency: 'GBP' as Currency, format: 'decimal' }, null);
const names = () => useStrategies.getState().own.map(({ name }) => name);

beforeEach(() => {
  vi.useFakeTimers();
  useStrategies.setState({ form: null, begunWith: null, own: [], isRead: false });
  return () => void vi.useRealTimers();
});

it('reads what was saved, and counts what it can not read', () => {
  const own = [sampleStrategy({ name: 'Mine' })];
  expect(
    readSaved(structuredClone({ form, begunWith: 'Mine', own: [...own, { name: 'Of the future' }] })),
  ).toEqual({ form, begunWith: 'Mine', own, unreadable: 1 });
});

it.each([null, 'text', { form: { name: 3 }, begunWith: null, own: [] }])('begins anew with %j', (value) => {
  expect(readSaved(value)).toMatchObject({ form: null, own: [] });
});

it('keeps strategies under their names, in order', () => {
  keepStrategy(sampleStrategy({ name: 'Beta' }));
  keepStrategy(sampleStrategy({ name: 'Alpha' }));
  keepStrategy(sampleStrategy({ name: 'Beta', commission: 0.02 }));
  expect(useStrategies.getState().own.map(({ name, commission }) => [name, commission])).toEqual([
    ['Alpha', 0],
    ['Beta', 0.02],
  ]);
  expect(useStrategies.getState().begunWith).toBe('Beta');
});

it('renames without leaving the old name behind, and drops', () => {
  keepStrategy(sampleStrategy({ name: 'Alpha' }));
  keepStrategy(sampleStrategy({ name: 'Beta' }));
  renameStrategy('Alpha', sampleStrategy({ name: 'Gamma' }));
  expect(names()).toEqual(['Beta', 'Gamma']);
  dropStrategy('Beta');
  expect(names()).toEqual(['Gamma']);
});

it('saves what changed after it was read, and never before', async () => {
  const calls = stubEngine();
  const loaded = loadStrategies();
  keepStrategy(sampleStrategy({ name: 'Early' }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(calls.map(({ name }) => name)).toEqual(['workspace.get']);
  calls[0]?.resolve({ form, begunWith: null, own: [sampleStrategy({ name: 'Saved' })] });
  await loaded;
  expect(names()).toEqual(['Saved']);
  keepStrategy(sampleStrategy({ name: 'Mine' }));
  await vi.advanceTimersByTimeAsync(1000);
  expect(calls[1]).toMatchObject({
    name: 'workspace.save',
    input: { key: 'strategies', value: { own: [{ name: 'Mine' }, { name: 'Saved' }] } },
  });
});

it('believes the champion of the market, else a shadow, and is named after it', () => {
  const strategy = sampleStrategy({ name: 'Model value', fair: { kind: 'model', id: 'shipped' } });
  const all = [
    modelEntry('shipped', { sport: 'football', name: 'Shipped' }),
    modelEntry('ghost', { sport: 'football', name: 'Ghost', state: 'shadow' }),
    modelEntry('other', { sport: 'tennis', state: 'champion' }),
  ];
  expect(withServedModel(strategy, all)).toMatchObject({ name: 'Model value, Ghost', fair: { id: 'ghost' } });
  const champion = modelEntry('best', { sport: 'football', name: 'Best', state: 'champion' });
  const begun = withServedModel(strategy, [...all, champion]);
  expect(begun).toMatchObject({ name: 'Model value, Best', fair: { id: 'best' } });
  expect(renamedFor(begun.name, 'Best', 'Ghost')).toBe('Model value, Ghost');
  expect(renamedFor('My own', 'Best', 'Ghost')).toBe('My own');
  expect(withServedModel(strategy, [])).toBe(strategy);
});

it('numbers a run whose name is taken', () => {
  expect(runName('Kaunitz', [])).toBe('Kaunitz');
  expect(runName('Kaunitz', ['Kaunitz'])).toBe('Kaunitz (2)');
  expect(runName('Kaunitz (2)', ['Kaunitz', 'Kaunitz (2)'])).toBe('Kaunitz (3)');
});
