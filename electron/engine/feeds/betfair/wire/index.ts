/** Betfair's Exchange Stream as messages and caches: bytes in, typed changes and the books they add up to out. */

export { countChanges } from './count-changes.ts';
export type { Ladder } from './ladder.ts';
export {
  createMarketCache,
  type MarketCache,
  type MarketCacheUpdate,
  type StreamMarket,
} from './market-cache.ts';
export * from './messages.ts';
export {
  createOrderCache,
  type MarketOrders,
  type OrderCache,
  type OrderCacheUpdate,
  type RunnerOrders,
} from './order-cache.ts';
export type { WireProblem, WireProblemReason } from './problem.ts';
export {
  createMessageReader,
  type MessageReader,
  type ReadMessage,
  readStreamMessage,
} from './read-message.ts';
export {
  FIGURE_BITS,
  LADDER_BITS,
  type OfferSide,
  offersChanged,
  offersOf,
  type RunnerBook,
} from './runner-book.ts';
export { createSubscriptionClock, type ResumePoint, type SubscriptionClock } from './subscription-clock.ts';
