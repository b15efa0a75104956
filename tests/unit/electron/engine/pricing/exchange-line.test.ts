import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MARGIN_METHOD_NAMES } from '../../../../../shared/domain/margin.ts';
import { market, quote } from '../../../../support/market-fixture.ts';

import { pricingDesk as desk, fixture, matchOdds, venue } from '../../../../support/pricing-desk.ts';

describe('an exchange in the consensus', () => {
  it('finds no edge at an exchange against itself, however long and coarse its prices are', () => {
    const two = market(fixture, 'moneyline', ['home', 'away']);
    const ladder = [1.01, 1.02, 1.03, 1.1, 1.5, 2, 3.05, 6.2, 21, 75, 80, 85, 110, 500, 1000];
    const spread = fc
      .tuple(fc.nat(ladder.length - 2), fc.nat(2))
      .map(([from, steps]) => [
        ladder[from] as number,
        ladder[Math.min(from + 1 + steps, ladder.length - 1)] as number,
      ]);
    fc.assert(
      fc.property(spread, spread, fc.constantFrom(...MARGIN_METHOD_NAMES), (home, away, marginMethod) => {
        const implied = (price: number, keep: number) => 1 / (1 + (price - 1) * keep);
        const sumOf = (index: 0 | 1, keep: number) =>
          implied(home[index] as number, keep) + implied(away[index] as number, keep);
        // Backing both, or laying both, wins for certain: that is an arb, and an edge by any line.
        fc.pre(sumOf(0, 0.98) >= 1 && sumOf(1, 1 / 0.98) <= 1);
        const { put, price } = desk({ marginMethod }, two);
        for (const [i, [back, lay]] of [home, away].entries())
          put(quote(two, i, venue, back as number), quote(two, i, venue, lay as number, { side: 'lay' }));
        const { fair, edges } = price();
        for (const { probability, low, high } of fair) {
          expect(low).toBeLessThanOrEqual(probability);
          expect(high).toBeGreaterThanOrEqual(probability);
        }
        expect(edges.filter(({ ev }) => ev > 1e-12)).toEqual([]);
      }),
    );
  });

  it('leaves at a long shot of an exchange what its spread says', () => {
    const two = market(fixture, 'moneyline', ['home', 'away']);
    const { put, price } = desk({}, two);
    put(
      quote(two, 0, venue, 80),
      quote(two, 0, venue, 85, { side: 'lay' }),
      quote(two, 1, venue, 1.01),
      quote(two, 1, venue, 1.02, { side: 'lay' }),
    );
    const [home] = price().fair;
    expect(home?.probability).toBeCloseTo(1 / 81, 3);
    expect([home?.low, home?.high].map((p) => 1 / (p as number))).toEqual([
      expect.closeTo(84.6, 1),
      expect.closeTo(76.7, 1),
    ]);
  });

  it('takes the exchange midpoint net of commission', () => {
    const two = market(fixture, 'moneyline', ['home', 'away']);
    const { put, price } = desk({}, two);
    put(
      quote(two, 0, venue, 1.98),
      quote(two, 0, venue, 2.02, { side: 'lay' }),
      quote(two, 1, venue, 1.98),
      quote(two, 1, venue, 2.02, { side: 'lay' }),
    );
    expect(price().fair.map((fair) => fair.probability)).toEqual([
      expect.closeTo(0.5, 9),
      expect.closeTo(0.5, 9),
    ]);
  });

  it('does not read a line out of an exchange spread that says nothing', () => {
    const { put, price } = desk();
    put(
      ...matchOdds.selections.flatMap((_, i) => [
        quote(matchOdds, i, venue, 1.5),
        quote(matchOdds, i, venue, 100, { side: 'lay' }),
      ]),
    );
    expect(price().fair).toEqual([]);
  });
});
