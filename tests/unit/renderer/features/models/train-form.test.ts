import { describe, expect, it } from 'vitest';
import {
  defaultName,
  parameterText,
  readFigure,
  type TrainForm,
  trainSpec,
} from '../../../../../renderer/features/models/train-form.ts';
import type { Recipe } from '../../../../../shared/contract/runs.ts';

const recipe: Recipe = {
  id: 'boosting',
  name: 'Boosting',
  description: '',
  sport: 'soccer',
  target: 'match-odds',
  learner: 'gradient-boosting',
  featureSet: 'football-results@1',
  parameters: [
    { name: 'trees', label: 'Trees', default: 400, least: 10, most: 3000, integer: true },
    { name: 'rate', label: 'Learning rate', default: 1e-7, least: 1e-9, most: 1, integer: false },
  ],
};
const stored = [
  { competition: 'E0', season: '2021-22', matches: 380 },
  { competition: 'E1', season: '2021-22', matches: 552 },
];
const form: TrainForm = {
  recipe: null,
  name: null,
  filter: { competitions: [], seasons: [] },
  parameters: {},
  trials: '0',
  seed: '1',
};
const typed = (parameters: Record<string, string>): TrainForm => ({
  ...form,
  parameters: { boosting: parameters },
});

describe('a training as the form asks for it', () => {
  it('leaves every default to the recipe', () => {
    expect(trainSpec(form, recipe, stored)).toEqual({
      ok: true,
      spec: {
        kind: 'train',
        recipe: 'boosting',
        name: 'Boosting',
        matches: { competitions: [], seasons: [] },
        parameters: {},
        trials: 0,
        seed: 1,
      },
    });
  });

  it('sends what differs from it', () => {
    const result = trainSpec(
      { ...typed({ trees: '600', rate: '1e-7' }), filter: { competitions: ['E0'], seasons: [] } },
      recipe,
      stored,
    );
    expect(result).toMatchObject({
      ok: true,
      spec: { name: 'Boosting E0', matches: { competitions: ['E0'] }, parameters: { trees: 600 } },
    });
    expect(result.ok && Object.keys(result.spec.parameters)).toEqual(['trees']);
  });

  it('is refused field by field, all at once', () => {
    const result = trainSpec(
      {
        ...typed({ trees: '4.5', rate: 'fast' }),
        name: '  ',
        trials: '201',
        seed: '-1',
        filter: { competitions: ['E0'], seasons: ['2021-22'] },
      },
      recipe,
      [],
    );
    expect(result.ok ? [] : Object.keys(result.problems).sort()).toEqual([
      'matches',
      'name',
      'parameter rate',
      'parameter trees',
      'seed',
      'trials',
    ]);
  });

  it('keeps what was typed for each recipe apart', () => {
    const other = { ...recipe, id: 'other' };
    expect(parameterText(typed({ trees: '600' }), recipe, 'trees')).toBe('600');
    expect(parameterText(typed({ trees: '600' }), other, 'trees')).toBe('400');
  });
});

it.each([
  ['0.05', 0.05],
  [' 1e-4 ', 1e-4],
  ['.5', 0.5],
  ['2', 'It must lie between 0 and 1.'],
  ['', 'Type a number from 0 to 1.'],
  ['0,5', 'Type a number from 0 to 1.'],
  ['Infinity', 'Type a number from 0 to 1.'],
  ['0x1', 'Type a number from 0 to 1.'],
])('reads "%s" as %s', (text, read) =>
  expect(readFigure(text, { least: 0, most: 1, integer: false })).toBe(read),
);

it('names a run by what is chosen, within what the engine takes', () => {
  expect(defaultName('Boosting', { competitions: ['E1', 'E0'], seasons: ['2021-22'] })).toBe(
    'Boosting E0 E1 2021-22',
  );
  expect(defaultName('x'.repeat(200), { competitions: [], seasons: [] })).toHaveLength(120);
});
