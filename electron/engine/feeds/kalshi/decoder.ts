import type { Book } from '../../../../shared/domain/catalogue.ts';
import type { BookId, Currency, EpochMs, SourceId } from '../../../../shared/domain/units.ts';
import {
  CONNECTION_CHANNEL,
  isStreamChannel,
  readConnectionLoss,
} from '../prediction-market/connection-payload.ts';
import { createContractExchange, type TrackedContract } from '../prediction-market/contract-exchange.ts';
import { createTally } from '../prediction-market/tally.ts';
import type { VenueDecoder } from '../prediction-market/venue.ts';
import { readJson, sampleOf } from '../prediction-market/wire-text.ts';
import type { RawPayload } from '../raw-payload.ts';
import type { FeedSink } from '../source.ts';
import { createCatalogue } from './catalogue.ts';
import {
  isWireBook,
  isWireDelta,
  isWireLifecycle,
  isWireMessage,
  isWireSnapshot,
  mismatch,
  type WireBook,
  type WireMessage,
} from './messages.ts';
import { LIFECYCLE } from './role-of-market.ts';
import { createSequences } from './sequence.ts';
import { readDelta, readWireBook } from './wire-book.ts';

export const KALSHI_ID = 'kalshi' as SourceId;

/**
 * Its own id, not that of The Odds API's `kalshi`: the prices here are net of the fee, so it takes no commission. What a
 * contract pays is counted in dollars.
 */
const KALSHI_BOOK: Book = {
  id: 'kalshi-direct' as BookId,
  name: 'Kalshi (after fees)',
  kind: 'exchange',
  commission: 0,
  currency: 'USD' as Currency,
};

/** Channels of payloads; pages are numbered from 1. */
export const CHANNELS = {
  status: 'status',
  books: 'books',
  series: (series: string) => `series ${series}`,
  events: (series: string, page: number) => `events ${series} ${page}`,
  book: (ticker: string) => `book ${ticker}`,
} as const;

export type KalshiReading = {
  readonly depth: number;
  /** Over how many contracts the rounding of an order's fee is spread. */
  readonly orderContracts: number;
};

/** Messages that change no book of ours. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  'subscribed',
  'unsubscribed',
  'ok',
  'ticker',
  'trade',
  'event_lifecycle',
]);

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** Kalshi's payloads as feed events: what is on offer, books by snapshot and delta, and what became of markets. */
export function createKalshiDecoder(reading: KalshiReading, sink: FeedSink): VenueDecoder {
  const tally = createTally(sink);
  const exchange = createContractExchange({
    sourceId: KALSHI_ID,
    book: KALSHI_BOOK,
    sink,
    depth: reading.depth,
  });
  const catalogue = createCatalogue({ exchange, tally, orderContracts: reading.orderContracts });
  const sequences = createSequences();
  /** The subscription whose numbers a contract's book depends on. */
  const subscribed = new Map<string, Set<TrackedContract>>();
  let fault: string | null = null;
  let delayMs: number | null = null;

  const takeBook = (ticker: string, value: WireBook, at: EpochMs, streamed: boolean) => {
    const tracked = exchange.contract(ticker);
    const book = readWireBook(value);
    if (book === undefined) return tally.refuse('malformed-level', { ticker, ...value }, at);
    if (tracked === undefined) return tally.refuse('unknown-contract', ticker, at);
    // What the stream brought is newer than any answer that was asked for meanwhile.
    if (!streamed && tracked.streamed && tracked.step === 'in') return tally.count('duplicate');
    tracked.book.replace(book.bids, book.asks);
    if (tracked.book.crossed()) {
      exchange.fallOut(tracked, 'Its bids and offers cross.', at);
      return tally.refuse('crossed-book', ticker, at);
    }
    tracked.streamed = streamed;
    tracked.sourceTime = at;
    tally.count('used');
    exchange.tell(tracked, at);
  };

  const endIfEmpty = (subscription: string, members: ReadonlySet<TrackedContract>) => {
    if (members.size > 0) return;
    subscribed.delete(subscription);
    sequences.end(subscription);
  };
  /** Contracts that are closed stay with no subscription. */
  const forgetClosed = () => {
    for (const [subscription, members] of subscribed) {
      for (const member of members) if (exchange.contract(member.id) !== member) members.delete(member);
      endIfEmpty(subscription, members);
    }
  };

  const takeSnapshot = (subscription: string, msg: unknown, at: EpochMs) => {
    if (!isWireSnapshot(msg)) return tally.refuse(`malformed-snapshot: ${mismatch(isWireSnapshot)}`, msg, at);
    const tracked = exchange.contract(msg.market_ticker);
    if (tracked !== undefined) {
      for (const [other, members] of subscribed) {
        members.delete(tracked);
        if (other !== subscription) endIfEmpty(other, members);
      }
      const members = subscribed.get(subscription) ?? new Set();
      subscribed.set(subscription, members.add(tracked));
    }
    takeBook(msg.market_ticker, msg, at, true);
  };

  const timeOf = (ms: number | undefined, ts: string | number | undefined, at: EpochMs): EpochMs => {
    const told =
      ms ?? (typeof ts === 'string' ? Date.parse(ts) : typeof ts === 'number' ? ts * 1000 : Number.NaN);
    if (!Number.isFinite(told) || told <= 0) return at;
    delayMs = at - told;
    return Math.round(told) as EpochMs;
  };

  const takeDelta = (msg: unknown, at: EpochMs) => {
    if (!isWireDelta(msg)) return tally.refuse(`malformed-delta: ${mismatch(isWireDelta)}`, msg, at);
    const tracked = exchange.contract(msg.market_ticker);
    const change = readDelta(msg);
    if (tracked === undefined) return tally.refuse('unknown-contract', msg.market_ticker, at);
    if (change === undefined) {
      exchange.fallOut(tracked, 'A change of its book could not be read.', at);
      return tally.refuse('malformed-delta', msg, at);
    }
    if (tracked.step !== 'in' || !tracked.streamed)
      return tally.refuse('out-of-step', `${msg.market_ticker}: waits for a whole book.`, at);
    if (!tracked.book.add(change.side, change.price, change.contracts)) {
      exchange.fallOut(tracked, 'Its book is out of step.', at);
      return tally.refuse('less-than-nothing', msg, at);
    }
    tracked.sourceTime = timeOf(msg.ts_ms, msg.ts, at);
    if (tracked.book.crossed()) {
      exchange.fallOut(tracked, 'Its bids and offers cross.', at);
      return tally.refuse('crossed-book', msg.market_ticker, at);
    }
    tally.count('used');
    exchange.tell(tracked, at);
  };

  const takeLifecycle = (msg: unknown, at: EpochMs) => {
    if (!isWireLifecycle(msg)) return tally.refuse('malformed-lifecycle', msg, at);
    const status = LIFECYCLE.get(msg.event_type);
    // The channel tells of every market there is.
    if (status !== undefined) exchange.setStatus(msg.market_ticker, status, at);
    tally.count('used');
  };

  const takeFeeUpdate = (msg: unknown, at: EpochMs) => {
    const event = own(msg, 'event_ticker');
    const [type, multiplier] = [own(msg, 'fee_type_override'), own(msg, 'fee_multiplier_override')];
    if (typeof event !== 'string') return tally.refuse('malformed-fee-update', msg, at);
    tally.count('used');
    if (type == null && multiplier == null) return catalogue.changeFees(event, null, at);
    catalogue.changeFees(
      event,
      { type: String(type ?? 'quadratic'), multiplier: Number(multiplier ?? 1) },
      at,
    );
  };

  /** A missed message may have been of any book of the subscription. */
  const loseStep = (subscription: string, reason: string, at: EpochMs) => {
    for (const tracked of subscribed.get(subscription) ?? []) exchange.fallOut(tracked, reason, at);
  };

  const takeMessage = (message: WireMessage, subscription: string, at: EpochMs) => {
    switch (message.type) {
      case 'orderbook_snapshot':
        return takeSnapshot(subscription, message.msg, at);
      case 'orderbook_delta':
        return takeDelta(message.msg, at);
      case 'market_lifecycle_v2':
      case 'market_lifecycle':
        return takeLifecycle(message.msg, at);
      case 'event_fee_update':
        return takeFeeUpdate(message.msg, at);
      case 'error':
        // 10 and 25 end the subscription (docs.kalshi.com asyncapi.yaml, terminal errors).
        if ([10, 25].includes(Number(own(message.msg, 'code'))))
          loseStep(subscription, 'The exchange ended the subscription.', at);
        return tally.refuse('refused-command', message.msg, at);
      default:
        if (PASSED_OVER.has(message.type)) return tally.count('used');
        return tally.refuse('unknown-message', message, at);
    }
  };

  const takeStream = (channel: string, value: unknown, at: EpochMs) => {
    if (!isWireMessage(value))
      return tally.refuse(`malformed-message: ${mismatch(isWireMessage)}`, value, at);
    const subscription = `${channel} ${value.sid ?? ''}`;
    if (value.seq !== undefined && value.sid !== undefined) {
      const place = sequences.place(subscription, value.seq);
      if (place === 'gap') loseStep(subscription, 'Messages were missed.', at);
      if (place === 'repeated') return tally.count('duplicate');
    }
    takeMessage(value, subscription, at);
  };

  const takeBooks = (value: unknown, at: EpochMs): string | null => {
    const list = own(value, 'orderbooks');
    if (!Array.isArray(list)) {
      tally.refuse('not-books', value, at);
      return 'A list of books was expected.';
    }
    for (const item of list) {
      const ticker = own(item, 'ticker') ?? own(item, 'market_ticker');
      const book = own(item, 'orderbook_fp') ?? own(item, 'orderbook') ?? item;
      if (typeof ticker === 'string' && isWireBook(book)) takeBook(ticker, book, at, false);
      else tally.refuse('malformed-book', item, at);
    }
    return null;
  };

  const takeSingleBook = (ticker: string, value: unknown, at: EpochMs): string | null => {
    const book = own(value, 'orderbook_fp') ?? own(value, 'orderbook');
    if (!isWireBook(book)) {
      tally.refuse('malformed-book', value, at);
      return 'A book was expected.';
    }
    takeBook(ticker, book, at, false);
    return null;
  };

  const takeStatus = (value: unknown, at: EpochMs): string | null => {
    const [active, trading] = [own(value, 'exchange_active'), own(value, 'trading_active')];
    if (typeof active !== 'boolean' || typeof trading !== 'boolean') {
      tally.refuse('malformed-status', value, at);
      return 'The state of the exchange was expected.';
    }
    tally.count('used');
    exchange.setTrading(active && trading, at);
    return null;
  };

  const takeLoss = (value: unknown, at: EpochMs): string | null => {
    const loss = readConnectionLoss(value);
    if (loss === undefined) {
      tally.refuse('unknown-connection-news', value, at);
      return null;
    }
    if (loss.stream !== '') {
      sequences.forget(loss.stream);
      for (const subscription of subscribed.keys())
        if (subscription.startsWith(`${loss.stream} `)) subscribed.delete(subscription);
    }
    for (const id of loss.lost) {
      const tracked = exchange.contract(id);
      if (tracked !== undefined) exchange.fallOut(tracked, loss.reason, at);
    }
    return null;
  };

  const route = ({ channel, at }: RawPayload, value: unknown): string | null => {
    const [kind, name = '', page] = channel.split(' ');
    if (channel === CONNECTION_CHANNEL) return takeLoss(value, at);
    if (isStreamChannel(channel)) {
      takeStream(channel, value, at);
      return null;
    }
    if (channel === CHANNELS.status) return takeStatus(value, at);
    if (channel === CHANNELS.books) return takeBooks(value, at);
    if (kind === 'series') return catalogue.takeSeries(value, at);
    if (kind === 'events') {
      const found = catalogue.takeEvents(name, page === '1', value, at);
      forgetClosed();
      return found;
    }
    if (kind === 'book') return takeSingleBook(name, value, at);
    tally.refuse('unknown-channel', channel, at);
    return 'The answer to something never asked.';
  };

  return {
    take(payload) {
      delayMs = null;
      const read = readJson(payload.body);
      if (read === undefined) {
        fault = 'The answer is no JSON.';
        tally.refuse('not-json', `${payload.channel}: ${sampleOf(payload.body)}`, payload.at);
      } else fault = route(payload, read.value);
    },
    contracts: () => exchange.open(),
    unstreamed: () => exchange.unstreamed(),
    fallen: () => exchange.fallen(),
    counts: () => tally.counts(),
    cursor: () => catalogue.cursor(),
    listed: () => catalogue.listed(),
    fault: () => fault,
    delayMs: () => delayMs,
  };
}
