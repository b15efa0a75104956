import type { MarketView } from '../../electron/engine/ports/market-view.ts';
import type {
  Book,
  BookStanding,
  Market,
  MarketStatus,
  MarketType,
  Selection,
  SportingEvent,
} from '../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../shared/domain/edge.ts';
import type { Suspicion } from '../../shared/domain/price-truth/outliers.ts';
import type { BackLay, PriceSize, Quote } from '../../shared/domain/quote.ts';
import { quoteKey } from '../../shared/domain/quote.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  MinorUnits,
  OddsE4,
  Probability,
  SelectionId,
  SourceId,
} from '../../shared/domain/units.ts';

/** Decimal odds and minor units; `null` size is not published. */
export type Level = readonly [odds: number, size: number | null];

export type StubMarket = MarketView & {
  readonly eventId: EventId;
  /** Adds a market of the event; its selections are `<id>/<side>`. */
  addMarket(
    id: string,
    type: MarketType,
    sides: readonly Selection['side'][],
    line?: number,
    period?: Market['period'],
  ): Market;
  /** No longer listed, as after market.db was lost. */
  forget(): void;
  /** `undefined`: not listed any more. */
  setBook(bookId: BookId, book: Book | undefined): void;
  setEvent(change: Partial<SportingEvent>): void;
  setStatus(marketId: string, status: MarketStatus): void;
  /** Replaces what a book shows on one side of a selection and tells listeners. */
  show(selectionId: string, bookId: string, side: BackLay, ...levels: readonly Level[]): void;
  setFair(selectionId: string, probability: number): void;
  setStanding(bookId: string, standing: BookStanding): void;
  /** From now on every price of the book is taken for this. */
  suspect(bookId: string, suspicion: Suspicion | undefined): void;
  setMaximumAgeMs(ms: number): void;
};

const SOURCE = 'stub' as SourceId;

/** One event, an exchange `bf` (2 % commission) and a bookmaker `bm`; a match-odds market `m` to begin with. */
export function createStubMarket(now: () => EpochMs, startsAt = 1_700_003_600_000): StubMarket {
  let event: SportingEvent = {
    id: 'e' as EventId,
    sourceId: SOURCE,
    sport: 'soccer_epl',
    competition: 'EPL',
    home: 'Arsenal',
    away: 'Leeds',
    startsAt: startsAt as EpochMs,
    status: 'scheduled',
    score: null,
  };
  const books = new Map<string, Book>(
    (
      [
        { id: 'bf', name: 'Exchange', kind: 'exchange', commission: 0.02 },
        { id: 'bm', name: 'Bookmaker', kind: 'bookmaker', commission: 0 },
        { id: 'bm2', name: 'Other bookmaker', kind: 'bookmaker', commission: 0 },
      ] as const
    ).map((book) => [book.id, { ...book, id: book.id as BookId, currency: 'GBP' as Currency }]),
  );
  const markets = new Map<string, Market>();
  const quotes = new Map<string, Quote>();
  const fairs = new Map<string, FairPrice>();
  const standings = new Map<string, BookStanding>();
  const suspicions = new Map<string, Suspicion | undefined>();
  let maximumAgeMs = 600_000;
  const listeners = new Set<(id: MarketId) => void>();
  let forgotten = false;
  const tell = (id: string) => {
    for (const listener of [...listeners]) listener(id as MarketId);
  };
  const selection = (id: string) =>
    [...markets.values()].flatMap((market) => market.selections).find((item) => item.id === id);

  const stub: StubMarket = {
    eventId: event.id,
    event: (id) => (id === event.id && !forgotten ? event : undefined),
    market: (id) => markets.get(id),
    selection,
    book: (id) => books.get(id),
    quote: (selectionId, bookId, side) => quotes.get(quoteKey({ selectionId, bookId, side })),
    fair: (id) => fairs.get(id),
    standing: (_marketId, bookId) => standings.get(bookId) ?? { state: 'open', reason: '' },
    suspicion: ({ bookId }) => suspicions.get(bookId),
    maximumAgeMs: () => maximumAgeMs,
    onMarketChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    addMarket(id, type, sides, line, period = 'match') {
      const market: Market = {
        id: id as MarketId,
        eventId: event.id,
        type,
        period,
        line: line ?? null,
        status: 'open',
        selections: sides.map((side) => ({
          id: `${id}/${side}` as SelectionId,
          marketId: id as MarketId,
          name: side,
          side,
        })),
      };
      markets.set(id, market);
      return market;
    },
    forget() {
      forgotten = true;
      markets.clear();
      books.clear();
    },
    setBook(bookId, book) {
      if (book) books.set(bookId, book);
      else books.delete(bookId);
    },
    setEvent(change) {
      event = { ...event, ...change };
      for (const id of markets.keys()) tell(id);
    },
    setStatus(marketId, status) {
      const market = markets.get(marketId);
      if (market) markets.set(marketId, { ...market, status });
      tell(marketId);
    },
    show(selectionId, bookId, side, ...levels) {
      const marketId = selection(selectionId)?.marketId ?? ('' as MarketId);
      const shown: Quote = {
        selectionId: selectionId as SelectionId,
        marketId,
        bookId: bookId as BookId,
        side,
        levels: levels.map(
          ([odds, size]): PriceSize => ({
            price: Math.round(odds * 10_000) as OddsE4,
            size: size as MinorUnits | null,
          }),
        ),
        sourceId: SOURCE,
        sourceTime: now(),
        receivedAt: now(),
      };
      quotes.set(quoteKey(shown), shown);
      tell(marketId);
    },
    setStanding(bookId, standing) {
      standings.set(bookId, standing);
      for (const id of markets.keys()) tell(id);
    },
    suspect: (bookId, suspicion) => void suspicions.set(bookId, suspicion),
    setMaximumAgeMs(ms) {
      maximumAgeMs = ms;
    },
    setFair(selectionId, probability) {
      const marketId = selection(selectionId)?.marketId ?? ('' as MarketId);
      fairs.set(selectionId, {
        selectionId: selectionId as SelectionId,
        marketId,
        probability: probability as Probability,
        low: (probability - 0.01) as Probability,
        high: (probability + 0.01) as Probability,
        method: 'power',
        source: 'mean',
        books: 2,
        at: now(),
      });
    },
  };
  stub.addMarket('m', 'match-odds', ['home', 'draw', 'away']);
  return stub;
}
