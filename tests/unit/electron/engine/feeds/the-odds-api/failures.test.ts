import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createTheOddsApi } from '../../../../../../electron/engine/feeds/the-odds-api/source.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { type FeedRig, NOON } from '../../../../../support/odds-api-feed.ts';
import { TEST_KEY } from '../../../../../support/odds-api-payloads.ts';
import { conservedCounts, feedRigs, ODDS } from '../../../../../support/odds-api-rigs.ts';
import type { Fault } from '../../../../../support/odds-api-server.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let rig: FeedRig;
const { open, openAndStart } = feedRigs((opened) => {
  rig = opened;
});
const LONG_KEY = 'S3CRET/key'.repeat(150);
const conserved = () => conservedCounts(rig);

describe('The Odds API source in trouble', () => {
  it('is off with a helpful message without a key, and starts when told after one was given', async () => {
    let key: string | undefined;
    await open({ key: () => key });
    await rig.start();
    expect(rig.source.health()).toMatchObject({
      state: 'off',
      message: expect.stringMatching(/the-odds-api\.com.*secrets\.json.*Retry.*OVERROUND_THE_ODDS_API/),
    });
    expect(rig.server.requests).toHaveLength(0);
    key = TEST_KEY;
    await rig.source.retry();
    await rig.settled(ODDS, 1);
    expect(rig.source.health().state).toBe('live');
  });

  it('says why the key that was written down cannot be used', async () => {
    await open({ key: () => undefined, keyProblem: () => 'secrets.json has mode 644. Run: chmod 600.' });
    await rig.start();
    expect(rig.source.health()).toMatchObject({
      state: 'off',
      message: expect.stringContaining('chmod 600'),
    });
  });

  it('fails clearly on a wrong key and asks nothing more until told', async () => {
    const wrong = 'wrong-key/with+signs';
    let key = wrong;
    await open({ key: () => key });
    await rig.start();
    expect(rig.source.health()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('does not know this key'),
    });
    rig.clock.advance(3_600_000);
    await rig.settled('/sports', 1);
    expect(rig.server.requests).toHaveLength(1);
    expect(rig.shown()).not.toContain(wrong);
    expect(rig.shown()).not.toContain(encodeURIComponent(wrong));
    key = TEST_KEY;
    await rig.source.retry();
    await rig.settled(ODDS, 1);
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '' });
  });

  it('asks nothing with a key that can be none, and starts when told after a right one was given', async () => {
    let key = LONG_KEY;
    await open({ key: () => key });
    await rig.start();
    rig.clock.advance(3_600_000);
    await rig.source.restart();
    expect(rig.source.health()).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/has 1,500 characters, a key has 32.*Retry/),
    });
    expect(rig.server.requests).toHaveLength(0);
    expect(rig.shown()).not.toContain(LONG_KEY.slice(0, 12));
    key = TEST_KEY;
    await rig.source.retry();
    await rig.settled(ODDS, 1);
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '' });
  });

  it('waits longer and longer where every request fails in a way that has no words', async () => {
    const clock = createManualClock(NOON);
    let sent = 0;
    const fails = () => {
      sent += 1;
      // No prototype: it can't even be written as text.
      return Promise.reject(Object.create(null));
    };
    const source = createTheOddsApi({
      http: { get: fails, post: fails },
      clock,
      log: createSilentLog(),
      secrets: { get: () => TEST_KEY },
      random: () => 0.5,
      config: { sports: ['soccer_epl'] },
    });
    await source.start(() => {});
    const pass = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1_000);
        await nextTurn();
      }
    };
    await pass(0);
    expect(sent).toBe(1);
    expect(source.health()).toMatchObject({
      state: 'degraded',
      message: expect.stringContaining('could not be processed'),
    });
    await pass(60);
    const first = sent;
    expect(first).toBeGreaterThan(1);
    expect(first).toBeLessThan(10);
    await pass(240);
    expect(sent - first).toBeLessThan(4 * first);
    await source.stop();
  });

  it.each([401, 429])('waits for credits when they are used up, sent as %d', async (status) => {
    await openAndStart();
    rig.server.inject({ kind: 'error', status, code: 'OUT_OF_USAGE_CREDITS' }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('credits of The Odds API are used up'),
    });
    // Only the free list of sports is asked, and its headers tell that there are credits again.
    rig.clock.advance(530_000);
    await rig.settled(ODDS, 2);
    expect([rig.asked('/sports'), rig.asked(ODDS)]).toEqual([1, 2]);
    rig.clock.advance(15_000);
    await rig.settled('/sports', 2);
    await rig.settled(ODDS, 3);
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '' });
  });

  it('asks again at once when the user says that there are credits', async () => {
    await openAndStart();
    rig.server.inject({ kind: 'error', status: 401, code: 'OUT_OF_USAGE_CREDITS' }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    await rig.source.retry();
    await rig.settled(ODDS, 3);
    expect(rig.source.health().state).toBe('live');
  });

  it('tries again when access is refused without a reason, as a proxy does', async () => {
    await openAndStart();
    rig.server.inject({ kind: 'error', status: 401 }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('without saying why'),
    });
    rig.clock.advance(2_000);
    await rig.settled(ODDS, 3);
    expect(rig.source.health().state).toBe('live');
  });

  it('waits about two seconds when it was too fast', async () => {
    await openAndStart();
    rig.server.inject({ kind: 'error', status: 429, code: 'EXCEEDED_FREQ_LIMIT' }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health().state).toBe('degraded');
    rig.clock.advance(1_999);
    await rig.settled(ODDS, 2);
    expect(rig.asked(ODDS)).toBe(2);
    rig.clock.advance(1_001);
    await rig.settled(ODDS, 3);
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '', counts: { errors: 1 } });
  });

  it('waits as long as Retry-After says', async () => {
    await openAndStart();
    rig.server.inject({ kind: 'error', status: 429, headers: { 'retry-after': '30' } }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    rig.clock.advance(29_000);
    await rig.settled(ODDS, 2);
    expect(rig.asked(ODDS)).toBe(2);
    rig.clock.advance(2_000);
    await rig.settled(ODDS, 3);
  });

  it.each<[string, Fault, RegExp, number]>([
    ['a server error', { kind: 'error', status: 503 }, /fault of its own/, 0],
    ['a web page', { kind: 'html' }, /web page/, 0],
    ['a web page with an error status', { kind: 'html', status: 502 }, /fault of its own/, 0],
    ['half the JSON', { kind: 'truncated-json' }, /cut off/, 1],
    ['a broken transfer', { kind: 'truncated-http' }, /cannot be reached.*before/, 0],
    ['a reset', { kind: 'reset' }, /cannot be reached/, 0],
    ['damaged gzip', { kind: 'bad-gzip' }, /damaged/, 0],
    ['a huge body', { kind: 'huge', bytes: 3_000_000 }, /too large/, 0],
    ['silence', { kind: 'silent' }, /did not answer in time/, 0],
    ['the v3 format', { kind: 'body', body: '{"success":true,"data":[]}' }, /v3 format/, 1],
    ['other JSON', { kind: 'body', body: '{"leagues":[]}' }, /not an answer of The Odds API v4/, 1],
    ['an empty body', { kind: 'body', body: '' }, /cut off/, 0],
    ['bytes that are no UTF-8 JSON', { kind: 'body', body: '\u0000\u0001' }, /cut off/, 1],
  ])('is degraded by %s, tries again later and recovers', async (_, fault, message, setAside) => {
    const timeoutMs = fault.kind === 'silent' ? 1_500 : 15_000;
    await openAndStart({ config: { timeoutMs, maximumBytes: 1_000_000 } });
    const before = conserved();
    rig.server.inject(fault, ODDS);
    rig.clock.advance(60_000);
    await expect.poll(() => rig.source.health().state, { timeout: 5_000 }).toBe('degraded');
    expect(rig.source.health().message).toMatch(message);
    // What came as data and could not be read is set aside; what never came is only an error.
    expect(rig.told('quarantine')).toHaveLength(setAside);
    expect(conserved()).toEqual({
      ...before,
      received: before.received + setAside,
      quarantined: setAside,
      errors: 1,
    });
    rig.clock.advance(2_000);
    await rig.settled(ODDS, 3);
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '' });
  });

  it('refuses a redirect and waits for the user', async () => {
    await openAndStart();
    rig.server.inject({ kind: 'redirect', to: 'https://example.invalid/' }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('--odds-api-url'),
    });
  });

  it('takes longer and longer between failures', async () => {
    await openAndStart();
    for (let failure = 0; failure < 3; failure += 1) rig.server.inject({ kind: 'error', status: 500 }, ODDS);
    rig.clock.advance(60_000);
    // Three quarters of 2, 4 and 8 seconds: `random` is 0.5.
    for (const [count, delay] of [
      [2, 1_500],
      [3, 3_000],
      [4, 6_000],
    ] as const) {
      await rig.settled(ODDS, count);
      rig.clock.advance(delay - 1);
      await rig.settled(ODDS, count);
      expect(rig.asked(ODDS)).toBe(count);
      rig.clock.advance(1);
    }
    await rig.settled(ODDS, 5);
    expect(rig.source.health().state).toBe('live');
  });

  it('retries the list of sports before anything else', async () => {
    await open();
    rig.server.inject({ kind: 'error', status: 500 }, '/sports');
    await rig.start();
    expect(rig.source.health()).toMatchObject({ state: 'degraded', credits: { used: 0 } });
    rig.clock.advance(2_000);
    await rig.settled(ODDS, 1);
    expect(rig.source.health().state).toBe('live');
  });

  it('says so when nothing has come for too long', async () => {
    await openAndStart({ config: { timeoutMs: 60_000 } });
    rig.server.inject({ kind: 'silent' }, ODDS);
    rig.clock.advance(60_000);
    await expect.poll(() => rig.asked(ODDS)).toBe(2);
    rig.clock.advance(200_000);
    expect(rig.source.health()).toMatchObject({
      state: 'degraded',
      message: expect.stringMatching(/Nothing has come/),
    });
  });

  it('removes the key from what the server says', async () => {
    await openAndStart();
    const body = JSON.stringify({
      message: `Bad request /odds?apiKey=${TEST_KEY}&x=1`,
      error_code: 'INVALID_MARKET',
    });
    rig.server.inject({ kind: 'body', status: 422, body }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health().message).toContain('apiKey=[key]');
  });
});
