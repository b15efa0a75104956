import type { MarginMethod } from './margin.ts';
import type { Currency, MinorUnits } from './units.ts';

/** The champion model of the market's slot, the learned line over books and teams, or the weighted mean of the books. */
export type FairLine = 'model' | 'overround-line' | 'mean';
export const FAIR_LINES: readonly FairLine[] = ['overround-line', 'model', 'mean'];

/** What the user can change about pricing and about the limits on orders. Fractions unless a unit is named. */
export type Settings = {
  readonly currency: Currency;
  readonly marginMethod: MarginMethod;
  /** What fair prices are. Where a model says nothing the line stands in, and where that covers nothing the mean. */
  readonly fairLine: FairLine;
  /**
   * Weight of each book in the mean by book id; `default` covers the rest. The line has learned its own weights; 0 leaves a
   * book out of both.
   */
  readonly consensusWeights: Readonly<Record<string, number>>;
  readonly kellyFraction: number;
  /** Below this EV a quote is not listed as an edge. */
  readonly minimumEv: number;
  /** Quotes older than this (since received or confirmed) neither price the consensus nor take an order. */
  readonly maximumQuoteAgeMs: number;
  /**
   * A price is suspect from this far off what the other books say, in log-odds: 0.3 is 2.00 against 2.35. It is flagged,
   * priced out and takes no order.
   */
  readonly suspectDistance: number;
  /** An order's price may differ from the current quote by at most this fraction. */
  readonly priceCollar: number;
  readonly maximumStake: MinorUnits;
  readonly maximumEventExposure: MinorUnits;
  readonly maximumTotalExposure: MinorUnits;
  readonly maximumOrdersPerMinute: number;
  /** How long an armed ticket stays armed. */
  readonly armSeconds: number;
};
