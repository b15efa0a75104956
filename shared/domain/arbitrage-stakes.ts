import type { BackLay } from './quote.ts';
import type { MinorUnits } from './units.ts';
import { netWinnings } from './value.ts';

/** One leg of an arbitrage as it is bet. */
export type LegTerms = {
  readonly side: BackLay;
  /** Decimal. */
  readonly odds: number;
  /** Of its book, on net winnings: 0.02 is two per cent. */
  readonly commission: number;
};

/**
 * What a leg that wins pays back, its outlay included, per unit of outlay: of the stake of a back, of the liability of a
 * lay. A lay of stake s at o has outlay s (o - 1) and pays that back with s (1 - c): (o - c) / (o - 1).
 */
export const returnPerOutlay = ({ side, odds, commission }: LegTerms): number =>
  side === 'back' ? 1 + netWinnings(odds, commission) : (odds - commission) / (odds - 1);

/** What is put at risk by a backer's stake of 1. */
export const outlayPerStake = ({ side, odds }: LegTerms): number => (side === 'back' ? 1 : odds - 1);

/** What a leg can take at most; `null` where nothing is known to limit it. Minor units. */
export type LegLimits = {
  /** Backer's stake that is offered at the price. */
  readonly offered: number | null;
  /** Outlay of one order. */
  readonly outlay: number | null;
};

export type ArbitragePlan = {
  /** Outlay over all legs, minor units. */
  readonly total: MinorUnits;
  /** By leg. */
  readonly shares: readonly number[];
  /** Backer's stakes by leg, minor units, rounded down. */
  readonly stakes: readonly MinorUnits[];
};

/** The largest arbitrage that every leg's limits and `available` money allow, paying the same whichever leg wins. */
export function planArbitrage(legs: readonly (LegTerms & LegLimits)[], available: number): ArbitragePlan {
  const inverse = legs.map((leg) => 1 / returnPerOutlay(leg));
  const sum = inverse.reduce((total, value) => total + value, 0);
  const shares = inverse.map((value) => value / sum);
  const largest = legs.map((leg, index) => {
    const outlay = Math.min(
      leg.outlay ?? Number.POSITIVE_INFINITY,
      (leg.offered ?? Number.POSITIVE_INFINITY) * outlayPerStake(leg),
    );
    return outlay / (shares[index] ?? 1);
  });
  const total = Math.max(0, Math.min(available, ...largest));
  return {
    total: Math.floor(total) as MinorUnits,
    shares,
    stakes: legs.map((leg, index) => roundedDown((total * (shares[index] ?? 0)) / outlayPerStake(leg))),
  };
}

/** What a leg has matched so far: any number of bets, each at its own price. Backer's stakes in minor units. */
export type MatchedLeg = readonly (LegTerms & { readonly stake: number })[];

/** What the matched bets of a leg pay back should it win. Minor units. */
export const paidBack = (matched: MatchedLeg): number =>
  matched.reduce((sum, bet) => sum + bet.stake * outlayPerStake(bet) * returnPerOutlay(bet), 0);

/**
 * The backer's stake at `leg` that makes it pay back as much as the leg that pays back most: 0 where it already does.
 * Raising every leg to the highest is what earns in an arbitrage. Minor units, to the nearest.
 */
export function levellingStake(
  leg: LegTerms,
  matched: MatchedLeg,
  others: readonly MatchedLeg[],
): MinorUnits {
  const missing = Math.max(0, ...others.map(paidBack)) - paidBack(matched);
  return Math.max(0, Math.round(missing / returnPerOutlay(leg) / outlayPerStake(leg))) as MinorUnits;
}

/** Floating point leaves whole amounts a hair below themselves. */
const roundedDown = (amount: number): MinorUnits => Math.floor(amount + 1e-6) as MinorUnits;
