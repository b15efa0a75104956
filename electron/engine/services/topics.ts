import type { Fixture } from '../../../shared/contract/index.ts';
import type { BookStandingItem, PriceTruth, SuspectPrice } from '../../../shared/contract/price-truth.ts';
import type { MarketEdges } from '../../../shared/contract/pricing.ts';
import type { SourceHealth } from '../../../shared/contract/sources.ts';
import type { Status } from '../../../shared/contract/status.ts';
import type { Book } from '../../../shared/domain/catalogue.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import type { MarketId } from '../../../shared/domain/units.ts';
import { createTopic } from './topic.ts';

/** Everything the engine tells its watchers, one topic a stream. */
export const createTopics = () => ({
  books: createTopic<Book>(),
  fixtures: createTopic<Fixture>(),
  quotes: createTopic<Quote>(),
  fairPrices: createTopic<FairPrice>(),
  edges: createTopic<MarketEdges>(),
  /** A market's quotes, status or event changed. */
  markets: createTopic<MarketId>(),
  sources: createTopic<SourceHealth>(),
  standings: createTopic<BookStandingItem>(),
  suspects: createTopic<SuspectPrice>(),
  truths: createTopic<PriceTruth>(),
  status: createTopic<Status>(),
});
export type Topics = ReturnType<typeof createTopics>;
