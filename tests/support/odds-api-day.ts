import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RawPayload } from '../../electron/engine/feeds/raw-payload.ts';
import type { FeedEvent } from '../../electron/engine/feeds/source.ts';
import { createTheOddsApi, type TheOddsApi } from '../../electron/engine/feeds/the-odds-api/source.ts';
import type { Http, HttpAnswer } from '../../electron/engine/ports/http.ts';
import { createHttp } from '../../electron/hosts/node-ports/http.ts';
import type { SportingEvent } from '../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, SourceId } from '../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { TEST_KEY } from './odds-api-payloads.ts';
import { type Fault, type OddsApiServer, type Quota, startOddsApiServer } from './odds-api-server.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createSilentLog } from './silent-log.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Something that goes wrong for a while: every request between the two meets it. */
export type Outage = { readonly from: number; readonly to: number; readonly faults: readonly Fault[] };

export type DayOptions = {
  readonly startsAt: number;
  readonly sports: number;
  readonly eventsEach: number;
  readonly monthlyCredits: number;
  readonly renewalDay: number;
  readonly outages: readonly Outage[];
  /** What the quota headers say, by the virtual time. */
  readonly headers?: (truth: Quota, at: number) => Record<string, string>;
  readonly additional?: readonly string[];
  readonly withBets?: (now: number) => readonly SportingEvent[];
  readonly memory?: Map<string, unknown>;
};

export type Day = {
  readonly server: OddsApiServer;
  readonly source: TheOddsApi;
  readonly clock: ManualClock;
  readonly events: FeedEvent[];
  readonly payloads: RawPayload[];
  /** Virtual time and path of every request, in the order sent. */
  readonly sent: { readonly at: number; readonly path: string }[];
  /** Most requests without an answer at once. */
  mostAtOnce(): number;
  run(ms: number): Promise<void>;
  close(): Promise<void>;
};

export const sportKey = (index: number): string => `soccer_league_${String(index).padStart(2, '0')}`;
export const eventKey = (sport: number, event: number): string =>
  `${sport.toString(16).padStart(4, '0')}${event.toString(16).padStart(28, '0')}`;

/** The start of an event: every sport has its own through the day and the days after. */
const startOf = (startsAt: number, sport: number, event: number): number =>
  Math.ceil(startsAt / HOUR) * HOUR + (event * 67 + sport * 23) * MINUTE;

/** A sport's odds as they are at `at`: two books, moving every minute. */
function oddsAt(options: DayOptions, sport: number, at: number): readonly unknown[] {
  const minute = Math.floor(at / MINUTE);
  const update = new Date(minute * MINUTE).toISOString();
  const key = sportKey(sport);
  const events = Array.from({ length: options.eventsEach }, (_, event) => event).filter(
    (event) => startOf(options.startsAt, sport, event) > at - 2 * HOUR,
  );
  return events.map((event) => {
    const [home, away] = [`Home ${sport}-${event}`, `Away ${sport}-${event}`];
    const price = (shift: number) => 1.5 + ((minute * 7 + event * 13 + shift * 29) % 200) / 100;
    const outcomes = (shift: number) => [
      { name: home, price: price(shift) },
      { name: away, price: price(shift + 1) },
      { name: 'Draw', price: price(shift + 2) },
    ];
    return {
      id: eventKey(sport, event),
      sport_key: key,
      sport_title: key,
      commence_time: new Date(startOf(options.startsAt, sport, event)).toISOString(),
      home_team: home,
      away_team: away,
      bookmakers: ['cedarbet', 'elmbook'].map((book, shift) => ({
        key: book,
        title: book,
        last_update: update,
        markets: [{ key: 'h2h', last_update: update, outcomes: outcomes(shift) }],
      })),
    };
  });
}

function scoresAt(options: DayOptions, sport: number, at: number): readonly unknown[] {
  return Array.from({ length: options.eventsEach }, (_, event) => event).flatMap((event) => {
    const starts = startOf(options.startsAt, sport, event);
    if (starts > at) return [];
    const [home, away] = [`Home ${sport}-${event}`, `Away ${sport}-${event}`];
    return [
      {
        id: eventKey(sport, event),
        sport_key: sportKey(sport),
        commence_time: new Date(starts).toISOString(),
        completed: at - starts >= 110 * MINUTE,
        home_team: home,
        away_team: away,
        scores: [
          { name: home, score: '2' },
          { name: away, score: String(event % 3) },
        ],
        last_update: new Date(at).toISOString(),
      },
    ];
  });
}

/** A bet on an event of the day. */
export const betOn = (
  options: Pick<DayOptions, 'startsAt'>,
  sport: number,
  event: number,
): SportingEvent => ({
  id: `the-odds-api:${eventKey(sport, event)}` as EventId,
  sourceId: 'the-odds-api' as SourceId,
  sport: sportKey(sport),
  competition: sportKey(sport),
  home: `Home ${sport}-${event}`,
  away: `Away ${sport}-${event}`,
  startsAt: startOf(options.startsAt, sport, event) as EpochMs,
  status: 'scheduled',
  score: null,
});

/**
 * The source on real sockets against the stand-in server for virtual days: the clock moves on only when every request
 * has been answered, and answers are handed over in the order of their requests, so that each run is the same.
 */
export async function openDay(options: DayOptions): Promise<Day> {
  const clock = createManualClock(options.startsAt);
  const sports = Array.from({ length: options.sports }, (_, index) => index);
  /** By path: those waiting for an answer that will not come. */
  const silenced = new Map<string, () => void>();
  const server = await startOddsApiServer({
    sports: sports.map((index) => ({ key: sportKey(index), title: sportKey(index), active: true })),
    credits: 1_000_000_000,
    onSilence: (url) => silenced.get(new URL(url, 'http://localhost').pathname)?.(),
    ...(options.headers === undefined
      ? {}
      : { headers: (truth) => options.headers?.(truth, clock.now()) ?? {} }),
  });
  const sockets = createHttp();
  const sent: Day['sent'] = [];
  const pending = new Set<Promise<unknown>>();
  let inOrder: Promise<unknown> = Promise.resolve();
  let most = 0;
  let faultsMet = 0;

  /** What the server has now, and what goes wrong with this request. */
  const prepare = (path: string) => {
    const now = clock.now();
    const index = sports.find((sport) => path.includes(`/${sportKey(sport)}/`));
    if (index !== undefined) {
      server.setOdds(sportKey(index), oddsAt(options, index, now));
      server.setScores(sportKey(index), scoresAt(options, index, now));
    }
    const outage = options.outages.find(({ from, to }) => {
      const elapsed = now - options.startsAt;
      return elapsed >= from && elapsed < to;
    });
    const fault = outage?.faults[faultsMet % outage.faults.length];
    if (fault === undefined) return;
    faultsMet += 1;
    server.inject(fault, path);
  };

  const exchange = async (url: string, asked: Parameters<Http['get']>[1]): Promise<HttpAnswer> => {
    const path = new URL(url).pathname;
    prepare(path);
    const giveUp = new AbortController();
    const silence = new Promise<HttpAnswer>((resolve) => {
      silenced.set(path, () => {
        giveUp.abort();
        resolve({ ok: false, code: 'timeout', message: 'The server did not answer within 15 s.' });
      });
    });
    const signal =
      asked.signal === undefined ? giveUp.signal : AbortSignal.any([asked.signal, giveUp.signal]);
    const answer = await Promise.race([silence, sockets.get(url, { ...asked, signal })]);
    silenced.delete(path);
    return answer;
  };

  const http: Http = {
    post: sockets.post,
    get(url, asked) {
      sent.push({ at: clock.now(), path: new URL(url).pathname });
      const answer = inOrder.then(() => exchange(url, asked));
      inOrder = answer;
      pending.add(answer);
      most = Math.max(most, pending.size);
      void answer.finally(() => pending.delete(answer));
      return answer;
    },
  };
  const events: FeedEvent[] = [];
  const payloads: RawPayload[] = [];
  const memory = options.memory ?? new Map<string, unknown>();
  const source = createTheOddsApi({
    http,
    clock,
    log: createSilentLog(),
    secrets: { get: () => TEST_KEY },
    random: createSeededRandom(7),
    tap: (payload) => void payloads.push({ ...payload, body: payload.body.slice() }),
    memory: {
      get: (key) => memory.get(key),
      save: (key, value) => void memory.set(key, structuredClone(value)),
    },
    ...(options.withBets === undefined ? {} : { withBets: () => options.withBets?.(clock.now()) ?? [] }),
    config: {
      baseUrl: server.baseUrl,
      sports: sports.map(sportKey),
      regions: ['uk'],
      markets: ['h2h', 'spreads', 'totals'],
      additional: options.additional ?? [],
      monthlyCredits: options.monthlyCredits,
      renewalDay: options.renewalDay,
    },
  });
  const settle = async () => {
    await nextTurn();
    while (pending.size > 0) {
      await Promise.all(pending);
      await nextTurn();
    }
  };
  return {
    server,
    source,
    clock,
    events,
    payloads,
    sent,
    mostAtOnce: () => most,
    async run(ms) {
      if (sent.length === 0) {
        const started = source.start((event) => void events.push(event));
        await settle();
        await started;
      }
      const end = clock.now() + ms;
      while (clock.now() < end) {
        clock.advance(Math.min(1_000, end - clock.now()));
        await settle();
      }
    },
    async close() {
      await source.stop();
      await sockets.close();
      await server.close();
    },
  };
}
