import type { Fill, Mode, Order } from '../../../shared/domain/order.ts';
import type { EpochMs, MinorUnits, OddsE4, OrderId } from '../../../shared/domain/units.ts';

/** What a venue says about one of our orders. `matched` and `averagePrice` are totals, not changes. */
export type VenueOrder = {
  readonly orderId: OrderId;
  readonly venueRef: string;
  readonly state: 'accepted' | 'part-matched' | 'matched' | 'cancelled' | 'lapsed' | 'rejected';
  readonly matched: MinorUnits;
  readonly averagePrice: OddsE4 | null;
  readonly fills: readonly Fill[];
  readonly outcome: { readonly code: string; readonly message: string } | null;
  readonly at: EpochMs;
};

/** `unknown`: the request may or may not have reached the venue. Never retried; reconciled through `find`. */
export type PlaceAnswer =
  | { readonly known: true; readonly order: VenueOrder }
  | { readonly known: false; readonly message: string };

/** A place bets are taken; `composition/trading.ts` chooses it. */
export interface Broker {
  readonly name: string;
  readonly mode: Mode;
  /** Sends once. Resolves with a definitive answer or `known: false`; rejects only on programming errors. */
  place(order: Order): Promise<PlaceAnswer>;
  /** Asks for the unmatched part to be cancelled; the definitive state after it, or unknown. */
  cancel(orderId: OrderId): Promise<PlaceAnswer>;
  /** What the venue knows of an order by our id; `undefined` means it never took it. Rejects when it cannot be asked. */
  find(orderId: OrderId): Promise<VenueOrder | undefined>;
  /** Later news: fills in the queue, lapses at the start. The returned function stops it. */
  onUpdate(listener: (order: VenueOrder) => void): () => void;
  /** Stops listening to the venue. What waits there goes on waiting. */
  close(): void;
}
