import type { MarginMethod } from '../margin.ts';
import type { MinorUnits, OddsE4 } from '../units.ts';

/** What is believed of a match. */
export type BeliefSource =
  | { readonly kind: 'overround-line' }
  /** The mean of the single books' no-margin probabilities. */
  | { readonly kind: 'mean'; readonly method: MarginMethod }
  /** 1 / average price, margin and all, as Kaunitz et al. have it. */
  | { readonly kind: 'average-price' }
  | { readonly kind: 'book'; readonly book: string; readonly method: MarginMethod }
  | { readonly kind: 'model'; readonly id: string };

/** What is taken. `best` is the highest price of a single bookmaker; `maximum` can be named as a book of its own. */
export type PriceSource =
  | { readonly kind: 'best' }
  | { readonly kind: 'book'; readonly book: string }
  | { readonly kind: 'average' };

export type BetRule =
  /** Bet at an expected profit of at least `minimumEv` per unit. */
  | { readonly kind: 'value'; readonly minimumEv: number }
  /** Bet above 1 / (p - alpha): Kaunitz, Zhong, Kreiner 2017. */
  | { readonly kind: 'kaunitz'; readonly alpha: number };

export type StakeRule =
  | { readonly kind: 'flat'; readonly amount: MinorUnits }
  | { readonly kind: 'proportional'; readonly fraction: number }
  | { readonly kind: 'kelly'; readonly fraction: number; readonly cap: number }
  | { readonly kind: 'to-win'; readonly amount: MinorUnits };

/** A filter, a belief, a price and a stake rule: the contract's `strategy`. */
export type Strategy = {
  readonly name: string;
  readonly market: 'match-odds' | 'over-under-2.5';
  readonly fair: BeliefSource;
  readonly price: PriceSource;
  /** Of belief and price alike, so that nothing looks ahead. */
  readonly stage: 'pre-closing' | 'closing';
  readonly rule: BetRule;
  readonly filter: {
    readonly matches: { readonly competitions: readonly string[]; readonly seasons: readonly string[] };
    /** Empty: all. */
    readonly outcomes: readonly string[];
    readonly minimumOdds: OddsE4;
    readonly maximumOdds: OddsE4;
    /** Single books with a complete price in the market. */
    readonly minimumBooks: number;
  };
  readonly stake: StakeRule;
  readonly bank: MinorUnits;
  /** On the net winnings in a market, as a fraction. */
  readonly commission: number;
};
