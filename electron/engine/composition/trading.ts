import { createOrders, type Orders } from '../orders/index.ts';
import { createPaperBroker } from '../orders/paper-broker/index.ts';
import { createEventLifecycle, type EventLifecycle } from '../services/event-lifecycle.ts';
import { tradingIn } from '../services/replay-trading.ts';
import { openResults } from '../services/results/index.ts';
import type { Topics } from '../services/topics.ts';
import { openPaperVenue } from '../storage/paper-venue.ts';
import type { Account } from './account.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Prices } from './prices.ts';

/** Orders at a venue, and what the start and end of events do to them. */
export type Trading = {
  /** Stopped by the root, once no source brings news any more. */
  readonly orders: Orders;
  readonly lifecycle: EventLifecycle;
};

/** Another broker than the paper broker would be chosen here. */
export function composeTrading(
  { market, feed, ports, databases, closing }: EngineParts,
  { account, prices }: { readonly account: Account; readonly prices: Prices },
): Trading {
  const { mode } = market;
  const { clock } = feed;
  const { clock: wall, log, ids, paths } = ports;
  const { book, pricer, view } = prices;
  const venue = openPaperVenue({ paths });
  closing.add('paper venue', venue.close);
  const trading = tradingIn(feed.replay, { clock, random: ports.random });
  const broker = createPaperBroker({ mode, market: view, ...trading.broker, store: venue, log });
  const orders = createOrders({
    mode,
    currency: account.settings.get().currency,
    journal: databases.journal,
    broker,
    market: view,
    clock,
    wall,
    ids,
    log,
    settings: account.marketSettings,
    ...trading.orders,
  });
  const lifecycle = createEventLifecycle({
    book,
    pricer,
    store: databases.market,
    clock,
    log,
    orders: trading.eventOrders(orders),
  });
  return { orders, lifecycle };
}

/** How events came out, and what that makes of bets. */
export type Results = ReturnType<typeof openResults>;

export function composeResults(
  { market, feed, ports, databases, troubles, closing }: EngineParts,
  {
    account,
    prices,
    trading,
    topics,
  }: {
    readonly account: Account;
    readonly prices: Prices;
    readonly trading: Trading;
    readonly topics: Topics;
  },
): Results {
  const results = openResults({
    mode: market.mode,
    currency: () => account.settings.get().currency,
    journal: databases.journal,
    orders: trading.orders,
    book: prices.book,
    store: databases.market,
    history: prices.history,
    topics,
    clock: feed.clock,
    wall: ports.clock,
    troubles,
    ...(feed.replay === null ? {} : { marketEnd: feed.replay }),
  });
  closing.add('results', results.stop);
  return results;
}
