import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketState } from '../../../../../electron/engine/ports/market-state.ts';
import type { EpochMs, EventId, MarketId, SelectionId } from '../../../../../shared/domain/units.ts';
import { bookmaker, event, exchange, market, NOW, quote } from '../../../../support/market-fixture.ts';

const fixture = event();
const matchOdds = market(fixture);
const totals = market(fixture, 'totals', ['over', 'under'], 2.5);
const sharp = bookmaker('sharp');
const venue = exchange('venue');

function filledBook() {
  const book = createMarketBook();
  book.saveBooks([sharp, venue]);
  book.saveEvent(fixture, [matchOdds, totals]);
  return book;
}

describe('market book', () => {
  it('keeps the latest quote per selection, book and side', () => {
    const book = filledBook();
    const dirty = new Set<MarketState>();
    expect(book.apply(quote(matchOdds, 0, sharp, 2.5), dirty)).toBe('opened');
    expect(book.apply(quote(matchOdds, 0, venue, 2.52), dirty)).toBe('opened');
    expect(book.apply(quote(matchOdds, 0, venue, 2.56, { side: 'lay' }), dirty)).toBe('opened');
    const home = matchOdds.selections[0]?.id as SelectionId;
    expect(book.quote(home, sharp.id, 'back')?.levels[0]?.price).toBe(25_000);
    expect(book.quote(home, venue.id, 'lay')?.levels[0]?.price).toBe(25_600);
    expect(book.quote(home, sharp.id, 'lay')).toBeUndefined();
    expect([...dirty].map((state) => state.market.id)).toEqual([matchOdds.id]);
  });

  it('tells a confirmation from a change and keeps its times', () => {
    const book = filledBook();
    book.apply(quote(matchOdds, 0, sharp, 2.5), new Set());
    const dirty = new Set<MarketState>();
    const later = (NOW + 5000) as EpochMs;
    expect(book.apply(quote(matchOdds, 0, sharp, 2.5, { receivedAt: later }), dirty)).toBe('confirmed');
    expect(dirty.size).toBe(0);
    expect(book.quote(matchOdds.selections[0]?.id as SelectionId, sharp.id, 'back')?.receivedAt).toBe(later);
  });

  it('tells what appears from what moves and is gone, and when what was replaced was heard', () => {
    const book = filledBook();
    const hear = (price: number, at: number, changes: object = {}) =>
      book.apply(
        quote(matchOdds, 0, sharp, price, { receivedAt: (NOW + at) as EpochMs, ...changes }),
        new Set(),
      );
    expect([hear(2.5, 0), book.replacedAt()]).toEqual(['opened', undefined]);
    expect([hear(2.52, 5), book.replacedAt()]).toEqual(['moved', NOW]);
    expect([hear(0, 7, { levels: [] }), book.replacedAt()]).toEqual(['moved', NOW + 5]);
    expect([hear(2.5, 9), book.replacedAt()]).toEqual(['opened', NOW + 7]);
  });

  it('keeps books in the order of their ids, and a spread of its own for each market', () => {
    const told = [sharp, venue].map((first) => {
      const book = filledBook();
      const second = first === sharp ? venue : sharp;
      book.apply(quote(matchOdds, 0, first, 2.5), new Set());
      book.apply(quote(matchOdds, 0, second, 2.5), new Set());
      return [...book.markets()].map(({ prices, spread }) => [spread, ...prices.map((each) => each.book.id)]);
    });
    expect(told[0]).toEqual(told[1]);
    expect(told[0]?.[0]?.[0]).not.toBe(told[0]?.[1]?.[0]);
  });

  it('keeps where each quote is recorded, by selection, book and side', () => {
    const book = filledBook();
    const track = { record: () => {} };
    const home = quote(matchOdds, 0, venue, 2.5);
    book.apply(home, new Set());
    expect(book.trackOfTaken()).toBeUndefined();
    book.keepTrack(home, track);
    book.apply(quote(matchOdds, 0, venue, 2.6, { receivedAt: (NOW + 1) as EpochMs }), new Set());
    expect(book.trackOfTaken()).toBe(track);
    for (const other of [
      quote(matchOdds, 0, venue, 2.6, { side: 'lay' }),
      quote(matchOdds, 1, venue, 2.6),
      quote(matchOdds, 0, sharp, 2.6),
    ]) {
      book.apply(other, new Set());
      expect(book.trackOfTaken()).toBeUndefined();
    }
    book.keepTrack(quote(matchOdds, 0, sharp, 2.5, { selectionId: 'nobody' as SelectionId }), track);
  });

  it('ignores what is older than what it knows', () => {
    const book = filledBook();
    book.apply(quote(matchOdds, 0, sharp, 2.5), new Set());
    const before = (NOW - 1) as EpochMs;
    expect(book.apply(quote(matchOdds, 0, sharp, 9, { receivedAt: before }), new Set())).toBe('late');
    expect(book.quote(matchOdds.selections[0]?.id as SelectionId, sharp.id, 'back')?.levels[0]?.price).toBe(
      25_000,
    );
  });

  it.each([
    ['selection', { selectionId: 'nobody' as SelectionId }],
    ['market', { marketId: 'elsewhere' as MarketId }],
    ['book', { bookId: bookmaker('stranger').id }],
  ])('answers unknown for a %s never introduced', (_what, change) => {
    expect(filledBook().apply(quote(matchOdds, 0, sharp, 2.5, change), new Set())).toBe('unknown');
  });

  it('raises a version only when a best price changes', () => {
    const book = filledBook();
    const versionOf = () => book.market(matchOdds.id)?.prices[0]?.version;
    book.apply(quote(matchOdds, 0, sharp, 2.5, { size: 100 }), new Set());
    const before = versionOf();
    const dirty = new Set<MarketState>();
    expect(book.apply(quote(matchOdds, 0, sharp, 2.5, { size: 300 }), dirty)).toBe('changed');
    expect(versionOf()).toBe(before);
    expect(dirty.size).toBe(1);
    book.apply(quote(matchOdds, 0, sharp, null), new Set());
    expect(versionOf()).toBe((before ?? 0) + 1);
  });

  it('keeps quotes over a change of status or start, and drops them with the selections', () => {
    const book = filledBook();
    book.apply(quote(matchOdds, 0, sharp, 2.5), new Set());
    book.saveEvent({ ...fixture, status: 'live' }, [{ ...matchOdds, status: 'suspended' }]);
    const home = matchOdds.selections[0]?.id as SelectionId;
    expect(book.quote(home, sharp.id, 'back')).toBeDefined();
    expect(book.market(totals.id)?.event.status).toBe('live');
    book.saveEvent(fixture, [{ ...matchOdds, selections: matchOdds.selections.slice(1) }]);
    expect(book.quote(home, sharp.id, 'back')).toBeUndefined();
    expect(book.marketsOf(fixture.id)).toHaveLength(2);
  });

  it('retires an event with all it held', () => {
    const book = filledBook();
    book.apply(quote(matchOdds, 0, sharp, 2.5), new Set());
    expect(book.retire(fixture.id)).toEqual([matchOdds.id, totals.id]);
    expect([...book.markets()]).toEqual([]);
    expect([...book.quotes()]).toEqual([]);
    expect(book.event(fixture.id)).toBeUndefined();
    expect(book.retire('nobody' as EventId)).toEqual([]);
  });

  it('holds exactly the newest quote of every key after any sequence', () => {
    const arrival = fc.record({
      index: fc.nat(2),
      book: fc.constantFrom(sharp, venue),
      side: fc.constantFrom('back' as const, 'lay' as const),
      price: fc.option(fc.integer({ min: 101, max: 2000 }), { nil: null }),
      age: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
        const book = filledBook();
        const newest = new Map<string, { price: number | null; receivedAt: number }>();
        for (const { index, book: from, side, price, age } of arrivals) {
          const receivedAt = (NOW + age) as EpochMs;
          const key = `${index}/${from.id}/${side}`;
          const known = newest.get(key);
          if (!known || receivedAt >= known.receivedAt) newest.set(key, { price, receivedAt });
          book.apply(
            quote(matchOdds, index, from, price === null ? null : price / 100, { side, receivedAt }),
            new Set(),
          );
        }
        for (const [key, { price }] of newest) {
          const [index, bookId, side] = key.split('/') as [string, typeof sharp.id, 'back' | 'lay'];
          const held = book.quote(matchOdds.selections[Number(index)]?.id as SelectionId, bookId, side);
          expect(held?.levels[0]?.price ?? null).toBe(price === null ? null : price * 100);
        }
        expect([...book.quotes()]).toHaveLength(newest.size);
      }),
    );
  });
});
