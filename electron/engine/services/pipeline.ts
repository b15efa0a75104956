import type {
  BookStanding,
  EventStatus,
  Market,
  Score,
  SportingEvent,
} from '../../../shared/domain/catalogue.ts';
import { type Quote, quoteKey } from '../../../shared/domain/quote.ts';
import type { BookId, EventId, MarketId, SourceId } from '../../../shared/domain/units.ts';
import type { MarketBook } from '../book/index.ts';
import type { FeedEvent, FeedSink } from '../feeds/source.ts';
import type { Clock } from '../ports/clock.ts';
import type { MarketState } from '../ports/market-state.ts';
import type { MarketStore, PriceTrack } from '../ports/market-store.ts';
import type { Pricer, Suspect } from '../pricing/index.ts';
import { keptLive } from './kept-live.ts';
import type { Meter } from './meter.ts';
import type { PriceTruthWatch } from './price-truth.ts';
import type { Topics } from './topics.ts';
import type { Troubles } from './troubles.ts';

/** What must happen around an event's start and end; called by the pipeline, in order, never concurrently. */
export type EventHooks = {
  /** The event is about to be seen as started: what stands in the book now is the close. */
  readonly beforeStart: (event: SportingEvent) => void;
  /** A book is about to take back what it offers: what it offered last may be its close. */
  readonly beforeWithdrawal?: (withdrawal: Quote) => void;
  /** A book's standing in a market is about to become this. */
  readonly beforeStanding?: (marketId: MarketId, bookId: BookId, next: BookStanding) => void;
  /** `source` told how it stands; without one it follows from the clock, or the event was only listed again. */
  readonly afterChange: (event: SportingEvent, source?: SourceId) => void;
  /** A book has settled its market. */
  readonly bookSettled?: (result: MarketResult) => void;
};

export type MarketResult = Extract<FeedEvent, { kind: 'market-result' }>;

export interface Pipeline {
  /** Where a source delivers. Feed to book to prices to watchers, in one synchronous pass. */
  sinkFor(source: SourceId): FeedSink;
  /** Prices markets again, for ages move on though nothing arrives: an eighth of them per call, in turn. */
  sweep(): void;
  /** From here on turns are counted anew and every fair price is told again, as a replay will that begins here. */
  begin(): void;
  /** Prices a market again: something besides its quotes has changed. */
  reprice(id: MarketId): void;
  /** Puts a known event into the book without telling the store. */
  restore(event: SportingEvent, markets: readonly Market[]): void;
  /** Marks an event as started or ended when no source says so. */
  changeEvent(id: EventId, status: EventStatus, score: Score | null): void;
  retire(id: EventId): void;
}

/** Every market is priced again for age within so many sweeps. */
const SWEEPS = 8;
const STARTED: readonly EventStatus[] = ['live', 'ended'];
const OVER: readonly EventStatus[] = ['ended', 'postponed', 'abandoned'];

/** The kernel every mode runs: practice, paper, live and replay differ only in what is connected to it. */
export function createPipeline(deps: {
  readonly book: MarketBook;
  readonly pricer: Pricer;
  readonly store: MarketStore;
  /** Market time. */
  readonly clock: Clock;
  /** Human time, for the meter. */
  readonly wall: Clock;
  readonly topics: Topics;
  readonly meter: Meter;
  readonly hooks: EventHooks;
  readonly troubles: Troubles;
  /** Watches what came of each quote; nobody unless given. */
  readonly truth?: Pick<PriceTruthWatch, 'heard'>;
}): Pipeline {
  const { book, pricer, store, clock, wall, topics, meter, hooks, troubles, truth } = deps;
  /** The market goes on when it can't be recorded; the user is told. */
  const recording = (what: string, task: () => void) => troubles.guard(`recording ${what}`, task);
  const dirty = new Set<MarketState>();
  /** As last told. */
  const suspects = new Map<MarketId, ReadonlyMap<string, Suspect>>();
  let sweeps = 0;

  const publishFixture = (event: SportingEvent, retired = false) =>
    topics.fixtures.publish({
      event,
      markets: book.marketsOf(event.id).map((state) => state.market),
      retired,
    });

  const reprice = (state: MarketState) => {
    const priced = pricer.price(state, clock.now());
    if (priced.fairChanged) {
      if (priced.fair[0]?.books !== 0) recording('fair prices', () => priced.fair.forEach(store.recordFair));
      for (const fair of priced.fair) topics.fairPrices.publish(fair);
    }
    if (priced.edgesChanged)
      topics.edges.publish({ marketId: priced.marketId, edges: priced.edges, arbitrage: priced.arbitrage });
    tellSuspects(priced.marketId, priced.suspects);
  };

  /** Tells a suspect price when it appears or becomes another, and when it is cleared; not each time it is seen. */
  const tellSuspects = (marketId: MarketId, now: readonly Suspect[]) => {
    const before = suspects.get(marketId);
    if (now.length === 0 && before === undefined) return;
    const next = new Map(now.map((each) => [quoteKey(each), each]));
    for (const [key, each] of next) {
      const known = before?.get(key);
      if (known?.kind !== each.kind || known.price !== each.price) topics.suspects.publish(each);
    }
    for (const [key, each] of before ?? [])
      if (!next.has(key)) topics.suspects.publish({ ...each, cleared: true });
    if (next.size === 0) suspects.delete(marketId);
    else suspects.set(marketId, next);
  };

  const repriceDirty = () => {
    for (const state of dirty) {
      reprice(state);
      topics.markets.publish(state.market.id);
    }
    dirty.clear();
  };

  const saveEvent = (event: SportingEvent, markets: readonly Market[], source?: SourceId) => {
    const before = book.event(event.id);
    const starts = STARTED.includes(event.status) && before !== undefined && !STARTED.includes(before.status);
    if (starts) troubles.guard('closing line', () => hooks.beforeStart(before));
    for (const state of book.saveEvent(event, markets)) dirty.add(state);
    recording('events', () => {
      store.saveEvent(event);
      if (markets.length > 0) store.saveMarkets(markets);
    });
    publishFixture(event);
    repriceDirty();
    troubles.guard('settlement', () => hooks.afterChange(event, source));
  };

  /**
   * A listing is no result: an event that is over stays as it was told, and nobody has told its end again. Nor does it
   * take back that an event has begun.
   */
  const listEvent = (event: SportingEvent, markets: readonly Market[], source: SourceId) => {
    const before = book.event(event.id);
    if (before === undefined) saveEvent(event, markets, source);
    else if (!OVER.includes(before.status)) saveEvent(keptLive(before, event, clock.now()), markets, source);
    else saveEvent({ ...event, status: before.status, score: before.score }, markets);
  };

  const openTrack = (quote: Quote): PriceTrack => {
    const track = store.priceTrack(quote);
    book.keepTrack(quote, track);
    return track;
  };

  const applyQuotes = (source: SourceId, quotes: readonly Quote[]) => {
    const started = wall.monotonic();
    const taken: Quote[] = [];
    const tracks: (PriceTrack | undefined)[] = [];
    let unknown: Quote | undefined;
    for (const quote of quotes) {
      if (quote.levels.length === 0) hooks.beforeWithdrawal?.(quote);
      const outcome = book.apply(quote, dirty);
      truth?.heard(quote, outcome, book.replacedAt());
      if (outcome === 'late') continue;
      if (outcome === 'unknown') {
        unknown = quote;
        continue;
      }
      taken.push(quote);
      tracks.push(book.trackOfTaken());
      topics.quotes.publish(quote);
    }
    recording('quotes', () => {
      taken.forEach((quote, index) => {
        (tracks[index] ?? openTrack(quote)).record(quote);
      });
    });
    repriceDirty();
    meter.record(quotes.length, wall.monotonic() - started);
    if (unknown) quarantine(source, 'quote for a selection or book that was never introduced', unknown);
  };

  const quarantine = (source: SourceId, reason: string, sample: unknown) => {
    const text = typeof sample === 'string' ? sample : JSON.stringify(sample);
    recording('quarantine', () =>
      store.quarantine([{ source, reason, sample: text.slice(0, 2000), at: clock.now() }]),
    );
  };

  const changeStatus = (marketId: MarketId, event: Extract<FeedEvent, { kind: 'market-status' }>) => {
    const state = book.saveMarketStatus(marketId, event.status);
    if (!state) return;
    recording('markets', () => store.saveMarkets([state.market]));
    dirty.add(state);
    publishFixture(state.event);
    repriceDirty();
  };

  const changeStanding = (
    source: SourceId,
    { marketId, bookId, standing, at }: Extract<FeedEvent, { kind: 'book-standing' }>,
  ) => {
    if (!book.market(marketId) || !book.book(bookId)) {
      quarantine(source, 'standing of a book or market that was never introduced', { marketId, bookId });
      return;
    }
    hooks.beforeStanding?.(marketId, bookId, standing);
    const state = book.saveStanding(marketId, bookId, standing);
    if (!state) return;
    topics.standings.publish({ marketId, bookId, ...standing, at });
    dirty.add(state);
    repriceDirty();
  };

  const changeEvent = (id: EventId, status: EventStatus, score: Score | null, source?: SourceId) => {
    const event = book.event(id);
    if (!event) return;
    if (event.status === 'ended' && status !== 'ended') return;
    saveEvent({ ...event, status, score: score ?? event.score }, [], source);
  };

  const take = (source: SourceId, event: FeedEvent): void => {
    switch (event.kind) {
      case 'quotes':
        applyQuotes(source, event.quotes);
        return;
      case 'books':
        book.saveBooks(event.books);
        recording('books', () => store.saveBooks(event.books));
        for (const changed of event.books) topics.books.publish(changed);
        return;
      case 'event':
        listEvent(event.event, event.markets, source);
        return;
      case 'market-status':
        changeStatus(event.marketId, event);
        return;
      case 'book-standing':
        changeStanding(source, event);
        return;
      case 'market-result':
        troubles.guard('settlement', () => hooks.bookSettled?.(event));
        return;
      case 'score':
        changeEvent(event.eventId, event.status, event.score, source);
        return;
      case 'quarantine':
        quarantine(source, event.reason, event.sample);
        return;
      default:
        event satisfies never;
    }
  };

  return {
    sinkFor: (source) => (event) => take(source, event),
    sweep() {
      const turn = sweeps % SWEEPS;
      sweeps += 1;
      for (const state of book.markets()) if (state.spread % SWEEPS === turn) reprice(state);
    },
    begin() {
      sweeps = 0;
      pricer.tellAnew();
    },
    reprice(id) {
      const state = book.market(id);
      if (state) dirty.add(state);
      repriceDirty();
    },
    restore(event, markets) {
      book.saveEvent(event, markets);
    },
    changeEvent,
    retire(id) {
      const event = book.event(id);
      if (!event) return;
      publishFixture(event, true);
      for (const marketId of book.retire(id)) {
        tellSuspects(marketId, []);
        pricer.forget(marketId);
      }
    },
  };
}
