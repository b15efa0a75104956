import type { PriceLadder } from '../../../../shared/domain/price-ladder.ts';
import { BETFAIR_LADDER } from '../../../../shared/domain/price-ladder.ts';
import type { OddsE4 } from '../../../../shared/domain/units.ts';
import { ODDS_SCALE } from '../../../../shared/domain/units.ts';

/** The prices a book can show, ascending. */
export type PriceGrid = readonly OddsE4[];
export type PriceGridName = 'exchange' | 'cents' | 'fives' | 'fractions';

/** Every price of a ladder. */
function pricesOf(ladder: PriceLadder): PriceGrid {
  const prices = new Set<number>();
  for (const { from, to, step } of ladder)
    for (let price = from; price <= to; price += step) prices.add(price);
  return [...prices] as OddsE4[];
}

const FRACTIONS =
  '1/50 1/33 1/25 1/20 1/16 1/14 1/12 1/10 1/9 1/8 1/7 2/13 1/6 2/11 1/5 2/9 1/4 2/7 3/10 1/3 4/11 2/5 4/9 1/2 8/15 ' +
  '4/7 8/13 4/6 8/11 4/5 5/6 10/11 20/21 1/1 21/20 11/10 6/5 5/4 13/10 11/8 7/5 6/4 8/5 13/8 17/10 7/4 9/5 15/8 19/10 ' +
  '2/1 21/10 85/40 11/5 9/4 23/10 12/5 5/2 13/5 11/4 14/5 3/1 16/5 10/3 7/2 18/5 15/4 4/1 17/4 9/2 19/4 5/1 11/2 6/1 ' +
  '13/2 7/1 15/2 8/1 17/2 9/1 10/1 11/1 12/1 14/1 16/1 18/1 20/1 22/1 25/1 28/1 33/1 40/1 50/1 66/1 80/1 100/1 150/1 200/1';

/** A fractional price a/b as decimal odds in ten-thousandths, to the nearest cent as such books publish it. */
function fromFraction(fraction: string): OddsE4 {
  const [numerator = Number.NaN, denominator = Number.NaN] = fraction.split('/').map(Number);
  return (Math.round((1 + numerator / denominator) * 100) * (ODDS_SCALE / 100)) as OddsE4;
}

export const PRICE_GRIDS: Readonly<Record<PriceGridName, PriceGrid>> = {
  exchange: pricesOf(BETFAIR_LADDER),
  cents: pricesOf([
    { from: 1_0100, to: 3_0000, step: 100 },
    { from: 3_0000, to: 6_0000, step: 500 },
    { from: 6_0000, to: 20_0000, step: 1000 },
    { from: 20_0000, to: 50_0000, step: 1_0000 },
    { from: 50_0000, to: 200_0000, step: 5_0000 },
  ]),
  fives: pricesOf([
    { from: 1_0100, to: 1_5000, step: 100 },
    { from: 1_5000, to: 2_0000, step: 200 },
    { from: 2_0000, to: 5_0000, step: 500 },
    { from: 5_0000, to: 10_0000, step: 1000 },
    { from: 10_0000, to: 20_0000, step: 5000 },
    { from: 20_0000, to: 50_0000, step: 1_0000 },
    { from: 50_0000, to: 200_0000, step: 10_0000 },
  ]),
  fractions: [...new Set(FRACTIONS.split(' ').map(fromFraction))].sort((a, b) => a - b),
};

/** Index of the largest price at or below `price` (ten-thousandths, need not be whole); -1 when there is none. */
export function priceIndexBelow(grid: PriceGrid, price: number): number {
  let low = 0;
  let high = grid.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((grid[middle] ?? 0) <= price) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
