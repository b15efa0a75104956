import { expect, test } from 'vitest';
import { cellNote, oddsColumns } from '../../../../../renderer/features/odds/odds-columns.ts';
import type { OddsRow } from '../../../../../renderer/features/odds/odds-source.ts';
import { type PriceCell, priceColumns } from '../../../../../renderer/features/odds/price-cell.ts';
import { coverageOf, shownOrder } from '../../../../../renderer/features/odds/shown-prices.ts';
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

test('books with prices come first, and those without take no room unless every book is wanted', () => {
  const priced = { many: new Set(['book/back/oak']), few: new Set(['book/back/elm']) };
  const ids = (order: readonly number[]) =>
    oddsColumns(prices, clocks, { width: 880, format: 'decimal' }, order)
      .map(({ id }) => id)
      .filter((id) => id.startsWith('book/'));
  expect(ids(shownOrder(prices, priced, false))).toEqual(['book/back/oak', 'book/back/elm']);
  expect(ids(shownOrder(prices, priced, true))).toEqual([
    'book/back/oak',
    'book/back/elm',
    'book/back/betx',
    'book/lay/betx',
    'book/back/ash',
    'book/back/fir',
  ]);
  expect(shownOrder(prices, { many: new Set(), few: new Set() }, false)).toEqual([]);
});

test('a book with few prices stands behind, both its sides together, and does not come and go at the border', () => {
  const none = { many: new Set<string>(), few: new Set<string>(), sized: new Set<string>() };
  const counts = (betx: number) =>
    new Map([
      ['book/back/betx', betx],
      ['book/lay/betx', 1],
      ['book/back/ash', 100],
    ]);
  const start = coverageOf(prices, counts(10), none);
  expect([...start.many]).toEqual(['book/back/ash']);
  expect([...start.few]).toEqual(['book/back/betx', 'book/lay/betx']);
  const grown = coverageOf(prices, counts(15), start);
  expect([...grown.many]).toEqual(['book/back/betx', 'book/lay/betx', 'book/back/ash']);
  expect(coverageOf(prices, counts(10), grown)).toEqual(grown);
  expect(coverageOf(prices, counts(4), grown)).toEqual(start);
});

test('sizes take room where a book tells them', () => {
  const none = { many: new Set<string>(), few: new Set<string>(), sized: new Set<string>() };
  const counts = new Map([
    ['book/back/betx', 5],
    ['book/lay/betx', 5],
    ['size/back/betx', 5],
  ]);
  const { sized } = coverageOf(prices, counts, none);
  const sizes = oddsColumns(prices, clocks, { width: 1800, format: 'decimal' }, undefined, sized)
    .map(({ id }) => id)
    .filter((id) => id.startsWith('size/'));
  expect(sizes).toEqual(['size/back/betx']);
});

test('a moved column still reads its own book', () => {
  const [column] = oddsColumns(prices, clocks, { width: 880, format: 'decimal' }, [4]).slice(-1);
  const cells = prices.map(({ book: { id } }) => ({ price: id }));
  expect(column?.id).toBe('book/back/fir');
  expect(column?.value({ values: { prices: cells } } as never)).toEqual({ price: 'fir' });
});

test('what the marks of a price say is there in words', () => {
  const cell = { step: 'fresh', best: false, edge: false, suspended: false, doubt: null } as PriceCell;
  expect(cellNote(null)).toBe('');
  expect(cellNote(cell)).toBe('');
  expect(cellNote({ ...cell, best: true, edge: true })).toBe(
    'The best price to back after commission; an edge.',
  );
  expect(cellNote({ ...cell, step: 'stale', doubt: 'suspect' })).toBe(
    'Stale: too old to be traded; far from what other books say.',
  );
  expect(cellNote({ ...cell, suspended: true })).toBe('Suspended.');
  expect(cellNote({ ...cell, suspended: true, doubt: 'unreliable' })).toBe('Not to be relied on now.');
});

test('the score stands between the teams, where it is never cut short', () => {
  const event = columnsAt(880).find(({ id }) => id === 'event');
  const sides = (score: { readonly home: number; readonly away: number } | null) =>
    event?.sides?.({
      runner: { event: { home: 'Penwhistle', away: 'Oakhaven', score } },
    } as Partial<OddsRow> as OddsRow);
  expect(sides(null)).toEqual(['Penwhistle', 'v', 'Oakhaven']);
  expect(sides({ home: 0, away: 2 })).toEqual(['Penwhistle', '0-2', 'Oakhaven']);
});

test('in a narrow pane the sides stand on a line each with their scores, and markets are abbreviated', () => {
  const row = {
    runner: {
      event: { home: 'Penwhistle', away: 'Oakhaven', score: { home: 0, away: 2 } },
      market: { type: 'asian-handicap', line: -0.75, period: 'match', status: 'suspended' },
      selection: { name: 'Penwhistle -0.75' },
    },
  } as Partial<OddsRow> as OddsRow;
  const column = (width: number, id: string) => columnsAt(width).find((each) => each.id === id);
  expect(column(880, 'event')?.stacked?.(row)).toEqual(['0', '2']);
  expect(column(1800, 'event')?.stacked).toBeUndefined();
  expect(column(880, 'market')?.sides?.(row)).toEqual(['Susp. AH', '-0.75', '']);
  expect(column(1800, 'market')?.sides?.(row)).toEqual(['Susp. Asian handicap', '-0.75', '']);
  expect(column(880, 'market')?.csv?.(row)).toBe('Susp. Asian handicap -0.75');
  expect(column(880, 'selection')?.sides?.(row)).toEqual(['Penwhistle', '-0.75', '']);
});
