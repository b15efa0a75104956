import { expect, it, vi } from 'vitest';
import { compareModels, createModelRows } from '../../../../../renderer/features/models/model-rows.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { ModelEntry } from '../../../../../shared/contract/models.ts';
import { modelEntry, sampleScores } from '../../../../support/sample-models.ts';

const judged = (id: string, logLoss: number, more: Partial<ModelEntry> = {}, market = 0.99) =>
  modelEntry(id, {
    overall: { group: 'all', model: sampleScores(logLoss), market: sampleScores(market) },
    ...more,
  });

it('groups models by slot: champion, shadows, drafts by their gap to the market, the retired', () => {
  const models = [
    judged('retired', 0.9, { state: 'retired' }),
    modelEntry('unjudged'),
    judged('worse', 1.1),
    judged('better', 1.0),
    judged('shadow', 1.2, { state: 'shadow' }),
    judged('champion', 1.3, { state: 'champion' }),
    judged('other slot', 2, { slot: 'basketball/winner' }),
  ];
  expect(models.sort(compareModels).map(({ id }) => id)).toEqual([
    'other slot',
    'champion',
    'shadow',
    'better',
    'worse',
    'unjudged',
    'retired',
  ]);
});

it('does not take a model of easier matches for the better one', () => {
  const easy = judged('easy', 0.977, {}, 0.966);
  const hard = judged('hard', 0.9977, {}, 0.9969);
  expect([easy, hard].sort(compareModels).map(({ id }) => id)).toEqual(['hard', 'easy']);
});

it('follows the table and tells of new states, not of new figures', () => {
  const frames: (() => void)[] = [];
  const table = createTable<ModelEntry>((flush) => frames.push(flush));
  const frame = () => {
    for (const flush of frames.splice(0)) flush();
  };
  table.set('a', modelEntry('a'));
  frame();
  const onState = vi.fn();
  const rows = createModelRows(table, onState);
  const ids = () => rows.rows().map(({ id, value }) => `${id} ${value.state}`);
  expect(ids()).toEqual(['a draft']);
  table.set('b', modelEntry('b', { state: 'champion' }));
  table.set('a', judged('a', 1));
  frame();
  expect(ids()).toEqual(['b champion', 'a draft']);
  expect(onState).not.toHaveBeenCalled();
  table.set('a', judged('a', 1, { state: 'champion' }));
  table.set('b', modelEntry('b', { state: 'retired' }));
  frame();
  expect(onState).toHaveBeenCalledTimes(1);
  rows.settle?.(null);
  expect(ids()).toEqual(['a champion', 'b retired']);
  table.delete('b');
  frame();
  expect(ids()).toEqual(['a champion']);
});
