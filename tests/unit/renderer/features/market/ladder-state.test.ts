import { expect, test } from 'vitest';
import { isBeyond } from '../../../../../renderer/features/market/ladder-state.ts';
import type { OddsE4 } from '../../../../../shared/domain/units.ts';

const odds = (decimal: number) => Math.round(decimal * 10_000) as OddsE4;

test('a price that nobody offers is longer than the best to back, or shorter than the best to lay', () => {
  const best = odds(2);
  expect([1.99, 2, 2.02].map((price) => isBeyond(odds(price), 'back', best))).toEqual([false, false, true]);
  expect([1.99, 2, 2.02].map((price) => isBeyond(odds(price), 'lay', best))).toEqual([true, false, false]);
});

test('where nothing is offered every price waits', () => {
  expect(isBeyond(odds(2), 'back', undefined)).toBe(true);
  expect(isBeyond(odds(2), 'lay', undefined)).toBe(true);
});
