import { expect, test } from 'vitest';
import { endKept } from '../../../../renderer/grid/sides-cell.ts';

test('the line of a market or selection is kept whole, whatever its sign', () => {
  expect(endKept('Asian handicap -0.75')).toEqual(['Asian handicap', '-0.75', '']);
  expect(endKept('Breakwater United +1')).toEqual(['Breakwater United', '+1', '']);
  expect(endKept('Over 2.5')).toEqual(['Over', '2.5', '']);
});

test('text without a figure at its end stays in one piece', () => {
  expect(endKept('Schalke 04 II')).toEqual(['Schalke 04 II', '', '']);
  expect(endKept('2-1')).toEqual(['2-1', '', '']);
  expect(endKept('Over/Under 2.5, first half')).toEqual(['Over/Under 2.5, first half', '', '']);
  expect(endKept('')).toEqual(['', '', '']);
});
