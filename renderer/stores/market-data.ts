/** What the engine streams, by key, outside React. Filled by `engine-streams.ts`, read by panes. */
import type { Fixture } from '../../shared/contract/index.ts';
import type { Prediction } from '../../shared/contract/models.ts';
import type { BookStandingItem, PriceTruth, SuspectPrice } from '../../shared/contract/price-truth.ts';
import type { MarketEdges } from '../../shared/contract/pricing.ts';
import type { SourceHealth, SourceSetup } from '../../shared/contract/sources.ts';
import type { Bet } from '../../shared/domain/bet.ts';
import type { Book, Market } from '../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../shared/domain/edge.ts';
import type { Order } from '../../shared/domain/order.ts';
import { type Quote, quoteKey } from '../../shared/domain/quote.ts';
import { models } from './models.ts';
import { createTable } from './table.ts';

/** By event id. */
export const fixtures = createTable<Fixture>();
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
/** By `predictionKey`. */
export const predictions = createTable<Prediction>();
export const predictionKey = ({
  selectionId,
  modelId,
}: Pick<Prediction, 'selectionId' | 'modelId'>): string => `${selectionId}/${modelId}`;
/** By source id. */
export const sources = createTable<SourceHealth>();
/** By source id: those the user has added. */
export const sourceSetups = createTable<SourceSetup>();
/** By source id: how old and how sure its prices are. */
export const priceTruths = createTable<PriceTruth>();
/** By `quoteKey`: prices far from what other books say. */
export const suspects = createTable<SuspectPrice>();
/** By `standingKey`: books whose prices on a market can't be relied on now. */
export const standings = createTable<BookStandingItem>();
export const standingKey = ({ marketId, bookId }: Pick<BookStandingItem, 'marketId' | 'bookId'>): string =>
  `${marketId}/${bookId}`;

/** Takes a fixture in, or, when it is retired, drops it with everything priced on it. */
export function storeFixture(fixture: Fixture): void {
  if (!fixture.retired) {
    fixtures.set(fixture.event.id, fixture);
    return;
  }
  dropMarkets(fixtures.get(fixture.event.id)?.markets ?? fixture.markets);
  fixtures.delete(fixture.event.id);
}

function dropMarkets(dropped: readonly Market[]): void {
  for (const market of dropped) {
    for (const selection of market.selections) {
      for (const book of books.values()) {
        quotes.delete(quoteKey({ selectionId: selection.id, bookId: book.id, side: 'back' }));
        quotes.delete(quoteKey({ selectionId: selection.id, bookId: book.id, side: 'lay' }));
      }
      fairPrices.delete(selection.id);
      for (const { id } of models.values())
        predictions.delete(predictionKey({ selectionId: selection.id, modelId: id }));
    }
    marketEdges.delete(market.id);
    for (const book of books.values())
      standings.delete(standingKey({ marketId: market.id, bookId: book.id }));
  }
}
