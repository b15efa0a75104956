import type { Fixture } from '../../shared/contract/index.ts';
import type { MarketEdges } from '../../shared/contract/pricing.ts';
import type { SourceHealth } from '../../shared/contract/sources.ts';
import type { Bet } from '../../shared/domain/bet.ts';
import type { Book } from '../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../shared/domain/edge.ts';
import type { Order } from '../../shared/domain/order.ts';
import type { Quote } from '../../shared/domain/quote.ts';
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
/** By source id. */
export const sources = createTable<SourceHealth>();
