import type { SourceHealth } from '../../../shared/contract/sources.ts';
import type {
  Book,
  BookStanding,
  EventStatus,
  Market,
  MarketStatus,
  Score,
  SportingEvent,
} from '../../../shared/domain/catalogue.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type {
  BookId,
  EpochMs,
  EventId,
  MarketId,
  SelectionId,
  SourceId,
} from '../../../shared/domain/units.ts';

export type SelectionOutcome = {
  readonly selectionId: SelectionId;
  readonly outcome: 'won' | 'lost' | 'void';
};

/** What a source tells the engine; everything it can say is one of these. */
export type FeedEvent =
  | { readonly kind: 'books'; readonly books: readonly Book[] }
  /** New or changed. Markets carry their selections; markets not named stay as they were. */
  | { readonly kind: 'event'; readonly event: SportingEvent; readonly markets: readonly Market[] }
  | { readonly kind: 'quotes'; readonly quotes: readonly Quote[] }
  | {
      readonly kind: 'market-status';
      readonly marketId: MarketId;
      readonly status: MarketStatus;
      readonly at: EpochMs;
    }
  /**
   * One book's prices on one market can't be relied on, or can again: the book suspended it, the connection is lost, or the
   * source says itself that it is late. Prices stay on screen, flagged; they price nothing and take no order.
   */
  | {
      readonly kind: 'book-standing';
      readonly marketId: MarketId;
      readonly bookId: BookId;
      readonly standing: BookStanding;
      readonly at: EpochMs;
    }
  /**
   * How one book settled its own market: what its bets there are settled by, whoever tells a score or none. Without
   * outcomes: it has none that can be used, and what it may have told before is taken back.
   */
  | {
      readonly kind: 'market-result';
      readonly marketId: MarketId;
      readonly bookId: BookId;
      readonly outcomes: readonly SelectionOutcome[];
      readonly at: EpochMs;
    }
  | { readonly kind: 'score'; readonly eventId: EventId; readonly status: EventStatus; readonly score: Score }
  | { readonly kind: 'quarantine'; readonly reason: string; readonly sample: string; readonly at: EpochMs };

/** Takes what a source says. Synchronous and quick: it must never wait for a consumer. */
export type FeedSink = (event: FeedEvent) => void;

export type { SourceHealth } from '../../../shared/contract/sources.ts';

/** A place prices come from. One folder in `feeds/` each, opened by `services/sources`. */
export interface Source {
  readonly id: SourceId;
  /** Resolves when the first answer came or failed; a failure is in `health()`, never thrown. */
  start(sink: FeedSink): Promise<void>;
  /** Resolves when nothing more will be told to the sink. */
  stop(): Promise<void>;
  health(): SourceHealth;
  /** Starts over at once: after a failure that waits for the user. */
  retry?(): Promise<void>;
  /**
   * For a recording that begins: shows the tap what came before, so that from here on the recording's payloads alone
   * come to the book as it is. Costs nothing and forgets nothing. Sources without it are told to `retry`.
   */
  restart?(): Promise<void>;
}
