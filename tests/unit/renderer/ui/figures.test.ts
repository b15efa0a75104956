import { expect, it } from 'vitest';
import {
  formatAge,
  formatDayAndTime,
  formatEv,
  formatMoney,
  formatProfit,
} from '../../../../renderer/ui/figures.ts';
import type { Currency, EpochMs, MinorUnits } from '../../../../shared/domain/units.ts';

const money = (minor: number, currency: string) => formatMoney(minor as MinorUnits, currency as Currency);

it.each([
  [123_450, 'GBP', '£1,234.50'],
  [-300, 'GBP', '-£3.00'],
  [5000, 'JPY', '¥5,000'],
  [12_345, 'SEK', 'SEK 123.45'],
  [1, 'BTC', '₿0.00000001'],
] as const)('writes %d of %s', (minor, currency, text) => {
  expect(money(minor, currency)).toBe(text);
});

it('signs profit and value', () => {
  expect(formatProfit(300 as MinorUnits, 'GBP' as Currency)).toBe('+£3.00');
  expect(formatProfit(-300 as MinorUnits, 'GBP' as Currency)).toBe('-£3.00');
  expect(formatProfit(0 as MinorUnits, 'GBP' as Currency)).toBe('£0.00');
  expect([0.0213, -0.01, 0].map(formatEv)).toEqual(['+2.13%', '-1.00%', '0.00%']);
});

it.each([
  [-5, '0.0s'],
  [450, '0.5s'],
  [12_900, '12s'],
  [185_000, '3m 05s'],
  [7_800_000, '2h 10m'],
  [3 * 86_400_000, '3d'],
])('writes an age of %d ms', (ms, text) => {
  expect(formatAge(ms)).toBe(text);
});

it('writes the year of moments in another year than the user is in', () => {
  const bet = new Date(2022, 6, 11, 10, 50).getTime() as EpochMs;
  expect(formatDayAndTime(bet, new Date(2022, 11, 31).getTime())).toBe('Mon 11 Jul, 10:50');
  expect(formatDayAndTime(bet, new Date(2026, 10, 21).getTime())).toBe('11 Jul 2022, 10:50');
});
