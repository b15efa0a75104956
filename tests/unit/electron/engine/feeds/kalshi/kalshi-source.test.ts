import { afterEach, describe, expect, it, vi } from 'vitest';
import { createKalshiDecoder } from '../../../../../../electron/engine/feeds/kalshi/decoder.ts';
import { createKalshi, type KalshiSettings } from '../../../../../../electron/engine/feeds/kalshi/index.ts';
import { leagueById } from '../../../../../../electron/engine/feeds/kalshi/leagues.ts';
import type { Pace } from '../../../../../../electron/engine/feeds/prediction-market/streaming-source.ts';
import { createFeedListener } from '../../../../../support/feed-listener.ts';
import {
  KALSHI_KEY_ID,
  KALSHI_PRIVATE_KEY,
  type KalshiServer,
  type KalshiServerOptions,
  startKalshiServer,
} from '../../../../../support/kalshi-server.ts';
import { createVenuePorts, QUICK_LIMITS, QUICK_PACE } from '../../../../../support/venue-source.ts';
import {
  accounted,
  streaming as allStreaming,
  met,
  testVenueFaults,
} from '../../../../../support/venue-trials.ts';

const NFL = leagueById('NFL');
const KEYS = { 'kalshi-key-id': KALSHI_KEY_ID, 'kalshi-private-key': KALSHI_PRIVATE_KEY };
const BUF = 'KXNFLGAME-25SEP07BALBUF-BUF';
const BAL = 'KXNFLGAME-25SEP07BALBUF-BAL';
const TOTAL = 'KXNFLTOTAL-25SEP07BALBUF-51';
const SPREAD = 'KXNFLSPREAD-25SEP07BALBUF-BUF4';
const TICKERS = [BUF, BAL, TOTAL, SPREAD];
const EVENT = 'kalshi:NFL-25SEP07BALBUF';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Running = Awaited<ReturnType<typeof run>>;
async function run(
  options: KalshiServerOptions & { readonly keyed?: boolean } = {},
  pace: Partial<Pace> = {},
) {
  const server = await startKalshiServer(options);
  closers.push(() => server.close());
  for (const ticker of TICKERS) {
    server.change(ticker, 'yes', 40, 200);
    server.change(ticker, 'yes', 38, 1_000);
    server.change(ticker, 'no', 55, 150);
  }
  const { ports, recorded, close } = createVenuePorts(options.keyed === false ? {} : KEYS);
  closers.push(close);
  const settings: KalshiSettings = {
    server: { http: server.address, socket: server.address.replace('http', 'ws') },
    leagues: NFL === undefined ? [] : [NFL],
    depth: 10,
    orderContracts: 100,
    pace: { ...QUICK_PACE, ...pace },
    limits: QUICK_LIMITS,
  };
  const source = createKalshi(ports, settings);
  const listener = createFeedListener();
  closers.push(() => source.stop());
  return { server, source, listener, recorded, settings };
}

/** The ladders a decoder gives of the server's books as they are now: what any run has to end with. */
function expectedLadders({ server, settings, recorded }: Running) {
  const listener = createFeedListener();
  const decoder = createKalshiDecoder(settings, listener.sink);
  for (const payload of recorded) if (/^(series|events)/.test(payload.channel)) decoder.take(payload);
  for (const ticker of TICKERS) {
    const body = new TextEncoder().encode(JSON.stringify(server.book(ticker)));
    decoder.take({ channel: `book ${ticker}`, body, at: recorded[0]?.at ?? (0 as never) });
  }
  return listener.ladders();
}

const settled = async (running: Running, standing = 'open') =>
  vi.waitFor(
    () => {
      expect(running.listener.ladders()).toEqual(expectedLadders(running));
      for (const id of running.listener.markets.keys()) expect(running.listener.standing(id)).toBe(standing);
    },
    { timeout: 20_000, interval: 10 },
  );
const streaming = (running: Running) => allStreaming(running, TICKERS.length);

/** The ladders of a decoder that knows nothing but what was recorded from `first` on. */
function replayedLadders({ settings, recorded }: Running, first: number) {
  const listener = createFeedListener();
  const decoder = createKalshiDecoder(settings, listener.sink);
  for (const payload of recorded.slice(first)) decoder.take(payload);
  return listener.ladders();
}

/** Some changes at all contracts, the last of which differ from the first. */
function trade(server: KalshiServer) {
  server.change(BUF, 'yes', 41, 75);
  server.change(BUF, 'no', 55, -50);
  server.change(BAL, 'yes', 40, -200);
  server.change(TOTAL, 'no', 56, 12);
  server.change(SPREAD, 'yes', 39, 300);
  server.change(BUF, 'yes', 41, -25);
}
const CHANGES = 6;

describe('Kalshi against a server of its protocol', () => {
  it('has a recording that begins in the middle of a session come to the same book', async () => {
    const running = await run({}, { confirmMs: 600_000, catalogueMs: 600_000 });
    await running.source.start(running.listener.sink);
    await streaming(running);
    await settled(running);
    const first = running.recorded.length;
    await running.source.restart?.();
    trade(running.server);
    await settled(running);
    await vi.waitFor(() => expect(replayedLadders(running, first)).toEqual(expectedLadders(running)), {
      timeout: 4_000,
      interval: 20,
    });
  });

  it('introduces the game with its markets and streams full ladders', async () => {
    const running = await run();
    await running.source.start(running.listener.sink);
    await streaming(running);
    await settled(running);
    expect(running.listener.events.get(EVENT)).toMatchObject({
      home: 'Buffalo Bills',
      away: 'Baltimore Ravens',
      sport: 'americanfootball_nfl',
      startsAt: Date.parse('2025-09-08T00:20:00Z'),
    });
    expect([...running.listener.markets.keys()].sort()).toEqual([
      `${EVENT}:asian-handicap:-3.5`,
      `${EVENT}:moneyline`,
      `${EVENT}:totals:50.5`,
    ]);
    trade(running.server);
    await settled(running);
    expect(running.source.health()).toMatchObject({
      kind: 'stream',
      state: 'live',
      cadenceMs: null,
      message: '',
    });
    accounted(running);
  });

  it('polls without a key, and says so', async () => {
    const running = await run({ keyed: false });
    await running.source.start(running.listener.sink);
    await settled(running);
    trade(running.server);
    await settled(running);
    expect(running.server.opened()).toBe(0);
    expect(running.source.health()).toMatchObject({
      kind: 'poll',
      state: 'live',
      cadenceMs: QUICK_PACE.pollMs,
    });
    expect(running.source.health().facts).toContainEqual({
      label: 'Key',
      value: 'none: books are polled, not streamed',
      tone: 'warn',
    });
  });

  it.each([
    { title: 'whole cents', options: { legacy: true } },
    { title: 'no batches of books', options: { noBatch: true, keyed: false } },
    { title: 'pages of one event', options: { pageSize: 1 } },
    { title: 'a series without fees', options: { feeMultiplier: 0 } },
  ])('reads a server with $title', async ({ options }) => {
    const running = await run(options);
    await running.source.start(running.listener.sink);
    await settled(running);
    trade(running.server);
    await settled(running);
    accounted(running);
  });

  testVenueFaults({
    run: () => run(),
    poll: () => run({ keyed: false }),
    contracts: TICKERS.length,
    trade,
    changes: CHANGES,
    tradeOn: (server) => server.change(BUF, 'yes', 42, 5),
    settled,
    asksForImages: true,
    requests: ['status', 'series', 'events', 'orderbooks'],
    books: 'orderbook',
  });

  it.each(
    (['drop', 'duplicate', 'garbage', 'wrong', 'empty-object', 'binary', 'close'] as const).flatMap((fault) =>
      [0, 2, 4].map((index) => ({ fault, index })),
    ),
  )('asks again after $fault at change $index without waiting to confirm', async ({ fault, index }) => {
    const running = await run({}, { confirmMs: 3_600_000, pollMs: 3_600_000 });
    await running.source.start(running.listener.sink);
    await streaming(running);
    running.server.injectSocket(fault, index);
    trade(running.server);
    await met(running);
    await settled(running);
  });

  it('flags polled books while they can not be asked for', async () => {
    const running = await run({ keyed: false });
    await running.source.start(running.listener.sink);
    await settled(running);
    for (let index = 0; index < 3; index += 1)
      running.server.injectHttp({ kind: 'status', status: 503 }, 'orderbook');
    await vi.waitFor(
      () =>
        expect(
          running.listener.told.filter(
            (event) => event.kind === 'book-standing' && event.standing.state === 'unreliable',
          ),
        ).toHaveLength(running.listener.markets.size),
      { timeout: 20_000, interval: 5 },
    );
    await settled(running);
  });

  it('goes on polling where the key is refused', async () => {
    const running = await run();
    running.server.refuseSockets(10_000, 401);
    await running.source.start(running.listener.sink);
    await settled(running);
    trade(running.server);
    await settled(running);
    expect(running.source.health()).toMatchObject({ state: 'degraded' });
    expect(running.source.health().message).toContain('refused');
  });

  it('follows what becomes of markets, fees and the exchange', async () => {
    const running = await run();
    await running.source.start(running.listener.sink);
    await streaming(running);
    const status = (market: string) => running.listener.markets.get(`${EVENT}:${market}`)?.status;
    const told = (expected: string, market: string) =>
      vi.waitFor(() => expect(status(market)).toBe(expected), { timeout: 20_000 });
    running.server.lifecycle(TOTAL, 'deactivated');
    await told('suspended', 'totals:50.5');
    running.server.lifecycle(TOTAL, 'activated');
    await told('open', 'totals:50.5');
    running.server.lifecycle(TOTAL, 'determined');
    await told('closed', 'totals:50.5');
    const before = running.listener.ladders()[`${EVENT}:moneyline:home back`];
    running.server.feeUpdate('KXNFLGAME-25SEP07BALBUF', 'quadratic', 0);
    await vi.waitFor(
      () => expect(running.listener.ladders()[`${EVENT}:moneyline:home back`]).not.toBe(before),
      { timeout: 20_000 },
    );
    // Yes at 45 cents without a fee, rounded down; 150 contracts cost 67.50.
    expect(running.listener.ladders()[`${EVENT}:moneyline:home back`]).toMatch(/^6750@22222$|^6749@22222$/);
  });

  it('replays a recording to the same ladders', async () => {
    const running = await run();
    await running.source.start(running.listener.sink);
    await streaming(running);
    running.server.injectSocket('drop', 2);
    trade(running.server);
    await settled(running);
    await running.source.stop();
    const replayed = createFeedListener();
    const decoder = createKalshiDecoder(running.settings, replayed.sink);
    for (const payload of running.recorded) decoder.take(payload);
    expect(replayed.told).toEqual(running.listener.told);
  });

  it('tells nothing more once stopped', async () => {
    const running = await run();
    await running.source.start(running.listener.sink);
    await streaming(running);
    await running.source.stop();
    const told = running.listener.told.length;
    trade(running.server);
    await vi.waitFor(() => expect(running.server.open()).toBe(0), { timeout: 20_000 });
    expect(running.listener.told.length).toBe(told);
    expect(running.source.health().state).toBe('off');
  });
});
