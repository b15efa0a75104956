import { expect, test } from 'vitest';
import { divisionOf } from '../../../../../../../electron/engine/inference/features/football/division.ts';

test.each([
  ['E0', 'E', 0],
  ['E3', 'E', 3],
  ['EC', 'E', 4],
  ['SC0', 'SC', 0],
  ['SC3', 'SC', 3],
  ['D1', 'D', 0],
  ['D2', 'D', 1],
  ['SP2', 'SP', 1],
  ['B1', 'B', 0],
])('%s is level %s', (competition, country, level) => {
  expect(divisionOf(competition)).toEqual({ country, level });
});

test('takes what it does not know for a country of its own', () => {
  expect(divisionOf('ARG')).toEqual({ country: 'ARG', level: 0 });
  expect(divisionOf('E0 Women')).toEqual({ country: 'E0 Women', level: 0 });
});
