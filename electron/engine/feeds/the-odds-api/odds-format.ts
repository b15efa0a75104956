import { ODDS_SCALE, type OddsE4, oddsE4 } from '../../../../shared/domain/units.ts';

export type OddsFormat = 'decimal' | 'american';

/** A price on the wire: odds, an offer taken off while the event runs, or nothing usable. */
export type ReadPrice =
  | { readonly kind: 'price'; readonly odds: OddsE4 }
  | { readonly kind: 'withdrawn' }
  | { readonly kind: 'invalid'; readonly reason: 'invalid-american-price' | 'price-out-of-range' };

const outOfRange: ReadPrice = { kind: 'invalid', reason: 'price-out-of-range' };
const priced = (odds: OddsE4 | undefined): ReadPrice =>
  odds === undefined ? outOfRange : { kind: 'price', odds };

/**
 * Decimal odds. Exactly 1 returns the stake and nothing else: books leave it on outcomes they no longer
 * offer in play, so it reads as withdrawn.
 */
function readDecimal(price: number): ReadPrice {
  return price === 1 ? { kind: 'withdrawn' } : priced(oddsE4(price));
}

/**
 * American odds: +A pays A on 100, -A pays 100 on A. In ten-thousandths both are one exact division, rounded to the
 * nearest (half up), never through a rounded decimal. Nothing between -100 and 100 exists.
 */
function readAmerican(price: number): ReadPrice {
  if (!(Math.abs(price) >= 100)) return { kind: 'invalid', reason: 'invalid-american-price' };
  const profit = price > 0 ? (price * ODDS_SCALE) / 100 : (100 * ODDS_SCALE) / -price;
  return priced(oddsE4((ODDS_SCALE + Math.round(profit)) / ODDS_SCALE));
}

export const readPrice = (price: number, format: OddsFormat): ReadPrice =>
  format === 'decimal' ? readDecimal(price) : readAmerican(price);

/**
 * The format a recorded payload was asked in, which it does not say itself: American prices are never inside
 * (-100, 100), decimal ones hardly ever outside it, and never negative. `undefined` without prices.
 */
export function detectOddsFormat(prices: Iterable<number>): OddsFormat | undefined {
  let american = 0;
  let decimal = 0;
  for (const price of prices) {
    if (price <= -100) american += 1;
    else if (price >= 1 && price < 100) decimal += 1;
    else if (price >= 100) american += 0.5;
  }
  if (american === 0 && decimal === 0) return undefined;
  return american > decimal ? 'american' : 'decimal';
}
