import type { BookStandingItem, SuspectPrice } from '../../shared/contract/price-truth.ts';
import { type Quote, quoteKey } from '../../shared/domain/quote.ts';
import { standingKey, standings, suspects } from './market-data.ts';
import type { Table } from './table.ts';

/** Why a price that is shown is not traded on. */
export type PriceDoubt = 'suspect' | 'suspended' | 'unreliable';

export type DoubtTables = {
  readonly suspects: Table<SuspectPrice>;
  readonly standings: Table<BookStandingItem>;
};

/** The standing of its book says more than how far the price is off. */
export function doubtOf(
  quote: Pick<Quote, 'selectionId' | 'marketId' | 'bookId' | 'side'>,
  tables: DoubtTables = { suspects, standings },
): PriceDoubt | null {
  const standing = tables.standings.get(standingKey(quote));
  if (standing !== undefined && standing.state !== 'open') return standing.state;
  return tables.suspects.get(quoteKey(quote)) === undefined ? null : 'suspect';
}

/** A few words on a doubt, for where there is room. */
export const DOUBTS: Readonly<Record<PriceDoubt, string>> = {
  suspect: 'far from what other books say',
  suspended: 'suspended',
  unreliable: 'not to be relied on now',
};
