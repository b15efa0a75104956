import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import {
  type BetfairSettings,
  betfairKind,
  createBetfairSource,
  readSettings,
} from '../../electron/engine/feeds/betfair/index.ts';
import type { RawPayload } from '../../electron/engine/feeds/raw-payload.ts';
import type { FeedEvent, Source } from '../../electron/engine/feeds/source.ts';
import type { Secrets } from '../../electron/engine/ports/secrets.ts';
import { createHttp } from '../../electron/hosts/node-ports/http.ts';
import { createNodeSockets } from '../../electron/hosts/node-ports/sockets.ts';
import type { SourceValues } from '../../shared/contract/sources.ts';
import type { EpochMs } from '../../shared/domain/units.ts';
import {
  APP_KEY,
  type BetfairServer,
  CLIENT,
  PASSWORD,
  startBetfairServer,
  USERNAME,
} from './betfair-server.ts';
import type { World } from './betfair-server-world.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createSilentLog } from './silent-log.ts';

export const START = Date.parse('2026-03-01T10:00:00Z');

export const secretsOf = (values: Readonly<Record<string, string>>): Secrets => ({
  get: (name) => values[name],
  place: (name) => (values[name] === undefined ? 'missing' : 'stored'),
  save: () => ({ ok: true }),
  remove: () => ({ ok: true }),
});
export const ALL_SECRETS = {
  'betfair-app-key': APP_KEY,
  'betfair-username': USERNAME,
  'betfair-password': PASSWORD,
  'betfair-certificate': CLIENT.certificate,
  'betfair-certificate-key': CLIENT.key,
};

/** The form's values with its defaults. */
export const valuesOf = (changes: SourceValues = {}): SourceValues => ({
  ...Object.fromEntries(
    betfairKind.fields.map((field) => [
      field.name,
      Array.isArray(field.default) ? [...field.default] : (field.default as string),
    ]),
  ),
  ...changes,
});

/** What a book makes of feed events: the newest of everything, times left out. */
export function bookOf(events: readonly FeedEvent[]) {
  const book = {
    events: {} as Record<string, unknown>,
    markets: {} as Record<string, unknown>,
    quotes: {} as Record<string, (number | null)[][]>,
    standings: {} as Record<string, string>,
    closed: [] as string[],
  };
  for (const event of events)
    switch (event.kind) {
      case 'event':
        book.events[event.event.id] = event.event;
        for (const market of event.markets) book.markets[market.id] = market;
        break;
      case 'quotes':
        for (const { selectionId, side, levels } of event.quotes)
          if (levels.length > 0)
            book.quotes[`${selectionId}/${side}`] = levels.map(({ price, size }) => [price, size]);
          else delete book.quotes[`${selectionId}/${side}`];
        break;
      case 'book-standing':
        if (event.standing.state === 'open') delete book.standings[event.marketId];
        else book.standings[event.marketId] = `${event.standing.state}: ${event.standing.reason}`;
        break;
      case 'market-status':
        if (event.status === 'closed') book.closed.push(event.marketId);
        break;
      default:
    }
  return book;
}
export type BookState = ReturnType<typeof bookOf>;

export type BetfairRig = {
  readonly server: BetfairServer;
  readonly source: Source;
  readonly clock: ManualClock;
  readonly events: FeedEvent[];
  readonly payloads: RawPayload[];
  /** Lets time and sockets run until `done`; fails when it never is. */
  until(what: string, done: () => boolean): Promise<void>;
  /** Lets them run for so long, by the rig's clock. */
  run(ms: number): Promise<void>;
  /** Started, and streaming. */
  start(): Promise<void>;
  isLive(): boolean;
  /** What the book must be, straight from the server's world. */
  book(): BookState;
  fact(label: string): string;
  close(): Promise<void>;
};

export type RigOptions = {
  readonly world?: World;
  readonly plain?: boolean;
  readonly heartbeatMs?: number;
  readonly values?: SourceValues;
  readonly settings?: Partial<BetfairSettings>;
  readonly secrets?: Readonly<Record<string, string>>;
};

/** A step of the rig's clock, and what it takes in real time at least: some twenty times as fast as life. */
const STEP_MS = 20;
const MOST_STEPS = 8_000;

/** The source on real sockets against the server, on a clock moved by hand. */
export async function openBetfairRig(options: RigOptions = {}): Promise<BetfairRig> {
  const clock = createManualClock(START);
  const server = await startBetfairServer({ clock, ...options });
  const http = createHttp();
  const log = createSilentLog();
  const events: FeedEvent[] = [];
  const payloads: RawPayload[] = [];
  const healths: string[] = [];
  const settings: BetfairSettings = {
    ...readSettings(valuesOf(options.values)),
    addresses: server.addresses,
    ...options.settings,
  };
  const source = createBetfairSource(
    {
      clock,
      http,
      sockets: createNodeSockets(),
      log,
      secrets: secretsOf(options.secrets ?? ALL_SECRETS),
      random: () => 0.5,
      tap: ({ channel, body, at }) => void payloads.push({ channel, body: body.slice(), at }),
    },
    settings,
  );
  const step = async () => {
    clock.advance(STEP_MS);
    await pause(1);
  };
  const fact = (label: string) => source.health().facts.find((item) => item.label === label)?.value ?? '';
  const isLive = () => fact('Connection') === 'streaming';
  const until: BetfairRig['until'] = async (what, done) => {
    for (let steps = 0; !done(); steps += 1) {
      if (steps > MOST_STEPS) throw new Error(`Never ${what}: ${JSON.stringify(source.health())}`);
      await step();
    }
    healths.push(JSON.stringify(source.health()));
  };
  return {
    server,
    source,
    clock,
    events,
    payloads,
    until,
    async run(ms) {
      for (const end = clock.now() + ms; clock.now() < end; ) await step();
    },
    async start() {
      const started = source.start((event) => void events.push(event));
      await until('live', isLive);
      await started;
    },
    isLive,
    book: () => bookOf(events),
    fact,
    async close() {
      const { received, used, duplicate, quarantined } = source.health().counts;
      expect(received).toBe(used + duplicate + quarantined);
      await source.stop();
      await http.close();
      await server.close();
      const shown =
        JSON.stringify([healths, log.lines, events]) +
        payloads.map(({ body }) => Buffer.from(body).toString()).join('\n');
      for (const secret of [APP_KEY, USERNAME, PASSWORD, 'session+token'])
        if (shown.includes(secret)) throw new Error(`A secret was shown: ${secret.slice(0, 4)}...`);
    },
  };
}

/** The payloads again, through a decoder of their own. */
export function replayed(payloads: readonly RawPayload[], values: SourceValues = valuesOf()): FeedEvent[] {
  const events: FeedEvent[] = [];
  const decoder = betfairKind.decoder(values, (event) => void events.push(event));
  for (const payload of payloads) decoder.take({ ...payload, at: payload.at as EpochMs });
  return events;
}
