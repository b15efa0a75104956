import { expect, test } from 'vitest';
import { dayNumber } from '../../../../../../../electron/engine/inference/features/football/day-number.ts';

test('counts days since 1970 as dates do', () => {
  for (let day = -3_000; day < 40_000; day += 13) {
    const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
    expect(dayNumber(date)).toBe(day);
  }
  expect(dayNumber('2024-03-01') - dayNumber('2024-02-28')).toBe(2);
  expect(dayNumber('2100-03-01') - dayNumber('2100-02-28')).toBe(1);
});
