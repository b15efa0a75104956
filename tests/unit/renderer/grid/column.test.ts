import { expect, test } from 'vitest';
import { compareValues } from '../../../../renderer/grid/column.ts';

test('orders numbers by size, text by its numbers, nothing last', () => {
  expect([10, null, 9, Number.NaN, 2].sort(compareValues).slice(0, 3)).toEqual([2, 9, 10]);
  expect(['Over 10.5', 'over 2.5', 'Äther'].sort(compareValues)).toEqual(['Äther', 'over 2.5', 'Over 10.5']);
});
