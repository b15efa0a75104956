import type { Book, SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { FeedSink } from '../source.ts';
import type { BookOptions } from './books.ts';
import { type Asked, type Cadence, costPerHour, creditOutlook, oddsCost } from './cadence.ts';
import type { Answer, ClientStatistics, Credits, OddsApiClient } from './client.ts';
import { answeredProblem, localProblem, type Problem } from './error-table.ts';
import type { HealthRecord } from './health-record.ts';
import { normaliseOdds, SOURCE_ID } from './normalise-odds.ts';
import { normaliseScores } from './normalise-scores.ts';
import type { OddsFormat } from './odds-format.ts';
import { createPoller, type Job, type JobOutcome } from './poller.ts';
import { isWireSport } from './protocol.ts';
import { createRequestLimiter } from './request-limiter.ts';
import { createSportFeed, earliestAwaited, type SportFeed } from './sport-feed.ts';

export type SessionOptions = {
  readonly client: OddsApiClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly record: HealthRecord;
  readonly sink: FeedSink;
  readonly sports: readonly string[];
  readonly asked: Asked;
  readonly cadence: Cadence;
  readonly scores: boolean;
  readonly oddsFormat: OddsFormat;
  readonly books: BookOptions;
  /** Events with open bets, of any source. */
  readonly withBets: () => readonly SportingEvent[];
};

/** The polling with one key, from its first request to its last. */
export type Session = {
  /** Resolves when the first answer came or failed. */
  begin(): Promise<void>;
  /** Resolves when nothing more will be told. */
  end(): Promise<void>;
  cadenceMs(): number;
  credits(): Credits | null;
  /** A sentence when the credits will not last the day; empty otherwise. */
  creditOutlook(): string;
  statistics(): ClientStatistics;
};

/** Public projects saw 429s at eight at a time; the API allows 30 requests a second. */
const LIMITS = { concurrent: 4, perSecond: 25 } as const;
/** What the API serves beside its list of sports. */
const UPCOMING = 'upcoming';
const DAY_MS = 86_400_000;
const MOST_DAYS = 3;

const problemOutcome = (problem: Problem): JobOutcome => ({ kind: 'problem', problem });

/** Sport key to whether it is in season; `undefined` when the answer is no list of sports. */
function readSports(value: unknown): ReadonlyMap<string, boolean> | undefined {
  if (!Array.isArray(value)) return undefined;
  const known = value.filter((item) => isWireSport(item));
  if (known.length === 0 && value.length > 0) return undefined;
  return new Map(known.map(({ key, active }) => [key, active]));
}

export function createSession(options: SessionOptions): Session {
  const { client, clock, log, record, sink, asked, cadence } = options;
  const limited = createRequestLimiter({ clock, ...LIMITS });
  const books = new Map<string, Book>();
  /** Of the sports whose odds are followed. */
  const feeds = new Map<string, SportFeed>();
  const allFeeds = new Map<string, SportFeed>();
  /** Sports whose scores are asked for, followed or not. */
  const scored = new Set<string>();
  const lastProblem = new Map<string, string>();
  let ended = false;

  /** One for a sport, so that its odds and its scores know of each other whichever was asked for first. */
  const feedOf = (sport: string): SportFeed => {
    const feed = allFeeds.get(sport) ?? createSportFeed({ sink, books });
    allFeeds.set(sport, feed);
    return feed;
  };

  const report = (job: string, problem: Problem | null) => {
    record.report(job, problem);
    const before = lastProblem.get(job);
    if (problem === null) {
      if (before !== undefined) log.info('The Odds API works again', { job });
      lastProblem.delete(job);
    } else if (before !== problem.code) {
      log.warn('The Odds API request failed', {
        job,
        code: problem.code,
        reason: client.redact(problem.message),
      });
      lastProblem.set(job, problem.code);
    }
  };
  const onFault = (job: string, error: unknown): Problem => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error('An answer of The Odds API could not be processed', { job, error: client.redact(text) });
    return localProblem('internal');
  };
  const poller = createPoller({ clock, random: options.random, report, onFault });

  /** Sends the request; `use` takes a payload and says what is wrong with it, if anything. */
  const ask = async (
    path: string,
    parameters: Readonly<Record<string, string>>,
    signal: AbortSignal,
    handlers: {
      readonly use: (value: unknown) => string | null;
      readonly unchanged: () => void;
      nextMs(): number;
    },
  ): Promise<JobOutcome> => {
    const answer: Answer = await limited(() => client.get(path, parameters, signal));
    if (ended || answer.kind === 'aborted') return { kind: 'aborted' };
    if (answer.kind === 'problem') return problemOutcome(answer.problem);
    if (answer.kind === 'unchanged') handlers.unchanged();
    else {
      const wrong = handlers.use(answer.value);
      if (wrong !== null) return problemOutcome(localProblem('wrong-format', wrong));
      answer.accept();
    }
    record.answered(clock.now(), answer.elapsedMs);
    return { kind: 'done', nextMs: handlers.nextMs() };
  };

  const oddsParameters: Readonly<Record<string, string>> = {
    ...(asked.bookmakers.length > 0
      ? { bookmakers: asked.bookmakers.join(',') }
      : { regions: asked.regions.join(',') }),
    markets: asked.markets.join(','),
    oddsFormat: options.oddsFormat,
    dateFormat: 'iso',
    includeBetLimits: 'true',
  };

  const oddsInterval = (feed: SportFeed) => (feed.inPlay() ? cadence.inPlayMs : cadence.prematchMs);

  const oddsJob = (sport: string, feed: SportFeed): Job => ({
    name: `odds ${sport}`,
    run: (signal) =>
      ask(`/sports/${encodeURIComponent(sport)}/odds`, oddsParameters, signal, {
        use(value) {
          const receivedAt = clock.now();
          const odds = normaliseOdds(value, { ...options.books, oddsFormat: options.oddsFormat, receivedAt });
          const whole = odds.quarantined.find(({ reason }) => reason === 'not-an-odds-payload');
          if (whole !== undefined) return whole.detail;
          record.count(feed.takeOdds(odds, receivedAt));
          return null;
        },
        unchanged: () => record.count(feed.confirmOdds(clock.now())),
        nextMs() {
          followBets();
          return oddsInterval(feed);
        },
      }),
  });

  const betsOf = (sport: string) =>
    options.withBets().filter((event) => event.sourceId === SOURCE_ID && event.sport === sport);

  /** Start of the earliest event of the sport whose end we wait for; of a sport not followed only bets matter. */
  const awaitedSince = (sport: string, feed: SportFeed): EpochMs | null => {
    const now = clock.now();
    const starts = [
      earliestAwaited(betsOf(sport), now),
      feeds.has(sport) ? feed.awaitingScoresSince(now) : null,
    ].filter((start) => start !== null);
    return starts.length === 0 ? null : (Math.min(...starts) as EpochMs);
  };

  /** Completed events are only told with `daysFrom`. The first request looks back as far as it can: bets may be open. */
  const scoresJob = (sport: string, feed: SportFeed): Job => {
    let first = true;
    return {
      name: `scores ${sport}`,
      run: async (signal) => {
        const since = awaitedSince(sport, feed);
        if (!first && since === null) return { kind: 'done', nextMs: cadence.scoresMs };
        const days = since === null ? MOST_DAYS : Math.ceil((clock.now() - since + 1) / DAY_MS);
        const daysFrom = String(first ? MOST_DAYS : Math.min(MOST_DAYS, Math.max(1, days)));
        return ask(`/sports/${encodeURIComponent(sport)}/scores`, { daysFrom, dateFormat: 'iso' }, signal, {
          use(value) {
            const receivedAt = clock.now();
            const scores = normaliseScores(value, receivedAt);
            if (scores === undefined) return 'a list of scores was expected';
            feed.takeScores(scores.standings, scores.quarantined, receivedAt);
            first = false;
            return null;
          },
          unchanged: () => undefined,
          nextMs: () => cadence.scoresMs,
        });
      },
    };
  };

  const follow = (sport: string) => {
    if (feeds.has(sport) || ended) return;
    const feed = feedOf(sport);
    feeds.set(sport, feed);
    void poller.add(oddsJob(sport, feed)).then(() => {
      if (sport !== UPCOMING) return askScores(sport, feed);
    });
  };

  const askScores = async (sport: string, feed: SportFeed): Promise<void> => {
    if (!options.scores || ended || scored.has(sport)) return;
    scored.add(sport);
    await poller.add(scoresJob(sport, feed));
  };

  /** Bets settle in sports that are out of season by now, not chosen this time, or seen among what is upcoming. */
  const followBets = () => {
    for (const { sourceId, sport } of options.withBets())
      if (sourceId === SOURCE_ID && !feeds.has(sport)) void askScores(sport, feedOf(sport));
  };

  /** Follows the chosen sports that are in season, and says what is the matter with the others. */
  const chooseSports = (active: ReadonlyMap<string, boolean>) => {
    for (const sport of options.sports) {
      const inSeason = sport === UPCOMING ? true : active.get(sport);
      const about = `sport ${sport}`;
      report(about, inSeason === undefined ? answeredProblem(404, 'UNKNOWN_SPORT', '') : null);
      const remark = `${sport} is out of season; it is looked for again every hour.`;
      record.note(about, inSeason === false ? remark : null);
      if (inSeason === true) follow(sport);
    }
  };

  const sportsJob: Job = {
    name: 'sports',
    run: (signal) =>
      ask('/sports', { all: 'true' }, signal, {
        use(value) {
          const active = readSports(value);
          if (active === undefined) return 'a list of sports was expected';
          chooseSports(active);
          return null;
        },
        unchanged: () => undefined,
        nextMs() {
          followBets();
          return cadence.sportsMs;
        },
      }),
  };

  return {
    begin: () => poller.add(sportsJob),
    async end() {
      ended = true;
      await poller.stop();
    },
    cadenceMs() {
      if (feeds.size === 0) return cadence.sportsMs;
      return [...feeds.values()].some((feed) => feed.inPlay()) ? cadence.inPlayMs : cadence.prematchMs;
    },
    credits: () => client.credits(),
    creditOutlook() {
      const credits = client.credits();
      if (credits === null) return '';
      const costs = [...feeds.values()].map((feed) => costPerHour(oddsCost(asked), oddsInterval(feed)));
      return creditOutlook(
        credits.remaining,
        costs.reduce((sum, cost) => sum + cost, 0),
      );
    },
    statistics: () => client.statistics(),
  };
}
