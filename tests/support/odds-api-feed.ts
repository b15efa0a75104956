import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { RawPayload } from '../../electron/engine/feeds/raw-payload.ts';
import type { FeedEvent } from '../../electron/engine/feeds/source.ts';
import type { SourcePorts } from '../../electron/engine/feeds/source-kind.ts';
import {
  createTheOddsApi,
  type TheOddsApi,
  type TheOddsApiOptions,
} from '../../electron/engine/feeds/the-odds-api/source.ts';
import type { Http } from '../../electron/engine/ports/http.ts';
import { createHttp } from '../../electron/hosts/node-ports/http.ts';
import type { SportingEvent } from '../../shared/domain/catalogue.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { soccerPayload, TEST_KEY } from './odds-api-payloads.ts';
import { type OddsApiServer, type OddsApiServerOptions, startOddsApiServer } from './odds-api-server.ts';
import { createSilentLog } from './silent-log.ts';

/** Noon of the made-up payloads' day, five seconds after their prices. */
export const NOON = Date.parse('2026-03-01T12:00:05Z');

export type FeedRig = {
  readonly server: OddsApiServer;
  readonly source: TheOddsApi;
  readonly clock: ManualClock;
  readonly events: FeedEvent[];
  /** What the tap was shown, in order. */
  readonly payloads: RawPayload[];
  /** Of one kind, in order. */
  told<K extends FeedEvent['kind']>(kind: K): Extract<FeedEvent, { kind: K }>[];
  /** Requests sent whose path ends so. */
  asked(path: string): number;
  /** Waits until `count` requests of `path` have been answered and dealt with. */
  settled(path: string, count: number): Promise<void>;
  start(): Promise<void>;
  /** Everything a user or a log could see. */
  shown(): string;
  close(): Promise<void>;
};

export type RigOptions = {
  readonly server?: OddsApiServerOptions;
  readonly config?: Partial<TheOddsApiOptions['config']>;
  /** Read at start and at each retry. */
  readonly key?: () => string | undefined;
  /** What is wrong with where the key is kept. */
  readonly keyProblem?: () => string | null;
  readonly withBets?: () => readonly SportingEvent[];
  /** Where the clock stands at first; NOON unless given. */
  readonly now?: number;
} & Partial<Pick<SourcePorts, 'memory' | 'prospects'>>;

/** Enough that nothing is paced: every sport is asked as often as it has new prices. */
const PLENTY = 10_000_000;

/** The source on real sockets against the stand-in server, on a clock moved by hand. */
export async function openFeedRig({
  server: serverOptions,
  config,
  key,
  keyProblem,
  now = NOON,
  ...ports
}: RigOptions = {}): Promise<FeedRig> {
  const server = await startOddsApiServer({
    odds: { soccer_epl: soccerPayload },
    credits: PLENTY,
    ...serverOptions,
  });
  const sockets = createHttp();
  const sent: string[] = [];
  const answered: string[] = [];
  const http: Http = {
    post: sockets.post,
    async get(url, options) {
      const path = new URL(url).pathname;
      sent.push(path);
      const answer = await sockets.get(url, options);
      answered.push(path);
      return answer;
    },
  };
  const clock = createManualClock(now);
  const log = createSilentLog();
  const events: FeedEvent[] = [];
  const payloads: RawPayload[] = [];
  const healths: string[] = [];
  const source = createTheOddsApi({
    http,
    clock,
    log,
    secrets: {
      get: (name) => (name === 'the-odds-api' ? (key ?? (() => TEST_KEY))() : undefined),
      problem: () => keyProblem?.() ?? null,
    },
    random: () => 0.5,
    ...ports,
    tap: (payload) => void payloads.push({ ...payload, body: payload.body.slice() }),
    config: {
      baseUrl: server.baseUrl,
      sports: ['soccer_epl'],
      regions: ['uk'],
      markets: ['h2h', 'h2h_lay', 'spreads', 'totals'],
      scores: false,
      ...config,
    },
  });
  const asked = (path: string) => sent.filter((sentPath) => sentPath.endsWith(path)).length;
  const settled = async (path: string, count: number) => {
    const done = () => answered.filter((answeredPath) => answeredPath.endsWith(path)).length;
    await vi.waitFor(() => expect(done()).toBeGreaterThanOrEqual(count), { timeout: 4_500, interval: 2 });
    // What follows an answer runs in promise jobs, all of them before the next turn of the loop.
    await nextTurn();
    healths.push(JSON.stringify(source.health()));
  };
  return {
    server,
    source,
    clock,
    events,
    payloads,
    told: (kind) => events.filter((event) => event.kind === kind) as never,
    asked,
    settled,
    async start() {
      await source.start((event) => void events.push(event));
    },
    shown: () => {
      const bodies = payloads.map(({ channel, body }) => [channel, Buffer.from(body).toString()]);
      return JSON.stringify([healths, source.health(), log.lines, events, bodies]);
    },
    async close() {
      await source.stop();
      await sockets.close();
      await server.close();
    },
  };
}
