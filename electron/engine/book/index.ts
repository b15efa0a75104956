/** The market state: the latest quote per selection, book and side, and which markets changed. */
export type { MarketBook } from './market-book.ts';
export { createMarketBook } from './market-book.ts';
