import type { Book, Market, MarketType, Selection, SportingEvent } from '../../shared/domain/catalogue.ts';
import type { BackLay, Quote } from '../../shared/domain/quote.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  SelectionId,
  SourceId,
} from '../../shared/domain/units.ts';

/** 2023-11-14T22:13:20Z, where `createManualClock` starts. */
export const NOW = 1_700_000_000_000 as EpochMs;
const SOURCE = 'test' as SourceId;

export const bookmaker = (id: string): Book => ({
  id: id as BookId,
  name: id,
  kind: 'bookmaker',
  commission: 0,
  currency: 'GBP' as Currency,
});

export const exchange = (id: string, commission = 0.02): Book => ({
  ...bookmaker(id),
  kind: 'exchange',
  commission,
});

export const event = (change: Partial<SportingEvent> = {}): SportingEvent => ({
  id: 'test:e1' as EventId,
  sourceId: SOURCE,
  sport: 'soccer_test',
  competition: 'Test League',
  home: 'Reds',
  away: 'Blues',
  startsAt: (NOW + 3_600_000) as EpochMs,
  status: 'scheduled',
  score: null,
  ...change,
});

/** A market of `of` with one selection per side, ids `<market>:<side>`. */
export function market(
  of: SportingEvent,
  type: MarketType = 'match-odds',
  sides: readonly Selection['side'][] = ['home', 'draw', 'away'],
  line: number | null = null,
): Market {
  const id = `${of.id}:${type}${line === null ? '' : `:${line}`}` as MarketId;
  return {
    id,
    eventId: of.id,
    type,
    period: 'match',
    line,
    status: 'open',
    selections: sides.map((side) => ({ id: `${id}:${side}` as SelectionId, marketId: id, name: side, side })),
  };
}

/** A quote of decimal `price` (none: withdrawn) on the selection at `index`. */
export function quote(
  on: Market,
  index: number,
  book: Book,
  price: number | null,
  change: Partial<Quote> & { readonly side?: BackLay; readonly size?: number } = {},
): Quote {
  const { size, ...rest } = change;
  const selection = on.selections[index];
  if (!selection) throw new Error(`market ${on.id} has no selection ${index}`);
  return {
    selectionId: selection.id,
    marketId: on.id,
    bookId: book.id,
    side: 'back',
    levels:
      price === null
        ? []
        : [{ price: Math.round(price * 10_000) as OddsE4, size: (size ?? null) as MinorUnits | null }],
    sourceId: SOURCE,
    sourceTime: NOW,
    receivedAt: NOW,
    ...rest,
  };
}
