import { createPriceLadder, type GrowingLadder, type Ladder } from './ladder.ts';
import type {
  Matched,
  OrderChangeMessage,
  OrderMarketChange,
  OrderRunnerChange,
  StreamOrder,
} from './messages.ts';

/** What is matched, by price from the lowest. Wholly matched orders appear nowhere else after an image. */
export type MatchedStakes = { readonly backs: Ladder; readonly lays: Ladder };

/** Our orders and matches on one runner. Mutated by the cache only. */
export interface RunnerOrders extends MatchedStakes {
  readonly id: number;
  readonly handicap: number;
  /** By bet id, as last told: those completed since the last image too. */
  readonly orders: ReadonlyMap<string, StreamOrder>;
  /** By customer strategy reference; empty unless the subscription partitions by it. */
  readonly strategies: ReadonlyMap<string, MatchedStakes>;
}

export interface MarketOrders {
  readonly id: string;
  /** The market is over; `forget` it once its orders are settled. */
  readonly closed: boolean;
  readonly runners: readonly RunnerOrders[];
  runner(id: number, handicap: number): RunnerOrders | undefined;
}

export type OrderCacheUpdate = {
  readonly markets: readonly MarketOrders[];
  /** Orders as told, with the market and runner they are on. */
  readonly orders: readonly {
    readonly marketId: string;
    readonly selectionId: number;
    readonly handicap: number;
    readonly order: StreamOrder;
  }[];
  /** Markets and runners whose image replaced what was known: orders not in it no longer rest unmatched. */
  readonly replaced: readonly { readonly marketId: string; readonly runner: RunnerOrders | null }[];
};

/** What a stream of order changes adds up to. */
export interface OrderCache {
  /** As `MarketCache.apply`: segments are told together. */
  apply(message: OrderChangeMessage): OrderCacheUpdate;
  market(id: string): MarketOrders | undefined;
  markets(): IterableIterator<MarketOrders>;
  readonly segmented: boolean;
  forget(id: string): void;
  clear(): void;
}

type Stakes = { backs: GrowingLadder; lays: GrowingLadder };
type Runner = Stakes & {
  readonly id: number;
  readonly handicap: number;
  readonly orders: Map<string, StreamOrder>;
  readonly strategies: Map<string, Stakes>;
};
type Market = {
  readonly id: string;
  closed: boolean;
  runners: Runner[];
  runner(id: number, handicap: number): Runner | undefined;
};

const noStakes = (): Stakes => ({
  backs: createPriceLadder('lowest'),
  lays: createPriceLadder('lowest'),
});

function addStakes(ladder: GrowingLadder, matched: Matched): void {
  for (let i = 0; i < matched.length; i += 2) {
    const price = matched[i] as number;
    ladder.set(price, price, matched[i + 1] as number);
  }
}

function createMarket(id: string): Market {
  const market: Market = {
    id,
    closed: false,
    runners: [],
    runner: (runnerId, handicap) =>
      market.runners.find((runner) => runner.id === runnerId && runner.handicap === handicap),
  };
  return market;
}

function runnerOf(market: Market, id: number, handicap: number): Runner {
  const known = market.runner(id, handicap);
  if (known) return known;
  const runner: Runner = { id, handicap, orders: new Map(), strategies: new Map(), ...noStakes() };
  market.runners.push(runner);
  return runner;
}

function clearRunner(runner: Runner): void {
  runner.orders.clear();
  runner.strategies.clear();
  Object.assign(runner, noStakes());
}

function applyRunner(runner: Runner, change: OrderRunnerChange): void {
  for (const order of change.orders) runner.orders.set(order.betId, order);
  addStakes(runner.backs, change.backs);
  addStakes(runner.lays, change.lays);
  for (const { strategyRef, backs, lays } of change.strategies) {
    let stakes = runner.strategies.get(strategyRef);
    if (stakes === undefined) {
      stakes = noStakes();
      runner.strategies.set(strategyRef, stakes);
    }
    addStakes(stakes.backs, backs);
    addStakes(stakes.lays, lays);
  }
}

type Pending = {
  readonly markets: Set<Market>;
  readonly orders: OrderCacheUpdate['orders'][number][];
  readonly replaced: OrderCacheUpdate['replaced'][number][];
};
const nothingYet = (): Pending => ({ markets: new Set(), orders: [], replaced: [] });

function applyMarket(market: Market, change: OrderMarketChange, pending: Pending): void {
  pending.markets.add(market);
  market.closed = change.closed;
  if (change.fullImage) {
    for (const runner of market.runners) clearRunner(runner);
    pending.replaced.push({ marketId: market.id, runner: null });
  }
  for (const changed of change.runners) {
    const runner = runnerOf(market, changed.id, changed.handicap);
    if (changed.fullImage) {
      clearRunner(runner);
      if (!change.fullImage) pending.replaced.push({ marketId: market.id, runner });
    }
    applyRunner(runner, changed);
    for (const order of changed.orders)
      pending.orders.push({
        marketId: market.id,
        selectionId: runner.id,
        handicap: runner.handicap,
        order,
      });
  }
}

/** A cache of our own orders. A new subscription's image replaces everything: what it doesn't name is gone. */
export function createOrderCache(): OrderCache {
  const markets = new Map<string, Market>();
  let pending = nothingYet();
  let segmented = false;

  const marketOf = (id: string): Market => {
    let market = markets.get(id);
    if (market === undefined) {
      market = createMarket(id);
      markets.set(id, market);
    }
    return market;
  };

  /** Of a new subscription: every market is told anew, and those it doesn't hold have no orders left. */
  const startAfresh = () => {
    for (const market of markets.values()) {
      for (const runner of market.runners) clearRunner(runner);
      pending.markets.add(market);
      pending.replaced.push({ marketId: market.id, runner: null });
    }
    markets.clear();
  };

  return {
    apply(message) {
      const { segment } = message;
      if (!segmented || segment === undefined || segment === 'SEG_START') {
        pending = nothingYet();
        if (message.ct === 'SUB_IMAGE') startAfresh();
      }
      for (const change of message.markets) applyMarket(marketOf(change.id), change, pending);
      segmented = segment === 'SEG_START' || (segment === 'SEG' && segmented);
      if (segmented) return { markets: [], orders: [], replaced: [] };
      return { ...pending, markets: [...pending.markets] };
    },
    market: (id) => markets.get(id),
    markets: () => markets.values(),
    get segmented() {
      return segmented;
    },
    forget: (id) => void markets.delete(id),
    clear() {
      markets.clear();
      pending = nothingYet();
      segmented = false;
    },
  };
}
