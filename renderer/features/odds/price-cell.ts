import type { Book } from '../../../shared/domain/catalogue.ts';
import type { BackLay, Quote } from '../../../shared/domain/quote.ts';
import type { BookId, EpochMs, MinorUnits, OddsE4 } from '../../../shared/domain/units.ts';
import type { AgeStep } from '../../grid/index.ts';
import type { PriceDoubt } from '../../stores/price-doubt.ts';

/** One side of one book: a column of prices. */
export type PriceColumn = {
  readonly book: Book;
  readonly side: BackLay;
};

type ColumnOf = { readonly book: Pick<Book, 'id'>; readonly side: BackLay };

/** The column's id in the grid; `bookColumn` reads it back. */
export const priceColumnId = ({ book, side }: ColumnOf): string => `book/${side}/${book.id}`;
export const sizeColumnId = ({ book, side }: ColumnOf): string => `size/${side}/${book.id}`;

/** The book and side of a price or size column, `null` for other columns. */
export function bookColumn(columnId: string): { readonly bookId: BookId; readonly side: BackLay } | null {
  const match = /^(?:book|size)\/(back|lay)\/(.+)$/s.exec(columnId);
  if (match === null) return null;
  return { side: match[1] as BackLay, bookId: match[2] as BookId };
}

/** Exchanges first, then bookmakers by name; exchanges have a back and a lay column. */
export function priceColumns(books: Iterable<Book>): readonly PriceColumn[] {
  const kinds: Book['kind'][] = ['exchange', 'bookmaker'];
  return [...books]
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || a.name.localeCompare(b.name, 'en'))
    .flatMap((book): PriceColumn[] =>
      book.kind === 'exchange'
        ? [
            { book, side: 'back' },
            { book, side: 'lay' },
          ]
        : [{ book, side: 'back' }],
    );
}

/** What a book's cell shows of one selection. A new object whenever anything in it changes. */
export type PriceCell = {
  readonly price: OddsE4;
  readonly size: MinorUnits | null;
  readonly sourceTime: EpochMs;
  readonly receivedAt: EpochMs;
  readonly step: AgeStep;
  /** The best price after commission among those that are not stale, on an open market. */
  readonly best: boolean;
  /** Listed as an edge now. */
  readonly edge: boolean;
  readonly suspended: boolean;
  /** Why it is not traded on though it is shown; `null` when nothing is against it. */
  readonly doubt: PriceDoubt | null;
  /** The way of the last change, and when by the page's clock; `null` when it has not changed since it was first seen. */
  readonly moved: 'up' | 'down' | null;
  readonly movedAt: number;
};

type Now = {
  /** The page's clock in milliseconds, for flashes. */
  readonly page: number;
  readonly step: AgeStep;
  readonly edge: boolean;
  readonly suspended: boolean;
  readonly doubt: PriceDoubt | null;
};

/** The cell for `quote`, or `previous` itself when nothing changed; `null` when nothing is offered. */
export function priceCell(quote: Quote | undefined, previous: PriceCell | null, now: Now): PriceCell | null {
  const top = quote?.levels[0];
  if (quote === undefined || top === undefined) return null;
  const same = previous !== null && previous.price === top.price;
  const unchanged =
    same &&
    previous.size === top.size &&
    previous.sourceTime === quote.sourceTime &&
    previous.receivedAt === quote.receivedAt &&
    previous.step === now.step &&
    previous.edge === now.edge &&
    previous.suspended === now.suspended &&
    previous.doubt === now.doubt;
  if (unchanged) return previous;
  const move = previous === null || same ? null : top.price > previous.price ? 'up' : 'down';
  return {
    price: top.price,
    size: top.size,
    sourceTime: quote.sourceTime,
    receivedAt: quote.receivedAt,
    step: now.step,
    best: previous?.best ?? false,
    edge: now.edge,
    suspended: now.suspended,
    doubt: now.doubt,
    moved: move ?? previous?.moved ?? null,
    movedAt: move === null ? (previous?.movedAt ?? Number.NEGATIVE_INFINITY) : now.page,
  };
}

/** Decimal odds that a winning back keeps after `commission` (a fraction of net winnings). */
export const netOdds = (price: OddsE4, commission: number): number =>
  1 + (price / 10_000 - 1) * (1 - commission);
