import type { BackLay } from './quote.ts';
import type { SettlementOutcome } from './settlement.ts';
import { type MinorUnits, ODDS_SCALE, type OddsE4 } from './units.ts';

/**
 * What one unit staked comes back as: 0 lost, 1 the stake, the odds when won. Kept as a fraction so that money is
 * rounded once: with prices in `OddsE4` both parts are whole numbers.
 */
export type Returns = { readonly numerator: number; readonly denominator: number };

/** Full returns at a price. */
export const returnsAt = (odds: OddsE4): Returns => ({ numerator: odds, denominator: ODDS_SCALE });
/** The same for decimal odds: for calculators, where nothing is rounded to money. */
export const returnsAtDecimal = (odds: number): Returns => ({ numerator: odds, denominator: 1 });

/** Returns of a bet with that outcome, given its `full` returns when won. */
export const outcomeReturns = (full: Returns, { winShare, pushShare }: SettlementOutcome): Returns => ({
  numerator: winShare * full.numerator + pushShare * full.denominator,
  denominator: 2 * full.denominator,
});

/** `tied` share `places`: that share of the stake stands at full odds, the rest is lost. */
export const deadHeat = (full: Returns, places: number, tied: number): Returns => ({
  numerator: full.numerator * Math.min(places, tied),
  denominator: full.denominator * Math.max(tied, 1),
});

/** The place part of an each-way bet: `numerator / denominator` (1/5) of the winnings of the win part. */
export const placeReturns = (full: Returns, numerator: number, denominator: number): Returns => ({
  numerator: full.denominator * denominator + (full.numerator - full.denominator) * numerator,
  denominator: full.denominator * denominator,
});

/** Returns as a plain number; several are the legs of a multi, whose factors multiply. */
export const returnFactor = (...legs: readonly Returns[]): number =>
  legs.reduce((product, leg) => product * (leg.numerator / leg.denominator), 1);

/** Whole quotient of `numerator / denominator` (above 0), half away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/**
 * Profit of a stake that comes back as the product of `legs` (one for a single bet). Exact up to the one rounding to
 * the minor unit, half away from zero; the layer's profit is exactly minus the backer's. Legs must be made of
 * `returnsAt`.
 */
export function settleReturns(stake: MinorUnits, side: BackLay, ...legs: readonly Returns[]): MinorUnits {
  let numerator = 1n;
  let denominator = 1n;
  for (const leg of legs) {
    numerator *= BigInt(leg.numerator);
    denominator *= BigInt(leg.denominator);
  }
  const backer = divideRounded(BigInt(stake) * (numerator - denominator), denominator);
  return Number(side === 'back' ? backer : -backer) as MinorUnits;
}

/** Profit before commission of `stake` (the backer's) at `price`. See `settleReturns` for the rounding. */
export function settleStake(
  stake: MinorUnits,
  price: OddsE4,
  side: BackLay,
  outcome: SettlementOutcome,
): { readonly profit: MinorUnits } {
  const lost = 2 - outcome.winShare - outcome.pushShare;
  const perStake = outcome.winShare * (price - ODDS_SCALE) - lost * ODDS_SCALE;
  const numerator = stake * perStake;
  // Whole-number arithmetic while it is exact, big integers beyond.
  if (Math.abs(numerator) > Number.MAX_SAFE_INTEGER / 2)
    return { profit: settleReturns(stake, side, outcomeReturns(returnsAt(price), outcome)) };
  const scale = 2 * ODDS_SCALE;
  const magnitude = Math.abs(numerator);
  const rest = magnitude % scale;
  const rounded = (magnitude - rest) / scale + (2 * rest >= scale ? 1 : 0);
  const sign = Math.sign(numerator) * (side === 'back' ? 1 : -1);
  return { profit: (rounded === 0 ? 0 : sign * rounded) as MinorUnits };
}

/** Commission at `rate` (0.02 is two per cent) on the net profit in one market: nothing on a loss. */
export function commissionOn(netProfit: MinorUnits, rate: number): MinorUnits {
  // The rate to a millionth keeps 5% of 10.10 from missing its tie by a rounding error of the product.
  const millionths = BigInt(Math.round(rate * 1_000_000));
  return (
    netProfit > 0 ? Number(divideRounded(BigInt(netProfit) * millionths, 1_000_000n)) : 0
  ) as MinorUnits;
}
