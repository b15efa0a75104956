import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketState } from '../../../../../electron/engine/ports/market-state.ts';
import { findArbitrage } from '../../../../../electron/engine/pricing/arbitrage.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import { arbitrage as contract } from '../../../../../shared/contract/pricing.ts';
import type { Arbitrage } from '../../../../../shared/domain/edge.ts';
import { compareArbitrages, isLikelyGone } from '../../../../../shared/domain/price-truth/arbitrage-rank.ts';
import { standingChance } from '../../../../../shared/domain/price-truth/standing-chance.ts';
import { type Quote, quoteKey } from '../../../../../shared/domain/quote.ts';
import type { EpochMs, MinorUnits, Probability, SourceId } from '../../../../../shared/domain/units.ts';
import { bookmaker, event, exchange, market, NOW, quote } from '../../../../support/market-fixture.ts';

const fixture = event();
const matchOdds = market(fixture);
const bookmakers = ['alpha', 'beta', 'gamma', 'delta'].map(bookmaker);
const [alpha, beta, gamma, delta] = bookmakers as [
  (typeof bookmakers)[0],
  (typeof bookmakers)[0],
  (typeof bookmakers)[0],
  (typeof bookmakers)[0],
];
const venue = exchange('venue', 0.02);
/** A change a minute. */
const RATE = 1 / 60_000;
const MAXIMUM_AGE = 300_000;

const aged = (index: number, book: typeof alpha, price: number, age: number, change: Partial<Quote> = {}) =>
  quote(matchOdds, index, book, price, { receivedAt: (NOW - age) as EpochMs, ...change });

function desk() {
  const book = createMarketBook();
  book.saveBooks([...bookmakers, venue]);
  book.saveEvent(fixture, [matchOdds]);
  const pricer = createPricer({
    settings: () => ({ ...DEFAULT_SETTINGS, consensusWeights: {}, minimumEv: 0 }),
    bankroll: () => 1_000_000 as MinorUnits,
    maximumAgeMs: () => MAXIMUM_AGE,
    changesPerMs: () => RATE,
  });
  const state = book.market(matchOdds.id) as MarketState;
  return {
    book,
    state,
    put: (...quotes: readonly Quote[]) => {
      for (const each of quotes) book.apply(each, new Set());
    },
    price: (now: EpochMs = NOW) => pricer.price(state, now),
  };
}

const chanceOf = ({ receivedAt }: { readonly receivedAt: EpochMs }) => standingChance(NOW - receivedAt, RATE);
const legsOf = ({ legs }: Arbitrage) => legs.map(({ bookId }) => bookId);

describe('an arbitrage', () => {
  it('is worth its return times the chance that every leg still stands', () => {
    const { put, price } = desk();
    put(aged(0, alpha, 3.1, 0), aged(1, beta, 3.5, 10_000), aged(2, gamma, 3.1, 20_000));
    const { arbitrage } = price();
    expect(arbitrage?.standing).toBeCloseTo(Math.exp(-0.5), 12);
    expect(arbitrage?.roiNow).toBeCloseTo((arbitrage?.roi ?? 0) * Math.exp(-0.5), 12);
    expect(arbitrage?.legs.map(({ standing }) => standing)).toEqual(
      [0, 10_000, 20_000].map((age) => expect.closeTo(Math.exp(-age * RATE), 12)),
    );
    expect(contract.safeParse(arbitrage).success).toBe(true);
  });

  it('of fresh prices is not hidden by older ones that pay more', () => {
    const { put, price } = desk();
    put(aged(0, alpha, 3.1, 0), aged(1, alpha, 3.5, 0), aged(2, alpha, 3.1, 0));
    const fresh = price().arbitrage;
    put(aged(0, beta, 3.2, 200_000));
    expect(price().arbitrage).toEqual(fresh);
    // A little older and a lot better is worth more.
    put(aged(0, gamma, 3.5, 1_000));
    expect(price().arbitrage?.legs[0]?.bookId).toBe('gamma');
  });

  it('of a back and a lay is discounted alike', () => {
    const { put, price } = desk();
    put(aged(1, alpha, 4, 30_000), aged(1, venue, 3.6, 30_000, { side: 'lay' }));
    expect(price().arbitrage).toMatchObject({ standing: expect.closeTo(Math.exp(-1), 12) });
    expect(isLikelyGone(price().arbitrage as Arbitrage)).toBe(true);
  });

  it('loses its chance as it grows old, and its being at the age of its source', () => {
    const { put, price } = desk();
    put(aged(0, alpha, 3.1, 0), aged(1, beta, 3.5, 0), aged(2, gamma, 3.1, 0));
    const at = (age: number) => price((NOW + age) as EpochMs).arbitrage;
    expect(at(0)?.standing).toBe(1);
    expect(at(10_000)?.standing).toBeCloseTo(Math.exp(-0.5), 12);
    expect(at(MAXIMUM_AGE)).not.toBeNull();
    expect(at(MAXIMUM_AGE + 1)).toBeNull();
  });

  it('is not made of a suspended or unreliable book', () => {
    const { book, put, price } = desk();
    put(aged(0, alpha, 3.1, 0), aged(1, beta, 3.5, 0), aged(2, gamma, 3.1, 0));
    for (const state of ['suspended', 'unreliable'] as const) {
      book.saveStanding(matchOdds.id, beta.id, { state, reason: '' });
      expect(price().arbitrage).toBeNull();
      book.saveStanding(matchOdds.id, beta.id, { state: 'open', reason: '' });
      expect(price().arbitrage).not.toBeNull();
    }
  });

  it('is not made of a suspect price', () => {
    const { put, price } = desk();
    for (const book of [alpha, beta, gamma])
      put(aged(0, book, 2.5, 0), aged(1, book, 3.2, 0), aged(2, book, 2.9, 0));
    put(aged(0, delta, 25, 0), aged(1, delta, 3.2, 0), aged(2, delta, 2.9, 0));
    const { arbitrage, suspects } = price();
    expect(suspects.map(({ bookId }) => bookId)).toContain('delta');
    expect(arbitrage).toBeNull();
  });
});

describe('whatever the prices and their ages', () => {
  const offer = fc.record({
    index: fc.integer({ min: 0, max: 2 }),
    book: fc.constantFrom(...bookmakers),
    odds: fc.integer({ min: 260, max: 380 }).map((hundredths) => hundredths / 100),
    age: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 * MAXIMUM_AGE })),
  });
  const offers = fc.array(offer, { minLength: 3, maxLength: 12 });
  const quotesOf = (made: readonly (typeof offer extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const latest = new Map<string, Quote>();
    for (const { index, book, odds, age } of made) {
      const each = aged(index, book, odds, age, { sourceId: 'one' as SourceId });
      latest.set(quoteKey(each), each);
    }
    return [...latest.values()];
  };
  const setUp = (quotes: readonly Quote[]) => {
    const { book, state } = desk();
    for (const each of quotes) book.apply(each, new Set());
    return state;
  };
  const isYoung = (each: Quote) => NOW - each.receivedAt <= MAXIMUM_AGE;
  const find = (state: MarketState) => findArbitrage(state, (_, __, each) => isYoung(each), chanceOf, NOW);
  /** Every way to back each selection once, by its definition. */
  const combinations = (quotes: readonly Quote[]) => {
    const of = matchOdds.selections.map(({ id }) =>
      quotes.filter((each) => each.selectionId === id && isYoung(each)),
    );
    const [home = [], draw = [], away = []] = of;
    return home.flatMap((a) => draw.flatMap((b) => away.map((c) => [a, b, c] as const)));
  };
  const returnOf = (legs: readonly Quote[]) =>
    1 / legs.reduce((sum, { levels }) => sum + 10_000 / (levels[0]?.price ?? 1), 0) - 1;

  it('an arbitrage is told where there is one, of young prices alone, with an honest discount', () => {
    fc.assert(
      fc.property(offers, (made) => {
        const quotes = quotesOf(made);
        const found = find(setUp(quotes));
        const best = Math.max(0, ...combinations(quotes).map(returnOf));
        expect(found !== null).toBe(best > 0);
        if (found === null) return;
        for (const leg of found.legs) {
          expect(NOW - leg.receivedAt).toBeLessThanOrEqual(MAXIMUM_AGE);
          expect(leg.standing).toBe(chanceOf(leg));
        }
        const product = found.legs.reduce((chance, { standing }) => chance * standing, 1);
        expect(found.standing).toBeCloseTo(product, 12);
        expect(found.roiNow).toBeCloseTo(found.roi * product, 12);
        expect(found.roiNow).toBeLessThanOrEqual(found.roi);
        expect(found.legs.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 300 },
    );
  });

  it('none of equally young prices is worth more than the one told, and none of wholly fresh ones ranks above it', () => {
    fc.assert(
      fc.property(offers, (made) => {
        const quotes = quotesOf(made);
        const found = find(setUp(quotes));
        for (const legs of combinations(quotes)) {
          const roi = returnOf(legs);
          if (roi <= 1e-12) continue;
          const least = Math.min(...legs.map(chanceOf));
          const bound = { standing: (least ** 3) as Probability, roiNow: roi * least ** 3 };
          // What is told may be likelier still, or worth more; never behind both.
          expect(found).not.toBeNull();
          if (found && !isLikelyGone(bound))
            expect(compareArbitrages(found, { ...bound, roiNow: bound.roiNow - 1e-9 })).toBeLessThanOrEqual(
              0,
            );
          if (found && !isLikelyGone(bound)) expect(isLikelyGone(found)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('ranks nothing that is likely gone above what likely stands', () => {
    const listed = fc.record({
      standing: fc.double({ min: 1e-9, max: 1, noNaN: true }),
      roi: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(listed, { minLength: 2, maxLength: 30 }), (each) => {
        const ranked = each
          .map(({ standing, roi }) => ({ standing: standing as Probability, roiNow: roi * standing }))
          .toSorted(compareArbitrages);
        const firstGone = ranked.findIndex(isLikelyGone);
        if (firstGone >= 0) expect(ranked.slice(firstGone).every(isLikelyGone)).toBe(true);
        for (const part of [ranked.filter(isLikelyGone), ranked.filter((one) => !isLikelyGone(one))])
          part.forEach((one, index) => {
            expect(one.roiNow).toBeLessThanOrEqual(part[index - 1]?.roiNow ?? Number.POSITIVE_INFINITY);
          });
      }),
    );
  });
});

it('with ages all alike takes the best prices', () => {
  const { put, price } = desk();
  put(...[0, 1, 2].flatMap((index) => [aged(index, alpha, 3, 5_000), aged(index, beta, 3.2, 5_000)]));
  expect(legsOf(price().arbitrage as Arbitrage)).toEqual(['beta', 'beta', 'beta']);
});
