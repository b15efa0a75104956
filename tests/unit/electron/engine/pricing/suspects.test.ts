import { describe, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketState } from '../../../../../electron/engine/ports/market-state.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import type { Book } from '../../../../../shared/domain/catalogue.ts';
import type { EpochMs, MinorUnits } from '../../../../../shared/domain/units.ts';
import { bookmaker, event, exchange, market, NOW, quote } from '../../../../support/market-fixture.ts';

const fixture = event();
const matchOdds = market(fixture);
const books = ['a', 'b', 'c', 'd'].map(bookmaker);
const venue = exchange('venue', 0.02);
const wild = bookmaker('wild');

function desk(changesPerMs = 0) {
  const book = createMarketBook();
  book.saveBooks([...books, wild, venue]);
  book.saveEvent(fixture, [matchOdds]);
  const pricer = createPricer({
    settings: () => ({ ...DEFAULT_SETTINGS, fairLine: 'mean', consensusWeights: {}, minimumEv: -1 }),
    bankroll: () => 1_000_000 as MinorUnits,
    changesPerMs: () => changesPerMs,
  });
  const state = book.market(matchOdds.id) as MarketState;
  const put = (of: Book, ...odds: (number | null)[]) =>
    odds.forEach((price, i) => void book.apply(quote(matchOdds, i, of, price), new Set()));
  for (const [i, each] of books.entries()) put(each, 2 + i / 100, 3.5, 4 - i / 100);
  const price = (at: number = NOW) => pricer.price(state, at as EpochMs);
  return { book, put, price };
}
const ofBook = <T extends { bookId: string }>(list: readonly T[], id: string) =>
  list.filter(({ bookId }) => bookId === id);

describe('suspect prices', () => {
  it('are none while books agree', () => {
    const { put, price } = desk();
    put(wild, 2.1, 3.3, 3.9);
    expect(price().suspects).toEqual([]);
    expect(ofBook(price().edges, 'wild')).toHaveLength(3);
  });

  it('are flagged, priced out and no edge, whichever way they are wrong', () => {
    const { put, price } = desk();
    const before = price().fair.map(({ probability }) => probability);
    // Home and away mixed up: a whole and plausible market, and wrong.
    put(wild, 4, 3.5, 2);
    const { suspects, edges, fair, arbitrage } = price();
    expect(
      ofBook(suspects, 'wild').map(({ selectionId, kind, books: count }) => [selectionId, kind, count]),
    ).toEqual([
      [matchOdds.selections[0]?.id, 'palpable-error', 5],
      [matchOdds.selections[2]?.id, 'palpable-error', 5],
    ]);
    expect(suspects[0]?.others).toBeCloseTo(20_200, -2);
    expect(fair.map(({ probability }) => probability)).toEqual(before);
    expect(fair[0]?.books).toBe(4);
    expect(ofBook(edges, 'wild').map(({ selectionId }) => selectionId)).toEqual([
      matchOdds.selections[1]?.id,
    ]);
    expect(arbitrage).toBeNull();
  });

  it('are both sides of one opinion, where the others are apart on one of them only', () => {
    const totals = market(fixture, 'totals', ['over', 'under'], 2.5);
    const book = createMarketBook();
    const others = ['a', 'b', 'c', 'd', 'e', 'f'].map(bookmaker);
    book.saveBooks([...others, wild]);
    book.saveEvent(fixture, [totals]);
    const pricer = createPricer({
      settings: () => ({ ...DEFAULT_SETTINGS, fairLine: 'mean', consensusWeights: {}, minimumEv: -1 }),
      bankroll: () => 1_000_000 as MinorUnits,
    });
    const put = (of: Book, ...odds: number[]) =>
      odds.forEach((price, i) => void book.apply(quote(totals, i, of, price), new Set()));
    for (const [i, each] of others.entries()) put(each, [1.56, 1.75, 1.97, 2.1, 1.6, 2][i] as number, 2.06);
    put(wild, 3.2, 1.36);
    const state = book.market(totals.id) as MarketState;
    const { suspects, edges } = pricer.price(state, NOW as EpochMs);
    expect(
      ofBook(suspects, 'wild')
        .map(({ selectionId }) => selectionId)
        .sort(),
    ).toEqual(totals.selections.map(({ id }) => id).sort());
    expect(suspects).toHaveLength(2);
    expect(ofBook(edges, 'wild')).toEqual([]);
  });

  it('are judged by the whole markets of others, even where their own is not whole', () => {
    const { put, price } = desk();
    put(wild, 20, null, null);
    expect(price().suspects).toMatchObject([{ bookId: 'wild', kind: 'palpable-error', books: 4 }]);
    expect(ofBook(price().edges, 'wild')).toEqual([]);
  });

  it('are both of two that contradict each other: nothing says which is wrong', () => {
    const book = createMarketBook();
    book.saveBooks([wild, venue, ...books]);
    book.saveEvent(fixture, [matchOdds]);
    const pricer = createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 0 as MinorUnits });
    for (const [of, odds] of [
      [books[0] as Book, [2, 3.5, 4]],
      [wild, [6, 3.5, 1.7]],
    ] as const)
      odds.forEach((price, i) => void book.apply(quote(matchOdds, i, of, price), new Set()));
    const { suspects, fair } = pricer.price(book.market(matchOdds.id) as MarketState, NOW);
    expect(new Set(suspects.map(({ bookId }) => bookId))).toEqual(new Set(['a', 'wild']));
    expect(fair).toEqual([]);
  });

  it.each([
    [2.34, 0],
    [2.36, 2],
  ])('begin between two books at the distance that is set: 2.00 against %d', (odds, count) => {
    const two = market(fixture, 'moneyline', ['home', 'away']);
    const book = createMarketBook();
    book.saveBooks([wild, ...books]);
    book.saveEvent(fixture, [two]);
    const pricer = createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 0 as MinorUnits });
    for (const [of, home] of [
      [books[0] as Book, 2],
      [wild, odds],
    ] as const) {
      book.apply(quote(two, 0, of, home), new Set());
      book.apply(quote(two, 1, of, 1.9), new Set());
    }
    const { suspects, arbitrage } = pricer.price(book.market(two.id) as MarketState, NOW);
    expect(suspects).toHaveLength(count);
    expect(arbitrage === null).toBe(count > 0);
  });

  it('are lays too short, not lays too long', () => {
    const { book, price } = desk();
    book.apply(quote(matchOdds, 0, venue, 1.3, { side: 'lay' }), new Set());
    book.apply(quote(matchOdds, 2, venue, 40, { side: 'lay' }), new Set());
    expect(price().suspects).toMatchObject([{ side: 'lay', selectionId: matchOdds.selections[0]?.id }]);
  });

  it('end when the price comes back', () => {
    const { put, price } = desk();
    put(wild, 20, 3.5, 4);
    expect(price().suspects).toHaveLength(1);
    put(wild, 2.02, 3.5, 4);
    expect(price().suspects).toEqual([]);
  });
});

describe('a book that is not open', () => {
  it('prices nothing and offers nothing until it is again', () => {
    const { book, put, price } = desk();
    put(wild, 2.3, 3.5, 4);
    expect(ofBook(price().edges, 'wild')).not.toEqual([]);
    book.saveStanding(matchOdds.id, wild.id, { state: 'suspended', reason: 'goal' });
    expect(ofBook(price().edges, 'wild')).toEqual([]);
    expect(price().fair[0]?.books).toBe(4);
    book.saveStanding(matchOdds.id, wild.id, { state: 'open', reason: '' });
    expect(price().fair[0]?.books).toBe(5);
  });

  it('can be told before its first price', () => {
    const { book, put, price } = desk();
    book.saveStanding(matchOdds.id, wild.id, { state: 'unreliable', reason: 'late' });
    put(wild, 2.3, 3.5, 4);
    expect(ofBook(price().edges, 'wild')).toEqual([]);
    expect(book.saveStanding(matchOdds.id, wild.id, { state: 'unreliable', reason: 'late' })).toBeUndefined();
  });
});

describe('the worth of an edge now', () => {
  it('falls with the age of its price', () => {
    const { put, price } = desk(Math.LN2 / 30_000);
    put(wild, 2.3, 3.5, 4);
    const [young] = ofBook(price().edges, 'wild');
    const [old] = ofBook(price(NOW + 30_000).edges, 'wild');
    expect(young).toMatchObject({ standing: 1, evNow: young?.ev });
    expect(old?.ev).toBeCloseTo(young?.ev ?? Number.NaN, 12);
    expect(old?.standing).toBeCloseTo(0.5, 12);
    expect(old?.evNow).toBeCloseTo((young?.ev ?? Number.NaN) / 2, 12);
  });
});
