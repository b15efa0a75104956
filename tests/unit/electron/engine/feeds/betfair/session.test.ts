import { describe, expect, it } from 'vitest';
import type { Addresses } from '../../../../../../electron/engine/feeds/betfair/addresses.ts';
import type { Credentials, LoginDoor } from '../../../../../../electron/engine/feeds/betfair/login.ts';
import { createLoginBook } from '../../../../../../electron/engine/feeds/betfair/login-book.ts';
import { loginProblem } from '../../../../../../electron/engine/feeds/betfair/login-errors.ts';
import { failed } from '../../../../../../electron/engine/feeds/betfair/problem.ts';
import { createSession } from '../../../../../../electron/engine/feeds/betfair/session.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

const MINUTE_MS = 60_000;

/** A session over a door that answers with these codes in turn, and opens after them. */
function openSession(...refusals: readonly string[]) {
  return openSessions(...refusals).next();
}

const ADDRESSES = { identity: 'https://identity.example' } as Addresses;
const CREDENTIALS: Credentials = { appKey: 'k', username: 'Anna', password: 'p' };

/** Sessions of one program, one after the other as the form is saved, over a door as above. */
function openSessions(...refusals: readonly string[]) {
  const clock = createManualClock();
  const book = createLoginBook();
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
  const next = (change: Partial<Credentials> = {}, fresh = false) => {
    const credentials = { ...CREDENTIALS, ...change };
    const session = createSession({
      door,
      clock,
      log: createSilentLog(),
      random: () => 0.5,
      lifeMs: 20 * MINUTE_MS,
      account: book.of(ADDRESSES, credentials),
      credentials,
      fresh,
    });
    return { session, clock, kept, logins: () => logins };
  };
  return { next, clock, kept, logins: () => logins };
}

describe('Betfair sessions of one account', () => {
  it('are one login however often the form is saved', async () => {
    const { next, kept, clock, logins } = openSessions();
    for (let save = 0; save < 10; save += 1) {
      const { session } = next();
      expect(await session.token()).toEqual({ ok: true, token: 't1' });
      expect(session.facts().openedAt).not.toBeNull();
      session.stop();
      clock.advance(MINUTE_MS / 2);
    }
    expect(logins()).toBe(1);
    const { session } = next();
    for (let step = 0; step < 4; step += 1) {
      clock.advance(MINUTE_MS);
      await Promise.resolve();
      await Promise.resolve();
    }
    expect(kept).toEqual(['t1']);
    session.stop();
  });
  it('log in anew with other credentials, after the end of the session, and when its life is over', async () => {
    const { next, clock, logins } = openSessions();
    await next().session.token();
    const other = next({ password: 'q' }).session;
    expect(await other.token()).toEqual({ ok: true, token: 't2' });
    other.expire('t2');
    expect(await next({ password: 'q' }).session.token()).toEqual({ ok: true, token: 't3' });
    clock.advance(0);
    const last = next({ password: 'q' });
    last.session.stop();
    clock.advance(20 * MINUTE_MS);
    expect(await next({ password: 'q' }).session.token()).toEqual({ ok: true, token: 't4' });
    expect(logins()).toBe(4);
  });
  it('make six logins in fifteen minutes at the most, whatever is typed, saved and tested', async () => {
    const { next, clock, logins } = openSessions();
    for (let save = 0; save < 10; save += 1) {
      const { session } = next(
        { password: `p${save}`, username: save % 2 ? 'anna' : 'ANNA' },
        save % 3 === 0,
      );
      const opened = await session.token();
      expect(opened.ok ? null : opened.problem.code).toBe(save < 6 ? null : 'too-many-logins');
      session.stop();
      clock.advance(MINUTE_MS);
    }
    expect(logins()).toBe(6);
    expect((await next({ username: 'berta' }).session.token()).ok).toBe(true);
    clock.advance(5 * MINUTE_MS);
    expect((await next({ password: 'p10' }).session.token()).ok).toBe(true);
  });
  it('go on waiting when Betfair has blocked logins', async () => {
    const { next, clock, logins } = openSessions('TEMPORARY_BAN_TOO_MANY_REQUESTS');
    await next().session.token();
    for (let save = 0; save < 5; save += 1) {
      clock.advance(3 * MINUTE_MS);
      const { session } = next();
      expect((await session.token()).ok).toBe(false);
      expect(session.facts().problem?.message).toContain('TEMPORARY_BAN_TOO_MANY_REQUESTS');
      session.stop();
    }
    expect(logins()).toBe(1);
    clock.advance(5 * MINUTE_MS);
    expect((await next().session.token()).ok).toBe(true);
  });
  it('prove the credentials in a test, though a session is open', async () => {
    const { next, logins } = openSessions();
    await next().session.token();
    expect(await next({}, true).session.token()).toEqual({ ok: true, token: 't2' });
    expect(await next().session.token()).toEqual({ ok: true, token: 't2' });
    expect(logins()).toBe(2);
  });
  it('are not held up by a clock that was set back', async () => {
    const { next, clock } = openSessions();
    for (let save = 0; save < 6; save += 1) await next({}, true).session.token();
    clock.advance(-24 * 60 * MINUTE_MS);
    expect((await next({}, true).session.token()).ok).toBe(true);
  });
  it.each([1, 24 * 60 * MINUTE_MS])(
    'wait out a block from a clock that was set back by %i ms, and no longer',
    async (backMs) => {
      const { next, clock, logins } = openSessions('TEMPORARY_BAN_TOO_MANY_REQUESTS');
      await next().session.token();
      clock.advance(-backMs);
      const { session } = next();
      expect((await session.token()).ok).toBe(false);
      expect(session.facts().waitsUntil).toBe(clock.now() + 20 * MINUTE_MS);
      clock.advance(20 * MINUTE_MS - 1);
      expect((await next().session.token()).ok).toBe(false);
      expect(logins()).toBe(1);
      clock.advance(1);
      expect((await next().session.token()).ok).toBe(true);
    },
  );
});

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
