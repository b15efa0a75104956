import type { EpochMs } from '../../../../shared/domain/units.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { createBackoff } from '../backoff.ts';
import { type Credentials, type LoginDoor, type SessionToken, sameCredentials } from './login.ts';
import type { AccountLogins } from './login-book.ts';
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
  message: `There were ${MOST_LOGINS} logins in ${LOGINS_WINDOW_MS / 60_000} minutes: the next waits until the first of them is that old, so that Betfair does not block the account. If its session ends again and again, another program may be logging in to it.`,
};

export function createSession(deps: {
  readonly door: LoginDoor;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** How long Betfair keeps a session nothing was heard of. */
  readonly lifeMs: number;
  /** Of the account: what other sessions of it have done counts here too. */
  readonly account: AccountLogins;
  readonly credentials: Credentials;
  /** Logs in even where a session of the account is open: to try the credentials. */
  readonly fresh?: boolean;
}): Session {
  const { door, clock, log, lifeMs, account, credentials } = deps;
  const backoff = createBackoff(deps.random, { firstMs: 2_000, longestMs: 5 * 60_000 });
  const keepAliveMs = Math.min(lifeMs / 3, MOST_KEEP_ALIVE_MS);
  const ending = new AbortController();
  let token: string | undefined;
  let openedAt: EpochMs | null = null;
  let confirmedAt = 0;
  let problem: Problem | null = null;
  let waitsUntil: EpochMs | null = null;
  let login: Promise<SessionToken | Failed> | undefined;
  let cancelTimer: () => void = () => undefined;

  const leave = () => {
    token = undefined;
    openedAt = null;
    cancelTimer();
  };
  /** It is over, for every session of the account. */
  const drop = () => {
    if (account.open?.token === token) account.open = null;
    leave();
  };
  const confirm = (good: string, since: EpochMs) => {
    token = good;
    openedAt = since;
    confirmedAt = clock.now();
    account.open = { credentials, token, openedAt, confirmedAt };
  };

  const keepAlive = async () => {
    const asked = token;
    if (asked === undefined) return;
    const answer = await door.keepAlive(asked, ending.signal);
    if (token !== asked || ending.signal.aborted) return;
    if (answer.ok) {
      confirm(answer.token, openedAt ?? clock.now());
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
    const { made } = account;
    // Begun by a clock that was set back since, it is as long as one that begins now: Betfair may still mean it.
    if (account.pause !== null && account.pause.until - now > BLOCKED_MS)
      account.pause = { ...account.pause, until: (now + BLOCKED_MS) as EpochMs };
    const { pause } = account;
    if (pause !== null && now < pause.until) return hold(pause.problem, pause.until - now);
    account.pause = null;
    // Those of a clock that was set back since are no guide.
    while (made[0] !== undefined && (now - made[0] >= LOGINS_WINDOW_MS || now < made[0])) made.shift();
    if (made.length >= MOST_LOGINS) return hold(TOO_MANY, (made[0] ?? now) + LOGINS_WINDOW_MS - now);
    made.push(now);
    const answer = await door.logIn(ending.signal);
    if (ending.signal.aborted) return failed({ code: 'aborted', remedy: 'user', message: 'Stopped.' });
    if (answer.ok) {
      confirm(answer.token, clock.now());
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
        account.pause = { problem: answer.problem, until: (now + BLOCKED_MS) as EpochMs };
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
      leave();
    },
  };
  const { open: known } = account;
  if (
    deps.fresh !== true &&
    known !== null &&
    sameCredentials(known.credentials, credentials) &&
    clock.now() - known.confirmedAt < lifeMs
  ) {
    token = known.token;
    openedAt = known.openedAt;
    confirmedAt = known.confirmedAt;
    scheduleKeepAlive(Math.max(0, known.confirmedAt + keepAliveMs - clock.now()));
  }
  return session;
}
