import type {
  Book,
  BookStanding,
  Market,
  Selection,
  SportingEvent,
} from '../../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import type { Suspicion } from '../../../shared/domain/price-truth/outliers.ts';
import type { BackLay, Quote } from '../../../shared/domain/quote.ts';
import type { BookId, EventId, MarketId, SelectionId, SourceId } from '../../../shared/domain/units.ts';

/** The market state as orders and brokers may see it: the present, read-only. */
export interface MarketView {
  event(id: EventId): SportingEvent | undefined;
  market(id: MarketId): Market | undefined;
  selection(id: SelectionId): Selection | undefined;
  book(id: BookId): Book | undefined;
  /** The latest quote; no levels, or `undefined`, when there is no offer. */
  quote(selectionId: SelectionId, bookId: BookId, side: BackLay): Quote | undefined;
  fair(selectionId: SelectionId): FairPrice | undefined;
  /** Whether the book's prices on the market can be relied on. */
  standing(marketId: MarketId, bookId: BookId): BookStanding;
  /** What is wrong with a price far from what the other books say; `undefined` when nothing is. */
  suspicion(quote: Quote): Suspicion | undefined;
  /** The age past which this source's prices take no order, milliseconds of market time. */
  maximumAgeMs(sourceId: SourceId): number;
  /** Called after a market's quotes, status or event changed. Returns the function that stops it. */
  onMarketChange(listener: (marketId: MarketId) => void): () => void;
}
