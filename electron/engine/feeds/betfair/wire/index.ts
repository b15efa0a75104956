/** Betfair's Exchange Stream as messages and caches: bytes in, typed changes and the books they add up to out. */

export { countChanges } from './count-changes.ts';
export type { Ladder } from './ladder.ts';
export { createMarketCache, type MarketCache, type StreamMarket } from './market-cache.ts';
export * from './messages.ts';
export { createOrderCache } from './order-cache.ts';
export type { WireProblem } from './problem.ts';
export { createMessageReader, readStreamMessage } from './read-message.ts';
export { FIGURE_BITS, LADDER_BITS, offersChanged, offersOf, type RunnerBook } from './runner-book.ts';
export { createSubscriptionClock, type ResumePoint } from './subscription-clock.ts';
