import type { Book, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { BackLay, PriceSize, Quote } from '../../../../shared/domain/quote.ts';
import type { EpochMs, MarketId } from '../../../../shared/domain/units.ts';
import type { FeedSink, SelectionOutcome } from '../source.ts';
import { createDirectory, type Directory, type Listing } from './directory.ts';
import type { Ledger } from './ledger.ts';
import { isCatalogueMarket, mismatch } from './protocol.ts';
import { BOOK_ID, CURRENCY, createQuoteBoard } from './quote-board.ts';
import {
  isSettled,
  isUndecided,
  isVoided,
  outcomesOf,
  type SettledMarket,
  sameOutcomes,
} from './settled-market.ts';
import { type Condition, createStandingTeller, newCondition, standingOf } from './standings.ts';
import { sampleOf } from './wire/sample.ts';

type Times = { readonly sourceTime: EpochMs; readonly receivedAt: EpochMs };

/** What both ways of getting prices, stream and polls, do to the markets: events, quotes and standings, told once. */
export type MarketDesk = {
  readonly directory: Directory;
  /** Takes catalogue entries; refused ones are in the ledger, unsupported ones in `unsupported`. */
  introduce(entries: readonly unknown[], at: EpochMs): void;
  condition(nativeId: string): Condition;
  conditions(): IterableIterator<[string, Condition]>;
  /** Betfair says Betfair is late. */
  setLate(late: boolean, at: EpochMs): void;
  isLate(): boolean;
  /** Tells how the market stands now, where that has changed. */
  tellStanding(listing: Listing, at: EpochMs): void;
  tellAllStandings(at: EpochMs): void;
  /** The market's event has begun. */
  tellLive(listing: Listing): void;
  tellStart(listing: Listing, startsAt: EpochMs): void;
  /**
   * As the runners of the market stand. Of one that is closed: that it is over, with a result where they name one that
   * can be used; told again where Betfair corrects it, also to one that can't, and taken back where it is not settled any
   * more. Of one first seen undecided: that it has none.
   */
  tellRunners(listing: Listing, status: string | undefined, market: SettledMarket, at: EpochMs): void;
  /** One side of one runner; gathered until `flush`. */
  quote(listing: Listing, runnerKey: string, side: BackLay, levels: readonly PriceSize[], times: Times): void;
  confirm(marketIds: Iterable<MarketId>, times: Times): void;
  flush(): void;
  /** What stands of the quotes told. */
  offers(): readonly Quote[];
  /** Markets a result was told of. */
  settled(): readonly MarketId[];
  /** Market types that are not brought, with how many markets of each were seen. */
  unsupported(): ReadonlyMap<string, number>;
  /** Events that started before then, and what was last listed before then. */
  forget(before: EpochMs): void;
};

const toBook = (commission: number): Book => ({
  id: BOOK_ID,
  name: 'Betfair',
  kind: 'exchange',
  commission,
  currency: CURRENCY,
});
/** Of most markets; used until a catalogue says otherwise. */
const USUAL_BASE_RATE = 0.05;

/** Winners first: they know how a match's sides are called. Betfair's markets of one line before those of many. */
function introductionOrder(entry: unknown): number {
  if (!isCatalogueMarket(entry)) return 3;
  const type = entry.description?.marketType;
  if (type === 'MATCH_ODDS' || type === 'MONEY_LINE') return 0;
  return entry.description?.bettingType === 'ODDS' ? 1 : 2;
}

export function createMarketDesk(deps: {
  readonly sink: FeedSink;
  readonly ledger: Ledger;
  /** As a fraction; `null`: what the markets say, the highest of them. */
  readonly commission: number | null;
  /** Markets that the desk before this one told a result of. */
  readonly settled: readonly MarketId[];
}): MarketDesk {
  const { sink, ledger, commission } = deps;
  const settledBefore = new Set(deps.settled);
  const directory = createDirectory();
  const board = createQuoteBoard();
  const conditions = new Map<string, Condition>();
  const standings = createStandingTeller((marketId, standing, at) =>
    sink({ kind: 'book-standing', marketId, bookId: BOOK_ID, standing, at }),
  );
  /** Of what can't be brought: by type, the markets and when each was last listed. */
  const unsupported = new Map<string, Map<string, EpochMs>>();
  const unplacedTold = new Set<string>();
  /** Markets told to be over. */
  const closed = new Set<MarketId>();
  /** The result last told of a market. */
  const results = new Map<MarketId, readonly SelectionOutcome[]>();
  let bookTold: number | null = null;
  let late = false;
  let pending: Quote[] = [];

  const tellBook = (baseRate: number | undefined) => {
    const rate =
      commission ?? Math.max(bookTold ?? 0, baseRate === undefined ? USUAL_BASE_RATE : baseRate / 100);
    if (rate === bookTold) return;
    bookTold = rate;
    sink({ kind: 'books', books: [toBook(rate)] });
  };

  const tellEvent = (event: SportingEvent | undefined) => {
    if (event !== undefined) sink({ kind: 'event', event, markets: [] });
  };

  const condition = (nativeId: string): Condition => {
    const known = conditions.get(nativeId);
    if (known !== undefined) return known;
    const fresh = newCondition();
    conditions.set(nativeId, fresh);
    return fresh;
  };

  /** Also that there is none, once: an earlier run may have told one. */
  const tellResult = (
    { doubleLine }: Listing,
    marketId: MarketId,
    outcomes: readonly SelectionOutcome[],
    at: EpochMs,
  ) => {
    const before = results.get(marketId);
    if (before !== undefined && sameOutcomes(before, outcomes)) return;
    const wasTold = before !== undefined || settledBefore.has(marketId);
    // Many lines only tell that they are void; how one of them came out may be the word of the line's own market.
    if (outcomes.length === 0 && doubleLine && !wasTold) return;
    results.set(marketId, outcomes);
    sink({ kind: 'market-result', marketId, bookId: BOOK_ID, outcomes, at });
  };

  const tellStanding = (listing: Listing, at: EpochMs) =>
    standings.tell(listing.marketIds, standingOf(condition(listing.nativeId), late), at);

  const introduceOne = (entry: unknown, at: EpochMs) => {
    if (!isCatalogueMarket(entry)) {
      ledger.quarantine(
        'malformed-catalogue-market',
        `${mismatch(isCatalogueMarket)}: ${sampleOf(entry)}`,
        at,
      );
      return;
    }
    const listed = directory.list(entry);
    if (!listed.ok) {
      const type = `${entry.description?.marketType ?? 'unknown'} (${listed.reason})`;
      unsupported.set(type, (unsupported.get(type) ?? new Map()).set(entry.marketId, at));
      return;
    }
    tellBook(entry.description?.marketBaseRate);
    if (listed.changed) {
      const markets = listed.markets.map((market) =>
        closed.has(market.id) ? { ...market, status: 'closed' as const } : market,
      );
      sink({ kind: 'event', event: listed.event, markets });
      for (const market of markets) board.retain(market);
    }
    if (listed.unplaced.length > 0 && !unplacedTold.has(entry.marketId)) {
      unplacedTold.add(entry.marketId);
      const names = listed.unplaced.map(({ runnerName, handicap }) =>
        `${runnerName} ${handicap || ''}`.trim(),
      );
      const sample = `${entry.marketId} ${entry.description?.marketType ?? ''}: ${names.join(', ')}`;
      ledger.quarantine('unsupported-runner', sample, at, listed.unplaced.length);
    }
    tellStanding(listed.listing, at);
  };

  const tellClosed = (listing: Listing, settled: SettledMarket, at: EpochMs) => {
    for (const marketId of listing.marketIds) {
      // What Betfair voids others may go on with.
      if (!closed.has(marketId) && !isVoided(settled.runners)) {
        closed.add(marketId);
        sink({ kind: 'market-status', marketId, status: 'closed', at });
      }
      tellResult(listing, marketId, outcomesOf(listing, marketId, settled), at);
    }
  };

  return {
    directory,
    introduce(entries, at) {
      const sorted = [...entries].sort((one, other) => introductionOrder(one) - introductionOrder(other));
      for (const entry of sorted) introduceOne(entry, at);
    },
    condition,
    conditions: () => conditions.entries(),
    setLate(now, at) {
      if (now === late) return;
      late = now;
      for (const listing of directory.listings()) tellStanding(listing, at);
    },
    isLate: () => late,
    tellStanding,
    tellAllStandings(at) {
      for (const listing of directory.listings()) tellStanding(listing, at);
    },
    tellLive(listing) {
      const event = directory.event(listing.eventId);
      if (event?.status === 'scheduled')
        tellEvent(directory.changeEvent(listing.eventId, { status: 'live' }));
    },
    tellStart(listing, startsAt) {
      listing.startsAt = startsAt;
      tellEvent(directory.changeEvent(listing.eventId, { startsAt }));
    },
    tellRunners(listing, status, market, at) {
      if (status === 'CLOSED' && isSettled(market.runners)) tellClosed(listing, market, at);
      else if (isUndecided(market.runners))
        for (const marketId of listing.marketIds) tellResult(listing, marketId, [], at);
    },
    quote(listing, key, side, levels, times) {
      const slot = listing.slots.get(key);
      if (slot === undefined) {
        ledger.refused(1);
        return;
      }
      const quote = board.take(slot, side, levels, times);
      if (quote === undefined) ledger.duplicate(1);
      else {
        ledger.used(1);
        pending.push(quote);
      }
    },
    confirm(marketIds, times) {
      pending.push(...board.confirm(marketIds, times));
    },
    flush() {
      if (pending.length === 0) return;
      const quotes = pending;
      pending = [];
      sink({ kind: 'quotes', quotes });
    },
    offers: board.offers,
    settled() {
      const told = [...results].flatMap(([marketId, outcomes]) => (outcomes.length > 0 ? [marketId] : []));
      return [...new Set([...settledBefore, ...told])];
    },
    unsupported: () => new Map([...unsupported].map(([type, ids]) => [type, ids.size])),
    forget(before) {
      const { nativeIds, marketIds } = directory.prune(before);
      for (const nativeId of nativeIds) {
        conditions.delete(nativeId);
        unplacedTold.delete(nativeId);
      }
      board.forget(marketIds);
      standings.forget(marketIds);
      for (const marketId of marketIds) {
        closed.delete(marketId);
        results.delete(marketId);
        settledBefore.delete(marketId);
      }
      for (const [type, listed] of unsupported) {
        for (const [nativeId, at] of listed) if (at < before) listed.delete(nativeId);
        if (listed.size === 0) unsupported.delete(type);
      }
    },
  };
}
