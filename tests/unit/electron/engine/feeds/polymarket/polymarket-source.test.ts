import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPolymarketDecoder } from '../../../../../../electron/engine/feeds/polymarket/decoder.ts';
import {
  createPolymarket,
  type PolymarketSettings,
} from '../../../../../../electron/engine/feeds/polymarket/index.ts';
import { leagueById } from '../../../../../../electron/engine/feeds/polymarket/leagues.ts';
import { createFeedListener } from '../../../../../support/feed-listener.ts';
import {
  POLYMARKET_NFL,
  type PolymarketServer,
  type PolymarketServerOptions,
  startPolymarketServer,
} from '../../../../../support/polymarket-server.ts';
import { createVenuePorts, QUICK_LIMITS, QUICK_PACE } from '../../../../../support/venue-source.ts';
import {
  accounted,
  streaming as allStreaming,
  testVenueFaults,
} from '../../../../../support/venue-trials.ts';

const TOKENS = ['101', '102', '201', '202', '301', '302', '1101', '1201', '1301'];
const NFL = 'polymarket:20260928';
const EPL = 'polymarket:77-ful';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

type Running = Awaited<ReturnType<typeof run>>;
async function run(
  options: PolymarketServerOptions = {},
  limits: { readonly contractsPerSocket?: number } = {},
) {
  const server = await startPolymarketServer(options);
  closers.push(() => server.close());
  for (const token of ['101', '201', '301', '1101', '1201', '1301']) {
    server.change(token, 'bid', 400, 200);
    server.change(token, 'bid', 385, 1_000.5);
    server.change(token, 'ask', 420, 150);
  }
  const { ports, recorded, close } = createVenuePorts();
  closers.push(close);
  const settings: PolymarketSettings = {
    server: { gamma: server.address, clob: server.address, socket: server.address.replace('http', 'ws') },
    leagues: ['NFL', 'EPL'].flatMap((id) => leagueById(id) ?? []),
    depth: 10,
    pace: QUICK_PACE,
    limits: { ...QUICK_LIMITS, ...limits },
  };
  const source = createPolymarket(ports, settings);
  const listener = createFeedListener();
  closers.push(() => source.stop());
  return { server, source, listener, recorded, settings };
}

/** The ladders a decoder gives of the server's books as they are now: what any run has to end with. */
function expectedLadders({ server, settings, recorded }: Running) {
  const listener = createFeedListener();
  const decoder = createPolymarketDecoder(settings, listener.sink);
  for (const payload of recorded) if (/^(sports|events)/.test(payload.channel)) decoder.take(payload);
  const body = new TextEncoder().encode(JSON.stringify(TOKENS.map((token) => server.book(token))));
  decoder.take({ channel: 'books', body, at: recorded[0]?.at ?? (0 as never) });
  return listener.ladders();
}

const settled = async (running: Running) =>
  vi.waitFor(
    () => {
      expect(running.listener.ladders()).toEqual(expectedLadders(running));
      expect(running.listener.markets.size).toBe(4);
      for (const id of running.listener.markets.keys()) expect(running.listener.standing(id)).toBe('open');
    },
    { timeout: 20_000, interval: 10 },
  );
const streaming = (running: Running) => allStreaming(running, TOKENS.length);

function trade(server: PolymarketServer) {
  server.change('101', 'bid', 405, 75);
  server.change('101', 'ask', 420, 0);
  server.change('202', 'bid', 590, 12);
  server.change('301', 'ask', 415, 33.25);
  server.change('1101', 'bid', 400, 0);
  server.change('1201', 'ask', 418, 9);
}
const CHANGES = 6;

describe('Polymarket against a server of its protocol', () => {
  it('introduces games with their markets and streams full ladders', async () => {
    const running = await run();
    await running.source.start(running.listener.sink);
    await streaming(running);
    await settled(running);
    expect(running.listener.events.get(NFL)).toMatchObject({
      home: 'Kansas City Chiefs',
      away: 'Buffalo Bills',
      sport: 'americanfootball_nfl',
      startsAt: Date.parse('2026-09-28T20:25:00Z'),
    });
    expect(running.listener.events.get(EPL)).toMatchObject({ home: 'Fulham FC', away: 'Chelsea FC' });
    expect([...running.listener.markets.keys()].sort()).toEqual([
      `${NFL}:asian-handicap:-2.5`,
      `${NFL}:moneyline`,
      `${NFL}:totals:47.5`,
      `${EPL}:match-odds`,
    ]);
    // A prop is counted and told, not dropped.
    expect(running.listener.quarantined.map(({ reason }) => reason)).toContain('unsupported-contract');
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

  it.each([
    { title: 'changes of one asset', options: { legacy: true }, limits: {} },
    { title: 'no batches of books', options: { noBatch: true }, limits: {} },
    { title: 'hashes nobody can make', options: { oddHashes: true }, limits: {} },
    { title: 'few tokens a socket', options: {}, limits: { contractsPerSocket: 2 } },
  ])('reads a server with $title', async ({ options, limits }) => {
    const running = await run(options, limits);
    await running.source.start(running.listener.sink);
    await streaming(running);
    trade(running.server);
    await settled(running);
    running.server.closeSockets();
    running.server.change('101', 'bid', 407, 5);
    await settled(running);
    await streaming(running);
    accounted(running);
  });

  testVenueFaults({
    run: () => run(),
    async poll() {
      const running = await run();
      running.server.refuseSockets(5, 503);
      return running;
    },
    contracts: TOKENS.length,
    trade,
    changes: CHANGES,
    tradeOn: (server) => server.change('101', 'bid', 406, 5),
    settled,
    asksForImages: false,
    requests: ['sports', 'events', 'books'],
    books: '/books',
  });

  it('closes what is resolved, and what is listed no more', async () => {
    const running = await run();
    await running.source.start(running.listener.sink);
    await streaming(running);
    const status = (market: string) => running.listener.markets.get(`${NFL}:${market}`)?.status;
    running.server.resolve('301');
    await vi.waitFor(() => expect(status('totals:47.5')).toBe('closed'), { timeout: 20_000 });
    const [game] = POLYMARKET_NFL;
    const markets = game?.markets.filter(({ id }) => id === '1') ?? [];
    running.server.setEvents('nfl', game === undefined ? [] : [{ ...game, markets }]);
    await running.source.retry?.();
    await vi.waitFor(() => expect(status('asian-handicap:-2.5')).toBe('closed'), { timeout: 20_000 });
    expect(status('moneyline')).toBe('open');
  });

  it('replays a recording to the same', async () => {
    const running = await run();
    await running.source.start(running.listener.sink);
    await streaming(running);
    running.server.injectSocket('garbage', 2);
    trade(running.server);
    await settled(running);
    await running.source.stop();
    const replayed = createFeedListener();
    const decoder = createPolymarketDecoder(running.settings, replayed.sink);
    for (const payload of running.recorded) decoder.take(payload);
    expect(replayed.told).toEqual(running.listener.told);
  });
});

describe('leagues without games', () => {
  const leaguesOf = (ids: readonly string[]) => ids.flatMap((id) => leagueById(id) ?? []);
  async function start(ids: readonly string[], options: PolymarketServerOptions = {}) {
    const server = await startPolymarketServer(options);
    const { ports, close } = createVenuePorts();
    const source = createPolymarket(ports, {
      server: { gamma: server.address, clob: server.address, socket: server.address.replace('http', 'ws') },
      leagues: leaguesOf(ids),
      depth: 10,
      pace: { ...QUICK_PACE, catalogueMs: 300_000 },
      limits: QUICK_LIMITS,
    });
    closers.push(
      () => server.close(),
      close,
      () => source.stop(),
    );
    await source.start(createFeedListener().sink);
    return source;
  }

  it('are said plainly beside what is live, and make nothing of it degraded', async () => {
    const source = await start(['NFL', 'NHL']);
    await vi.waitFor(() =>
      expect(source.health()).toMatchObject({
        state: 'live',
        message: 'NHL: nothing listed now; looked again every 5 min.',
        counts: { errors: 0 },
      }),
    );
  });

  it('leave a source without anything to read alive', async () => {
    const source = await start(['NHL', 'MLB']);
    const { state, message, facts } = source.health();
    expect([state, message]).toEqual(['live', 'NHL, MLB: nothing listed now; looked again every 5 min.']);
    expect(facts).toContainEqual({ label: 'Connection', value: 'nothing to read now', tone: 'plain' });
    expect(facts).toContainEqual({ label: 'Contracts', value: '0', tone: 'plain' });
  });

  it('are a problem where the exchange knows none of them', async () => {
    const source = await start(['NFL'], { sports: ['gridiron'] });
    expect(source.health()).toMatchObject({
      state: 'degraded',
      message: 'Polymarket does not know NFL: choose other leagues.',
    });
  });
});
