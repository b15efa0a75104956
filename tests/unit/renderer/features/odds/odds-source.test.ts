import { expect, test } from 'vitest';
import { passesOdds } from '../../../../../renderer/features/odds/odds-filter.ts';
import { createOddsSource } from '../../../../../renderer/features/odds/odds-source.ts';
import { ticketFor } from '../../../../../renderer/features/odds/odds-ticket.ts';
import { createTable } from '../../../../../renderer/stores/table.ts';
import type { Fixture } from '../../../../../shared/contract/index.ts';
import type { BookStandingItem, SuspectPrice } from '../../../../../shared/contract/price-truth.ts';
import type { MarketEdges } from '../../../../../shared/contract/pricing.ts';
import type { SourceHealth } from '../../../../../shared/contract/sources.ts';
import type { Book } from '../../../../../shared/domain/catalogue.ts';
import type { Edge, FairPrice } from '../../../../../shared/domain/edge.ts';
import { type Quote, quoteKey } from '../../../../../shared/domain/quote.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  SelectionId,
  SourceId,
} from '../../../../../shared/domain/units.ts';
import { footballFixture } from '../../../../support/football-fixture.ts';

const NOW = 1_700_000_000_000;

function setUp() {
  const flushes: (() => void)[] = [];
  const schedule = (flush: () => void) => void flushes.push(flush);
  const tables = {
    fixtures: createTable<Fixture>(schedule),
    books: createTable<Book>(schedule),
    quotes: createTable<Quote>(schedule),
    fairPrices: createTable<FairPrice>(schedule),
    marketEdges: createTable<MarketEdges>(schedule),
    sources: createTable<SourceHealth>(schedule),
    suspects: createTable<SuspectPrice>(schedule),
    standings: createTable<BookStandingItem>(schedule),
  };
  const frame = () => {
    for (const flush of flushes.splice(0)) flush();
  };
  for (const [id, kind, commission] of [
    ['ash', 'bookmaker', 0],
    ['betx', 'exchange', 0.05],
  ] as const)
    tables.books.set(id, { id: id as BookId, name: id, kind, commission, currency: 'GBP' as Currency });
  const clock = { now: NOW };
  tables.fixtures.set('one', footballFixture('one'));
  frame();
  const source = createOddsSource(tables, { engine: () => clock.now as EpochMs, page: () => 0 }, (source) =>
    source === 'patient' ? 600_000 : 60_000,
  );
  const heard = { touched: [] as string[], reshaped: 0 };
  source.subscribe({
    touched: (id) => heard.touched.push(id),
    reshaped: () => {
      heard.reshaped += 1;
    },
  });
  const offer = (
    selection: string,
    book: string,
    odds: number,
    side: 'back' | 'lay' = 'back',
    from = 'simulator',
  ) => {
    const quote: Quote = {
      selectionId: selection as SelectionId,
      marketId: selection.slice(0, selection.lastIndexOf(':')) as MarketId,
      bookId: book as BookId,
      side,
      levels: [{ price: (odds * 10_000) as never, size: null }],
      sourceId: from as SourceId,
      sourceTime: NOW as EpochMs,
      receivedAt: NOW as EpochMs,
    };
    tables.quotes.set(quoteKey(quote), quote);
  };
  const row = (id: string) => {
    const found = source.row(id as SelectionId);
    if (found === undefined) throw new Error(`no row ${id}`);
    return found;
  };
  return { tables, frame, source, heard, offer, row, clock };
}

test('rows stand by start, then market, then selection', () => {
  const { source, tables, frame, heard } = setUp();
  tables.fixtures.set('early', footballFixture('early', { startsAt: NOW as EpochMs }));
  frame();
  expect(heard.reshaped).toBe(1);
  expect(source.rows().map(({ id }) => id)).toEqual([
    'early:mo:home',
    'early:mo:draw',
    'early:mo:away',
    'early:ou:over',
    'early:ou:under',
    'one:mo:home',
    'one:mo:draw',
    'one:mo:away',
    'one:ou:over',
    'one:ou:under',
  ]);
});

test('a tick touches its market once until somebody looks', () => {
  const { frame, heard, offer, row } = setUp();
  expect(row('one:ou:over').values.prices).toEqual([null, null, null]);
  offer('one:ou:over', 'ash', 2);
  frame();
  offer('one:ou:over', 'ash', 2.1);
  frame();
  expect(heard.touched).toEqual(['one:ou:over', 'one:ou:under']);
  expect(row('one:ou:over').values.prices[2]?.price).toBe(21_000);
  offer('one:ou:over', 'ash', 2.2);
  frame();
  expect(heard.touched).toHaveLength(4);
  expect(row('one:ou:over').values.prices[2]).toMatchObject({ price: 22_000, moved: 'up' });
});

test('a selection whose line did not change says so', () => {
  const { frame, offer, row, source } = setUp();
  offer('one:mo:home', 'ash', 2);
  frame();
  const draw = source.revision?.(row('one:mo:draw'));
  const home = source.revision?.(row('one:mo:home'));
  offer('one:mo:home', 'ash', 2.1);
  frame();
  expect(source.revision?.(row('one:mo:draw'))).toBe(draw);
  expect(source.revision?.(row('one:mo:home'))).not.toBe(home);
});

test('the best price is the best after commission, and overround counts it so', () => {
  const { frame, offer, row } = setUp();
  offer('one:ou:over', 'ash', 2);
  offer('one:ou:over', 'betx', 2.04);
  offer('one:ou:under', 'ash', 1.9);
  offer('one:ou:under', 'betx', 2.1);
  frame();
  const over = row('one:ou:over').values;
  // 2.04 less 5 % of its winnings is 1.988.
  expect(over.bestBack).toBe(2);
  expect(over.prices.map((cell) => cell?.best ?? null)).toEqual([false, null, true]);
  expect(over.overround).toBeCloseTo(1 / 2 + 1 / (1 + 1.1 * 0.95) - 1, 12);
});

test('a price past the limit is stale and no longer best', () => {
  const { frame, offer, row, clock, source } = setUp();
  offer('one:ou:over', 'ash', 2);
  frame();
  expect(row('one:ou:over').values.bestBack).toBe(2);
  clock.now += 60_001;
  source.age?.([row('one:ou:over')]);
  expect(row('one:ou:over').values.prices[2]).toMatchObject({ step: 'stale', best: false });
  expect(row('one:ou:over').values.bestBack).toBeNull();
});

test("a price is as old as its own source's prices may be", () => {
  const { frame, offer, row, clock, source } = setUp();
  offer('one:ou:over', 'ash', 2, 'back', 'patient');
  offer('one:ou:under', 'ash', 1.9);
  frame();
  clock.now += 60_001;
  source.age?.([row('one:ou:over'), row('one:ou:under')]);
  expect(row('one:ou:over').values.bestBack).toBe(2);
  expect(row('one:ou:under').values.bestBack).toBeNull();
});

test('a price that is suspect, or whose book is held, is shown, marked and not the best', () => {
  const { tables, frame, offer, row } = setUp();
  offer('one:ou:over', 'ash', 3);
  offer('one:ou:over', 'betx', 2.5);
  frame();
  const cells = () => row('one:ou:over').values.prices.map((cell) => cell && [cell.best, cell.doubt]);
  expect(cells()).toEqual([[false, null], null, [true, null]]);
  const suspect = { selectionId: 'one:ou:over', bookId: 'ash', side: 'back' };
  tables.suspects.set('one:ou:over/ash/back', suspect as SuspectPrice);
  frame();
  expect(cells()).toEqual([[true, null], null, [false, 'suspect']]);
  tables.standings.set('one:ou/betx', { state: 'suspended' } as BookStandingItem);
  frame();
  expect(cells()).toEqual([[false, 'suspended'], null, [false, 'suspect']]);
  tables.suspects.delete('one:ou:over/ash/back');
  tables.standings.delete('one:ou/betx');
  frame();
  expect(cells()).toEqual([[false, null], null, [true, null]]);
});

test('suspended markets have no best price; closed markets and ended events have no rows', () => {
  const { tables, frame, offer, row, source } = setUp();
  offer('one:ou:over', 'ash', 2);
  tables.fixtures.set('one', footballFixture('one', {}, { status: 'suspended' }));
  frame();
  expect(row('one:ou:over').values.prices[2]).toMatchObject({ suspended: true, best: false });
  tables.fixtures.set('one', footballFixture('one', {}, { status: 'closed' }));
  frame();
  expect(source.rows()).toEqual([]);
  tables.fixtures.set('one', footballFixture('one'));
  frame();
  expect(source.rows()).toHaveLength(5);
  tables.fixtures.set('one', footballFixture('one', { status: 'ended' }));
  frame();
  expect(source.rows()).toEqual([]);
});

test('a withdrawn quote empties its cell', () => {
  const { tables, frame, offer, row } = setUp();
  offer('one:ou:over', 'ash', 2);
  frame();
  expect(row('one:ou:over').values.prices[2]).not.toBeNull();
  tables.quotes.delete('one:ou:over/ash/back');
  frame();
  expect(row('one:ou:over').values.prices[2]).toBeNull();
});

test('filters by kind of market, phase and edges', () => {
  const { tables, frame, row, source } = setUp();
  const filter = { kind: 'all', phase: 'all', edgesOnly: false } as const;
  const passes = (id: string, change: Partial<Parameters<typeof passesOdds>[1]>) =>
    passesOdds(row(id), { ...filter, ...change }, source.hasEdges);
  expect(passes('one:ou:over', { kind: 'totals' })).toBe(true);
  expect(passes('one:mo:home', { kind: 'totals' })).toBe(false);
  expect(passes('one:mo:home', { phase: 'live' })).toBe(false);
  expect(passes('one:mo:home', { edgesOnly: true })).toBe(false);
  const edge = { selectionId: 'one:ou:over', bookId: 'ash', side: 'back' } as unknown as Edge;
  tables.marketEdges.set('one:ou', { marketId: 'one:ou' as MarketId, edges: [edge], arbitrage: null });
  frame();
  expect(source.hasEdges('one' as EventId)).toBe(true);
  expect(passes('one:mo:home', { edgesOnly: true })).toBe(true);
  tables.marketEdges.set('one:ou', { marketId: 'one:ou' as MarketId, edges: [], arbitrage: null });
  frame();
  expect(source.hasEdges('one' as EventId)).toBe(false);
});

test('a book’s cell prepares that book’s price or nothing, other cells the best of the row', () => {
  const { frame, offer, row, source } = setUp();
  offer('one:ou:over', 'ash', 2);
  offer('one:ou:over', 'betx', 2.04);
  offer('one:ou:over', 'betx', 2.1, 'lay');
  frame();
  const ticket = (column: string, side?: 'back' | 'lay') =>
    ticketFor(row('one:ou:over'), column, source.priceColumns(), side);
  expect(ticket('book/back/betx')).toMatchObject({ bookId: 'betx', side: 'back', price: 20_400 });
  expect(ticket('selection')).toMatchObject({ bookId: 'ash', side: 'back', price: 20_000 });
  expect(ticket('book/back/ash', 'lay')).toMatchObject({ bookId: 'betx', side: 'lay', price: 21_000 });
  expect(ticketFor(row('one:ou:under'), 'book/back/ash', source.priceColumns())).toBeNull();
});

test('says which columns have a price on some rows, and when one that is waited for gets its first', () => {
  const { frame, offer, row, source, tables } = setUp();
  const rows = ['one:mo:home', 'one:ou:over'].map(row);
  const priced = (of = rows) => Object.fromEntries(source.pricedAmong(of));
  expect(priced()).toEqual({});
  const heard: string[] = [];
  const stop = source.awaitPrices(new Set(['book/back/ash', 'book/lay/betx']), () => heard.push('price'));
  offer('one:ou:over', 'betx', 2.04);
  frame();
  expect(heard).toEqual([]);
  offer('one:ou:over', 'betx', 2.1, 'lay');
  frame();
  expect(heard).toEqual(['price']);
  expect(priced()).toEqual({ 'book/back/betx': 1, 'book/lay/betx': 1 });
  // Of the rows asked about alone; and what is not offered any more is no price.
  expect(priced([row('one:mo:home')])).toEqual({});
  const quote = tables.quotes.get('one:ou:over/betx/lay');
  if (quote !== undefined) tables.quotes.set('one:ou:over/betx/lay', { ...quote, levels: [] });
  frame();
  expect(priced()).toEqual({ 'book/back/betx': 1 });
  expect(heard).toEqual(['price']);
  stop();
  offer('one:ou:over', 'ash', 2);
  frame();
  expect(heard).toEqual(['price']);
});
