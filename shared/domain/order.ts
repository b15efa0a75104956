import type { BackLay } from './quote.ts';
import type { FairLine } from './settings.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  OrderId,
  Probability,
  SelectionId,
} from './units.ts';

/** Whose money and whose market: separated in data and in colour. `paper` is real odds with the paper broker. */
export type Mode = 'practice' | 'paper' | 'live' | 'replay';

/**
 * draft -> armed -> intent (durable) -> sent -> accepted -> part-matched -> matched, or out through rejected,
 * cancelled, lapsed. `unresolved`: sent, and the venue's answer is not known; reconciled before anything is re-sent.
 */
export type OrderState =
  | 'draft'
  | 'armed'
  | 'intent'
  | 'sent'
  | 'accepted'
  | 'part-matched'
  | 'matched'
  | 'rejected'
  | 'cancelled'
  | 'lapsed'
  | 'unresolved';

/** What the user wants, before it is an order. `id` is made by the client and makes placement idempotent. */
export type OrderDraft = {
  readonly id: OrderId;
  readonly eventId: EventId;
  readonly marketId: MarketId;
  readonly selectionId: SelectionId;
  readonly bookId: BookId;
  readonly side: BackLay;
  readonly price: OddsE4;
  /** Backer's stake on both sides; a lay's liability is stake x (odds - 1). */
  readonly stake: MinorUnits;
  /** `take`: fill at this price or better now, lapse the rest. `keep`: leave the rest in the queue (exchanges). */
  readonly persistence: 'take' | 'keep';
};

/** Why this bet: what was known when the order was armed. Never changed afterwards. */
export type OrderReason = {
  readonly fair: Probability | null;
  readonly fairLow: Probability | null;
  readonly fairHigh: Probability | null;
  readonly method: string | null;
  /** What the fair price was of, and by which model; missing in orders from before there were several. */
  readonly fairSource?: FairLine;
  readonly model?: string;
  readonly ev: number | null;
  readonly kellyFraction: number;
  readonly bankroll: MinorUnits;
  /** The quote the order was armed on. */
  readonly quotePrice: OddsE4 | null;
  readonly quoteSourceTime: EpochMs | null;
  readonly quoteReceivedAt: EpochMs | null;
  /** Names as shown, so the record reads without the catalogue. */
  readonly eventName: string;
  readonly marketName: string;
  readonly selectionName: string;
  readonly bookName: string;
};

export type Order = OrderDraft & {
  readonly mode: Mode;
  readonly currency: Currency;
  readonly state: OrderState;
  readonly matched: MinorUnits;
  /** Stake-weighted over the fills; `null` while nothing is matched. */
  readonly averagePrice: OddsE4 | null;
  /** The venue's own id once it has answered. */
  readonly venueRef: string | null;
  /** A closed code and a sentence, when rejected, lapsed, cancelled or unresolved. */
  readonly outcome: { readonly code: string; readonly message: string } | null;
  readonly reason: OrderReason;
  readonly createdAt: EpochMs;
  readonly updatedAt: EpochMs;
  /** Rises by one with each recorded transition of this order. */
  readonly revision: number;
};

export type Fill = {
  readonly id: string;
  readonly orderId: OrderId;
  readonly price: OddsE4;
  readonly stake: MinorUnits;
  readonly at: EpochMs;
};
