import type { BackLay, Quote } from '../../shared/domain/quote.ts';
import type {
  BookId,
  EpochMs,
  MarketId,
  MinorUnits,
  OddsE4,
  SelectionId,
  SourceId,
} from '../../shared/domain/units.ts';

/** A quote with one level; `price` null is a withdrawn offer. `behind`: how much older the source's time is. */
export const sampleQuote = ({
  selection = 'selection',
  book = 'book',
  side = 'back',
  price = 25_000,
  size = null,
  at = 1_700_000_000_000,
  behind = 0,
}: {
  readonly selection?: string;
  readonly book?: string;
  readonly side?: BackLay;
  readonly price?: number | null;
  readonly size?: number | null;
  readonly at?: number;
  readonly behind?: number;
}): Quote => ({
  selectionId: selection as SelectionId,
  marketId: 'market' as MarketId,
  bookId: book as BookId,
  side,
  levels: price === null ? [] : [{ price: price as OddsE4, size: size as MinorUnits | null }],
  sourceId: 'sim' as SourceId,
  sourceTime: (at - behind) as EpochMs,
  receivedAt: at as EpochMs,
});
