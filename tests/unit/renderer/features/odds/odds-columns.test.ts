import { expect, test } from 'vitest';
import { oddsColumns } from '../../../../../renderer/features/odds/odds-columns.ts';
import { priceColumns } from '../../../../../renderer/features/odds/price-cell.ts';
import type { Book } from '../../../../../shared/domain/catalogue.ts';

const book = (id: string, kind: Book['kind']) =>
  ({ id, kind, name: id, commission: 0, currency: 'GBP' }) as Book;
const prices = priceColumns([
  book('betx', 'exchange'),
  ...['ash', 'elm', 'fir', 'oak'].map((id) => book(id, 'bookmaker')),
]);
const clocks = { engine: () => 0 as never, page: () => 0 };
const columnsAt = (width: number) => oddsColumns(prices, clocks, { width, format: 'decimal' });
const widthOf = (columns: ReturnType<typeof columnsAt>) => columns.reduce((sum, { width }) => sum + width, 0);

test('on a laptop the sizes give way, and five prices stand beside the names', () => {
  const columns = columnsAt(880);
  expect(columns.some(({ id }) => id.startsWith('size/'))).toBe(false);
  const fifth = columns.findIndex(({ id }) => id === 'book/back/fir');
  expect(fifth).toBeGreaterThan(0);
  expect(widthOf(columns.slice(0, fifth + 1))).toBeLessThanOrEqual(880 - 14);
});

test('on a large screen the sizes are there and the names take what is spare, never more than there is', () => {
  const columns = columnsAt(1800);
  expect(columns.filter(({ id }) => id.startsWith('size/'))).toHaveLength(2);
  expect(widthOf(columns)).toBeLessThanOrEqual(1800 - 14);
  const event = (width: number) => columnsAt(width).find(({ id }) => id === 'event')?.width ?? 0;
  expect(event(1800)).toBeGreaterThan(event(880));
});
