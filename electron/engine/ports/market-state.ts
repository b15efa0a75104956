import type { Book, BookStanding, Market, SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type { PriceTrack } from './market-store.ts';

/** What one book quotes in one market; the arrays run parallel to `market.selections`. Mutated by the book only. */
export type BookPrices = {
  readonly book: Book;
  readonly backs: (Quote | undefined)[];
  readonly lays: (Quote | undefined)[];
  /** Where each of them is recorded, once it was. */
  readonly backTracks: (PriceTrack | undefined)[];
  readonly layTracks: (PriceTrack | undefined)[];
  /** Whether the book's prices here can be relied on. */
  standing: BookStanding;
  /** Rises when a best price changes; an unchanged version means that derived prices still hold. */
  version: number;
};

/** One market as it stands now. Mutated by the book only; everyone else reads. */
export type MarketState = {
  event: SportingEvent;
  market: Market;
  /** In the engine in the order of the books' ids: what is added up over them is the same however they arrived. */
  readonly prices: BookPrices[];
  /** What its id alone decides, evenly from 0 to 2^32 - 1: work is spread over markets by it, alike in every run. */
  readonly spread: number;
};
