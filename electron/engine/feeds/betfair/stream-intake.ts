import { type EpochMs, isMoment } from '../../../../shared/domain/units.ts';
import type { Listing } from './directory.ts';
import type { Ledger } from './ledger.ts';
import type { MarketDesk } from './market-desk.ts';
import { runnerKey } from './market-shapes.ts';
import { readLevels } from './quote-board.ts';
import { marketFromDefinition } from './unnamed-market.ts';
import {
  createMarketCache,
  createOrderCache,
  FIGURE_BITS,
  type MarketChangeMessage,
  type OrderChangeMessage,
  offersChanged,
  offersOf,
  type RunnerBook,
  type StreamMarket,
  type WireProblem,
} from './wire/index.ts';

/** Prices that don't change are told again as current no more often than this. */
const CONFIRM_MS = 5_000;
const CONFIRM_MARKETS = 40;
/** A market is trusted again when its changes came singly for so long, by Betfair's time. */
const CONFLATION_PASSES_MS = 1_000;

const SIDES = ['back', 'lay'] as const;

export type OrderSummary = { readonly open: number; readonly matched: number };

/** Market and order changes of the stream. Holds the caches. */
export type StreamIntake = {
  takeMarkets(message: MarketChangeMessage, problems: readonly WireProblem[], at: EpochMs): void;
  takeOrders(message: OrderChangeMessage, problems: readonly WireProblem[], at: EpochMs): void;
  subscribed(news: {
    readonly id: number;
    readonly resumed: boolean;
    readonly conflateMs: number;
    readonly markets: readonly string[];
  }): void;
  refuse(problem: WireProblem, at: EpochMs): void;
  orders(): OrderSummary;
  /** Messages with combined changes, and messages that said Betfair is late. */
  tallies(): { readonly conflated: number; readonly late: number };
};

export function createStreamIntake(
  desk: MarketDesk,
  ledger: Ledger,
  catalogueSeen: () => boolean,
): StreamIntake {
  const cache = createMarketCache();
  const orderCache = createOrderCache();
  /** Of the current subscription; `null` in recordings that don't say. */
  let current: number | null = null;
  /** Markets whose definition was looked at in place of a catalogue entry. */
  const tried = new Set<string>();
  /** Markets with combined changes of late. */
  const combined = new Set<string>();
  let askedConflateMs = 0;
  let grantedConflateMs = 0;
  let roundBegan = 0;
  let turn: string[] = [];
  let conflated = 0;
  let late = 0;

  const listingOf = (market: StreamMarket, at: EpochMs): Listing | undefined => {
    const known = desk.directory.listing(market.id);
    if (known !== undefined || catalogueSeen() || market.definition === null || tried.has(market.id))
      return known;
    tried.add(market.id);
    const entry = marketFromDefinition(market.id, market.definition);
    if (entry !== undefined) desk.introduce([entry], at);
    return desk.directory.listing(market.id);
  };

  const quoteRunner = (
    listing: Listing,
    runner: RunnerBook,
    times: { readonly sourceTime: EpochMs; readonly receivedAt: EpochMs },
    whole: boolean,
  ) => {
    const key = runnerKey(runner.id, runner.handicap);
    const redefined = (runner.changed & FIGURE_BITS.definition) !== 0;
    const active = runner.definition === null || runner.definition.status === 'ACTIVE';
    for (const side of SIDES) {
      // Most changes are of one side, or of volumes alone.
      if (!whole && !redefined && !offersChanged(runner, side)) {
        ledger.duplicate(1);
        continue;
      }
      const offers = offersOf(runner, side);
      const { levels, refused } = readLevels(offers.prices, offers.sizes);
      if (refused > 0)
        ledger.quarantine(
          'price-out-of-range',
          `${listing.nativeId}/${key}/${side}: ${JSON.stringify(offers)}`,
          times.receivedAt,
          refused,
        );
      desk.quote(listing, key, side, active ? levels : [], times);
    }
  };

  /** How prices stand by the definition. */
  const takeStatus = ({ id, definition }: StreamMarket) => {
    if (definition === null) return;
    const condition = desk.condition(id);
    condition.status = definition.status;
    condition.suspendReason = definition.suspendReason ?? '';
  };

  const takeDefinition = (listing: Listing, market: StreamMarket, at: EpochMs) => {
    const { definition } = market;
    if (definition === null) return;
    takeStatus(market);
    if (definition.inPlay && definition.status !== 'CLOSED') desk.tellLive(listing);
    const startsAt = Date.parse(definition.marketTime ?? '');
    if (listing.marketType === 'MATCH_ODDS' && startsAt >= 0 && startsAt !== listing.startsAt)
      desk.tellStart(listing, startsAt as EpochMs);
    const { runners, numberOfWinners } = definition;
    const settled = {
      winners: numberOfWinners ?? 1,
      runners: runners.map(({ id, handicap, status }) => ({ key: runnerKey(id, handicap), status })),
    };
    desk.tellRunners(listing, definition.status, settled, at);
  };

  /**
   * A market as a message changed it; `whole`: with prices and status that it didn't change. Results and starts are
   * taken from a definition only as it comes: a poll or a catalogue may have told newer ones since.
   */
  const takeMarket = (market: StreamMarket, message: MarketChangeMessage, at: EpochMs, whole: boolean) => {
    const listing = listingOf(market, at);
    if (listing === undefined) {
      const sample = `${market.id} ${market.definition?.marketType ?? ''}`.trim();
      const reason = catalogueSeen() ? 'market-not-in-catalogue' : 'unsupported-market';
      ledger.quarantine(reason, sample, at, Math.max(1, market.changed.length * 2));
      return;
    }
    const condition = desk.condition(market.id);
    const publishTime = message.publishTime ?? at;
    condition.origin = 'stream';
    condition.delayed = grantedConflateMs > Math.max(askedConflateMs, 0);
    if (market.image) condition.damaged = false;
    if (market.conflated && message.ct === undefined && askedConflateMs === 0) {
      condition.conflatedAt = publishTime;
      combined.add(market.id);
      conflated += 1;
    }
    if (market.definitionChanged) takeDefinition(listing, market, at);
    // Closed by a poll since the definition came: what is cached is from before the end.
    const replayed = whole && (condition.status !== 'CLOSED' || market.definition?.status === 'CLOSED');
    if (replayed) takeStatus(market);
    const times = { sourceTime: publishTime as EpochMs, receivedAt: at };
    for (const runner of replayed ? market.runners : market.changed)
      quoteRunner(listing, runner, times, replayed);
    desk.tellStanding(listing, at);
  };

  /** Those whose changes came singly for a while, though none of them changed just now. */
  const settleConflation = (publishTime: number, at: EpochMs) => {
    for (const nativeId of combined) {
      if (desk.directory.listing(nativeId) === undefined) {
        combined.delete(nativeId);
        continue;
      }
      const condition = desk.condition(nativeId);
      if (publishTime - condition.conflatedAt < CONFLATION_PASSES_MS) continue;
      combined.delete(nativeId);
      condition.conflatedAt = 0;
      const listing = desk.directory.listing(nativeId);
      if (listing !== undefined) desk.tellStanding(listing, at);
    }
  };

  /**
   * The stream is alive: what it told before and hasn't changed is current. A few markets with every message, in turn,
   * so that no message waits behind all of them.
   */
  const confirmSome = (publishTime: number, at: EpochMs) => {
    if (desk.isLate()) return;
    if (turn.length === 0 && at - roundBegan >= CONFIRM_MS) {
      roundBegan = at;
      turn = [...cache.markets()].map(({ id }) => id);
    }
    for (const id of turn.splice(0, CONFIRM_MARKETS)) {
      const listing = desk.directory.listing(id);
      if (listing === undefined) continue;
      const { origin, damaged } = desk.condition(id);
      if (origin === 'stream' && !damaged)
        desk.confirm(listing.marketIds, { sourceTime: publishTime as EpochMs, receivedAt: at });
    }
  };

  /** A publish time that is none is as if it were not told. */
  const readTime = (message: MarketChangeMessage, at: EpochMs): MarketChangeMessage => {
    const { publishTime } = message;
    if (publishTime === undefined || isMoment(publishTime)) return message;
    ledger.quarantine('malformed-publish-time', String(publishTime), at);
    return { ...message, publishTime: undefined };
  };

  const refuse = ({ reason, where, marketId, changes, sample }: WireProblem, at: EpochMs) => {
    ledger.quarantine(reason, where === '' ? sample : `${where}: ${sample}`, at, changes);
    const listing = marketId === null ? undefined : desk.directory.listing(marketId);
    if (listing === undefined) return;
    desk.condition(listing.nativeId).damaged = true;
    desk.tellStanding(listing, at);
  };

  return {
    takeMarkets(came, problems, at) {
      const message = readTime(came, at);
      if (current !== null && message.id !== undefined && message.id !== current) {
        // Still on its way when another subscription replaced this one.
        ledger.duplicate(message.markets.reduce((sum, market) => sum + 2 * market.runners.length, 0));
        return;
      }
      grantedConflateMs = message.conflateMs ?? grantedConflateMs;
      desk.setLate(message.status === 503, at);
      if (message.status === 503) late += 1;
      if (message.ct === undefined && message.publishTime !== undefined)
        ledger.latency(Math.max(0, at - message.publishTime));
      const { markets, dropped, problems: overfull } = cache.apply(message);
      const publishTime = message.publishTime ?? at;
      if (!cache.segmented && message.ct === 'RESUB_DELTA') {
        // What was polled meanwhile, or told of it as lost, is replaced from the whole cache.
        for (const market of cache.markets()) takeMarket(market, message, at, true);
      } else for (const market of markets) takeMarket(market, message, at, market.image);
      for (const market of dropped) {
        const listing = desk.directory.listing(market.id);
        if (listing === undefined) continue;
        const condition = desk.condition(market.id);
        condition.origin = 'none';
        condition.lost = 'no longer among the markets streamed';
        desk.tellStanding(listing, at);
      }
      for (const problem of [...problems, ...overfull]) refuse(problem, at);
      settleConflation(publishTime, at);
      confirmSome(publishTime, at);
      desk.flush();
    },
    takeOrders(message, problems, at) {
      for (const { reason, where, changes, sample } of problems)
        ledger.quarantine(reason, `${where}: ${sample}`, at, changes);
      orderCache.apply(message);
    },
    subscribed({ id, resumed, conflateMs }) {
      current = id;
      askedConflateMs = conflateMs;
      // Until the server says otherwise it does as it was asked.
      if (!resumed) grantedConflateMs = conflateMs;
    },
    refuse,
    orders() {
      let open = 0;
      let matched = 0;
      for (const market of orderCache.markets())
        for (const runner of market.runners) {
          for (const order of runner.orders.values()) if (order.status === 'E') open += 1;
          if (runner.backs.prices.length + runner.lays.prices.length > 0) matched += 1;
        }
      return { open, matched };
    },
    tallies: () => ({ conflated, late }),
  };
}
