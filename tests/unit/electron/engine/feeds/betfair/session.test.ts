import { describe, expect, it } from 'vitest';
import type { LoginDoor } from '../../../../../../electron/engine/feeds/betfair/login.ts';
import { loginProblem } from '../../../../../../electron/engine/feeds/betfair/login-errors.ts';
import { failed } from '../../../../../../electron/engine/feeds/betfair/problem.ts';
import { createSession } from '../../../../../../electron/engine/feeds/betfair/session.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

const MINUTE_MS = 60_000;

/** A session over a door that answers with these codes in turn, and opens after them. */
function openSession(...refusals: readonly string[]) {
  const clock = createManualClock();
  const waiting = [...refusals];
  let logins = 0;
  const kept: string[] = [];
  const door: LoginDoor = {
    logIn() {
      logins += 1;
      const code = waiting.shift();
      return Promise.resolve(
        code === undefined ? { ok: true, token: `t${logins}` } : failed(loginProblem(code)),
      );
    },
    keepAlive(token) {
      kept.push(token);
      return Promise.resolve({ ok: true, token });
    },
  };
  const session = createSession({
    door,
    clock,
    log: createSilentLog(),
    random: () => 0.5,
    lifeMs: 20 * MINUTE_MS,
  });
  return { session, clock, kept, logins: () => logins };
}

describe('a Betfair session', () => {
  it('is opened once for all who need it', async () => {
    const { session, logins } = openSession();
    const tokens = await Promise.all([session.token(), session.token(), session.token()]);
    expect(tokens).toEqual([1, 2, 3].map(() => ({ ok: true, token: 't1' })));
    expect(logins()).toBe(1);
  });
  it('is kept alive three times in its life', async () => {
    const { session, clock, kept } = openSession();
    await session.token();
    for (let minute = 0; minute < 21; minute += 1) {
      clock.advance(MINUTE_MS);
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(kept).toEqual(['t1', 't1', 't1']);
  });
  it('is opened anew when this one is over, not when an older one was', async () => {
    const { session, logins } = openSession();
    await session.token();
    session.expire('t0');
    await session.token();
    expect(logins()).toBe(1);
    session.expire('t1');
    expect(await session.token()).toEqual({ ok: true, token: 't2' });
  });
  it('waits for the user after a refusal that only the user can mend, and after codes nobody knows', async () => {
    for (const code of ['INVALID_USERNAME_OR_PASSWORD', 'SUSPENDED', 'BRAND_NEW_CODE']) {
      const { session, clock, logins } = openSession(code);
      const first = await session.token();
      clock.advance(24 * 60 * MINUTE_MS);
      expect(await session.token()).toEqual(first);
      expect(first.ok ? '' : first.problem.message).toContain(code);
      expect(logins()).toBe(1);
    }
  });
  it('waits twenty minutes when there were too many', async () => {
    const { session, clock, logins } = openSession('TEMPORARY_BAN_TOO_MANY_REQUESTS');
    await session.token();
    clock.advance(20 * MINUTE_MS - 1);
    expect((await session.token()).ok).toBe(false);
    clock.advance(1);
    expect((await session.token()).ok).toBe(true);
    expect(logins()).toBe(2);
  });
  it('that ends again and again is not opened more than six times in fifteen minutes', async () => {
    const { session, clock, logins } = openSession();
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const opened = await session.token();
      if (opened.ok) session.expire(opened.token);
      clock.advance(1_000);
    }
    expect(logins()).toBe(6);
    expect(session.facts().problem?.code).toBe('too-many-logins');
    clock.advance(15 * MINUTE_MS);
    expect((await session.token()).ok).toBe(true);
  });
});
