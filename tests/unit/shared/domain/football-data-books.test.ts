import { expect, test } from 'vitest';
import {
  FOOTBALL_DATA_BOOKS,
  footballDataCode,
  isExchange,
  isSingleBook,
} from '../../../../shared/domain/football-data-books.ts';

test.each([
  ['bet365', 'match-odds', 'B365'],
  ['average', 'match-odds', 'Avg'],
  ['maximum', 'totals', 'Max'],
  ['bwin', 'match-odds', 'BW'],
  ['pinnacle', 'match-odds', 'PS'],
  ['pinnacle', 'totals', 'P'],
  ['pinnacle', 'asian-handicap', 'P'],
  ['newbook', 'match-odds', 'NEWBOOK'],
])('%s in %s is abbreviated %s', (book, market, code) => {
  expect(footballDataCode(book, market)).toBe(code);
});

test('every book of the table is found again by its abbreviation', () => {
  for (const book of Object.values(FOOTBALL_DATA_BOOKS))
    for (const market of ['match-odds', 'totals'])
      expect(FOOTBALL_DATA_BOOKS[footballDataCode(book, market)]).toBe(book);
});

test('averages and maxima are no books one can bet at', () => {
  expect(isSingleBook('average')).toBe(false);
  expect(isSingleBook('maximum')).toBe(false);
  expect(isSingleBook('betfair-exchange')).toBe(true);
  expect(isExchange('betfair-exchange')).toBe(true);
  expect(isExchange('betfair-sportsbook')).toBe(false);
});
