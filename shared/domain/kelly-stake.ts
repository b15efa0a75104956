import { kellyBack, kellyLay } from './kelly.ts';
import type { BackLay } from './quote.ts';
import { decimalOdds, type MinorUnits, ODDS_SCALE, type OddsE4 } from './units.ts';

/** A bet that could be made: `fair` is the probability that the selection wins, `commission` a fraction of winnings. */
export type KellyBet = {
  readonly side: BackLay;
  readonly price: OddsE4;
  readonly fair: number;
  readonly commission: number;
};

export type KellyLimits = {
  /** Share of full Kelly: 0.25 is quarter Kelly. */
  readonly fraction: number;
  readonly bankroll: MinorUnits;
  /** The backer's stakes on offer at the price; `null` where that is not known or does not bind. */
  readonly offered: MinorUnits | null;
  /** The most one order may stake, and lose. */
  readonly maximumStake: MinorUnits;
  /** Backer's stakes already matched or waiting on the same side of the selection. */
  readonly standing: MinorUnits;
};

/**
 * The backer's stake that fractional Kelly still puts on a price, in whole minor units: what stands already counts
 * against it; never more than is offered, nor than the limit of an order, which a lay's liability keeps too; zero without
 * an edge.
 */
export function kellyStake(
  { side, price, fair, commission }: KellyBet,
  { fraction, bankroll, offered, maximumStake, standing }: KellyLimits,
): MinorUnits {
  const odds = decimalOdds(price);
  const share =
    side === 'back'
      ? kellyBack(odds, fair, commission, fraction).stake
      : kellyLay(odds, fair, commission, fraction).backersStake;
  const wanted = Math.max(0, Math.floor(Math.max(0, bankroll) * share) - standing);
  const mostToLose =
    side === 'back' ? maximumStake : Math.floor((maximumStake * ODDS_SCALE) / (price - ODDS_SCALE));
  return Math.min(wanted, offered ?? wanted, maximumStake, mostToLose) as MinorUnits;
}
