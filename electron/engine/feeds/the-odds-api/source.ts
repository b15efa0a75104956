import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Http } from '../../ports/http.ts';
import type { Log } from '../../ports/log.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Source, SourceHealth } from '../source.ts';
import type { SourcePorts } from '../source-kind.ts';
import { type ClientStatistics, createOddsApiClient } from './client.ts';
import { type CreditAccount, createCreditAccount } from './credit-account.ts';
import { createOddsApiDecoder, type OddsApiDecoder } from './decoder.ts';
import { GIVE_KEY } from './error-table.ts';
import { factsOf } from './facts.ts';
import { createHealthRecord } from './health-record.ts';
import { createKeptAnswers, type KeptAnswers } from './kept-answers.ts';
import { keyProblem } from './key.ts';
import { SOURCE_ID } from './normalise-odds.ts';
import { createSession, type Session } from './session.ts';
import { type OddsApiSettings, settingsOf, type TheOddsApiConfig, valuesOf } from './settings.ts';

/** The name of its key among the secrets. */
export const SECRET_NAME = 'the-odds-api';

/** How long and how much is waited for. */
export type Limits = { readonly timeoutMs?: number; readonly maximumBytes?: number };

export type OddsApiSourceOptions = {
  readonly http: Http;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Pick<Secrets, 'get' | 'problem'>;
  /** In [0, 1); spreads retries. */
  readonly random: () => number;
  readonly settings: OddsApiSettings;
  readonly limits?: Limits;
  /** Events the engine holds open bets on: their scores are asked for until they end, whatever else is followed. */
  readonly withBets?: () => readonly SportingEvent[];
} & Partial<Pick<SourcePorts, 'tap' | 'prospects' | 'memory'>>;

export type TheOddsApiOptions = Omit<OddsApiSourceOptions, 'settings' | 'limits'> & {
  readonly config: TheOddsApiConfig & Limits;
};

export type TheOddsApi = Source & {
  /** After a failure that waits for the user: reads the key again and asks at once. */
  retry(): Promise<void>;
  /** Has what it told shown to the tap again; no credits are spent, and the account stays as it is. */
  restart(): Promise<void>;
  statistics(): ClientStatistics;
};

const NO_KEY = `No key for The Odds API. Get one at the-odds-api.com. ${GIVE_KEY}`;
const NO_SPORTS =
  'No sports are chosen for The Odds API. Choose some in the Sources pane, or start with --sports and at least one.';
const NOTHING_ASKED: ClientStatistics = { requests: 0, parsed: 0, unchanged: 0 };
const ASKED_KEY = 'asked';
const CALLS_SHOWN = 3;
const HOUR_MS = 3_600_000;

export const DEFAULT_LIMITS = { timeoutMs: 15_000, maximumBytes: 32_000_000 } as const;

/** What was told, and the answers it came of, from a start to a stop: retries go on with it. */
type Reading = { readonly decoder: OddsApiDecoder; readonly kept: KeptAnswers };
/** Why nothing is asked; no message where there is no reason. */
type Off = { readonly state: 'off' | 'failed'; readonly message: string };
const NOT_OFF: Off = { state: 'off', message: '' };

/** A memory of this run alone. */
function createPassingMemory(): SourcePorts['memory'] {
  const kept = new Map<string, unknown>();
  return { get: (key) => kept.get(key), save: (key, value) => void kept.set(key, value) };
}

/** When what was last asked, as an earlier run wrote it down; what can't be read counts as never. */
function readAsked(value: unknown, now: EpochMs): Readonly<Record<string, EpochMs>> {
  if (typeof value !== 'object' || value === null) return {};
  const times = Object.entries(value).filter(
    (entry): entry is [string, EpochMs] => typeof entry[1] === 'number' && entry[1] <= now,
  );
  return Object.fromEntries(times);
}

/** The Odds API v4 as a source: asks for what is worth its credits, within budget, rate limit and upstream refresh. */
export function openOddsApi(options: OddsApiSourceOptions): TheOddsApi {
  const { http, clock, log, secrets, random, settings, withBets = () => [] } = options;
  const { memory = createPassingMemory(), prospects = () => [], tap = () => {} } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const record = createHealthRecord();
  let session: Session | undefined;
  let account: CreditAccount | undefined;
  let reading: Reading | undefined;
  let off: Off = NOT_OFF;

  const reasonToBeOff = (apiKey: string): Off => {
    if (apiKey === '') return { state: 'off', message: secrets.problem?.() ?? NO_KEY };
    const problem = keyProblem(apiKey);
    if (problem !== null) return { state: 'failed', message: `${problem} ${GIVE_KEY}` };
    return settings.sports.length === 0 ? { state: 'off', message: NO_SPORTS } : NOT_OFF;
  };

  const open = async ({ decoder, kept }: Reading) => {
    const apiKey = secrets.get(SECRET_NAME)?.trim() ?? '';
    off = reasonToBeOff(apiKey);
    if (off.message !== '') {
      log.info('The Odds API is off', { reason: off.message });
      return;
    }
    const { monthlyCredits, renewalDay, baseUrl } = settings;
    account ??= createCreditAccount({ monthlyCredits, renewalDay, memory, now: clock.now() });
    const opened = createSession({
      client: createOddsApiClient({ http, clock, baseUrl, apiKey, ...limits }),
      decoder,
      kept,
      clock,
      log,
      random,
      record,
      tap,
      account,
      settings,
      prospects,
      withBets,
      earlier: readAsked(memory.get(ASKED_KEY), clock.now()),
      remember: (asked) => memory.save(ASKED_KEY, asked),
    });
    session = opened;
    await opened.begin();
  };

  const close = async () => {
    const ending = session;
    session = undefined;
    await ending?.end();
    record.clearProblems();
  };

  const creditsNow = (now: EpochMs): SourceHealth['credits'] => {
    if (session === undefined || account === undefined) return null;
    const { key, spent, left, lastCost, budget } = account.state(now);
    if (key === null && lastCost === 0) return null;
    return {
      lastCost,
      used: key?.used ?? spent,
      remaining: key?.remaining ?? left,
      budget,
      exhaustedAt: account.exhaustedAt(now),
    };
  };

  return {
    id: SOURCE_ID,
    async start(sink) {
      if (reading !== undefined) return;
      reading = {
        decoder: createOddsApiDecoder(settings, sink, record.count),
        kept: createKeptAnswers(),
      };
      await open(reading);
    },
    async stop() {
      reading = undefined;
      off = NOT_OFF;
      await close();
    },
    async retry() {
      const goesOn = reading;
      if (goesOn === undefined) return;
      await close();
      account?.reopen();
      if (reading === goesOn) await open(goesOn);
    },
    restart() {
      session?.again();
      return Promise.resolve();
    },
    statistics: () => session?.statistics() ?? NOTHING_ASKED,
    health(): SourceHealth {
      const now = clock.now();
      const cadenceMs = session === undefined ? null : session.cadenceMs();
      // Where no prices are due, the free list of sports still comes every hour.
      const status =
        session === undefined ? off : record.status(now, Math.min(cadenceMs ?? HOUR_MS, HOUR_MS));
      return {
        id: SOURCE_ID,
        name: 'The Odds API',
        kind: 'poll',
        ...status,
        capabilities: {
          depth: false,
          // The API adds h2h_lay to h2h for exchanges by itself.
          lay: settings.markets.some((market) => market === 'h2h' || market === 'h2h_lay'),
          scores: settings.scores,
          streaming: false,
        },
        cadenceMs: cadenceMs === null ? null : Math.round(cadenceMs),
        nextPricesAt: session?.nextCalls(Number.POSITIVE_INFINITY).find(({ prices }) => prices)?.at ?? null,
        ...record.numbers(),
        credits: creditsNow(now),
        facts:
          session === undefined || account === undefined
            ? []
            : factsOf({
                account: account.state(now),
                reserve: session.reserve(),
                breaker: session.breaker(),
                next: session.nextCalls(CALLS_SHOWN),
                now,
              }),
      };
    },
  };
}

/** The source of a launch from the command line. */
export const createTheOddsApi = ({ config, ...ports }: TheOddsApiOptions): TheOddsApi => {
  const { timeoutMs, maximumBytes, ...asked } = config;
  return openOddsApi({
    ...ports,
    settings: settingsOf(valuesOf(asked)),
    limits: {
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(maximumBytes === undefined ? {} : { maximumBytes }),
    },
  });
};
