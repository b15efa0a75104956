import type { Book, Market, Selection, SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { OrderDraft } from '../../../shared/domain/order.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type { MarketView } from '../ports/market-view.ts';
import { invalid, notFound } from './refusal.ts';

/** What a draft is about, looked up. */
export type Subject = {
  readonly event: SportingEvent;
  readonly market: Market;
  readonly selection: Selection;
  readonly book: Book;
  /** What it would trade against now; for one that waits, the other side when nothing is offered. */
  readonly quote: Quote | undefined;
};

function quoteFor(view: MarketView, draft: OrderDraft): Quote | undefined {
  const offer = view.quote(draft.selectionId, draft.bookId, draft.side);
  if ((offer && offer.levels.length > 0) || draft.persistence === 'take') return offer;
  return view.quote(draft.selectionId, draft.bookId, draft.side === 'back' ? 'lay' : 'back');
}

/** Throws `not-found` for what is not listed, `invalid-input` for parts that do not belong together. */
export function subjectOf(view: MarketView, draft: OrderDraft): Subject {
  const event = view.event(draft.eventId);
  if (!event) throw notFound(`Event ${draft.eventId}`);
  const market = view.market(draft.marketId);
  if (!market) throw notFound(`Market ${draft.marketId}`);
  const selection = view.selection(draft.selectionId);
  if (!selection) throw notFound(`Selection ${draft.selectionId}`);
  const book = view.book(draft.bookId);
  if (!book) throw notFound(`Book ${draft.bookId}`);
  if (market.eventId !== event.id || selection.marketId !== market.id) {
    throw invalid(
      'The event, market and selection of the ticket do not belong together: make it again from the market.',
    );
  }
  return { event, market, selection, book, quote: quoteFor(view, draft) };
}
