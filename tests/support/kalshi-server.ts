/**
 * Kalshi's Trade API v2 on this machine: /exchange/status, /series, /events with nested markets, milestones and cursors,
 * order books one by one and in batches, and the WebSocket with signed handshakes, subscriptions, running numbers, snapshots and deltas.
 * Built from docs.kalshi.com openapi.yaml and asyncapi.yaml. `legacy` speaks whole cents, as it did until 2026.
 */
import { constants, generateKeyPairSync, verify } from 'node:crypto';
import { type Peer, startVenueServer, type VenueServer } from './venue-server.ts';

const KEYS = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
export const KALSHI_KEY_ID = '7a1b6c1e-0000-4000-8000-5f3a9c01d2aa';
export const KALSHI_PRIVATE_KEY = KEYS.privateKey;

export type KalshiMarketFixture = {
  readonly ticker: string;
  readonly yes_sub_title: string;
  readonly status?: string;
  readonly floor_strike?: number;
  readonly strike_type?: string;
  readonly custom_strike?: Record<string, string>;
  readonly rules_primary?: string;
};
export type KalshiEventFixture = {
  readonly event_ticker: string;
  readonly title: string;
  readonly sub_title?: string;
  readonly markets: readonly KalshiMarketFixture[];
};

/** A game of Baltimore at Buffalo with a winner, a spread and a total. */
export const KALSHI_EVENTS: readonly KalshiEventFixture[] = [
  {
    event_ticker: 'KXNFLGAME-25SEP07BALBUF',
    title: 'Baltimore at Buffalo',
    sub_title: 'BAL at BUF (Sep 7)',
    markets: [
      { ticker: 'KXNFLGAME-25SEP07BALBUF-BAL', yes_sub_title: 'Baltimore' },
      { ticker: 'KXNFLGAME-25SEP07BALBUF-BUF', yes_sub_title: 'Buffalo' },
    ],
  },
  {
    event_ticker: 'KXNFLSPREAD-25SEP07BALBUF',
    title: 'Baltimore at Buffalo: Spread',
    markets: [
      {
        ticker: 'KXNFLSPREAD-25SEP07BALBUF-BUF4',
        yes_sub_title: 'Buffalo wins by over 3.5 points',
        floor_strike: 3.5,
        strike_type: 'greater',
      },
    ],
  },
  {
    event_ticker: 'KXNFLTOTAL-25SEP07BALBUF',
    title: 'Baltimore at Buffalo: Total Points',
    markets: [
      {
        ticker: 'KXNFLTOTAL-25SEP07BALBUF-51',
        yes_sub_title: 'Over 50.5 points scored',
        floor_strike: 50.5,
        strike_type: 'greater',
      },
    ],
  },
];
export const KALSHI_MILESTONE = {
  id: 'm1',
  category: 'Sports',
  type: 'football_game',
  start_date: '2025-09-08T00:20:00Z',
  title: 'Baltimore at Buffalo',
  notification_message: '',
  details: {},
  primary_event_tickers: ['KXNFLGAME-25SEP07BALBUF'],
  related_event_tickers: ['KXNFLGAME-25SEP07BALBUF', 'KXNFLSPREAD-25SEP07BALBUF', 'KXNFLTOTAL-25SEP07BALBUF'],
};

type Side = 'yes' | 'no';
type Sides = Readonly<Record<Side, Map<number, number>>>;

export type KalshiServer = VenueServer & {
  /** Adds contracts (negative: takes them away) at a price in cents, and tells who subscribed. */
  change(ticker: string, side: Side, cents: number, contracts: number): void;
  /** The book as /markets/{ticker}/orderbook gives it now. */
  book(ticker: string): unknown;
  setEvents(events: readonly KalshiEventFixture[]): void;
  lifecycle(ticker: string, eventType: string): void;
  feeUpdate(event: string, type: string | null, multiplier: number | null): void;
  setTrading(active: boolean): void;
  subscriptions(): number;
};

export type KalshiServerOptions = {
  readonly legacy?: boolean;
  readonly pageSize?: number;
  readonly feeMultiplier?: number;
  /** /markets/orderbooks is not there. */
  readonly noBatch?: boolean;
  /** Series that are not there. */
  readonly unknownSeries?: readonly string[];
};

const dollars = (cents: number): string => (cents / 100).toFixed(4);

export async function startKalshiServer(options: KalshiServerOptions = {}): Promise<KalshiServer> {
  let events = KALSHI_EVENTS;
  let trading = true;
  const books = new Map<string, Sides>();
  const subscriptions = new Map<number, { peer: Peer; channel: string; tickers: Set<string>; seq: number }>();
  let lastSid = 0;

  const bookOf = (ticker: string): Sides => {
    const kept = books.get(ticker) ?? { yes: new Map<number, number>(), no: new Map<number, number>() };
    books.set(ticker, kept);
    return kept;
  };
  const levels = (side: Map<number, number>, suffix: string): [string, unknown][] => {
    if (side.size === 0) return [];
    const sorted = [...side].sort(([a], [b]) => a - b);
    return options.legacy
      ? [[suffix === '' ? '' : suffix, sorted]]
      : [[suffix, sorted.map(([cents, count]) => [dollars(cents), count.toFixed(2)])]];
  };
  const wire = (ticker: string, streamed: boolean): Record<string, unknown> => {
    const { yes, no } = bookOf(ticker);
    const name = (side: Side) => (options.legacy ? side : `${side}_dollars${streamed ? '_fp' : ''}`);
    return Object.fromEntries([...levels(yes, name('yes')), ...levels(no, name('no'))]);
  };
  const singleBook = (ticker: string) => ({
    [options.legacy ? 'orderbook' : 'orderbook_fp']: wire(ticker, false),
  });

  const admit = (
    headers: Record<string, string | string[] | undefined>,
    method: string,
    path: string,
  ): boolean => {
    const [id, signature, timestamp] = ['key', 'signature', 'timestamp'].map((name) =>
      String(headers[`kalshi-access-${name}`] ?? ''),
    );
    return (
      id === KALSHI_KEY_ID &&
      verify(
        'sha256',
        Buffer.from(`${timestamp}${method}${path}`),
        {
          key: KEYS.publicKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
        },
        Buffer.from(signature ?? '', 'base64'),
      )
    );
  };

  const answer = (path: string, query: URLSearchParams): { status: number; body: unknown } => {
    const found = (body: unknown) => ({ status: 200, body });
    if (path === '/exchange/status') return found({ exchange_active: true, trading_active: trading });
    const [, series] = /^\/series\/([A-Z0-9]+)$/.exec(path) ?? [];
    if (series !== undefined && !options.unknownSeries?.includes(series))
      return found({
        series: { ticker: series, fee_type: 'quadratic', fee_multiplier: options.feeMultiplier ?? 1 },
      });
    if (path === '/events') {
      const wanted = events.filter(({ event_ticker: ticker }) =>
        ticker.startsWith(`${query.get('series_ticker')}-`),
      );
      const from = Number(query.get('cursor') ?? 0);
      const to = from + (options.pageSize ?? 200);
      const page = wanted.slice(from, to).map((event) => ({
        ...event,
        series_ticker: query.get('series_ticker'),
        markets: event.markets.map((market) => ({ status: 'active', market_type: 'binary', ...market })),
      }));
      return found({
        events: page,
        milestones: [KALSHI_MILESTONE],
        cursor: to < wanted.length ? String(to) : '',
      });
    }
    if (path === '/markets/orderbooks' && !options.noBatch)
      return found({
        orderbooks: query.getAll('tickers').map((ticker) => ({ ticker, ...singleBook(ticker) })),
      });
    const [, ticker] = /^\/markets\/([^/]+)\/orderbook$/.exec(path) ?? [];
    if (ticker !== undefined) return found(singleBook(ticker));
    return { status: 404, body: { error: { code: 'not_found' } } };
  };

  const snapshot = (sid: number, ticker: string) => {
    const subscription = subscriptions.get(sid);
    if (subscription === undefined) return;
    subscription.seq += 1;
    const msg = { market_ticker: ticker, market_id: `id-${ticker}`, ...wire(ticker, true) };
    subscription.peer.send({ type: 'orderbook_snapshot', sid, seq: subscription.seq, msg });
  };
  type Command = {
    id: number;
    cmd: string;
    params?: { channels?: string[]; market_tickers?: string[]; sids?: number[]; action?: string };
  };
  const commands: Readonly<Record<string, (peer: Peer, command: Command) => void>> = {
    subscribe(peer, { id, params = {} }) {
      const tickers = params.market_tickers ?? [];
      for (const channel of params.channels ?? []) {
        lastSid += 1;
        subscriptions.set(lastSid, { peer, channel, tickers: new Set(tickers), seq: 0 });
        peer.send({ id, type: 'subscribed', msg: { channel, sid: lastSid } });
        for (const ticker of channel === 'orderbook_delta' ? tickers : []) snapshot(lastSid, ticker);
      }
    },
    unsubscribe(peer, { id, params = {} }) {
      for (const sid of params.sids ?? []) {
        const seq = (subscriptions.get(sid)?.seq ?? 0) + 1;
        subscriptions.delete(sid);
        peer.send({ id, sid, seq, type: 'unsubscribed' });
      }
    },
    list_subscriptions: (peer, { id }) => peer.send({ id, type: 'ok', msg: [] }),
    update_subscription(peer, { id, params = {} }) {
      const sid = params.sids?.[0] ?? 0;
      const subscription = subscriptions.get(sid);
      if (subscription === undefined) {
        peer.send({ id, type: 'error', msg: { code: 7, msg: 'Unknown subscription ID' } });
        return;
      }
      for (const ticker of params.market_tickers ?? [])
        if (params.action === 'delete_markets') subscription.tickers.delete(ticker);
        else {
          subscription.tickers.add(ticker);
          snapshot(sid, ticker);
        }
    },
  };
  const obey = (peer: Peer, command: Command) => commands[command.cmd]?.(peer, command);

  const server = await startVenueServer({
    answer: ({ url, method, headers }) => {
      const signed = headers['kalshi-access-key'] !== undefined;
      if (signed && !admit(headers, method, url.pathname))
        return { status: 401, body: { error: { code: 'auth' } } };
      return answer(url.pathname.replace('/trade-api/v2', ''), url.searchParams);
    },
    admit: (request) => admit(request.headers, 'GET', '/trade-api/ws/v2'),
    connect: (peer) => ({
      onText: (text) => obey(peer, JSON.parse(text) as Command),
      onEnd() {
        for (const [sid, subscription] of subscriptions)
          if (subscription.peer === peer) subscriptions.delete(sid);
      },
    }),
  });

  const broadcast = (type: string, msg: object) => {
    for (const [sid, subscription] of subscriptions)
      if (subscription.channel === 'market_lifecycle_v2') {
        subscription.seq += 1;
        subscription.peer.send({ type, sid, seq: subscription.seq, msg });
      }
  };

  return {
    ...server,
    change(ticker, side, cents, contracts) {
      const levels = bookOf(ticker)[side];
      const left = (levels.get(cents) ?? 0) + contracts;
      if (left > 0) levels.set(cents, left);
      else levels.delete(cents);
      for (const [sid, subscription] of subscriptions) {
        if (subscription.channel !== 'orderbook_delta' || !subscription.tickers.has(ticker)) continue;
        subscription.seq += 1;
        const change = options.legacy
          ? { price: cents, delta: contracts, ts: new Date().toISOString() }
          : { price_dollars: dollars(cents), delta_fp: contracts.toFixed(2), ts_ms: Date.now() };
        const msg = { market_ticker: ticker, market_id: `id-${ticker}`, side, ...change };
        subscription.peer.send({ type: 'orderbook_delta', sid, seq: subscription.seq, msg });
      }
    },
    book: singleBook,
    setEvents(next) {
      events = next;
    },
    lifecycle: (ticker, eventType) =>
      broadcast('market_lifecycle_v2', { market_ticker: ticker, event_type: eventType }),
    feeUpdate: (event, type, multiplier) =>
      broadcast('event_fee_update', {
        event_ticker: event,
        fee_type_override: type,
        fee_multiplier_override: multiplier,
      }),
    setTrading(active) {
      trading = active;
    },
    subscriptions: () => subscriptions.size,
  };
}
