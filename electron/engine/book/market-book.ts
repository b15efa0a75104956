import type {
  Book,
  BookStanding,
  Market,
  MarketStatus,
  SportingEvent,
} from '../../../shared/domain/catalogue.ts';
import type { BackLay, Quote } from '../../../shared/domain/quote.ts';
import type { BookId, EpochMs, EventId, MarketId, SelectionId } from '../../../shared/domain/units.ts';
import type { BookPrices, MarketState } from '../ports/market-state.ts';
import type { PriceTrack } from '../ports/market-store.ts';

/**
 * `opened`: there was no price before. `moved`: the best price differs from before, or is gone. `changed`: only a size or the depth does. `confirmed`: only the times moved on. `late`: older than
 * what is known. `unknown`: no such selection, market or book has been introduced.
 */
export type QuoteOutcome = 'opened' | 'moved' | 'changed' | 'confirmed' | 'late' | 'unknown';

/** What a book's prices are until its source says otherwise. */
export const OPEN: BookStanding = { state: 'open', reason: '' };

/** How the books of a market are listed, which decides between equal prices: by their ids, or as they arrived. */
export type BookOrder = 'id' | 'arrival';

type Place = { readonly state: MarketState; readonly index: number };

export interface MarketBook {
  saveBooks(books: readonly Book[]): void;
  /** Introduces or updates an event and the markets named; quotes of markets whose selections stay are kept. */
  saveEvent(event: SportingEvent, markets: readonly Market[]): readonly MarketState[];
  saveMarketStatus(marketId: MarketId, status: MarketStatus): MarketState | undefined;
  /** `undefined` when nothing changes, or the market or book has not been introduced. */
  saveStanding(marketId: MarketId, bookId: BookId, standing: BookStanding): MarketState | undefined;
  /** Takes a quote; a market whose best prices changed is added to `dirty`. */
  apply(quote: Quote, dirty: Set<MarketState>): QuoteOutcome;
  /** When the quote was heard that the one just taken replaced; `undefined` where there was none. */
  replacedAt(): EpochMs | undefined;
  /** Where the quote just taken is recorded: its place is known by then, so recording it needs no search. */
  trackOfTaken(): PriceTrack | undefined;
  /** For all quotes that follow in this one's place. */
  keepTrack(quote: Quote, track: PriceTrack): void;
  /** Drops an event with everything quoted on it. */
  retire(eventId: EventId): readonly MarketId[];

  books(): IterableIterator<Book>;
  book(id: BookId): Book | undefined;
  events(): IterableIterator<SportingEvent>;
  event(id: EventId): SportingEvent | undefined;
  marketsOf(eventId: EventId): readonly MarketState[];
  markets(): IterableIterator<MarketState>;
  market(id: MarketId): MarketState | undefined;
  placeOf(selectionId: SelectionId): Place | undefined;
  quote(selectionId: SelectionId, bookId: BookId, side: BackLay): Quote | undefined;
  quotes(): Generator<Quote>;
}

const sameLevels = (a: Quote, b: Quote): boolean =>
  a.levels.length === b.levels.length &&
  a.levels.every((level, i) => {
    const other = b.levels[i];
    return other !== undefined && level.price === other.price && level.size === other.size;
  });

/** FNV-1a of the id. */
function spreadOf(id: MarketId): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The latest state of every market. Holds no clock: staleness is judged by whoever reads it. */
export function createMarketBook({ order = 'id' }: { readonly order?: BookOrder } = {}): MarketBook {
  const books = new Map<BookId, Book>();
  const events = new Map<EventId, SportingEvent>();
  const byEvent = new Map<EventId, MarketState[]>();
  const markets = new Map<MarketId, MarketState>();
  const places = new Map<SelectionId, Place>();

  let takenTracks: readonly (PriceTrack | undefined)[] = [];
  let takenIndex = 0;
  let replacedAt: EpochMs | undefined;

  const pricesOf = (state: MarketState, bookId: BookId): BookPrices | undefined => {
    for (const prices of state.prices) if (prices.book.id === bookId) return prices;
    return undefined;
  };

  const openPrices = (state: MarketState, bookId: BookId): BookPrices | undefined => {
    const book = books.get(bookId);
    if (!book) return undefined;
    const count = state.market.selections.length;
    const prices: BookPrices = {
      book,
      backs: new Array<Quote | undefined>(count).fill(undefined),
      lays: new Array<Quote | undefined>(count).fill(undefined),
      backTracks: new Array<PriceTrack | undefined>(count).fill(undefined),
      layTracks: new Array<PriceTrack | undefined>(count).fill(undefined),
      standing: OPEN,
      version: 0,
    };
    const after = order === 'id' ? state.prices.findIndex((other) => other.book.id > bookId) : -1;
    state.prices.splice(after < 0 ? state.prices.length : after, 0, prices);
    return prices;
  };

  const indexSelections = (state: MarketState) => {
    state.market.selections.forEach((selection, index) => {
      places.set(selection.id, { state, index });
    });
  };

  const saveMarket = (event: SportingEvent, market: Market): MarketState => {
    const known = markets.get(market.id);
    const sameSelections =
      known !== undefined &&
      known.market.selections.length === market.selections.length &&
      known.market.selections.every((selection, i) => selection.id === market.selections[i]?.id);
    if (known && sameSelections) {
      known.market = market;
      known.event = event;
      return known;
    }
    if (known) dropMarket(known);
    const state: MarketState = { event, market, prices: [], spread: spreadOf(market.id) };
    markets.set(market.id, state);
    const siblings = byEvent.get(event.id);
    if (siblings) siblings.push(state);
    else byEvent.set(event.id, [state]);
    indexSelections(state);
    return state;
  };

  const dropMarket = (state: MarketState) => {
    for (const selection of state.market.selections) places.delete(selection.id);
    markets.delete(state.market.id);
    const siblings = byEvent.get(state.event.id);
    if (siblings) siblings.splice(siblings.indexOf(state), 1);
  };

  return {
    saveBooks(changed) {
      for (const book of changed) books.set(book.id, book);
    },
    saveEvent(event, changed) {
      events.set(event.id, event);
      for (const state of byEvent.get(event.id) ?? []) state.event = event;
      return changed.map((market) => saveMarket(event, market));
    },
    saveMarketStatus(marketId, status) {
      const state = markets.get(marketId);
      if (!state || state.market.status === status) return undefined;
      state.market = { ...state.market, status };
      return state;
    },
    saveStanding(marketId, bookId, standing) {
      const state = markets.get(marketId);
      if (!state) return undefined;
      const prices = pricesOf(state, bookId) ?? openPrices(state, bookId);
      if (!prices) return undefined;
      const { state: before, reason } = prices.standing;
      if (before === standing.state && reason === standing.reason) return undefined;
      prices.standing = standing;
      return state;
    },
    apply(quote, dirty) {
      const place = places.get(quote.selectionId);
      if (place === undefined || place.state.market.id !== quote.marketId) return 'unknown';
      const { state, index } = place;
      const prices = pricesOf(state, quote.bookId) ?? openPrices(state, quote.bookId);
      if (!prices) return 'unknown';
      const row = quote.side === 'back' ? prices.backs : prices.lays;
      const before = row[index];
      if (before && quote.receivedAt < before.receivedAt) return 'late';
      row[index] = quote;
      takenTracks = quote.side === 'back' ? prices.backTracks : prices.layTracks;
      takenIndex = index;
      replacedAt = before?.receivedAt;
      if (before && sameLevels(before, quote)) return 'confirmed';
      dirty.add(state);
      if (before?.levels[0]?.price === quote.levels[0]?.price) return 'changed';
      prices.version += 1;
      return before?.levels[0] === undefined ? 'opened' : 'moved';
    },
    replacedAt: () => replacedAt,
    trackOfTaken: () => takenTracks[takenIndex],
    keepTrack(quote, track) {
      const place = places.get(quote.selectionId);
      const prices = place && pricesOf(place.state, quote.bookId);
      if (place && prices)
        (quote.side === 'back' ? prices.backTracks : prices.layTracks)[place.index] = track;
    },
    retire(eventId) {
      const states = byEvent.get(eventId) ?? [];
      byEvent.delete(eventId);
      events.delete(eventId);
      for (const state of states) dropMarket(state);
      return states.map((state) => state.market.id);
    },
    books: () => books.values(),
    book: (id) => books.get(id),
    events: () => events.values(),
    event: (id) => events.get(id),
    marketsOf: (eventId) => byEvent.get(eventId) ?? [],
    markets: () => markets.values(),
    market: (id) => markets.get(id),
    placeOf: (selectionId) => places.get(selectionId),
    quote(selectionId, bookId, side) {
      const place = places.get(selectionId);
      if (!place) return undefined;
      const prices = pricesOf(place.state, bookId);
      return side === 'back' ? prices?.backs[place.index] : prices?.lays[place.index];
    },
    *quotes() {
      for (const state of markets.values())
        for (const prices of state.prices) {
          for (const quote of prices.backs) if (quote) yield quote;
          for (const quote of prices.lays) if (quote) yield quote;
        }
    },
  };
}
