import type { Fill, OrderDraft } from '../../../shared/domain/order.ts';
import type { EpochMs, MinorUnits, OddsE4, OrderId } from '../../../shared/domain/units.ts';

/** What the paper venue knows of one order. `delayed`: taken, waiting out the in-play bet delay. */
export type VenueRecord = OrderDraft & {
  readonly venueRef: string;
  readonly state: 'delayed' | 'accepted' | 'part-matched' | 'matched' | 'cancelled' | 'lapsed' | 'rejected';
  readonly matched: MinorUnits;
  readonly averagePrice: OddsE4 | null;
  readonly outcome: { readonly code: string; readonly message: string } | null;
  /** Size shown before ours at our price when the order joined the queue, less what has traded since. */
  readonly queueAhead: MinorUnits;
  /** True when the event had started on arrival: the start can then no longer lapse the order. */
  readonly inPlay: boolean;
  readonly receivedAt: EpochMs;
  readonly updatedAt: EpochMs;
};

/** The paper venue's own memory, apart from the journal as a real venue's would be. Durable when a method returns. */
export interface VenueStore {
  /** Inserts or replaces the record and adds its new fills (idempotent by fill id), all or nothing. */
  save(record: VenueRecord, fills: readonly Fill[]): void;
  record(orderId: OrderId): VenueRecord | undefined;
  /** All fills of an order, oldest first. */
  fills(orderId: OrderId): readonly Fill[];
  /** Records whose state is delayed, accepted or part-matched, in the order they arrived. */
  open(): readonly VenueRecord[];
  close(): void;
}
