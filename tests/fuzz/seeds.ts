import { hashOfBook } from '../../electron/engine/feeds/polymarket/book-hash.ts';
import { KALSHI_EVENTS, KALSHI_MILESTONE } from '../support/kalshi-server.ts';
import { footballPayload, soccerPayload, soccerScores, sportsPayload } from '../support/odds-api-payloads.ts';
import { POLYMARKET_EPL, POLYMARKET_NFL, type PolymarketEventFixture } from '../support/polymarket-server.ts';
import { recordedFiles, type Seed, seedOf } from './seed.ts';

/** Unspoilt payloads of every channel a source uses, made as its test server makes them, and recorded ones. */

export const ODDS_EVENT = soccerPayload[0]?.id ?? '';
const soccer = soccerPayload[0];
const additional = [
  {
    ...soccer,
    bookmakers: [
      {
        key: 'cedarbet',
        title: 'Cedarbet',
        last_update: '2026-03-01T12:00:00Z',
        markets: [
          { key: 'btts', outcomes: [{ name: 'Yes', price: 1.8 }, { name: 'No', price: 2 }] },
          { key: 'draw_no_bet', outcomes: [{ name: 'Alder Rovers', price: 1.6 }, { name: 'Birch United', price: 2.4 }] },
          { key: 'double_chance', outcomes: [{ name: 'Alder Rovers or Draw', price: 1.3 }, { name: 'Draw/Birch United', price: 1.7 }] },
          { key: 'alternate_totals', outcomes: [{ name: 'Over', price: 2.4, point: 3.5 }, { name: 'Under', price: 1.6, point: 3.5 }] },
        ],
      },
    ],
  },
]; // biome-ignore format: one market a line

export function oddsApiSeeds(): readonly Seed[] {
  const recorded = [...recordedFiles('odds-api'), ...recordedFiles('odds-api/_synthetic-shape-only')];
  return [
    seedOf('opened', ''),
    seedOf('sports', sportsPayload),
    seedOf('events soccer_epl', soccerPayload.map(({ bookmakers: _, ...event }) => event)),
    seedOf('odds soccer_epl', soccerPayload, true),
    seedOf('odds soccer_epl', ''),
    seedOf('odds americanfootball_nfl', footballPayload, true),
    seedOf(`event-odds soccer_epl ${ODDS_EVENT}`, additional[0], true),
    seedOf(`event-odds soccer_epl ${ODDS_EVENT}`, ''),
    seedOf('scores soccer_epl', soccerScores),
    seedOf('scores soccer_epl', soccerScores.map((each) => ({ ...each, completed: false }))),
    seedOf('odds soccer_epl', { message: 'Usage quota has been reached.', error_code: 'OUT_OF_USAGE_CREDITS' }),
    ...recorded.map(([name, text]) => seedOf(/scores/.test(name) ? 'scores soccer_epl' : /sports/.test(name) ? 'sports' : 'odds soccer_epl', text)),
  ]; // biome-ignore format: one payload a line
}

const envelope = (minute: number, data: unknown) => ({
  timestamp: `2026-03-01T12:${String(minute).padStart(2, '0')}:00Z`,
  previous_timestamp: '2026-03-01T11:55:00Z',
  next_timestamp: '2026-03-01T12:55:00Z',
  data,
});
export const ENVELOPES: readonly unknown[] = [0, 5, 10].map((minute) => envelope(minute, soccerPayload));

export function snapshotSeeds(): readonly Seed[] {
  const odds = [...recordedFiles('odds-api')]
    .filter(([name]) => /v4_odds/.test(name))
    .map(([, text]) => text);
  return ['odds snapshot', 'odds changes'].flatMap((channel) => [
    seedOf(channel, soccerPayload, channel === 'odds snapshot'),
    ...ENVELOPES.map((each) => seedOf(channel, each)),
    seedOf(channel, additional),
    seedOf(channel, envelope(20, additional[0])),
    ...odds.map((text) => seedOf(channel, text)),
  ]);
}

const BUF = 'KXNFLGAME-25SEP07BALBUF-BUF';
const BAL = 'KXNFLGAME-25SEP07BALBUF-BAL';
const kalshiSeries = ['KXNFLGAME', 'KXNFLSPREAD', 'KXNFLTOTAL'];
const kalshiEvents = (series: string) => ({
  events: KALSHI_EVENTS.filter(({ event_ticker: ticker }) => ticker.startsWith(`${series}-`)).map(
    (event) => ({
      ...event,
      markets: event.markets.map((market) => ({ status: 'active', ...market })),
    }),
  ),
  milestones: [KALSHI_MILESTONE],
  cursor: '',
});
const snapshot = (ticker: string, seq: number) => ({
  type: 'orderbook_snapshot',
  sid: 2,
  seq,
  msg: { market_ticker: ticker, yes_dollars_fp: [['0.4000', '200.00'], ['0.3900', '10.50']], no_dollars_fp: [['0.5500', '100.00']] },
}); // biome-ignore format: a message
const delta = (seq: number, fields: object, type = 'orderbook_delta') => ({ type, sid: 2, seq, msg: fields });

export const kalshiSeeds = (): readonly Seed[] => [
  seedOf('status', { exchange_active: true, trading_active: true }, true),
  ...kalshiSeries.map((ticker) => seedOf(`series ${ticker}`, { series: { ticker, fee_type: 'quadratic', fee_multiplier: 1 } }, true)),
  ...kalshiSeries.map((ticker) => seedOf(`events ${ticker} 1`, kalshiEvents(ticker), true)),
  seedOf('events KXNFLGAME 2', { events: [], milestones: [], cursor: '' }),
  seedOf('stream 1', snapshot(BUF, 1), true),
  seedOf('stream 1', snapshot(BAL, 2), true),
  seedOf('stream 1', snapshot('KXNFLTOTAL-25SEP07BALBUF-51', 3), true),
  seedOf('stream 1', { type: 'orderbook_snapshot', sid: 3, seq: 1, msg: { market_ticker: BUF, yes: [[40, 200]], no: [[56, 100]] } }),
  seedOf('stream 1', delta(4, { market_ticker: BUF, side: 'yes', price_dollars: '0.4100', delta_fp: '5.00', ts_ms: 1_757_246_400_005 })),
  seedOf('stream 1', delta(5, { market_ticker: BUF, side: 'no', price: 54, delta: 10, ts: '2025-09-07T12:00:00Z' })),
  seedOf('stream 1', delta(6, { market_ticker: BUF, event_type: 'deactivated' }, 'market_lifecycle_v2')),
  seedOf('stream 1', delta(7, { market_ticker: BUF, event_type: 'activated' }, 'market_lifecycle_v2')),
  seedOf('stream 1', delta(8, { event_ticker: 'KXNFLGAME-25SEP07BALBUF', fee_type_override: 'quadratic', fee_multiplier_override: 0.5 }, 'event_fee_update')),
  seedOf('stream 1', { id: 1, type: 'subscribed', msg: { channel: 'orderbook_delta', sid: 2 } }),
  seedOf('stream 2', { id: 1, type: 'error', msg: { code: 10, msg: 'x' } }),
  seedOf('books', { orderbooks: [{ ticker: BUF, orderbook_fp: { yes_dollars: [['0.4000', '20.00']], no_dollars: [['0.5000', '3.00']] } }] }),
  seedOf(`book ${BAL}`, { orderbook: { yes: [[40, 200]], no: [[55, 100]] } }),
  seedOf('connection', { lost: [BUF, BAL], reason: 'Connection lost.', stream: 'stream 1' }),
]; // biome-ignore format: one payload a line

const AT = Date.parse('2026-08-20T12:00:00Z');
const wire = (events: readonly PolymarketEventFixture[]) =>
  events.map(({ markets, ...event }) => ({
    ...event,
    markets: markets.map(({ tokens, ...rest }) => ({ ...rest, clobTokenIds: JSON.stringify(tokens) })),
  }));
const book = (token: string, time: number) => {
  const made = {
    market: '0x',
    asset_id: token,
    timestamp: String(AT + time),
    hash: '',
    bids: [{ price: '0.4', size: '200' }],
    asks: [{ price: '0.42', size: '150' }],
  };
  return { ...made, hash: hashOfBook(made), event_type: 'book' };
};
const entry = {
  asset_id: '101',
  price: '0.405',
  size: '75',
  side: 'BUY',
  hash: 'h',
  best_bid: '0.405',
  best_ask: '0.42',
};
const unhashed = ({ hash: _, ...rest }: ReturnType<typeof book>) => rest;

export const polymarketSeeds = (): readonly Seed[] => [
  seedOf('sports', [{ sport: 'nfl', ordering: 'away', series: '1' }, { sport: 'epl', ordering: 'home', series: '2' }], true),
  seedOf('events NFL 1', wire(POLYMARKET_NFL), true),
  seedOf('events EPL 1', wire(POLYMARKET_EPL), true),
  seedOf('events EPL 2', []),
  seedOf('stream 1', [book('101', 1), book('201', 1), book('1101', 1)], true),
  seedOf('stream 1', unhashed(book('301', 1)), true),
  seedOf('stream 1', unhashed(book('1301', 2))),
  seedOf('stream 1', { event_type: 'price_change', market: '0x', timestamp: String(AT + 2), price_changes: [entry, { ...entry, asset_id: '102', side: 'SELL', price: '0.595', best_bid: '0.58', best_ask: '0.595' }] }),
  seedOf('stream 1', { event_type: 'price_change', asset_id: '1101', market: '0x', timestamp: String(AT + 3), hash: 'h', changes: [{ price: '0.405', size: '5', side: 'BUY' }] }),
  seedOf('stream 1', { event_type: 'last_trade_price', asset_id: '101', price: '0.4' }),
  seedOf('stream 1', { event_type: 'market_resolved', assets_ids: ['201', '202'] }),
  seedOf('stream 1', 'PONG'),
  seedOf('books', [unhashed(book('101', 4)), unhashed(book('201', 5))]),
  seedOf('book 1201', unhashed(book('1201', 5))),
  seedOf('connection', { lost: ['101', '1101'], reason: 'Connection lost.', stream: 'stream 1' }),
]; // biome-ignore format: one payload a line
