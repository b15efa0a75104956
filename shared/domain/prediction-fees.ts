import { MAX_ODDS, MIN_ODDS, ODDS_SCALE, type OddsE4 } from './units.ts';

/**
 * What a prediction market takes from an order that fills at once, in units of the contract's payout (1 for 1 dollar):
 * `rate` x C x (p x (1 - p)) ^ `exponent` for C contracts at price p.
 *
 * Kalshi: rate 0.07 x the series' `fee_multiplier`, exponent 1, rounded up to a cent an order (kalshi.com fee schedule;
 * since 2026 to a hundredth of a cent with the balance kept on whole cents, docs.kalshi.com getting_started/fee_rounding,
 * which costs the same). Polymarket: `feeSchedule` of the market, nothing where it has none (docs.polymarket.com
 * trading/fees).
 */
export type ContractFee = {
  readonly rate: number;
  readonly exponent: number;
  /** The fee of an order is rounded up to a multiple of this; 0: it is not rounded. */
  readonly roundedUpTo: number;
  /** Over how many contracts an order's rounding is spread. */
  readonly orderContracts: number;
};

export const NO_FEE: ContractFee = { rate: 0, exponent: 1, roundedUpTo: 0, orderContracts: 1 };

/** Takes the noise of binary fractions off before a result is rounded against the bettor. */
const NOISE = 1e-9;

/** The fee on one contract taken at `price` in (0, 1), as a part of an order of `fee.orderContracts`. */
export function feePerContract(price: number, fee: ContractFee): number {
  const exact = fee.rate * (price * (1 - price)) ** fee.exponent;
  if (fee.roundedUpTo === 0) return exact;
  const steps = Math.ceil((exact * fee.orderContracts) / fee.roundedUpTo - NOISE);
  return (steps * fee.roundedUpTo) / fee.orderContracts;
}

const priceOf = (scaled: number): OddsE4 | undefined =>
  scaled >= MIN_ODDS && scaled <= MAX_ODDS ? (scaled as OddsE4) : undefined;

/**
 * Net decimal odds of buying a contract at `ask`: 1 / (ask + fee), rounded down. The fee is paid win or lose, which no
 * commission on winnings can say; in the price it is exact, because what is staked on a contract is price and fee
 * together and what it pays is 1: `backEv(odds, q)` is q / (ask + fee) - 1. `undefined` where nothing can be won.
 */
export function netBackOdds(ask: number, fee: ContractFee): OddsE4 | undefined {
  const cost = ask + feePerContract(ask, fee);
  return cost > 0 && cost < 1 ? priceOf(Math.floor(ODDS_SCALE / cost + NOISE)) : undefined;
}

/**
 * Net decimal odds of selling a contract at `bid`: 1 / (bid - fee), rounded up. Selling risks l = 1 - bid + fee to win
 * 1 - l, which is laying at 1 + l / (1 - l) = 1 / (1 - l) with liability l: `layEv(odds, q)` is
 * ((1 - q)(1 - l) - q l) / l. `undefined` where the fee takes all of it.
 */
export function netLayOdds(bid: number, fee: ContractFee): OddsE4 | undefined {
  const kept = bid - feePerContract(bid, fee);
  return kept > 0 && kept < 1 ? priceOf(Math.ceil(ODDS_SCALE / kept - NOISE)) : undefined;
}
