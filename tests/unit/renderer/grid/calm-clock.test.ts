import { expect, test } from 'vitest';
import { isCalm } from '../../../../renderer/grid/calm-clock.ts';

test('rows change places only after a pause in the last change and in use', () => {
  expect(isCalm(10_000, 0, 0, false)).toBe(true);
  expect(isCalm(10_000, 9_000, 0, false)).toBe(false);
  expect(isCalm(10_000, 0, 9_000, false)).toBe(false);
});

test('a pointer over the rows asks for a longer pause', () => {
  expect(isCalm(10_000, 0, 7_000, false)).toBe(true);
  expect(isCalm(10_000, 0, 7_000, true)).toBe(false);
  expect(isCalm(12_000, 0, 7_000, true)).toBe(true);
});
