import type { BookId, EpochMs, MarketId, MinorUnits, OddsE4, SelectionId, SourceId } from './units.ts';

/** `back`: the price at which one can back the selection now. `lay`: at which one can lay it. */
export type BackLay = 'back' | 'lay';

/** One rung of a ladder. `size` is what can be taken there (a bookmaker's limit), `null` when not published. */
export type PriceSize = { readonly price: OddsE4; readonly size: MinorUnits | null };

/**
 * Everything one book offers on one side of one selection. `levels` is best first; bookmakers have one,
 * exchanges up to their published depth. No levels means the offer was withdrawn.
 */
export type Quote = {
  readonly selectionId: SelectionId;
  readonly marketId: MarketId;
  readonly bookId: BookId;
  readonly side: BackLay;
  readonly levels: readonly PriceSize[];
  readonly sourceId: SourceId;
  /** When the book says it last changed or confirmed the price. */
  readonly sourceTime: EpochMs;
  /** When it reached this machine. */
  readonly receivedAt: EpochMs;
};

/** Identity of a quote in the book: one per selection, book and side. */
export const quoteKey = (quote: Pick<Quote, 'selectionId' | 'bookId' | 'side'>): string =>
  `${quote.selectionId}/${quote.bookId}/${quote.side}`;
