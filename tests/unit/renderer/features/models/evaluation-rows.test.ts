import { expect, it } from 'vitest';
import {
  evaluationRows,
  kindOf,
  leftOut,
  leftOutText,
} from '../../../../../renderer/features/models/evaluation-rows.ts';
import { sampleScores } from '../../../../support/sample-models.ts';

const row = (name: string, covers: 'own' | 'common', logLoss: number | null, n = 1000) => ({
  ...sampleScores(logLoss ?? 1, { n, logLoss }),
  name,
  covers,
});
const result = {
  kind: 'evaluate' as const,
  matches: 2000,
  common: 1000,
  rows: [
    row('B365:shin', 'own', 1.003, 1900),
    row('B365:shin', 'common', 1.004),
    row('overround-line', 'own', 1.001, 2000),
    row('overround-line', 'common', 1.002),
    row('model:a', 'own', 1.006, 2000),
    row('model:a', 'common', null),
  ],
};

it('lists one covering by log loss, what has none last', () => {
  expect(evaluationRows(result, 'common').map(({ id }) => id)).toEqual([
    'overround-line',
    'B365:shin',
    'model:a',
  ]);
});

it('measures against the line on the same matches only', () => {
  const gaps = (covers: 'own' | 'common') =>
    Object.fromEntries(evaluationRows(result, covers).map(({ id, gap }) => [id, gap?.toFixed(3) ?? null]));
  expect(gaps('common')).toEqual({ 'overround-line': null, 'B365:shin': '0.002', 'model:a': null });
  expect(gaps('own')).toEqual({ 'overround-line': null, 'B365:shin': null, 'model:a': null });
});

it.each([
  ['overround-line', 'line'],
  ['overround-line-close', 'line'],
  ['model:boosted', 'model'],
  ['AvgC:power', 'book'],
])('%s is a %s', (name, kind) => expect(kindOf(name)).toBe(kind));

it('names the line and models that are left out of the common matches, and counts the rest', () => {
  const few = ['overround-line', 'model:a', 'SJ:shin', 'SJ:power'].map((name) => row(name, 'own', 1, 400));
  const names = leftOut({
    ...result,
    rows: [row('B365:shin', 'own', 1), row('B365:shin', 'common', 1), ...few],
  });
  expect(leftOutText(names)).toBe('overround-line, model:a and 2 others');
  expect(leftOutText(['SJ:shin', 'SJ:power'])).toBe('2 forecasters');
  expect(leftOutText(['SJ:shin'])).toBe('1 forecaster');
  expect(leftOut(result)).toEqual([]);
});
