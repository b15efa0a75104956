import { expect, it, vi } from 'vitest';
import type { Source } from '../../electron/engine/feeds/source.ts';
import type { FeedListener } from './feed-listener.ts';
import { HTTP_FAULTS, SOCKET_FAULTS, type VenueServer } from './venue-server.ts';

/** A prediction market's source against a server of its protocol, and what it has told. */
export type VenueRun<S extends VenueServer = VenueServer> = {
  readonly server: S;
  readonly source: Source;
  readonly listener: FeedListener;
};

const LONGEST_MS = 20_000;
const SOON = { timeout: LONGEST_MS, interval: 5 } as const;

/** Waits until every one of so many contracts is streamed. */
export const streaming = ({ source }: VenueRun, contracts: number): Promise<void> =>
  vi.waitFor(() => {
    const { facts } = source.health();
    expect(facts.find(({ label }) => label === 'Polled')?.value).toBe('0');
    expect(facts.find(({ label }) => label === 'Contracts')?.value).toBe(String(contracts));
  }, SOON);

/** Waits until no fault is still to come. */
export const met = ({ server }: VenueRun): Promise<void> =>
  vi.waitFor(() => expect(server.waiting()).toBe(0), SOON);

export function accounted({ source }: VenueRun): void {
  const { received, used, duplicate, quarantined } = source.health().counts;
  expect(received).toBe(used + duplicate + quarantined);
  expect(received).toBeGreaterThan(0);
}

export type VenueTrials<S extends VenueServer, R extends VenueRun<S>> = {
  /** Opens one that streams. */
  readonly run: () => Promise<R>;
  /** Opens one whose books come by requests, for a while at least. */
  readonly poll: () => Promise<R>;
  readonly contracts: number;
  /** Makes so many changes, over all its markets. */
  readonly trade: (server: S) => void;
  readonly changes: number;
  /** One more change. */
  readonly tradeOn: (server: S) => void;
  /** Waits until what was told is what the server has. */
  readonly settled: (running: R) => Promise<void>;
  /** A first image that was lost is asked for again on the stream; elsewhere its book is polled until it changes. */
  readonly asksForImages: boolean;
  /** What the addresses of its requests have in them, and those of books among them. */
  readonly requests: readonly string[];
  readonly books: string;
};

/** Whatever goes wrong on the way, a source ends with the server's books, and says of none that it is sure when it isn't. */
export function testVenueFaults<S extends VenueServer, R extends VenueRun<S>>(
  trials: VenueTrials<S, R>,
): void {
  const { run, poll, contracts, trade, changes, tradeOn, settled, asksForImages, requests, books } = trials;
  const open = async (opening: Promise<R>): Promise<R> => {
    const running = await opening;
    await running.source.start(running.listener.sink);
    await streaming(running, contracts);
    return running;
  };
  const socketFaults = SOCKET_FAULTS.flatMap((fault) =>
    Array.from({ length: changes }, (_, index) => ({ fault, index })),
  );

  it.each(socketFaults)(
    'ends with the same books after $fault at change $index',
    async ({ fault, index }) => {
      const running = await open(run());
      running.server.injectSocket(fault, index);
      trade(running.server);
      await met(running);
      await settled(running);
      await streaming(running, contracts);
      // The stream carries on from there.
      tradeOn(running.server);
      await settled(running);
      accounted(running);
    },
  );

  it.each(socketFaults)(
    'ends with the same books after $fault at message $index of a new stream',
    async ({ fault, index }) => {
      const running = await run();
      running.server.injectSocket(fault, index);
      await running.source.start(running.listener.sink);
      await met(running);
      if (asksForImages) await streaming(running, contracts);
      trade(running.server);
      await settled(running);
      accounted(running);
    },
  );

  it.each(
    HTTP_FAULTS.flatMap((fault) => requests.map((match) => ({ fault, match, kind: JSON.stringify(fault) }))),
  )('ends with the same books after $kind at $match', async ({ fault, match }) => {
    const running = await poll();
    running.server.injectHttp(fault, match);
    await running.source.start(running.listener.sink);
    trade(running.server);
    await met(running);
    await settled(running);
    await vi.waitFor(() => expect(running.source.health().state).toBe('live'), { timeout: LONGEST_MS });
    accounted(running);
  });

  it('flags books while nothing reaches the exchange, and clears the flags afterwards', async () => {
    const running = await open(run());
    const { server, source, listener } = running;
    server.refuseSockets(10_000, 503);
    for (let index = 0; index < 400; index += 1) server.injectHttp({ kind: 'status', status: 503 }, books);
    server.closeSockets();
    await vi.waitFor(() => {
      for (const id of listener.markets.keys()) expect(listener.standing(id)).toBe('unreliable');
    }, SOON);
    expect(source.health().state).not.toBe('live');
    server.refuseSockets(0);
    await source.retry?.();
    await settled(running);
    await streaming(running, contracts);
  });
}
