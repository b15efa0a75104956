import type { BookId, SourceId } from '../../../../shared/domain/units.ts';

/** Books we are connected to ourselves, with the ids aggregating sources give the same book. */
const DIRECT_BOOKS: Readonly<Record<string, readonly string[]>> = {
  betfair: ['betfair', 'betfair_ex_uk', 'betfair_ex_eu', 'betfair_ex_au'],
  // Their own prices are net of fees, so that the books are others than the aggregators'.
  kalshi: ['kalshi-direct', 'kalshi'],
  polymarket: ['polymarket-direct', 'polymarket'],
};

const FAMILIES: ReadonlyMap<BookId, SourceId> = new Map(
  Object.entries(DIRECT_BOOKS).flatMap(([source, books]) =>
    books.map((book) => [book as BookId, source as SourceId] as const),
  ),
);

/** One text for all ids of one book. */
export const familyOf = (book: BookId): string => FAMILIES.get(book) ?? book;

/** The source that quotes the book itself; `undefined` where we have none. */
export const directSourceOf = (book: BookId): SourceId | undefined => FAMILIES.get(book);
