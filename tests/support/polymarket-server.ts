/**
 * Polymarket's Gamma and CLOB APIs and its market channel on this machine: /sports, /events in pages, /books, /book, /time,
 * and /ws/market with whole books, changes, best prices, hashes and PING. Built from docs.polymarket.com. The books of a market's
 * two tokens mirror each other, as one order book does. `legacy` sends changes as they were before September 2025.
 */
import { hashOfBook } from '../../electron/engine/feeds/polymarket/book-hash.ts';
import { type Peer, startVenueServer, type VenueServer } from './venue-server.ts';

export type PolymarketMarketFixture = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly tokens: readonly [string, string];
};
export type PolymarketEventFixture = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly markets: readonly PolymarketMarketFixture[];
};

const NFL_FEE = { exponent: 1, rate: 0.05, takerOnly: true, rebateRate: 0.15 };
const market = (id: string, tokens: readonly [string, string], rest: object): PolymarketMarketFixture => ({
  id,
  tokens,
  active: true,
  closed: false,
  acceptingOrders: true,
  enableOrderBook: true,
  gameStartTime: '2026-09-28 20:25:00+00',
  feesEnabled: true,
  feeSchedule: NFL_FEE,
  ...rest,
});
const names = (...list: string[]) => JSON.stringify(list);

/** Bills at Chiefs with a winner, a spread, a total and a prop. */
export const POLYMARKET_NFL: readonly PolymarketEventFixture[] = [
  {
    id: '9001',
    slug: 'nfl-buf-kc-2026-09-28',
    title: 'Bills vs. Chiefs',
    gameId: 20_260_928,
    startTime: '2026-09-28T20:25:00Z',
    markets: [
      market('1', ['101', '102'], {
        question: 'Bills vs. Chiefs',
        sportsMarketType: 'moneyline',
        outcomes: names('Bills', 'Chiefs'),
      }),
      market('2', ['201', '202'], {
        question: 'Spread: Chiefs (-2.5)',
        sportsMarketType: 'spreads',
        line: -2.5,
        outcomes: names('Chiefs', 'Bills'),
      }),
      market('3', ['301', '302'], {
        question: 'Bills vs. Chiefs: O/U 47.5',
        sportsMarketType: 'totals',
        line: 47.5,
        outcomes: names('Over', 'Under'),
      }),
      market('4', ['401', '402'], {
        question: 'Bills vs. Chiefs: 1H O/U 23.5',
        sportsMarketType: 'first_half_totals',
        line: 23.5,
        outcomes: names('Over', 'Under'),
      }),
    ],
  },
];
/** Fulham against Chelsea, a yes for each result. */
export const POLYMARKET_EPL: readonly PolymarketEventFixture[] = [
  {
    id: '9002',
    slug: 'epl-ful-che-2026-08-24',
    title: 'Fulham FC vs. Chelsea FC',
    gameId: '77-ful',
    startTime: '2026-08-24T19:00:00Z',
    markets: (
      [
        ['11', '1101', 'Will Fulham FC win on 2026-08-24?'],
        ['12', '1201', 'Will Fulham FC vs. Chelsea FC end in a draw?'],
        ['13', '1301', 'Will Chelsea FC win on 2026-08-24?'],
      ] as const
    ).map(([id, token, question]) =>
      market(id, [token, `${token}9`], {
        question,
        sportsMarketType: 'moneyline',
        outcomes: names('Yes', 'No'),
        gameStartTime: '2026-08-24 19:00:00+00',
        feesEnabled: false,
        feeSchedule: null,
      }),
    ),
  },
];

type Side = 'bid' | 'ask';
/** Prices in thousandths of a dollar. */
type Sides = Readonly<Record<Side, Map<number, number>>>;

export type PolymarketServer = VenueServer & {
  /** What now rests at a price (in thousandths) of a token, 0 for nothing; tells who subscribed. */
  change(token: string, side: Side, thousandths: number, size: number): void;
  /** The book as /book gives it now. */
  book(token: string): Record<string, unknown>;
  setEvents(league: 'nfl' | 'epl', events: readonly PolymarketEventFixture[]): void;
  resolve(token: string): void;
  /** Sends to everyone as it is. */
  say(message: unknown): void;
};

export type PolymarketServerOptions = {
  /** What it calls its two sports instead of nfl and epl. */
  readonly sports?: readonly string[];
  readonly legacy?: boolean;
  /** /books is not there. */
  readonly noBatch?: boolean;
  /** Hashes that nobody can make, as live messages are said to have. */
  readonly oddHashes?: boolean;
};

const price = (thousandths: number): string => String(thousandths / 1_000);
const other = (side: Side): Side => (side === 'bid' ? 'ask' : 'bid');

export async function startPolymarketServer(
  options: PolymarketServerOptions = {},
): Promise<PolymarketServer> {
  const events = new Map<string, readonly PolymarketEventFixture[]>([
    ['10187', POLYMARKET_NFL],
    ['10188', POLYMARKET_EPL],
  ]);
  const books = new Map<string, Sides>();
  const times = new Map<string, number>();
  const peers = new Map<Peer, Set<string>>();
  let clock = 0;

  const pairOf = (token: string): readonly [string, string] => {
    for (const list of events.values())
      for (const event of list)
        for (const { tokens } of event.markets) if (tokens.includes(token)) return tokens;
    return [token, `${token}9`];
  };
  const bookOf = (token: string): Sides => {
    const kept = books.get(token) ?? { bid: new Map<number, number>(), ask: new Map<number, number>() };
    books.set(token, kept);
    return kept;
  };
  const levels = (token: string, side: Side) =>
    [...bookOf(token)[side]]
      .sort(([a], [b]) => (side === 'bid' ? a - b : b - a))
      .map(([at, size]) => ({ price: price(at), size: String(size) }));
  const summary = (token: string): Record<string, unknown> => {
    const made = {
      market: `0x${pairOf(token)[0]}`,
      asset_id: token,
      timestamp: String(times.get(token) ?? 1),
      hash: '',
      bids: levels(token, 'bid'),
      asks: levels(token, 'ask'),
      tick_size: '0.001',
    };
    return { ...made, hash: options.oddHashes ? 'f'.repeat(40) : hashOfBook(made) };
  };
  const best = (token: string, side: Side): string => {
    const prices = [...bookOf(token)[side].keys()];
    if (prices.length === 0) return side === 'bid' ? '0' : '1';
    return price(side === 'bid' ? Math.max(...prices) : Math.min(...prices));
  };

  const answer = (url: URL, body: string): { status: number; body: unknown } => {
    const found = (value: unknown) => ({ status: 200, body: value });
    const query = url.searchParams;
    if (url.pathname === '/time') return found(Math.floor(Date.now() / 1000));
    if (url.pathname === '/sports')
      return found([
        {
          id: 1,
          sport: options.sports?.[0] ?? 'nfl',
          ordering: 'away',
          tags: '1,450,100639',
          series: '10187',
          image: '',
          resolution: '',
        },
        {
          id: 2,
          sport: options.sports?.[1] ?? (options.sports === undefined ? 'epl' : 'other'),
          ordering: 'home',
          tags: '1,82,306',
          series: '10188',
          image: '',
          resolution: '',
        },
      ]);
    if (url.pathname === '/events') {
      const from = Number(query.get('offset') ?? 0);
      const page = (events.get(query.get('series_id') ?? '') ?? []).slice(
        from,
        from + Number(query.get('limit') ?? 20),
      );
      return found(
        page.map(({ markets, ...event }) => ({
          ...event,
          markets: markets.map(({ tokens, ...rest }) => ({ ...rest, clobTokenIds: JSON.stringify(tokens) })),
        })),
      );
    }
    if (url.pathname === '/book') return found(summary(query.get('token_id') ?? ''));
    if (url.pathname === '/books' && !options.noBatch)
      return found((JSON.parse(body) as { token_id: string }[]).map(({ token_id: token }) => summary(token)));
    return { status: 404, body: { error: 'not found' } };
  };

  const server = await startVenueServer({
    answer: ({ url, body }) => answer(url, body),
    connect: (peer) => {
      const tokens = new Set<string>();
      peers.set(peer, tokens);
      return {
        onText(text) {
          if (text === 'PING') {
            peer.send('PONG');
            return;
          }
          const { assets_ids: asked = [], operation } = JSON.parse(text) as {
            assets_ids?: string[];
            operation?: string;
          };
          for (const token of asked)
            if (operation === 'unsubscribe') tokens.delete(token);
            else {
              tokens.add(token);
              peer.send({ event_type: 'book', ...summary(token) });
            }
        },
        onEnd: () => void peers.delete(peer),
      };
    },
  });

  const say = (message: unknown) => {
    for (const peer of peers.keys()) peer.send(message);
  };

  return {
    ...server,
    change(token, side, thousandths, size) {
      const pair = pairOf(token);
      const mirror = pair[0] === token ? pair[1] : pair[0];
      clock = Math.max(Date.now(), clock + 1);
      const touched = [
        { asset: token, on: side, at: thousandths },
        { asset: mirror, on: other(side), at: 1_000 - thousandths },
      ];
      for (const { asset, on, at } of touched) {
        if (size > 0) bookOf(asset)[on].set(at, size);
        else bookOf(asset)[on].delete(at);
        times.set(asset, clock);
      }
      const changes = touched.map(({ asset, on, at }) => ({
        asset_id: asset,
        price: price(at),
        size: String(size),
        side: on === 'bid' ? 'BUY' : 'SELL',
        hash: String(summary(asset)['hash']),
        best_bid: best(asset, 'bid'),
        best_ask: best(asset, 'ask'),
      }));
      const about = { event_type: 'price_change', market: `0x${pair[0]}`, timestamp: String(clock) };
      for (const [peer, tokens] of peers)
        if (!options.legacy) {
          if (changes.some(({ asset_id: asset }) => tokens.has(asset)))
            peer.send({ ...about, price_changes: changes });
        } else
          for (const { asset_id: asset, hash, price: at, size: left, side: on } of changes)
            if (tokens.has(asset))
              peer.send({ ...about, asset_id: asset, hash, changes: [{ price: at, size: left, side: on }] });
    },
    book: summary,
    setEvents: (league, next) => void events.set(league === 'nfl' ? '10187' : '10188', next),
    resolve: (token) => say({ event_type: 'market_resolved', market: '0x', assets_ids: pairOf(token) }),
    say,
  };
}
