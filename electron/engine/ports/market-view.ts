import type { Book, Market, Selection, SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import type { BackLay, Quote } from '../../../shared/domain/quote.ts';
import type { BookId, EventId, MarketId, SelectionId } from '../../../shared/domain/units.ts';

/** The market state as orders and brokers may see it: the present, read-only. */
export interface MarketView {
  event(id: EventId): SportingEvent | undefined;
  market(id: MarketId): Market | undefined;
  selection(id: SelectionId): Selection | undefined;
  book(id: BookId): Book | undefined;
  /** The latest quote; no levels, or `undefined`, when there is no offer. */
  quote(selectionId: SelectionId, bookId: BookId, side: BackLay): Quote | undefined;
  fair(selectionId: SelectionId): FairPrice | undefined;
  /** Called after a market's quotes, status or event changed. Returns the function that stops it. */
  onMarketChange(listener: (marketId: MarketId) => void): () => void;
}
