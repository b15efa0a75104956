import Database, { type Database as OpenDatabase } from 'better-sqlite3';
import { createMarketBook } from '../../electron/engine/book/index.ts';
import type { FeedEvent } from '../../electron/engine/feeds/source.ts';
import type { MarketState } from '../../electron/engine/ports/market-state.ts';
import { createIdentity } from '../../electron/engine/services/identity/index.ts';
import { createTroubles } from '../../electron/engine/services/troubles.ts';
import { createIdentityStore } from '../../electron/engine/storage/journal/identity.ts';
import { journalMigrations } from '../../electron/engine/storage/journal/migrations/index.ts';
import { migrate } from '../../electron/engine/storage/migration.ts';
import type { Bet } from '../../shared/domain/bet.ts';
import type { Book, Market, Side, SportingEvent } from '../../shared/domain/catalogue.ts';
import type { Quote } from '../../shared/domain/quote.ts';
import type {
  BookId,
  Currency,
  EpochMs,
  EventId,
  MarketId,
  OddsE4,
  SelectionId,
  SourceId,
} from '../../shared/domain/units.ts';
import { createManualClock } from './manual-clock.ts';
import { createSilentLog } from './silent-log.ts';

export const KICK_OFF = 1_711_800_000_000;

export const bookNamed = (id: string, kind: Book['kind'] = 'bookmaker'): Book => ({
  id: id as BookId,
  name: id,
  kind,
  commission: 0,
  currency: 'GBP' as Currency,
});

export const fixtureOf = (
  source: string,
  native: string,
  home: string,
  away: string,
  of: Partial<SportingEvent> = {},
): SportingEvent => ({
  id: `${source}:${native}` as EventId,
  sourceId: source as SourceId,
  sport: 'soccer_epl',
  competition: 'EPL',
  home,
  away,
  startsAt: KICK_OFF as EpochMs,
  status: 'scheduled',
  score: null,
  ...of,
});

const SIDES: Readonly<Partial<Record<Market['type'], readonly Side[]>>> = {
  'match-odds': ['home', 'draw', 'away'],
  totals: ['over', 'under'],
  'asian-handicap': ['home', 'away'],
};

export function marketOf(event: SportingEvent, type: Market['type'], line: number | null = null): Market {
  const id = `${event.id}:${type}${line === null ? '' : `:${line}`}` as MarketId;
  const selections = (SIDES[type] ?? []).map((side) => ({
    id: `${id}:${side}` as SelectionId,
    marketId: id,
    name: side === 'home' ? event.home : side === 'away' ? event.away : side,
    side,
  }));
  return { id, eventId: event.id, type, period: 'match', line, status: 'open', selections };
}

export const quoteOn = (
  market: Market,
  side: Side,
  book: string,
  price: number,
  at = KICK_OFF - 3_600_000,
): Quote => ({
  selectionId: `${market.id}:${side}` as SelectionId,
  marketId: market.id,
  bookId: book as BookId,
  side: 'back',
  levels: price === 0 ? [] : [{ price: price as OddsE4, size: null }],
  sourceId: market.eventId.split(':')[0] as SourceId,
  sourceTime: at as EpochMs,
  receivedAt: at as EpochMs,
});

export const openIdentityDatabase = (): OpenDatabase => {
  const db = new Database(':memory:');
  db.pragma('foreign_keys = ON');
  migrate(db, journalMigrations);
  return db;
};

/** Identity in front of a real book, with a real store: what sources tell, and what the market then holds. */
export function openIdentityDesk(db: OpenDatabase = openIdentityDatabase()) {
  const clock = createManualClock(KICK_OFF - 7_200_000);
  const log = createSilentLog();
  const book = createMarketBook();
  const bets = new Map<EventId, number>();
  const told: FeedEvent[] = [];
  const refused: Quote[] = [];
  const retired: EventId[] = [];
  const identity = createIdentity({
    store: createIdentityStore(db),
    book,
    orders: {
      hasOpen: (id) => (bets.get(id) ?? 0) > 0,
      openBets: () =>
        [...bets].flatMap(([eventId, count]) =>
          Array<Bet>(count).fill({ order: { eventId } } as unknown as Bet),
        ),
      onBet: () => () => {},
    },
    retire: (id) => {
      retired.push(id);
      book.retire(id);
      identity.retired(id);
    },
    clock,
    wall: clock,
    troubles: createTroubles(log),
  });
  const toBook = (event: FeedEvent) => {
    told.push(event);
    switch (event.kind) {
      case 'books':
        book.saveBooks(event.books);
        return;
      case 'event':
        book.saveEvent(event.event, event.markets);
        return;
      case 'quotes': {
        const dirty = new Set<MarketState>();
        for (const quote of event.quotes) if (book.apply(quote, dirty) === 'unknown') refused.push(quote);
        return;
      }
      case 'market-status':
        book.saveMarketStatus(event.marketId, event.status);
        return;
      case 'book-standing':
        book.saveStanding(event.marketId, event.bookId, event.standing);
        return;
      case 'score': {
        const before = book.event(event.eventId);
        if (before) book.saveEvent({ ...before, status: event.status, score: event.score }, []);
        return;
      }
      case 'market-result':
      case 'quarantine':
        return;
      default:
        event satisfies never;
    }
  };
  const context = { signal: new AbortController().signal };
  const rows = () => {
    const seen = new Map<string, unknown>();
    void identity.operations['matching.watch']({}, (row) => seen.set(row.id, row), context);
    return seen as ReadonlyMap<string, import('../../shared/contract/matching.ts').EventMatch>;
  };
  const aliases = () => {
    const seen: import('../../shared/contract/matching.ts').LearnedAlias[] = [];
    void identity.operations['matching.aliases']({}, (alias) => seen.push(alias), context);
    return seen;
  };
  const prices = (eventId: string): Readonly<Record<string, number>> => {
    const found: Record<string, number> = {};
    for (const state of book.marketsOf(eventId as EventId))
      for (const { backs, lays } of state.prices)
        for (const quote of [...backs, ...lays]) {
          const price = quote?.levels[0]?.price;
          if (quote && price !== undefined)
            found[`${quote.selectionId.slice(eventId.length + 1)} ${quote.bookId}`] = price;
        }
    return found;
  };
  return {
    identity,
    book,
    bets,
    told,
    refused,
    retired,
    clock,
    log,
    rows,
    aliases,
    /** What the market quotes on an event: by market, side and book. */
    prices,
    source: (id: string, books: readonly Book[] = [bookNamed(id)]) => {
      const sink = identity.sinkFor(id as SourceId, toBook);
      sink({ kind: 'books', books });
      return sink;
    },
    call: {
      accept: (id: string, candidate: string) =>
        identity.operations['matching.accept'](
          { id: id as EventId, candidate: candidate as EventId },
          context,
        ),
      reject: (id: string, candidate: string) =>
        identity.operations['matching.reject'](
          { id: id as EventId, candidate: candidate as EventId },
          context,
        ),
      undo: () => identity.operations['matching.undo']({}, context),
      forget: (sport: string, name: string) =>
        identity.operations['matching.forget']({ sport, name }, context),
      candidates: (id: string) =>
        identity.operations['matching.candidates']({ id: id as EventId, limit: 10 }, context),
      decisions: () => identity.operations['matching.decisions']({ limit: 100 }, context),
    },
  };
}
export type IdentityDesk = ReturnType<typeof openIdentityDesk>;
