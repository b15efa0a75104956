import { afterEach, expect, test } from 'vitest';
import { useOddsFormat } from '../../../../renderer/stores/odds-format.ts';
import { shortBookNames } from '../../../../renderer/ui/book-names.ts';
import { averageText, calculatedOddsText, fairText } from '../../../../renderer/ui/fair-text.ts';
import { compareMarkets, selectionName, shortMarketName } from '../../../../renderer/ui/market-name.ts';
import { priceText } from '../../../../renderer/ui/price-text.ts';
import { sizeText } from '../../../../renderer/ui/size-text.ts';
import type { Market } from '../../../../shared/domain/catalogue.ts';
import type { BookId, Currency, MinorUnits, OddsE4 } from '../../../../shared/domain/units.ts';

afterEach(() => useOddsFormat.getState().setFormat('decimal'));

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
  expect([0, 1, 30, 99, 100, 149].map((amount) => size(amount))).toEqual([
    '0',
    '0.01',
    '0.30',
    '0.99',
    '1',
    '1',
  ]);
  expect(size(8_549)).toBe('85');
  expect(size(124_000)).toBe('1,240');
  expect(size(1_350_000)).toBe('13.5k');
  expect(size(120_000_000)).toBe('1.2m');
  expect(size(120_000_000, 'BTC')).toBe('1.20');
  expect(sizeText(null, 'GBP' as Currency)).toBe('');
});

test('long fair prices lose the digits that say nothing; those side by side are rounded alike', () => {
  expect([120.44, 1180.6].map((odds) => calculatedOddsText(odds))).toEqual(['120.4', '1181']);
  expect([9.5, 9.98, 10.4].map((odds) => calculatedOddsText(odds, 9.98))).toEqual([
    '9.500',
    '9.980',
    '10.400',
  ]);
});

test('a fair price as a fraction is the simplest within its last digit', () => {
  useOddsFormat.getState().setFormat('fractional');
  expect(fairText(0.5)).toBe('1/1');
  expect(calculatedOddsText(2.1371)).toBe('58/51');
  expect(calculatedOddsText(1000)).toBe('999/1');
});

test('an average is a price like others, and as a fraction the simplest that can be told apart', () => {
  const average = 20_731 as OddsE4;
  expect(averageText(average)).toBe('2.0731');
  useOddsFormat.getState().setFormat('american');
  expect(averageText(average)).toBe('+107');
  useOddsFormat.getState().setFormat('fractional');
  expect(averageText(average)).toBe('44/41');
  expect(averageText(25_000 as OddsE4)).toBe('3/2');
});

test('quoted prices are as short as a ladder has them, and lose nothing', () => {
  const text = (odds: number) => priceText((odds * 10_000) as OddsE4);
  expect([1.95, 1.9524, 13.5, 32.5, 24, 22.75].map(text)).toEqual([
    '1.95',
    '1.9524',
    '13.50',
    '32.5',
    '24.0',
    '22.75',
  ]);
  expect([100, 240, 1000, 101.5].map(text)).toEqual(['100', '240', '1000', '101.5']);
  useOddsFormat.getState().setFormat('american');
  expect(text(101)).toBe('+10000');
});

test('markets are listed in one order, whichever came first', () => {
  const market = (id: string, type: Market['type'], line: number | null, period = 'full-time') =>
    ({ id, type, line, period }) as Pick<Market, 'id' | 'type' | 'line' | 'period'>;
  const ordered = [
    market('a', 'match-odds', null),
    market('b', 'asian-handicap', -0.25),
    market('c', 'totals', 1.5),
    market('d', 'totals', 2.5),
    market('e', 'both-teams-to-score', null),
    market('f', 'match-odds', null, 'first-half'),
  ];
  expect(ordered.toReversed().sort(compareMarkets)).toEqual(ordered);
  expect([...ordered.slice(3), ...ordered.slice(0, 3)].sort(compareMarkets)).toEqual(ordered);
});

test('short market names keep the line and say the half first', () => {
  const name = (type: Market['type'], line: number | null, period: Market['period'] = 'match') =>
    shortMarketName({ type, line, period });
  expect(name('asian-handicap', 0.25)).toBe('AH +0.25');
  expect(name('totals', 2.5, 'first-half')).toBe('1H O/U 2.5');
  expect(name('both-teams-to-score', null)).toBe('BTTS');
  expect(name('match-odds', null, 'first-half')).toBe('1H 1X2');
  expect(name('moneyline', null)).toBe('Moneyline');
});

test('a selection says its own line, once', () => {
  const name = (type: Market['type'], line: number | null, told: string, side: 'home' | 'away' | 'over') =>
    selectionName({ type, line }, { name: told, side });
  expect(name('totals', 6.5, 'Over', 'over')).toBe('Over 6.5');
  expect(name('totals', 6.5, 'Over 6.5', 'over')).toBe('Over 6.5');
  expect(name('totals', 2.5, 'Over 2.5 Goals', 'over')).toBe('Over 2.5 Goals');
  expect(name('asian-handicap', -1.5, 'Arsenal', 'home')).toBe('Arsenal -1.5');
  expect(name('asian-handicap', -1.5, 'Spurs', 'away')).toBe('Spurs +1.5');
  expect(name('asian-handicap', -1.5, 'Spurs +1.5', 'away')).toBe('Spurs +1.5');
  expect(name('asian-handicap', 0, 'Spurs', 'away')).toBe('Spurs 0');
  expect(name('match-odds', null, 'Spurs', 'away')).toBe('Spurs');
});
