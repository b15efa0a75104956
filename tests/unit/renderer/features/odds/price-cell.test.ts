import { expect, test } from 'vitest';
import {
  bookColumn,
  netOdds,
  priceCell,
  priceColumnId,
  priceColumns,
} from '../../../../../renderer/features/odds/price-cell.ts';
import type { Book } from '../../../../../shared/domain/catalogue.ts';
import type { Quote } from '../../../../../shared/domain/quote.ts';
import type { BookId, Currency, OddsE4 } from '../../../../../shared/domain/units.ts';

const book = (id: string, kind: Book['kind'] = 'bookmaker'): Book => ({
  id: id as BookId,
  name: id,
  kind,
  commission: 0,
  currency: 'GBP' as Currency,
});
const quote = (price: number): Quote =>
  ({ levels: [{ price: price as OddsE4, size: null }], sourceTime: 1, receivedAt: 2 }) as unknown as Quote;
const now = { page: 100, step: 'fresh', edge: false, suspended: false, doubt: null } as const;

test('exchanges come first with both sides, then bookmakers by name', () => {
  const columns = priceColumns([book('Zeta'), book('Ash'), book('Betx', 'exchange')]);
  expect(columns.map(priceColumnId)).toEqual([
    'book/back/Betx',
    'book/lay/Betx',
    'book/back/Ash',
    'book/back/Zeta',
  ]);
});

test('a column id gives back its book, whatever is in the name', () => {
  expect(bookColumn('size/lay/a/b')).toEqual({ bookId: 'a/b', side: 'lay' });
  expect(bookColumn('event')).toBeNull();
});

test('a cell is the same object until something in it changes', () => {
  const first = priceCell(quote(20_000), null, now);
  expect(priceCell(quote(20_000), first, { ...now, page: 900 })).toBe(first);
  expect(priceCell(quote(20_000), first, { ...now, step: 'old' })).not.toBe(first);
  expect(first?.moved).toBeNull();
});

test('a price move is remembered with its way and time', () => {
  const first = priceCell(quote(20_000), null, now);
  const longer = priceCell(quote(21_000), first, { ...now, page: 200 });
  expect(longer).toMatchObject({ moved: 'up', movedAt: 200 });
  const aged = priceCell(quote(21_000), longer, { ...now, page: 300, step: 'ageing' });
  expect(aged).toMatchObject({ moved: 'up', movedAt: 200 });
  expect(priceCell(quote(20_500), aged, { ...now, page: 400 })).toMatchObject({
    moved: 'down',
    movedAt: 400,
  });
});

test('a withdrawn offer is no cell', () => {
  expect(priceCell({ ...quote(20_000), levels: [] }, null, now)).toBeNull();
  expect(priceCell(undefined, null, now)).toBeNull();
});

test('commission comes off the winnings only', () => {
  expect(netOdds(30_000 as OddsE4, 0.05)).toBeCloseTo(2.9, 12);
});
