import { expect, it } from 'vitest';
import { shortBookNames } from '../../../../renderer/ui/book-names.ts';
import type { BookId } from '../../../../shared/domain/units.ts';

const names = (books: Readonly<Record<string, string>>) =>
  Object.fromEntries(shortBookNames(Object.entries(books).map(([id, name]) => ({ id: id as BookId, name }))));

it('leaves out the words that all books share', () => {
  expect(names({ a: 'Practice Kestrel', b: 'Practice Larch' })).toEqual({ a: 'Kestrel', b: 'Larch' });
  expect(names({ a: 'Pinnacle' })).toEqual({ a: 'Pinnacle' });
});

it('tells books of one name apart by what their ids have more', () => {
  expect(
    names({ betfair: 'Betfair', betfair_ex_uk: 'Betfair', betfair_ex_eu: 'Betfair', pinnacle: 'Pinnacle' }),
  ).toEqual({
    betfair: 'Betfair',
    betfair_ex_uk: 'Betfair (ex uk)',
    betfair_ex_eu: 'Betfair (ex eu)',
    pinnacle: 'Pinnacle',
  });
  expect(names({ onexbet: '1xBet', other: '1xBet' })).toEqual({
    onexbet: '1xBet (onexbet)',
    other: '1xBet (other)',
  });
});
