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
import { createHashCheck } from './book-hash.ts';
import { createCatalogue } from './catalogue.ts';
import type { PolymarketLeague } from './leagues.ts';
import {
  isWireBook,
  isWireChange,
  isWirePriceChange,
  mismatch,
  textList,
  type WirePriceChange,
} from './messages.ts';
import { type LevelChange, readChange, readWireBook, wireTime } from './wire-book.ts';

export const POLYMARKET_ID = 'polymarket' as SourceId;

/**
 * Its own id, not that of The Odds API's `polymarket`: the prices here are net of the fee. Contracts are settled in USDC, which
 * is counted as dollars: it is redeemed one for one.
 */
const POLYMARKET_BOOK: Book = {
  id: 'polymarket-direct' as BookId,
  name: 'Polymarket (after fees)',
  kind: 'exchange',
  commission: 0,
  currency: 'USD' as Currency,
};

/** Channels of payloads; pages are numbered from 1. */
export const CHANNELS = {
  sports: 'sports',
  books: 'books',
  events: (league: string, page: number) => `events ${league} ${page}`,
  book: (token: string) => `book ${token}`,
} as const;

export type PolymarketReading = { readonly depth: number };

export type PolymarketDecoder = VenueDecoder & {
  seriesOf(league: PolymarketLeague): string | undefined;
  /** Whether the exchange told of any league we know. */
  knowsAny(): boolean;
};

/** Messages that change no book of ours. */
const PASSED_OVER: ReadonlySet<string> = new Set([
  'tick_size_change',
  'last_trade_price',
  'best_bid_ask',
  'new_market',
]);
/** No change for so long: an answer asked for since is newer than the last one, whatever its time says. */
const QUIET_MS = 2_000;

const own = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
const isPong = (body: Uint8Array): boolean => body.length === 4 && new TextDecoder().decode(body) === 'PONG';

type ChangeGroup = { readonly changes: readonly LevelChange[]; readonly hash: string };

/** Polymarket's payloads as feed events: what is on offer, books whole and by change. */
export function createPolymarketDecoder(reading: PolymarketReading, sink: FeedSink): PolymarketDecoder {
  const tally = createTally(sink);
  const exchange = createContractExchange({
    sourceId: POLYMARKET_ID,
    book: POLYMARKET_BOOK,
    sink,
    depth: reading.depth,
  });
  const catalogue = createCatalogue({ exchange, tally });
  const checkHash = createHashCheck();
  /** Of each token the newest change seen, used or not: exchange's time and hash, and when it came. */
  const newest = new Map<string, { readonly time: EpochMs; readonly hash: string; readonly at: EpochMs }>();
  let fault: string | null = null;
  let delayMs: number | null = null;

  /** Changes may have been missed by an answer that was made before them. */
  const isOld = (tracked: TrackedContract, time: EpochMs, hash: string, at: EpochMs): boolean => {
    if (!tracked.streamed) return false;
    const last = newest.get(tracked.id);
    return last !== undefined && time < last.time && hash !== last.hash && at - last.at < QUIET_MS;
  };

  /** The book of a token, if it is one of ours, is not to be relied on; changes of it still come if they did. */
  const doubt = (token: unknown, reason: string, at: EpochMs) => {
    const tracked = typeof token === 'string' ? exchange.contract(token) : undefined;
    if (tracked !== undefined) exchange.fallOut(tracked, reason, at, tracked.streamed);
  };

  const takeStranger = (token: string, at: EpochMs) => {
    if (catalogue.isMirror(token)) tally.count('duplicate');
    else tally.refuse('unknown-contract', token, at);
  };

  const takeBook = (value: unknown, kind: 'stream' | 'answer', at: EpochMs) => {
    if (!isWireBook(value)) {
      doubt(own(value, 'asset_id'), 'Its book could not be read.', at);
      return tally.refuse(`malformed-book: ${mismatch(isWireBook)}`, value, at);
    }
    const tracked = exchange.contract(value.asset_id);
    if (tracked === undefined) return takeStranger(value.asset_id, at);
    const book = readWireBook(value);
    if (book === undefined) {
      doubt(value.asset_id, 'Its book could not be read.', at);
      return tally.refuse('malformed-level', value, at);
    }
    const time = wireTime(value.timestamp) ?? at;
    const hash = value.hash ?? '';
    if (kind === 'answer' && isOld(tracked, time, hash, at)) return tally.count('duplicate');
    if (checkHash(kind, value) === 'wrong') {
      doubt(tracked.id, 'Its book does not have the hash it came with.', at);
      return tally.refuse('wrong-hash', value, at);
    }
    if (kind === 'stream') {
      tracked.streamed = true;
      newest.set(tracked.id, { time, hash, at });
    }
    tracked.book.replace(book.bids, book.asks);
    if (tracked.book.crossed()) {
      doubt(tracked.id, 'Its bids and offers cross.', at);
      return tally.refuse('crossed-book', value.asset_id, at);
    }
    tracked.sourceTime = time;
    tally.count('used');
    exchange.tell(tracked, at);
  };

  /** All of one message's changes of a token; its best prices are told of the book after the last. */
  const applyChanges = (tracked: TrackedContract, changes: readonly LevelChange[], at: EpochMs) => {
    for (const { side, price, contracts } of changes) tracked.book.set(side, price, contracts);
    const last = changes.at(-1);
    const agrees =
      (last?.bestBid === undefined || last.bestBid === tracked.book.best('bid')) &&
      (last?.bestAsk === undefined || last.bestAsk === tracked.book.best('ask'));
    if (agrees && !tracked.book.crossed()) {
      tally.count('used', changes.length);
      exchange.tell(tracked, at);
      return;
    }
    exchange.fallOut(tracked, 'Its book is out of step.', at, true);
    tally.refuse('best-prices-differ', tracked.id, at, changes.length);
  };

  /** A message's changes by token; parts that are none, or of no token of ours, are accounted for here. */
  const groupChanges = (message: WirePriceChange, at: EpochMs): ReadonlyMap<string, ChangeGroup> => {
    const grouped = new Map<string, ChangeGroup>();
    for (const part of message.price_changes ?? message.changes ?? []) {
      const named = own(part, 'asset_id') ?? message.asset_id;
      const token = typeof named === 'string' ? named : '';
      const change = isWireChange(part) ? readChange(part) : undefined;
      if (token !== '' && exchange.contract(token) === undefined) takeStranger(token, at);
      else if (change === undefined || token === '') {
        doubt(token, 'A change of its book could not be read.', at);
        tally.refuse('malformed-change', part, at);
      } else {
        const before = grouped.get(token)?.changes ?? [];
        const hash = String(own(part, 'hash') ?? message.hash ?? '');
        grouped.set(token, { changes: [...before, change], hash });
      }
    }
    return grouped;
  };

  const takePriceChange = (value: unknown, at: EpochMs) => {
    if (!isWirePriceChange(value))
      return tally.refuse(`malformed-change: ${mismatch(isWirePriceChange)}`, value, at);
    const told = wireTime(value.timestamp);
    const time = told ?? at;
    for (const [token, { changes, hash }] of groupChanges(value, at)) {
      const tracked = exchange.contract(token);
      if (tracked === undefined) continue;
      const last = newest.get(token);
      const late = tracked.streamed && last !== undefined && time < last.time;
      if (!late) newest.set(token, { time, hash, at });
      if (tracked.step !== 'in')
        tally.refuse('out-of-step', `${token}: waits for a whole book.`, at, changes.length);
      else if (late || time < tracked.sourceTime) tally.count('duplicate', changes.length);
      else {
        delayMs = told === undefined ? null : at - told;
        tracked.sourceTime = time;
        applyChanges(tracked, changes, at);
      }
    }
  };

  const takeResolved = (value: unknown, at: EpochMs) => {
    for (const token of textList(own(value, 'assets_ids') ?? own(value, 'asset_ids')))
      exchange.setStatus(token, 'closed', at);
    tally.count('used');
  };

  const takeMessage = (value: unknown, at: EpochMs) => {
    const type = own(value, 'event_type');
    if (type === 'book') return takeBook(value, 'stream', at);
    if (type === 'price_change') return takePriceChange(value, at);
    if (type === 'market_resolved') return takeResolved(value, at);
    if (typeof type === 'string' && PASSED_OVER.has(type)) return tally.count('used');
    return tally.refuse('unknown-message', value, at);
  };

  const takeStream = (value: unknown, at: EpochMs): null => {
    // The first message after subscribing may be a list of books, an empty one where nothing is known.
    if (Array.isArray(value)) for (const message of value) takeMessage(message, at);
    else takeMessage(value, at);
    return null;
  };

  const takeBooks = (value: unknown, at: EpochMs): string | null => {
    if (!Array.isArray(value)) {
      tally.refuse('not-books', value, at);
      return 'A list of books was expected.';
    }
    for (const book of value) takeBook(book, 'answer', at);
    return null;
  };

  const takeSingleBook = (value: unknown, at: EpochMs): string | null => {
    const good = isWireBook(value);
    takeBook(value, 'answer', at);
    return good ? null : 'A book was expected.';
  };

  const takeLoss = (value: unknown, at: EpochMs): null => {
    const loss = readConnectionLoss(value);
    if (loss === undefined) {
      tally.refuse('unknown-connection-news', value, at);
      return null;
    }
    for (const id of loss.lost) {
      const tracked = exchange.contract(id);
      if (tracked === undefined) continue;
      newest.delete(id);
      exchange.fallOut(tracked, loss.reason, at);
    }
    return null;
  };

  const route = ({ channel, at }: RawPayload, value: unknown): string | null => {
    const [kind, name = '', page] = channel.split(' ');
    if (channel === CONNECTION_CHANNEL) return takeLoss(value, at);
    if (isStreamChannel(channel)) return takeStream(value, at);
    if (channel === CHANNELS.sports) return catalogue.takeSports(value, at);
    if (channel === CHANNELS.books) return takeBooks(value, at);
    if (kind === 'events') {
      const found = catalogue.takeEvents(name, page === '1', value, at);
      for (const token of newest.keys()) if (exchange.contract(token) === undefined) newest.delete(token);
      return found;
    }
    if (kind === 'book') return takeSingleBook(value, at);
    tally.refuse('unknown-channel', channel, at);
    return 'The answer to something never asked.';
  };

  return {
    take(payload) {
      delayMs = null;
      fault = null;
      if (isStreamChannel(payload.channel) && isPong(payload.body)) {
        tally.count('used');
        return;
      }
      const read = readJson(payload.body);
      if (read === undefined) {
        fault = 'The answer is no JSON.';
        tally.refuse('not-json', `${payload.channel}: ${sampleOf(payload.body)}`, payload.at);
        if (isStreamChannel(payload.channel)) doubtAll(payload.at);
      } else fault = route(payload, read.value);
    },
    contracts: () => exchange.open(),
    unstreamed: () => exchange.unstreamed(),
    fallen: () => exchange.fallen(),
    counts: () => tally.counts(),
    cursor: () => (catalogue.more() ? 'more' : null),
    fault: () => fault,
    delayMs: () => delayMs,
    listed: () => catalogue.listed(),
    seriesOf: (league) => catalogue.seriesOf(league),
    knowsAny: () => catalogue.knowsAny(),
  };

  /** A message that could not be read may have changed any book: nothing here counts messages. */
  function doubtAll(at: EpochMs): void {
    for (const id of exchange.open()) {
      const tracked = exchange.contract(id);
      if (tracked?.streamed) exchange.fallOut(tracked, 'A message could not be read.', at, true);
    }
  }
}
