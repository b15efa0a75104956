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
  /** Empty until the close was seen; "no close" is never zero. */
  readonly closing: readonly ClosingValue[];
};
