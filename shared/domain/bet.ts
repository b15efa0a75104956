import type { Market, MarketType, Selection, SportingEvent } from './catalogue.ts';
import type { Order } from './order.ts';
import type { EpochMs, MinorUnits, OddsE4, OrderId, Probability } from './units.ts';

export type BetResult = 'won' | 'lost' | 'half-won' | 'half-lost' | 'push' | 'void';

/** The last fair probability before the start, and what the bet's price was worth against it. */
export type ClosingValue = {
  /** `consensus`, or a book id: the line the value is measured against. */
  readonly against: string;
  readonly fair: Probability;
  readonly closingPrice: OddsE4 | null;
  /** back: odds x fair - 1; lay: the layer's mirror of it. 0.02 is two per cent. Before and after commission. */
  readonly gross: number;
  readonly net: number;
  readonly at: EpochMs;
};

/** A matched order seen as a position: open until its event settles. */
export type Bet = {
  readonly orderId: OrderId;
  readonly order: Order;
  readonly liability: MinorUnits;
  readonly status: 'open' | 'settled';
  readonly result: BetResult | null;
  /** After commission; `null` while open. */
  readonly profit: MinorUnits | null;
  readonly commission: MinorUnits | null;
  readonly settledAt: EpochMs | null;
  /** Only of bets settled otherwise before: how often, when last, and as what before that. */
  readonly corrected?: BetCorrection;
  /** Empty until the close was seen; "no close" is never zero. */
  readonly closing: readonly ClosingValue[];
};

/** `null`: it was open again. Profit is after commission. */
export type BetCorrection = {
  readonly times: number;
  readonly at: EpochMs;
  readonly resultBefore: BetResult | null;
  readonly profitBefore: MinorUnits | null;
};

/** What a bet is on, kept with it: it can be settled, and found, when nothing lists its market any more. */
export type BetTerms = {
  readonly event: Pick<SportingEvent, 'sourceId' | 'sport' | 'competition' | 'home' | 'away' | 'startsAt'>;
  readonly type: MarketType;
  readonly period: Market['period'];
  readonly line: number | null;
  readonly side: Selection['side'];
  /** The book's, as a fraction of net winnings in the market. */
  readonly commission: number;
};
