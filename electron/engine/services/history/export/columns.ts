import { type Currency, currencyExponent } from '../../../../../shared/domain/units.ts';
import type { PricePoint } from '../../../ports/market-store.ts';
import type { NamedHistory } from '../../../ports/price-history.ts';

export type ExportRow = { readonly of: NamedHistory; readonly point: PricePoint };

/** `time`: ISO 8601 in text, a timestamp in Parquet; `integer`: milliseconds since 1970. */
export type ExportColumn = {
  readonly name: string;
  readonly type: 'text' | 'decimal' | 'integer' | 'time';
  readonly value: (row: ExportRow) => string | number | null;
};

/** Writes rows in one format; holds a bounded number of them in memory. */
export type RowWriter = {
  add(row: ExportRow): void;
  /** Writes what is left, and what the format ends with. */
  finish(): void;
};

const ODDS_SCALE = 10_000;
/** Of a book the catalogue does not know: amounts have two decimals, as most currencies'. */
const UNKNOWN = 'XXX' as Currency;

/** One row per change: when it was received and what the source says, what it is of, and the price from then on. */
export const EXPORT_COLUMNS: readonly ExportColumn[] = [
  { name: 'received', type: 'time', value: ({ point }) => point.at },
  { name: 'received_ms', type: 'integer', value: ({ point }) => point.at },
  { name: 'said', type: 'time', value: ({ point }) => point.sourceTime },
  { name: 'said_ms', type: 'integer', value: ({ point }) => point.sourceTime },
  { name: 'event_id', type: 'text', value: ({ of }) => of.eventId },
  { name: 'competition', type: 'text', value: ({ of }) => of.competition },
  { name: 'home', type: 'text', value: ({ of }) => of.home },
  { name: 'away', type: 'text', value: ({ of }) => of.away },
  { name: 'starts', type: 'time', value: ({ of }) => of.startsAt },
  { name: 'market_id', type: 'text', value: ({ of }) => of.marketId },
  { name: 'market', type: 'text', value: ({ of }) => of.market },
  { name: 'line', type: 'decimal', value: ({ of }) => of.line },
  { name: 'selection_id', type: 'text', value: ({ of }) => of.selectionId },
  { name: 'selection', type: 'text', value: ({ of }) => of.selection },
  { name: 'book_id', type: 'text', value: ({ of }) => of.bookId },
  { name: 'book', type: 'text', value: ({ of }) => of.book },
  { name: 'side', type: 'text', value: ({ of }) => of.side },
  // Empty: the offer was withdrawn.
  {
    name: 'price',
    type: 'decimal',
    value: ({ point: { price } }) => (price === null ? null : price / ODDS_SCALE),
  },
  {
    name: 'size',
    type: 'decimal',
    value: ({ of, point: { size } }) =>
      size === null ? null : size / 10 ** currencyExponent(of.currency ?? UNKNOWN),
  },
  { name: 'currency', type: 'text', value: ({ of }) => of.currency },
];
