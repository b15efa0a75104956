/** The market state: the latest quote per selection, book and side, and which markets changed. */
export type { MarketBook, QuoteOutcome } from './market-book.ts';
export { createMarketBook, OPEN } from './market-book.ts';
