import { expect, test } from 'vitest';
import { shortBookNames } from '../../../../renderer/ui/book-names.ts';
import { fairText } from '../../../../renderer/ui/fair-text.ts';
import { sizeText } from '../../../../renderer/ui/size-text.ts';
import type { BookId, Currency, MinorUnits } from '../../../../shared/domain/units.ts';

const short = (...names: string[]) => [
  ...shortBookNames(names.map((name) => ({ id: name as BookId, name }))).values(),
];

test('words that all books share are left out, but never a whole name', () => {
  expect(short('Practice Kestrel', 'Practice Larch')).toEqual(['Kestrel', 'Larch']);
  expect(short('Practice', 'Practice Larch')).toEqual(['Practice', 'Practice Larch']);
  expect(short('Bet Victor', 'William Hill')).toEqual(['Bet Victor', 'William Hill']);
  expect(short('Practice Kestrel')).toEqual(['Practice Kestrel']);
});

test('fair prices have the digits that can be told apart, in equal width', () => {
  expect(fairText(0.5)).toBe('2.000');
  expect(fairText(1 / 1.2641)).toBe('1.264');
  expect(fairText(1 / 7.41)).toBe('7.410');
  expect(fairText(1 / 13.5959)).toBe('13.60');
  expect(fairText(0)).toBe('');
  expect(fairText(null)).toBe('');
});

test('sizes are whole and short', () => {
  const size = (amount: number, currency = 'GBP') => sizeText(amount as MinorUnits, currency as Currency);
  expect(size(8_549)).toBe('85');
  expect(size(124_000)).toBe('1,240');
  expect(size(1_350_000)).toBe('13.5k');
  expect(size(120_000_000)).toBe('1.2m');
  expect(size(120_000_000, 'BTC')).toBe('1.20');
  expect(sizeText(null, 'GBP' as Currency)).toBe('');
});
