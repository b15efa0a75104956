/** What the engine streams, by key, outside React. Filled by `engine-streams.ts`, read by panes. */
import type { Fixture } from '../../shared/contract/index.ts';
import type { MarketEdges } from '../../shared/contract/pricing.ts';
import type { SourceHealth } from '../../shared/contract/sources.ts';
import type { Bet } from '../../shared/domain/bet.ts';
import type { Book, Market, Selection } from '../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../shared/domain/edge.ts';
import type { Order } from '../../shared/domain/order.ts';
import { type Quote, quoteKey } from '../../shared/domain/quote.ts';
import { createTable } from './table.ts';

/** By event id. */
export const fixtures = createTable<Fixture>();
/** By market id; kept in step with `fixtures` by `storeFixture`. */
export const markets = createTable<Market>();
/** By selection id; kept in step with `fixtures` by `storeFixture`. */
export const selections = createTable<Selection>();
/** By book id. */
export const books = createTable<Book>();
/** By `quoteKey`. */
export const quotes = createTable<Quote>();
/** By selection id. */
export const fairPrices = createTable<FairPrice>();
/** By market id. */
export const marketEdges = createTable<MarketEdges>();
/** By order id. */
export const orders = createTable<Order>();
/** By order id. */
export const bets = createTable<Bet>();
/** By source id. */
export const sources = createTable<SourceHealth>();

/** Takes a fixture and its markets in, or, when it is retired, drops it with everything priced on it. */
export function storeFixture(fixture: Fixture): void {
  if (fixture.retired) {
    dropMarkets(fixtures.get(fixture.event.id)?.markets ?? fixture.markets);
    fixtures.delete(fixture.event.id);
    return;
  }
  fixtures.set(fixture.event.id, fixture);
  for (const market of fixture.markets) {
    markets.set(market.id, market);
    for (const selection of market.selections) selections.set(selection.id, selection);
  }
}

function dropMarkets(dropped: readonly Market[]): void {
  for (const market of dropped) {
    for (const selection of market.selections) {
      for (const book of books.values()) {
        quotes.delete(quoteKey({ selectionId: selection.id, bookId: book.id, side: 'back' }));
        quotes.delete(quoteKey({ selectionId: selection.id, bookId: book.id, side: 'lay' }));
      }
      fairPrices.delete(selection.id);
      selections.delete(selection.id);
    }
    marketEdges.delete(market.id);
    markets.delete(market.id);
  }
}

/** Forgets all fixtures with their markets and selections. */
export function clearFixtures(): void {
  fixtures.clear();
  markets.clear();
  selections.clear();
}
