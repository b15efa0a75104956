import type { EpochMs, MarketId, SelectionId } from '../../../../shared/domain/units.ts';
import type { Decoder, RawPayload } from '../raw-payload.ts';
import type { FeedSink } from '../source.ts';
import { takeBooks } from './book-intake.ts';
import { readNews } from './connection-news.ts';
import type { Directory } from './directory.ts';
import { createHandover, NOTHING_TOLD, type Told } from './handover.ts';
import { fieldsOf, readJson } from './json.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createMarketDesk, type MarketDesk } from './market-desk.ts';
import { isCurrentOrders } from './protocol.ts';
import type { BetfairSettings } from './settings.ts';
import { createStreamIntake, type OrderSummary } from './stream-intake.ts';
import type { LineTaken } from './stream-runner.ts';
import { readStreamMessage } from './wire/index.ts';

/** Of raw payloads. `stream`: one line; `catalogue`, `book`, `orders`: JSON-RPC answers; `connection`: `ConnectionNews`. */
export const CHANNELS = ['stream', 'catalogue', 'book', 'orders', 'connection'] as const;
export type Channel = (typeof CHANNELS)[number];

export type BetfairDecoder = Decoder & {
  /** As `take` of channel `stream`; answers with the message, for whoever keeps the connection. */
  takeLine(payload: RawPayload): LineTaken;
  readonly directory: Directory;
  readonly ledger: Ledger;
  /** Orders resting and selections matched, as told by the stream; and by the last listCurrentOrders. */
  orders(): OrderSummary;
  currentOrders(): { readonly executable: number; readonly complete: number } | null;
  unsupported(): ReadonlyMap<string, number>;
  tallies(): { readonly conflated: number; readonly late: number };
  isLate(): boolean;
  /** Markets told late on purpose: the application key is a delayed one. */
  isDelayed(): boolean;
  lastReceivedAt(): EpochMs | null;
  /** What stands of what it told, with what the one before did and nobody has taken back. */
  told(): Told;
};

/** Events that started so long ago are over, and their markets are forgotten. Test matches last five days. */
const FORGET_AFTER_MS = 7 * 86_400_000;
const text = new TextDecoder();

/** The result of a JSON-RPC answer; `undefined` where there is none. */
function resultOf(body: Uint8Array): unknown {
  return fieldsOf(readJson(body)?.value)?.['result'];
}

/** `before` was told by the decoder whose place it takes in a market that goes on: what is gone of it is taken back. */
export function createBetfairDecoder(
  settings: Pick<BetfairSettings, 'commission'>,
  told: FeedSink,
  before: Told = NOTHING_TOLD,
): BetfairDecoder {
  const handover = createHandover(told, before.offers);
  const { sink } = handover;
  const ledger = createLedger(sink);
  const desk: MarketDesk = createMarketDesk({
    sink,
    ledger,
    commission: settings.commission,
    settled: before.settled,
  });
  let catalogueSeen = false;
  let currentOrders: { executable: number; complete: number } | null = null;
  let lastReceivedAt: EpochMs | null = null;
  const stream = createStreamIntake(desk, ledger, () => catalogueSeen);

  /** The markets that prices come of: whole ones were the first. With their selections. */
  const priced = (): ReadonlyMap<MarketId, ReadonlySet<SelectionId>> => {
    const known = new Map<MarketId, Set<SelectionId>>();
    for (const { nativeId, slots } of desk.directory.listings()) {
      if (desk.condition(nativeId).origin === 'none') continue;
      for (const { marketId, selectionId } of slots.values())
        known.set(marketId, (known.get(marketId) ?? new Set()).add(selectionId));
    }
    return known;
  };

  const takeLine = ({ body, at }: RawPayload): LineTaken => {
    lastReceivedAt = at;
    const read = readStreamMessage(body);
    if (!read.ok) {
      stream.refuse(read.problem, at);
      return { ok: false };
    }
    const { message, problems } = read;
    if (message.op === 'mcm') stream.takeMarkets(message, problems, at);
    else if (message.op === 'ocm') stream.takeOrders(message, problems, at);
    else for (const problem of problems) stream.refuse(problem, at);
    handover.settle(priced, at);
    return { ok: true, message, wholesome: message.op !== 'mcm' || problems.length === 0 };
  };

  const takeList = (payload: RawPayload, use: (entries: readonly unknown[]) => void) => {
    const result = resultOf(payload.body);
    if (Array.isArray(result)) use(result);
    else
      ledger.quarantine(
        `not-a-${payload.channel}-answer`,
        text.decode(payload.body.subarray(0, 2_000)),
        payload.at,
      );
  };

  const takeOrders = ({ body, at }: RawPayload) => {
    const result = resultOf(body);
    if (!isCurrentOrders(result)) {
      ledger.quarantine('not-an-orders-answer', text.decode(body.subarray(0, 2_000)), at);
      return;
    }
    const executable = result.currentOrders.filter(({ status }) => status === 'EXECUTABLE').length;
    currentOrders = { executable, complete: result.currentOrders.length - executable };
  };

  const takeNews = ({ body, at }: RawPayload) => {
    const news = readNews(body);
    if (news === undefined) {
      ledger.quarantine('unknown-connection-news', text.decode(body.subarray(0, 2_000)), at);
      return;
    }
    if (news.state === 'subscribed') {
      stream.subscribed(news);
      return;
    }
    for (const [nativeId, condition] of desk.conditions()) {
      if (condition.origin !== 'none' && condition.origin !== news.origin) continue;
      condition.origin = 'none';
      condition.lost = news.reason;
      const listing = desk.directory.listing(nativeId);
      if (listing !== undefined) desk.tellStanding(listing, at);
    }
  };

  return {
    take(payload) {
      switch (payload.channel) {
        case 'stream':
          takeLine(payload);
          return;
        case 'catalogue':
          lastReceivedAt = payload.at;
          takeList(payload, (entries) => {
            catalogueSeen = true;
            desk.introduce(entries, payload.at);
            const old = (payload.at - FORGET_AFTER_MS) as EpochMs;
            desk.forget(old);
            handover.forget(old);
          });
          return;
        case 'book':
          lastReceivedAt = payload.at;
          takeList(payload, (entries) => takeBooks(entries, payload.at, desk, ledger));
          handover.settle(priced, payload.at);
          return;
        case 'orders':
          takeOrders(payload);
          return;
        case 'connection':
          takeNews(payload);
          return;
        default:
          ledger.quarantine('unknown-channel', payload.channel, payload.at);
      }
    },
    takeLine,
    directory: desk.directory,
    ledger,
    orders: stream.orders,
    currentOrders: () => currentOrders,
    unsupported: desk.unsupported,
    tallies: stream.tallies,
    isLate: desk.isLate,
    isDelayed() {
      for (const [, condition] of desk.conditions()) if (condition.delayed) return true;
      return false;
    },
    lastReceivedAt: () => lastReceivedAt,
    told: () => ({ offers: [...desk.offers(), ...handover.left()], settled: desk.settled() }),
  };
}
