import { seededDraws } from '../../../shared/domain/learners/seeded-draws.ts';
import type { OrdersOptions } from '../orders/desk.ts';
import type { PaperBrokerOptions } from '../orders/paper-broker/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { EventOrders } from './event-lifecycle.ts';
import type { ReplayMarket } from './replay-market.ts';

/** The same for every replay: the same orders at the same moments meet the same latencies. */
const SEED = 20_220_701;

export type MarketTrading = {
  readonly broker: Pick<PaperBrokerOptions, 'clock' | 'random' | 'over'>;
  readonly orders: Pick<OrdersOptions, 'venueStandsStill' | 'marketOver'>;
  /** What the lifecycle of events knows of orders. */
  readonly eventOrders: (orders: EventOrders) => EventOrders;
};

/**
 * How the paper broker trades the market that is open. In a replay it lives in the replay's own time, which stands still,
 * runs a thousandfold and ends; and nothing that is bet there changes what the book holds: events leave it when they
 * would have left it, for bets settle without their listing.
 */
export function tradingIn(
  replay: ReplayMarket | null,
  ports: { readonly clock: Clock; readonly random: () => number },
): MarketTrading {
  if (replay === null) return { broker: ports, orders: {}, eventOrders: (orders) => orders };
  return {
    broker: { clock: replay.venueClock, random: seededDraws(SEED, 0), over: replay.over },
    orders: { venueStandsStill: true, marketOver: replay.over },
    eventOrders: (orders) => ({ ...orders, hasOpen: () => false }),
  };
}
