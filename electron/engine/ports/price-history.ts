import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  SelectionId,
} from '../../../shared/domain/units.ts';
import type { PricePoint } from './market-store.ts';

/** One price history with the names of what it is of; `null` where the catalogue does not know them. */
export type NamedHistory = {
  readonly series: number;
  readonly selectionId: SelectionId;
  readonly bookId: BookId;
  readonly side: 'back' | 'lay';
  readonly selection: string | null;
  readonly marketId: MarketId | null;
  readonly market: string | null;
  readonly line: number | null;
  readonly eventId: EventId | null;
  readonly home: string | null;
  readonly away: string | null;
  readonly competition: string | null;
  readonly startsAt: EpochMs | null;
  readonly book: string | null;
  readonly currency: Currency | null;
};

/** Stored prices, read beside whoever writes them. */
export interface PriceHistoryReader {
  /** How many histories there are of an event, or of all. */
  count(eventId: EventId | null): number;
  histories(eventId: EventId | null): Iterable<NamedHistory>;
  /** Every change received in [from, to], oldest first, a run at a time. */
  points(history: NamedHistory, from: EpochMs, to: EpochMs): Iterable<PricePoint>;
  /** Chunks were merged or removed since this was opened: what was read may hold points twice or not at all. */
  wasCompacted(): boolean;
}
