import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { Currency } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Http } from '../../ports/http.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { FeedSink, Source, SourceHealth } from '../source.ts';
import { type Asked, type Cadence, holdCadence } from './cadence.ts';
import { type ClientStatistics, createOddsApiClient } from './client.ts';
import { GIVE_KEY } from './error-table.ts';
import { createHealthRecord } from './health-record.ts';
import { SOURCE_ID } from './normalise-odds.ts';
import type { OddsFormat } from './odds-format.ts';
import { createSession, type Session } from './session.ts';

const DEFAULT_BASE_URL = 'https://api.the-odds-api.com/v4';
/** The name of its key among the secrets. */
const SECRET_NAME = 'the-odds-api';

/** What to ask for, and how. */
export type TheOddsApiConfig = {
  /** `https://api.the-odds-api.com/v4` unless given; http to this machine only. */
  readonly baseUrl?: string;
  /** Sport keys: `soccer_epl`; `upcoming` is what is on now and next in all sports. */
  readonly sports: readonly string[];
  readonly regions?: readonly string[];
  /** Named bookmakers win over regions. */
  readonly bookmakers?: readonly string[];
  /** Of h2h, h2h_lay, spreads, totals. Each costs a credit per region and request. */
  readonly markets?: readonly string[];
  readonly oddsFormat?: OddsFormat;
  /** Shorter wishes than the upstream refresh are held to it. */
  readonly cadence?: Partial<Cadence>;
  /** Ask for scores of events under way (2 credits a request). Without them bets do not settle by themselves. */
  readonly scores?: boolean;
  /** Of books whose key does not tell. */
  readonly currency?: Currency;
  /** Commission by bookmaker key, for accounts on other packages than the standard. */
  readonly commissions?: Readonly<Record<string, number>>;
  readonly timeoutMs?: number;
  readonly maximumBytes?: number;
};

export type TheOddsApiOptions = {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
  readonly config: TheOddsApiConfig;
  /** Events the engine holds open bets on: their scores are asked for until they end, whatever else is followed. */
  readonly withBets?: () => readonly SportingEvent[];
};

export type TheOddsApi = Source & {
  /** After a failure that waits for the user: reads the key again and asks at once. */
  retry(): Promise<void>;
  statistics(): ClientStatistics;
};

const NO_KEY = `No key for The Odds API. Get one at the-odds-api.com. ${GIVE_KEY}`;
const NO_SPORTS = 'No sports are chosen for The Odds API. Start with --sports and at least one.';
const NOTHING_ASKED: ClientStatistics = { requests: 0, parsed: 0, unchanged: 0 };

/** The Odds API v4 as a source: polls /sports, /odds and /scores, within its rate limit and upstream refresh. */
export function createTheOddsApi(options: TheOddsApiOptions): TheOddsApi {
  const { http, clock, log, secrets, random, config } = options;
  const { sports, scores = true, oddsFormat = 'decimal' } = config;
  const asked: Asked = {
    regions: config.regions ?? ['eu'],
    bookmakers: config.bookmakers ?? [],
    markets: config.markets ?? ['h2h', 'spreads', 'totals'],
  };
  const cadence = holdCadence(config.cadence ?? {}, asked);
  const record = createHealthRecord();
  let session: Session | undefined;
  let sinkInUse: FeedSink | undefined;
  let offMessage = '';

  const open = async (sink: FeedSink) => {
    const apiKey = secrets.get(SECRET_NAME)?.trim() ?? '';
    offMessage = apiKey === '' ? (secrets.problem?.() ?? NO_KEY) : sports.length === 0 ? NO_SPORTS : '';
    if (offMessage !== '') {
      log.info('The Odds API is off', { reason: offMessage });
      return;
    }
    const client = createOddsApiClient({
      http,
      clock,
      baseUrl: (config.baseUrl ?? DEFAULT_BASE_URL).replace(/\/+$/, ''),
      apiKey,
      timeoutMs: config.timeoutMs ?? 15_000,
      maximumBytes: config.maximumBytes ?? 32_000_000,
    });
    session = createSession({
      client,
      clock,
      log,
      random,
      record,
      sink,
      sports: [...new Set(sports)],
      asked,
      cadence,
      scores,
      oddsFormat,
      withBets: options.withBets ?? (() => []),
      books: {
        currency: config.currency ?? ('EUR' as Currency),
        ...(config.commissions === undefined ? {} : { commissions: config.commissions }),
      },
    });
    await session.begin();
  };

  const close = async () => {
    const ending = session;
    session = undefined;
    await ending?.end();
    record.clearProblems();
  };

  return {
    id: SOURCE_ID,
    async start(sink) {
      if (sinkInUse !== undefined) return;
      sinkInUse = sink;
      await open(sink);
    },
    async stop() {
      sinkInUse = undefined;
      offMessage = '';
      await close();
    },
    async retry() {
      const sink = sinkInUse;
      if (sink === undefined) return;
      await close();
      if (sinkInUse === sink) await open(sink);
    },
    statistics: () => session?.statistics() ?? NOTHING_ASKED,
    health(): SourceHealth {
      const cadenceMs = session?.cadenceMs() ?? cadence.prematchMs;
      const status =
        session === undefined
          ? ({ state: 'off', message: offMessage } as const)
          : record.status(clock.now(), cadenceMs);
      const outlook = session?.creditOutlook() ?? '';
      return {
        id: SOURCE_ID,
        name: 'The Odds API',
        kind: 'poll',
        ...status,
        message: [status.message, outlook].filter((sentence) => sentence !== '').join(' '),
        capabilities: {
          depth: false,
          // The API adds h2h_lay to h2h for exchanges by itself.
          lay: asked.markets.includes('h2h') || asked.markets.includes('h2h_lay'),
          scores,
          streaming: false,
        },
        cadenceMs,
        ...record.numbers(),
        credits: session?.credits() ?? null,
      };
    },
  };
}
