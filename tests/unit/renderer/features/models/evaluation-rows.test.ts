import { expect, it } from 'vitest';
import {
  evaluationRows,
  kindOf,
  leftOut,
  leftOutText,
  stageOf,
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
  expect(evaluationRows(result, 'common', 'pre-closing').map(({ id }) => id)).toEqual([
    'overround-line',
    'B365:shin',
    'model:a',
  ]);
});

it('measures against the line on the same matches only', () => {
  const gaps = (covers: 'own' | 'common') =>
    Object.fromEntries(
      evaluationRows(result, covers, 'pre-closing').map(({ id, gap }) => [id, gap?.toFixed(3) ?? null]),
    );
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

it.each([
  ['overround-line', 'pre-closing'],
  ['overround-line-close', 'closing'],
  ['model:c', 'pre-closing'],
  ['model:abC', 'pre-closing'],
  ['PS:power', 'pre-closing'],
  ['PSC:power', 'closing'],
  ['AvgC:shin', 'closing'],
  // Not a closing price of a book V.
  ['VC:power', 'pre-closing'],
  ['VCC:power', 'closing'],
])('%s is %s', (name, stage) => expect(stageOf(name)).toBe(stage));

it('measures closing prices against the closing line, and lists one of two equal methods', () => {
  const both = {
    ...result,
    rows: [
      row('overround-line', 'common', 1.002),
      row('overround-line-close', 'common', 0.999),
      row('PSC:power', 'common', 1),
      row('PS:power', 'common', 1.003),
      row('PS:logit_shift', 'common', 1.003),
    ],
  };
  const gaps = (stage: 'all' | 'closing' | 'pre-closing') =>
    evaluationRows(both, 'common', stage).map(({ id, gap }) => [id, gap?.toFixed(3) ?? null]);
  expect(gaps('closing')).toEqual([
    ['overround-line-close', null],
    ['PSC:power', '0.001'],
  ]);
  expect(gaps('pre-closing')).toEqual([
    ['overround-line', null],
    ['PS:power', '0.001'],
  ]);
  expect(gaps('all')).toHaveLength(5);
});
