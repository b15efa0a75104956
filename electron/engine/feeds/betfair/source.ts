import { createBackoff } from '../backoff.ts';
import type { FeedSink, Source } from '../source.ts';
import type { SourcePorts } from '../source-kind.ts';
import { type Api, type ApiAnswer, createApi } from './api.ts';
import { findCompetitions, readCatalogue, scopeOf, unknownCompetition } from './catalogue-reader.ts';
import type { CatalogueState } from './catalogue-words.ts';
import { type ConnectionNews, writeNews } from './connection-news.ts';
import { type BetfairDecoder, type Channel, createBetfairDecoder } from './decoder.ts';
import { SOURCE_ID } from './directory.ts';
import { type HealthView, healthOf } from './health.ts';
import { createKeptAnswers, type KeptAnswers } from './kept-answers.ts';
import { NOTHING_RECEIVED, type Received, totalOf } from './ledger.ts';
import { type Credentials, createLoginDoor, sameCredentials } from './login.ts';
import { createLoginBook, type LoginBook } from './login-book.ts';
import { createPoller } from './poller.ts';
import type { Problem } from './problem.ts';
import { isCurrentOrders } from './protocol.ts';
import { createSession, type Session } from './session.ts';
import { type BetfairSettings, readCredentials } from './settings.ts';
import { createStreamRunner } from './stream-runner.ts';
import { criteriaOf } from './subscription.ts';
import { watchList } from './watch-list.ts';

export type BetfairPorts = Pick<
  SourcePorts,
  'clock' | 'http' | 'sockets' | 'log' | 'secrets' | 'random' | 'tap'
>;

/** How often the catalogue is read again: new markets appear days before they matter. */
const CATALOGUE_MS = 5 * 60_000;
/** What Betfair allows most accounts. */
const USUAL_LIMIT = 200;
const ORDERS_PAGE = 1_000;
const MOST_ORDER_PAGES = 10;

/** The source at work, from a start to a stop or a retry. */
type Running = {
  begin(): Promise<void>;
  restart(): void;
  /** Nothing of what it told is known to be current any more. */
  doubt(reason: string): void;
  end(): void;
  view(): HealthView;
};
/** What was told and what it came of, from a start to a stop: retries go on with it. */
type Reading = {
  decoder: BetfairDecoder;
  /** Of the decoders before. */
  counted: Received;
  readonly kept: Readonly<Record<'catalogue' | 'orders', KeptAnswers>>;
};
/** Outlives retries, so that its limit of logins does. */
type Account = { readonly credentials: Credentials; readonly session: Session };

function run(
  ports: BetfairPorts,
  settings: BetfairSettings,
  sink: FeedSink,
  session: Session,
  api: Api,
  appKey: string,
  reading: Reading,
): Running {
  const { clock, log, random, tap } = ports;
  const ending = new AbortController();
  const { kept } = reading;
  const problems = new Map<string, Problem>();
  const backoff = createBackoff(random, { firstMs: 5_000, longestMs: CATALOGUE_MS });
  let notes: readonly string[] = [];
  let errors = 0;
  let open: ReadonlySet<string> = new Set();
  let catalogue: CatalogueState = { at: 'unread' };
  let limit = settings.streamLimit;
  let watched: readonly string[] = [];
  let leftOut = 0;
  let cancelCatalogue: () => void = () => undefined;

  const report = (about: string, problem: Problem | null) => {
    if (problem === null) problems.delete(about);
    else {
      errors += 1;
      problems.set(about, problem);
    }
  };
  const payloadOf = (channel: Channel, body: Uint8Array) => {
    const payload = { channel, body, at: clock.now() };
    tap(payload);
    return payload;
  };
  const deliver = (channel: Channel, { body }: Pick<ApiAnswer, 'body'>) => {
    if (channel === 'catalogue' || channel === 'orders') kept[channel].take(body);
    reading.decoder.take(payloadOf(channel, body));
  };
  const announce = (news: ConnectionNews) => reading.decoder.take(payloadOf('connection', writeNews(news)));
  const doubt = (reason: string) => {
    for (const origin of ['stream', 'poll'] as const) announce({ state: 'lost', origin, reason });
  };

  const poller = createPoller({
    api,
    clock,
    random,
    depth: settings.depth,
    markets: () => watched,
    onAnswer: (answer) => deliver('book', answer),
    onProblem(problem) {
      report('prices', problem);
      if (problem !== null) announce({ state: 'lost', origin: 'poll', reason: 'prices could not be polled' });
    },
  });

  const choose = () => {
    const list = watchList(reading.decoder.directory.listings(), open, limit);
    watched = list.marketIds;
    leftOut = list.leftOut;
    return criteriaOf(watched, settings);
  };

  const stream = createStreamRunner({
    sockets: ports.sockets,
    clock,
    log,
    random,
    session,
    appKey,
    addresses: settings.addresses,
    told: {
      onLine: (line) => reading.decoder.takeLine(payloadOf('stream', line)),
      onSubscribed: (id, { marketIds, conflateMs }, resumed) =>
        announce({ state: 'subscribed', id, resumed, conflateMs, markets: marketIds }),
      onLost(problem) {
        errors += 1;
        announce({ state: 'lost', origin: 'stream', reason: `stream lost (${problem.code})` });
        poller.begin();
      },
      onLive() {
        poller.end();
        report('prices', null);
      },
      onTooMany(asked) {
        limit = asked > USUAL_LIMIT ? USUAL_LIMIT : Math.max(1, Math.floor(asked * 0.75));
        log.warn('Betfair streams fewer markets to this account', { asked, limit });
        return choose();
      },
    },
  });

  /** Streams what is wanted now; a market that has only gone needs no new subscription. */
  const watch = () => {
    const before = new Set(watched);
    const kept = watched;
    const criteria = choose();
    if (criteria.marketIds.length === 0) {
      stream.want(null);
      poller.end();
      return;
    }
    if (before.size > 0 && criteria.marketIds.every((id) => before.has(id))) {
      watched = kept;
      return;
    }
    stream.want(criteria);
    // Also where an open connection is asked for other markets: until it answers, nothing comes of the old ones.
    if (!stream.isLive()) poller.begin();
  };

  /**
   * A new decoder, which is told all that stands: the catalogue as it was read last, and images of its markets by a new
   * subscription. A recording that begins here comes to the same. The connection and the session stay.
   */
  const restart = () => {
    doubt('images of all markets are asked for again');
    reading.counted = totalOf(reading.counted, reading.decoder.ledger.counts());
    reading.decoder = createBetfairDecoder(settings, sink, reading.decoder.told());
    for (const channel of ['catalogue', 'orders'] as const)
      for (const body of kept[channel].bodies()) reading.decoder.take(payloadOf(channel, body));
    const criteria = choose();
    poller.end();
    stream.wantAnew(criteria.marketIds.length === 0 ? null : criteria);
    if (criteria.marketIds.length > 0) poller.begin();
  };

  const readOrders = async () => {
    kept.orders.begin();
    for (let page = 0; page < MOST_ORDER_PAGES; page += 1) {
      const params = { fromRecord: page * ORDERS_PAGE, recordCount: ORDERS_PAGE };
      const answer = await api.call('listCurrentOrders', params, ending.signal);
      if (ending.signal.aborted) return;
      report('orders', answer.ok ? null : answer.problem);
      if (!answer.ok) return;
      deliver('orders', answer);
      if (!isCurrentOrders(answer.result) || !answer.result.moreAvailable) break;
    }
    kept.orders.whole();
  };

  const readMarkets = async (): Promise<boolean> => {
    const competitions = await findCompetitions(
      api,
      settings.competitions,
      settings.eventTypeIds,
      ending.signal,
    );
    if (ending.signal.aborted) return false;
    if (!competitions.ok) {
      report('catalogue', competitions.problem);
      if (catalogue.at !== 'read') catalogue = { at: 'unreadable' };
      return false;
    }
    notes = competitions.unknown.map(unknownCompetition);
    if (settings.competitions.length > 0 && competitions.ids.length === 0) {
      catalogue = { at: 'no-competition' };
      return true;
    }
    const scope = scopeOf(settings, competitions.ids, clock.now());
    kept.catalogue.begin();
    const read = await readCatalogue(api, scope, ending.signal, (answer) => deliver('catalogue', answer));
    if (ending.signal.aborted) return false;
    report('catalogue', read.problem);
    if (read.problem === null) kept.catalogue.whole();
    // What could not be read may still be there.
    open = read.problem === null ? read.marketIds : new Set([...open, ...read.marketIds]);
    if (read.problem === null || open.size > 0) catalogue = { at: 'read', listed: open.size };
    else if (catalogue.at !== 'read') catalogue = { at: 'unreadable' };
    if (!read.complete && read.problem === null)
      notes = [...notes, 'Betfair lists more markets at once than it tells; choose fewer sports or markets.'];
    watch();
    return read.problem === null;
  };

  const refresh = async () => {
    const read = await readMarkets();
    if (ending.signal.aborted) return;
    if (read) {
      backoff.reset();
      await readOrders();
      if (ending.signal.aborted) return;
    }
    cancelCatalogue = clock.after(read ? CATALOGUE_MS : backoff.next(), () => void refresh());
  };

  return {
    begin: refresh,
    restart,
    doubt,
    end() {
      ending.abort();
      cancelCatalogue();
      poller.end();
      stream.stop();
    },
    view: () => ({
      decoder: reading.decoder,
      counts: totalOf(reading.counted, reading.decoder.ledger.counts()),
      session,
      stream: stream.facts(),
      polling: poller.isPolling(),
      problems,
      notes,
      leftOut,
      watched: watched.length,
      catalogue,
      catalogueMs: CATALOGUE_MS,
      settings,
      askedConflateMs: settings.conflateMs,
      errors,
    }),
  };
}

/** Betfair's exchange as a source: catalogue by API-NG, prices by the Exchange Stream, polled while that is down. */
export function createBetfairSource(
  ports: BetfairPorts,
  settings: BetfairSettings,
  logins: LoginBook = createLoginBook(),
): Source {
  let sinkInUse: FeedSink | undefined;
  let reading: Reading | undefined;
  let running: Running | undefined;
  let account: Account | undefined;
  let offMessage = '';

  const leaveAccount = () => {
    account?.session.stop();
    account = undefined;
  };
  const sessionOf = (credentials: Credentials): Session => {
    if (account !== undefined && sameCredentials(account.credentials, credentials)) return account.session;
    leaveAccount();
    const session = createSession({
      door: createLoginDoor(ports.http, settings.addresses, credentials),
      clock: ports.clock,
      log: ports.log,
      random: ports.random,
      lifeMs: settings.sessionMs,
      account: logins.of(settings.addresses, credentials),
      credentials,
    });
    account = { credentials, session };
    return session;
  };

  const open = async (sink: FeedSink, goesOn: Reading) => {
    const read = readCredentials(ports.secrets, settings.certificate);
    offMessage = read.ok ? '' : read.message;
    if (!read.ok) {
      leaveAccount();
      ports.log.info('Betfair is off', { reason: read.message });
      return;
    }
    const { credentials } = read;
    const session = sessionOf(credentials);
    const { appKey } = credentials;
    const api = createApi({ http: ports.http, addresses: settings.addresses, appKey, session });
    running = run(ports, settings, sink, session, api, appKey, goesOn);
    await running.begin();
  };
  const close = () => {
    running?.end();
    running = undefined;
  };

  return {
    id: SOURCE_ID,
    async start(sink) {
      if (sinkInUse !== undefined) return;
      sinkInUse = sink;
      reading = {
        decoder: createBetfairDecoder(settings, sink),
        counted: NOTHING_RECEIVED,
        kept: { catalogue: createKeptAnswers(), orders: createKeptAnswers() },
      };
      await open(sink, reading);
    },
    stop() {
      sinkInUse = undefined;
      reading = undefined;
      offMessage = '';
      close();
      leaveAccount();
      return Promise.resolve();
    },
    async retry() {
      if (sinkInUse === undefined || reading === undefined) return;
      running?.doubt('Betfair is asked anew');
      close();
      account?.session.allow();
      await open(sinkInUse, reading);
    },
    restart() {
      running?.restart();
      return Promise.resolve();
    },
    health: () => healthOf(running?.view() ?? null, offMessage, ports.clock),
  };
}
