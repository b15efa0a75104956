import type { SportingEvent } from '../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { RawTap } from '../raw-payload.ts';
import type { Prospect } from '../source-kind.ts';
import { createAgenda } from './agenda.ts';
import type { ApiRequest } from './api-request.ts';
import { admits, type Breaker, CLOSED, failed, trying, worked } from './breaker.ts';
import { INTERVALS, retryDelayMs } from './cadence.ts';
import { chargeFor } from './charge.ts';
import type { Answer, ClientStatistics, Meter, OddsApiClient } from './client.ts';
import type { Charge, CreditAccount, Hold } from './credit-account.ts';
import { CHANNELS, type Decoded, type OddsApiDecoder } from './decoder.ts';
import { answeredProblem, localProblem, type Problem } from './error-table.ts';
import type { HealthRecord } from './health-record.ts';
import { parseJson } from './json.ts';
import type { KeptAnswers } from './kept-answers.ts';
import { readEvents, readSports } from './listings.ts';
import { demandOf, type Plan, plan, shortestIntervalMs, type Wish } from './planner.ts';
import { createRequestLimiter } from './request-limiter.ts';
import type { OddsApiSettings } from './settings.ts';

export type SessionOptions = {
  readonly client: OddsApiClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  readonly record: HealthRecord;
  /** These two outlive the session: what was told stands until an answer says otherwise. */
  readonly decoder: OddsApiDecoder;
  readonly kept: KeptAnswers;
  readonly tap: RawTap;
  readonly account: CreditAccount;
  readonly settings: OddsApiSettings;
  readonly prospects: () => readonly Prospect[];
  /** Events with open bets, of any source. */
  readonly withBets: () => readonly SportingEvent[];
  /** When what was asked by earlier runs. */
  readonly earlier: Readonly<Record<string, EpochMs>>;
  readonly remember: (asked: Readonly<Record<string, EpochMs>>) => void;
};

export type NextCall = {
  readonly what: string;
  /** Whether it brings prices. */
  readonly prices: boolean;
  readonly at: EpochMs;
  readonly why: string;
};

/** The polling with one key, from its first request to its last. */
export type Session = {
  /** Resolves when the first answer came or failed. */
  begin(): Promise<void>;
  /** Shows the tap what the decoder knows, for a recording that begins: nothing is asked and nothing told anew. */
  again(): void;
  /** Resolves when nothing more will be told. */
  end(): Promise<void>;
  /** How soon the next prices are expected after the last; `null` where none are asked for. */
  cadenceMs(): number | null;
  breaker(): Breaker;
  /** Credits kept back for the scores of bets. */
  reserve(): number;
  /** Soonest first. */
  nextCalls(most: number): readonly NextCall[];
  statistics(): ClientStatistics;
};

/** Public projects saw 429s at eight at a time; the API allows 30 requests a second. */
const LIMITS = { concurrent: 4, perSecond: 25 } as const;
/** Edges, bets and what is allowed change all the time: the plan is made anew at least this often. */
const REPLAN_MS = 15_000;
const NO_BODY = new Uint8Array();
/** What can be wrong besides a request. */
const ACCOUNT = 'account';
const PLAN = 'plan';

/** Problems that say nothing of the server's health: it answered, and with a reason. */
const isRefusal = (problem: Problem): boolean => problem.retry !== 'backoff' && problem.retry !== 'soon';

export function createSession(options: SessionOptions): Session {
  const { client, clock, log, record, decoder, kept, tap, account, settings, random } = options;
  const limited = createRequestLimiter({ clock, ...LIMITS });
  const abort = new AbortController();
  const agenda = createAgenda(
    {
      ...options,
      onGone(id) {
        record.report(id, null);
        lastProblem.delete(id);
      },
    },
    options.earlier,
  );
  const running = new Map<string, Promise<void>>();
  const lastProblem = new Map<string, string>();
  let breaker: Breaker = CLOSED;
  let planned: { readonly plan: Plan; readonly requests: ReadonlyMap<string, ApiRequest> } | null = null;
  let cadence: number | null = null;
  /** After EXCEEDED_FREQ_LIMIT nothing is sent before this. */
  let pausedUntil = 0;
  /** Set by a problem that every request would have. */
  let halted = false;
  let cancelTimer = () => {};

  const report = (job: string, problem: Problem | null) => {
    record.report(job, problem);
    const before = lastProblem.get(job);
    if (problem === null) {
      if (before !== undefined) log.info('The Odds API works again', { job });
      lastProblem.delete(job);
    } else if (before !== problem.code) {
      const reason = client.redact(problem.message);
      log.warn('The Odds API request failed', { job, code: problem.code, reason });
      lastProblem.set(job, problem.code);
    }
  };

  /** For the log only: what it says may name anything. Never throws. */
  const tellFault = (message: string, job: string, error: unknown) => {
    try {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.error(message, { job, error: client.redact(text) });
    } catch {
      log.error(message, { job, error: 'It could not be put into words.' });
    }
  };

  /**
   * Does what writes to the journal; `undefined` where that is refused, on a full disk say. Free requests write nothing
   * and go on; what costs waits until it can be written down again.
   */
  const written = <T>(task: () => T): T | undefined => {
    try {
      return task();
    } catch (error) {
      report(ACCOUNT, localProblem('unwritten', error instanceof Error ? error.message : String(error)));
      return undefined;
    }
  };
  const enter = (hold: Hold, charge: Charge, meter: Meter) => {
    written(() => account.settle(hold, charge, meter, clock.now()));
  };
  const writeAnew = () => {
    account.keep();
    options.remember(agenda.asked());
    report(ACCOUNT, null);
  };

  /** Hands a payload to the recording, then to the decoder. */
  const take = (channel: string, body: Uint8Array): Decoded => {
    const payload = { channel, body, at: clock.now() };
    tap(payload);
    const decoded = decoder.take(payload);
    if (decoded.kind !== 'refused') kept.take(payload);
    return decoded;
  };

  /** Follows the chosen sports that are in season, and says what is the matter with the others. */
  const chooseSports = (active: ReadonlyMap<string, boolean>) => {
    agenda.takeSports(active);
    for (const sport of settings.sports) {
      const inSeason = agenda.seasonOf(sport);
      const about = `sport ${sport}`;
      if (inSeason !== undefined) {
        if (lastProblem.has(about)) report(about, null);
      } else if (!lastProblem.has(about)) report(about, answeredProblem(404, 'UNKNOWN_SPORT', ''));
      const remark = `${sport} is out of season; it is looked for again every hour.`;
      record.note(about, inSeason === false ? remark : null);
    }
  };

  /** What is wrong with an answer as a whole; `null` when it was used. */
  const use = (request: ApiRequest, body: Uint8Array, decoded: Decoded): Problem | null => {
    if (decoded.kind === 'refused')
      return decoded.damaged ? localProblem('invalid-json') : localProblem('wrong-format', decoded.message);
    if (request.kind !== 'sports' && request.kind !== 'events') return null;
    const parsed = parseJson(body);
    if (parsed === undefined) return localProblem('invalid-json');
    if (request.kind === 'sports') {
      const active = readSports(parsed.value);
      if (active === undefined) return localProblem('wrong-format', 'a list of sports was expected');
      chooseSports(active);
      return null;
    }
    const events = readEvents(parsed.value);
    if (events === undefined) return localProblem('wrong-format', 'a list of events was expected');
    agenda.takeEvents(request.sport, events);
    return null;
  };

  const settleProblem = (request: ApiRequest, problem: Problem) => {
    const { id } = request.wish;
    const now = clock.now();
    breaker = isRefusal(problem) ? worked(breaker, false) : failed(breaker, now, random());
    // The event is over or was taken off the list: nothing is wrong.
    if (request.kind === 'event-odds' && problem.code === 'EVENT_NOT_FOUND') {
      agenda.park(id);
      return;
    }
    agenda.failed(id);
    report(id, problem);
    // One event's markets can be refused while everything else is right.
    const ownFault = request.kind === 'event-odds' && /MARKET|EVENT/.test(problem.code);
    if (problem.retry === 'skip-request' || (ownFault && problem.retry === 'until-told')) {
      agenda.park(id);
      return;
    }
    if (problem.retry === 'until-told') halted = true;
    if (problem.retry === 'until-renewal') account.exhausted(now);
    // Paid requests wait for a free answer to tell of credits; a free one that is refused too waits a while.
    if (problem.retry === 'until-renewal')
      agenda.postpone(id, (now + (request.wish.cost > 0 ? 0 : INTERVALS.sportsWhenBrokeMs)) as EpochMs);
    const delay = retryDelayMs(problem, agenda.failures(id), random);
    if (delay === null) return;
    agenda.postpone(id, (now + delay) as EpochMs);
    if (problem.retry === 'soon') pausedUntil = Math.max(pausedUntil, now + delay);
  };

  /** An answer that may be of use: to the recording and the decoder, then to the plan. */
  const settleAnswered = (
    request: ApiRequest,
    hold: Hold,
    answer: Extract<Answer, { kind: 'payload' | 'unchanged' }>,
    asked: readonly EventId[],
  ) => {
    const now = clock.now();
    const { id, cost } = request.wish;
    const body = answer.kind === 'payload' ? answer.body : NO_BODY;
    const decoded = take(id, body);
    enter(hold, chargeFor(request, decoded, answer.meter.last, settings), answer.meter);
    const problem = answer.kind === 'payload' ? use(request, body, decoded) : null;
    if (problem !== null) {
      settleProblem(request, problem);
      return;
    }
    if (answer.kind === 'payload') answer.accept();
    if (request.kind === 'scores')
      agenda.scores.take(request.sport, decoded.kind === 'scores' ? decoded.standings : null, asked, now);
    breaker = worked(breaker, cost > 0);
    agenda.answered(id, now);
    if (cost > 0) written(() => options.remember(agenda.asked()));
    record.answered(now, answer.elapsedMs);
    report(id, null);
  };

  const settle = (request: ApiRequest, hold: Hold, answer: Answer, asked: readonly EventId[]) => {
    if (answer.kind === 'problem') {
      const charge: Charge = answer.refused ? { kind: 'known', credits: 0 } : { kind: 'unknown' };
      enter(hold, charge, answer.meter);
      settleProblem(request, answer.problem);
    } else if (answer.kind === 'aborted' || abort.signal.aborted) {
      const meter = answer.kind === 'aborted' ? {} : answer.meter;
      enter(hold, { kind: 'unknown' }, meter);
    } else settleAnswered(request, hold, answer, asked);
  };

  const send = async (request: ApiRequest, hold: Hold): Promise<void> => {
    try {
      const asked = request.kind === 'scores' ? agenda.awaited(request.sport, clock.now()) : [];
      const answer = await limited(() => client.get(request.path, request.parameters, abort.signal));
      settle(request, hold, answer, asked);
    } catch (error) {
      // First of all: without it the same would be asked again at once.
      settleProblem(request, localProblem('internal'));
      enter(hold, { kind: 'unknown' }, {});
      tellFault('An answer of The Odds API could not be processed', request.wish.id, error);
    }
  };

  const launch = (request: ApiRequest): void => {
    const { id, cost } = request.wish;
    const hold = written(() => account.hold(cost, clock.now()));
    if (hold === undefined) return;
    const run = send(request, hold).finally(() => {
      running.delete(id);
      pump();
    });
    running.set(id, run);
  };

  /** What could be asked now, what may be spent on it, and what to do about it. */
  const decide = (now: EpochMs) => {
    const { left } = account.state(now);
    const requests = new Map(agenda.requests(now, left === 0).map((item) => [item.wish.id, item]));
    const wishes = [...requests.values()].map(({ wish }) => wish);
    const reserve = agenda.reserve();
    const paid = wishes.filter(({ cost, essentialMs }) => cost > 0 && essentialMs === null);
    const dearest = Math.max(0, ...paid.map(({ cost }) => cost));
    const pace = account.pace(demandOf(wishes), { spendable: left - reserve, dearest }, now);
    const idle = wishes.filter(({ id }) => !running.has(id));
    const made = plan(idle, { left, reserve, ...pace }, now);
    cadence = shortestIntervalMs(wishes, pace.rate, ({ id }) => requests.get(id)?.kind === 'odds');
    planned = { plan: made, requests };
    tellSpent(paid, left - reserve, now);
    return { requests, made };
  };

  /** Says when a budget, not the API, is why nothing more is asked. */
  const tellSpent = (paid: readonly Wish[], spendable: number, now: EpochMs) => {
    const { key, period, budget } = account.state(now);
    const spent = paid.length > 0 && paid.every(({ cost }) => cost > spendable);
    const renewal = new Date(period.renewsAt).toISOString().slice(0, 10);
    const ofBudget = budget !== null && (key === null || key.remaining >= spendable);
    const message = ofBudget
      ? `The ${budget} credits of this month's budget are spent or kept for the scores of bets. It goes on at the renewal on ${renewal}; a higher budget can be set in the Sources pane.`
      : `The key has too few credits left for another request. It goes on when they are renewed, by the settings on ${renewal}.`;
    if (!spent && lastProblem.has('credits')) report('credits', null);
    if (!spent) for (const [job, code] of lastProblem) if (code === 'OUT_OF_USAGE_CREDITS') report(job, null);
    const known = [...lastProblem.values()].includes('OUT_OF_USAGE_CREDITS');
    if (spent && !known && !lastProblem.has('credits'))
      report('credits', { code: 'credits-spent', state: 'degraded', retry: 'until-renewal', message });
  };

  const wake = (now: EpochMs, at: number) => {
    cancelTimer();
    cancelTimer = clock.after(Math.max(1, Math.min(at - now, REPLAN_MS)), pump);
  };

  /** Sends what is due; returns when the next is. */
  const sendDue = (now: EpochMs): number => {
    if (lastProblem.has(ACCOUNT)) written(writeAnew);
    const { requests, made } = decide(now);
    const held = Math.max(pausedUntil, breaker.state === 'open' ? breaker.until : 0);
    if (held > now) return held;
    if (admits(breaker, now) === 'trial') {
      const trial = requests.get(CHANNELS.sports);
      if (trial !== undefined && !running.has(CHANNELS.sports)) {
        breaker = trying(breaker);
        launch(trial);
      }
    } else if (admits(breaker, now) === 'all')
      for (const wish of made.now.slice(0, Math.max(0, LIMITS.concurrent - running.size))) {
        const request = requests.get(wish.id);
        if (request !== undefined) launch(request);
      }
    // Places that are taken now free up with an answer, which comes back here.
    return made.next[0]?.at ?? now + REPLAN_MS;
  };

  /** Never throws, and always comes back: on a timer and after an answer there is nobody to catch, or to try again. */
  function pump(): void {
    if (abort.signal.aborted || halted) return;
    const now = clock.now();
    let next: number = now + REPLAN_MS;
    try {
      next = sendDue(now);
      if (lastProblem.has(PLAN)) report(PLAN, null);
    } catch (error) {
      if (!lastProblem.has(PLAN)) tellFault('What to ask The Odds API could not be decided', PLAN, error);
      report(PLAN, localProblem('undecided'));
    }
    wake(now, next);
  }

  return {
    async begin() {
      take(CHANNELS.opened, NO_BODY);
      pump();
      await running.get(CHANNELS.sports);
    },
    again() {
      const now = clock.now();
      tap({ channel: CHANNELS.opened, body: NO_BODY, at: now });
      for (const payload of kept.again(now)) tap(payload);
    },
    async end() {
      abort.abort();
      cancelTimer();
      await Promise.all(running.values());
    },
    cadenceMs: () => cadence,
    breaker: () => breaker,
    reserve: agenda.reserve,
    nextCalls(most) {
      const now = clock.now();
      const waiting = planned?.plan.now.filter(({ id }) => !running.has(id)) ?? [];
      const soon = waiting.map((wish) => ({ wish, at: now }));
      return [...soon, ...(planned?.plan.next ?? [])].slice(0, most).map(({ wish, at }) => {
        const { kind, why = '' } = planned?.requests.get(wish.id) ?? {};
        return { what: wish.id, prices: kind === 'odds' || kind === 'event-odds', at, why };
      });
    },
    statistics: () => client.statistics(),
  };
}
