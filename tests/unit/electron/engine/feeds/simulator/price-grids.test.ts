import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriceGridName } from '../../../../../../electron/engine/feeds/simulator/price-grids.ts';
import {
  PRICE_GRIDS,
  priceIndexBelow,
} from '../../../../../../electron/engine/feeds/simulator/price-grids.ts';

const names = Object.keys(PRICE_GRIDS) as PriceGridName[];

describe.each(names)('the %s grid', (name) => {
  const grid = PRICE_GRIDS[name];

  it('rises through whole ten-thousandths above evens money back', () => {
    expect(grid.every((price) => Number.isInteger(price) && price > 10_000)).toBe(true);
    expect(grid.every((price, i) => i === 0 || price > (grid[i - 1] ?? 0))).toBe(true);
  });

  it('finds the largest price at or below any', () => {
    fc.assert(
      fc.property(fc.double({ min: 9000, max: 12_000_000, noNaN: true }), (price) => {
        const index = priceIndexBelow(grid, price);
        expect(grid[index] ?? 0).toBeLessThanOrEqual(price);
        expect(grid[index + 1] ?? Number.POSITIVE_INFINITY).toBeGreaterThan(price);
      }),
    );
  });
});

it("has the exchange's 350 prices from 1.01 to 1000", () => {
  expect(PRICE_GRIDS.exchange).toHaveLength(350);
  expect(PRICE_GRIDS.exchange[0]).toBe(10_100);
  expect(PRICE_GRIDS.exchange.at(-1)).toBe(10_000_000);
  expect([20_200, 30_500, 41_000, 62_000, 105_000, 210_000, 320_000, 550_000, 1_100_000]).toSatisfy(
    (prices: number[]) =>
      prices.every((price) => (PRICE_GRIDS.exchange as readonly number[]).includes(price)),
  );
});

it('prices fractions to the cent', () => {
  expect(PRICE_GRIDS.fractions).toContain(18_300); // 5/6
  expect(PRICE_GRIDS.fractions).toContain(23_800); // 11/8
  expect(PRICE_GRIDS.fractions).toContain(110_000); // 10/1
});
