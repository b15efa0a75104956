import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { createBackoff } from '../backoff.ts';
import type { LoginDoor, SessionToken } from './login.ts';
import { type Failed, failed, type Problem } from './problem.ts';

/** Betfair blocks logins for so long once there were too many. */
const BLOCKED_MS = 20 * 60_000;
/** Our own limit, well below Betfair's: a session that ends again and again must not lock the account. */
const MOST_LOGINS = 6;
const LOGINS_WINDOW_MS = 15 * 60_000;
const MOST_KEEP_ALIVE_MS = 60 * 60_000;
const KEEP_ALIVE_AGAIN_MS = 60_000;

export type SessionFacts = {
  /** When it was opened; `null` without one. */
  readonly openedAt: EpochMs | null;
  /** No login before then; `null` where none is held back. */
  readonly waitsUntil: EpochMs | null;
  /** Why there is no session. */
  readonly problem: Problem | null;
};

/** Keeps one session: opened when first needed, kept alive, opened again when it has ended. */
export type Session = {
  /** A token believed good. Logs in where that is allowed now; callers share one login. */
  token(): Promise<SessionToken | Failed>;
  /** The server said that this token is over. */
  expire(token: string): void;
  /**
   * The user asks for another attempt: a refusal that only the user could mend no longer holds, nor a short wait. The
   * logins that were made still count, and a wait that keeps the account from being blocked goes on.
   */
  allow(): void;
  facts(): SessionFacts;
  /** Betfair keeps the session: it may be shared with other programs, so there is no logout. */
  stop(): void;
};

const TOO_MANY: Problem = {
  code: 'too-many-logins',
  remedy: 'blocked',
  message:
    'Betfair ended the session again and again; logins pause so that the account is not blocked. Another program may be logging in to it.',
};

export function createSession(deps: {
  readonly door: LoginDoor;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** How long Betfair keeps a session nothing was heard of. */
  readonly lifeMs: number;
}): Session {
  const { door, clock, log, lifeMs } = deps;
  const backoff = createBackoff(deps.random, { firstMs: 2_000, longestMs: 5 * 60_000 });
  const keepAliveMs = Math.min(lifeMs / 3, MOST_KEEP_ALIVE_MS);
  const ending = new AbortController();
  const logins: number[] = [];
  let token: string | undefined;
  let openedAt: EpochMs | null = null;
  let confirmedAt = 0;
  let problem: Problem | null = null;
  let waitsUntil: EpochMs | null = null;
  let login: Promise<SessionToken | Failed> | undefined;
  let cancelTimer: () => void = () => undefined;

  const drop = () => {
    token = undefined;
    openedAt = null;
    cancelTimer();
  };

  const keepAlive = async () => {
    const asked = token;
    if (asked === undefined) return;
    const answer = await door.keepAlive(asked, ending.signal);
    if (token !== asked || ending.signal.aborted) return;
    if (answer.ok) {
      token = answer.token;
      confirmedAt = clock.now();
      scheduleKeepAlive(keepAliveMs);
    } else if (answer.problem.remedy === 'log-in' || clock.now() - confirmedAt >= lifeMs) {
      log.info('The Betfair session has ended', { code: answer.problem.code });
      drop();
      await session.token();
    } else {
      log.warn('The Betfair session could not be kept alive', { code: answer.problem.code });
      scheduleKeepAlive(Math.min(KEEP_ALIVE_AGAIN_MS, lifeMs / 10));
    }
  };
  const scheduleKeepAlive = (ms: number) => {
    cancelTimer();
    cancelTimer = clock.after(ms, () => void keepAlive());
  };

  const hold = (why: Problem, ms: number | null): Failed => {
    problem = why;
    waitsUntil = ms === null ? null : ((clock.now() + ms) as EpochMs);
    return failed(why);
  };

  const open = async (): Promise<SessionToken | Failed> => {
    const now = clock.now();
    while (logins[0] !== undefined && now - logins[0] >= LOGINS_WINDOW_MS) logins.shift();
    if (logins.length >= MOST_LOGINS) return hold(TOO_MANY, (logins[0] ?? now) + LOGINS_WINDOW_MS - now);
    logins.push(now);
    const answer = await door.logIn(ending.signal);
    if (ending.signal.aborted) return failed({ code: 'aborted', remedy: 'user', message: 'Stopped.' });
    if (answer.ok) {
      token = answer.token;
      openedAt = clock.now();
      confirmedAt = openedAt;
      problem = null;
      waitsUntil = null;
      backoff.reset();
      scheduleKeepAlive(keepAliveMs);
      log.info('Logged in to Betfair');
      return answer;
    }
    log.warn('Betfair refused the login', { code: answer.problem.code, remedy: answer.problem.remedy });
    switch (answer.problem.remedy) {
      case 'blocked':
        return hold(answer.problem, BLOCKED_MS);
      case 'user':
        return hold(answer.problem, null);
      default:
        return hold(answer.problem, backoff.next());
    }
  };

  const session: Session = {
    token() {
      if (token !== undefined) return Promise.resolve({ ok: true, token });
      if (login !== undefined) return login;
      if (problem !== null && (waitsUntil === null || clock.now() < waitsUntil))
        return Promise.resolve(failed(problem));
      login = open().finally(() => {
        login = undefined;
      });
      return login;
    },
    expire(over) {
      if (token !== over) return;
      log.info('Betfair ended the session');
      drop();
    },
    allow() {
      if (problem?.remedy === 'blocked') return;
      problem = null;
      waitsUntil = null;
    },
    facts: () => ({ openedAt, waitsUntil, problem }),
    stop() {
      ending.abort();
      drop();
    },
  };
  return session;
}
