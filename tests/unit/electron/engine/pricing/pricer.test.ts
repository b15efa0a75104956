import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketState } from '../../../../../electron/engine/ports/market-state.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import type { Book } from '../../../../../shared/domain/catalogue.ts';
import { MARGIN_METHOD_NAMES, removeMargin } from '../../../../../shared/domain/margin.ts';
import type { Quote } from '../../../../../shared/domain/quote.ts';
import type { Settings } from '../../../../../shared/domain/settings.ts';
import type { EpochMs } from '../../../../../shared/domain/units.ts';
import { NOW, quote } from '../../../../support/market-fixture.ts';

import {
  alpha,
  BANKROLL,
  beta,
  pricingDesk as desk,
  fixture,
  gamma,
  matchOdds,
  prices,
  venue,
} from '../../../../support/pricing-desk.ts';

describe('consensus', () => {
  it('is one book alone when only one quotes', () => {
    const { put, price } = desk({ marginMethod: 'shin' });
    put(...prices(alpha, 2.7, 2.3, 4.4));
    const expected = removeMargin('shin', [2.7, 2.3, 4.4]).probabilities;
    price().fair.forEach((fair, i) => {
      expect(fair.probability).toBeCloseTo(expected[i] as number, 10);
      expect(fair.low).toBeLessThanOrEqual(fair.probability);
      expect(fair.high).toBeGreaterThanOrEqual(fair.probability);
      expect(fair.books).toBe(1);
    });
  });

  it('weighs books as settings say, and leaves out weight 0', () => {
    const { put, price } = desk({ consensusWeights: { default: 0, alpha: 3, beta: 1 } });
    put(...prices(alpha, 2, 3.5, 4.5), ...prices(beta, 2.2, 3.4, 4), ...prices(gamma, 9, 9, 1.1));
    const [a, b] = [
      removeMargin('power', [2, 3.5, 4.5]).probabilities,
      removeMargin('power', [2.2, 3.4, 4]).probabilities,
    ];
    const home = ((a?.[0] ?? 0) * 3 + (b?.[0] ?? 0)) / 4;
    expect(price().fair[0]?.probability).toBeCloseTo(home, 10);
  });

  it('leaves out incomplete and stale books', () => {
    const { put, price } = desk();
    put(...prices(alpha, 2, 3.5, 4.5), ...prices(beta, 2.2, 3.4));
    expect(price().fair[0]?.books).toBe(1);
    const later = (NOW + DEFAULT_SETTINGS.maximumQuoteAgeMs + 1) as EpochMs;
    put(...prices(gamma, 2.1, 3.4, 4.2).map((each) => ({ ...each, receivedAt: later })));
    const fair = price(later).fair;
    expect(fair[0]?.books).toBe(1);
    expect(fair[0]?.probability).toBeCloseTo(
      removeMargin('power', [2.1, 3.4, 4.2]).probabilities[0] as number,
      10,
    );
  });

  it('stands on nothing once no fresh book prices the market, and says so once', () => {
    const { put, price } = desk();
    put(...prices(alpha, 2, 3.5, 4.2));
    const before = price().fair[0]?.probability;
    put(quote(matchOdds, 1, alpha, null));
    const ended = price();
    expect(ended.fairChanged).toBe(true);
    expect(ended.fair.map((fair) => fair.books)).toEqual([0, 0, 0]);
    expect(ended.fair[0]?.probability).toBe(before);
    expect(price().fairChanged).toBe(false);
    put(quote(matchOdds, 1, alpha, 3.5));
    expect(price().fair[0]?.books).toBe(1);
  });

  it('keeps its line through a suspension', () => {
    const { put, price, status } = desk();
    put(...prices(alpha, 2, 3.5, 4.2));
    price();
    status('suspended');
    put(quote(matchOdds, 1, alpha, null));
    expect(price().fair.map((fair) => fair.books)).toEqual([1, 1, 1]);
  });

  it.each([
    ['a palpable error', [2, 3.5, 42]],
    ['leftovers of a suspended market', [1.01, 1.3, 1.2]],
    ['an arbitrage within one book', [3, 5, 6]],
  ])('does not read a line out of %s', (_what, odds) => {
    const { put, price } = desk();
    put(...prices(alpha, 2, 3.5, 4.2), ...prices(beta, ...odds));
    expect(price().fair.map((fair) => fair.books)).toEqual([1, 1, 1]);
  });

  it('sums to one, lies inside its range, and does not depend on the order of arrival', () => {
    const triple = fc
      .record({
        weights: fc.tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 2, max: 100 }))),
        margin: fc.integer({ min: -50, max: 200 }).map((x) => x / 1000),
      })
      .map(({ weights, margin }) => {
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        return weights.map((weight) => Math.max(1.001, total / weight / (1 + margin)));
      });
    fc.assert(
      fc.property(fc.array(triple, { minLength: 1, maxLength: 3 }), fc.boolean(), (books, reversed) => {
        const quotes = books.flatMap((odds, b) => prices([alpha, beta, gamma][b] as Book, ...odds));
        // However wildly they disagree: what is suspect is tested by itself.
        const { put, price } = desk({ suspectDistance: 10 });
        put(...(reversed ? quotes.toReversed() : quotes));
        const fair = price().fair;
        expect(fair.reduce((sum, each) => sum + each.probability, 0)).toBeCloseTo(1, 9);
        for (const each of fair) {
          expect(each.low).toBeLessThanOrEqual(each.probability + 1e-12);
          expect(each.high).toBeGreaterThanOrEqual(each.probability - 1e-12);
        }
        const again = desk({ suspectDistance: 10 });
        again.put(...quotes);
        again.price().fair.forEach((each, i) => {
          expect(each.probability).toBeCloseTo(fair[i]?.probability ?? Number.NaN, 12);
        });
      }),
    );
  });

  it('reprices incrementally to what pricing from nothing gives', () => {
    const update = fc.record({
      book: fc.constantFrom(alpha, beta, gamma),
      index: fc.nat(2),
      price: fc.integer({ min: 105, max: 1500 }).map((x) => x / 100),
    });
    fc.assert(
      fc.property(fc.array(update, { minLength: 1, maxLength: 40 }), (updates) => {
        const live = desk();
        const quotes = updates.map(({ book, index, price }) => quote(matchOdds, index, book, price));
        for (const each of quotes) {
          live.put(each);
          live.price();
        }
        const fresh = desk();
        fresh.put(...quotes);
        expect(live.price().edges).toEqual(fresh.price().edges);
      }),
    );
  });
});

describe('the method of a fair price', () => {
  it.each(MARGIN_METHOD_NAMES)('is %s when that was chosen, with its own line', (marginMethod) => {
    const { put, price } = desk({ marginMethod });
    put(...prices(alpha, 1.45, 4.4, 7.2));
    const expected = removeMargin(marginMethod, [1.45, 4.4, 7.2]).probabilities;
    price().fair.forEach((fair, i) => {
      expect(fair.method).toBe(marginMethod);
      expect(fair.probability).toBeCloseTo(expected[i] as number, 9);
    });
  });

  it('is multiplicative where the chosen one gives the long shot less than nothing', () => {
    const { put, price } = desk({ marginMethod: 'additive' });
    put(...prices(alpha, 1.02, 15, 80));
    expect(removeMargin('additive', [1.02, 15, 80]).flags).toContain('negative-probability');
    expect(price().fair.map(({ method, books }) => [method, books])).toEqual(
      Array(3).fill(['multiplicative', 1]),
    );
  });

  it('stays the chosen one while it works for a book, which alone is then counted', () => {
    const { put, price } = desk({ marginMethod: 'additive' });
    put(...prices(alpha, 1.02, 15, 80), ...prices(beta, 1.9, 3.6, 4.4));
    const expected = removeMargin('additive', [1.9, 3.6, 4.4]).probabilities;
    price().fair.forEach((fair, i) => {
      expect([fair.method, fair.books]).toEqual(['additive', 1]);
      expect(fair.probability).toBeCloseTo(expected[i] as number, 9);
    });
  });

  it('is told anew when it changes though the line does not', () => {
    const { put, price, saveSettings } = desk({ marginMethod: 'additive' });
    put(...prices(alpha, 1.02, 15, 80));
    price();
    saveSettings({ marginMethod: 'multiplicative' });
    expect(price().fairChanged).toBe(false);
    saveSettings({ marginMethod: 'odds_ratio' });
    expect(price()).toMatchObject({ fairChanged: true });
    saveSettings({ marginMethod: 'logit_shift' });
    const again = price();
    expect([again.fairChanged, again.fair[0]?.method]).toEqual([true, 'logit_shift']);
  });
});

describe('edges', () => {
  it('finds the book that is out of line, with its range and stake', () => {
    const { put, price } = desk({ minimumEv: 0.01, kellyFraction: 0.5 });
    put(...prices(alpha, 2, 3.5, 4.2), ...prices(beta, 2, 3.5, 4.2), ...prices(gamma, 2.3, 3.4, 3.6));
    const { edges } = price();
    const best = edges.find((edge) => edge.bookId === gamma.id);
    expect(best?.selectionId).toBe(matchOdds.selections[0]?.id);
    const fair = best?.fair ?? 0;
    expect(best?.ev).toBeCloseTo(fair * 2.3 - 1, 10);
    expect(best?.evLow).toBeLessThanOrEqual(best?.ev ?? 0);
    expect(best?.evHigh).toBeGreaterThanOrEqual(best?.ev ?? 0);
    expect(best?.stake).toBe(
      Math.min(Math.floor(((BANKROLL * (fair * 2.3 - 1)) / 1.3) * 0.5), DEFAULT_SETTINGS.maximumStake),
    );
  });

  it('values a lay after commission, per unit of liability', () => {
    const { put, price } = desk({ minimumEv: -1, consensusWeights: { venue: 0 } });
    put(...prices(alpha, 2, 3.5, 4.2), quote(matchOdds, 0, venue, 1.9, { side: 'lay', size: 500 }));
    const { edges, fair } = price();
    const lay = edges.find((edge) => edge.side === 'lay');
    const p = fair[0]?.probability ?? 0;
    expect(lay?.ev).toBeCloseTo(((1 - p) * 0.98 - p * 0.9) / 0.9, 10);
    expect(lay?.stake).toBeLessThanOrEqual(500);
  });

  it('lists nothing stale, nothing below the minimum and nothing while suspended', () => {
    const { put, price, status, saveSettings } = desk({ minimumEv: 0.01 });
    put(...prices(alpha, 2, 3.5, 4.2), ...prices(gamma, 2.3, 3.4, 3.7));
    expect(price().edges.length).toBeGreaterThan(0);
    status('suspended');
    const suspended = price();
    expect(suspended.edges).toEqual([]);
    expect(suspended.edgesChanged).toBe(true);
    expect(suspended.fair).toHaveLength(3);
    expect(price().edgesChanged).toBe(false);
    status('open');
    saveSettings({ minimumEv: 0.9 });
    expect(price().edges).toEqual([]);
    expect(price((NOW + 10_000_000) as EpochMs).edges).toEqual([]);
  });
});

describe('arbitrage', () => {
  it('finds backs that win whatever happens, with equalising shares', () => {
    const { put, price } = desk();
    put(...prices(alpha, 3.1, 3, 2.9), ...prices(beta, 2.9, 3.5, 3.1));
    const { arbitrage } = price();
    expect(arbitrage?.roi).toBeCloseTo(1 / (1 / 3.1 + 1 / 3.5 + 1 / 3.1) - 1, 10);
    expect(arbitrage?.legs.map((leg) => leg.bookId)).toEqual([alpha.id, beta.id, beta.id]);
    const returns = arbitrage?.legs.map((leg) => leg.share * (leg.price / 10_000)) ?? [];
    for (const each of returns) expect(each).toBeCloseTo(1 + (arbitrage?.roi ?? 0), 10);
  });

  it('finds a back above a lay after commission', () => {
    const { put, price } = desk();
    put(quote(matchOdds, 1, alpha, 4), quote(matchOdds, 1, venue, 3.6, { side: 'lay' }));
    const { arbitrage } = price();
    const stake = 4 / (3.6 - 0.02);
    const outlay = 1 + stake * 2.6;
    expect(arbitrage?.legs.map((leg) => leg.side)).toEqual(['back', 'lay']);
    expect(arbitrage?.roi).toBeCloseTo((stake * 0.98 - 1) / outlay, 10);
  });

  it('finds none when commission eats it, or a leg is missing', () => {
    const { put, price } = desk();
    put(quote(matchOdds, 1, alpha, 3.6), quote(matchOdds, 1, venue, 3.6, { side: 'lay' }));
    expect(price().arbitrage).toBeNull();
    put(quote(matchOdds, 0, alpha, 9), quote(matchOdds, 2, alpha, 9), quote(matchOdds, 1, alpha, null));
    expect(price().arbitrage).toBeNull();
  });
});

describe('a champion model', () => {
  /** A desk whose model says these probabilities, `undefined`: nothing. */
  function modelDesk(says: readonly number[] | undefined, change: Partial<Settings> = {}) {
    const book = createMarketBook();
    book.saveBooks([alpha, beta]);
    book.saveEvent(fixture, [matchOdds]);
    const pricer = createPricer({
      settings: () => ({
        ...DEFAULT_SETTINGS,
        consensusWeights: {},
        minimumEv: 0,
        fairLine: 'model',
        ...change,
      }),
      bankroll: () => BANKROLL,
      model: (_state, out) => {
        if (says === undefined) return undefined;
        out.fair.set(says);
        out.low.set(says.map((p) => p - 0.02));
        out.high.set(says.map((p) => p + 0.02));
        return 'goals@2023-06-30';
      },
    });
    const state = book.market(matchOdds.id) as MarketState;
    return {
      put: (...quotes: Quote[]) => {
        for (const each of quotes) book.apply(each, new Set());
      },
      price: () => pricer.price(state, NOW),
    };
  }

  it('prices what books offer; its range takes in what the books say', () => {
    const { put, price } = modelDesk([0.5, 0.3, 0.2]);
    put(...prices(alpha, 2.2, 3.2, 4));
    const { fair, edges } = price();
    expect(fair.map(({ probability, source, books, model }) => [probability, source, books, model])).toEqual([
      [0.5, 'model', 1, 'goals@2023-06-30'],
      [0.3, 'model', 1, 'goals@2023-06-30'],
      [0.2, 'model', 1, 'goals@2023-06-30'],
    ]);
    const [edge] = edges;
    expect(edge?.ev).toBeCloseTo(2.2 * 0.5 - 1, 10);
    const books = MARGIN_METHOD_NAMES.map(
      (method) => removeMargin(method, [2.2, 3.2, 4]).probabilities[0] ?? 0,
    );
    expect(Math.min(...books)).toBeLessThan(0.48);
    expect(edge?.evLow).toBeCloseTo(2.2 * Math.min(...books) - 1, 6);
    expect(edge?.evHigh).toBeCloseTo(2.2 * 0.52 - 1, 10);
  });

  it('gives way to the books where it says nothing, which shows', () => {
    const { put, price } = modelDesk(undefined);
    put(...prices(alpha, 2.2, 3.2, 4));
    expect(price().fair.map(({ source, model }) => [source, model])).toEqual(
      new Array(3).fill(['mean', undefined]),
    );
  });

  it('is not asked where another line is chosen', () => {
    const { put, price } = modelDesk([0.5, 0.3, 0.2], { fairLine: 'mean' });
    put(...prices(alpha, 2.2, 3.2, 4));
    expect(price().fair[0]?.source).toBe('mean');
  });

  it('prices nothing that no book offers', () => {
    expect(modelDesk([0.5, 0.3, 0.2]).price().fair).toEqual([]);
  });
});
