import { describe, expect, it } from 'vitest';
import { betfairRigs } from '../../../../../support/betfair-rigs.ts';
import { APP_KEY } from '../../../../../support/betfair-server.ts';
import { ALL_SECRETS, type BetfairRig, openBetfairRig } from '../../../../../support/betfair-server-rig.ts';
import { HOME } from '../../../../../support/betfair-server-world.ts';

let rig: BetfairRig;
const { open, openAndStart, openAndTry } = betfairRigs((opened) => {
  rig = opened;
});
const MATCH_ODDS = 'betfair:3001:match-odds';
const HOME_BACK = `${MATCH_ODDS}:home/back`;
const publish = (change: Parameters<BetfairRig['server']['stream']['publish']>[1]) =>
  rig.server.stream.publish('1.101', change);

describe("the Betfair source's session", () => {
  it('opens a new session when the old one ends in the middle', async () => {
    await openAndStart();
    rig.server.api.endSessions();
    rig.server.stream.dropAll();
    await rig.until('live again', () => rig.isLive() && rig.server.stream.connections() >= 2);
    expect(rig.server.api.count('login')).toBe(2);
  });

  it('keeps the session alive well within its life', async () => {
    await openAndStart({ plain: true, heartbeatMs: 5_000, settings: { sessionMs: 60_000 } });
    await rig.until('kept alive twice', () => rig.server.api.count('keepAlive') >= 2);
    rig.server.api.inject('keepAlive', { kind: 'login', code: 'NO_SESSION' });
    await rig.until(
      'logged in anew',
      () => rig.server.api.count('login') === 2 && rig.fact('Session').startsWith('open for'),
    );
  });

  it('does not try a wrong password twice', async () => {
    const started = openAndTry({ secrets: { ...ALL_SECRETS, 'betfair-password': 'wrong' } });
    await started;
    await rig.run(5_000);
    expect(rig.server.api.count('login')).toBe(1);
    expect(rig.source.health()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('INVALID_USERNAME_OR_PASSWORD'),
    });
  });

  it('waits twenty minutes when logins are blocked', async () => {
    await open({ plain: true });
    rig.server.api.inject('login', { kind: 'login', code: 'TEMPORARY_BAN_TOO_MANY_REQUESTS' });
    await rig.source.start((event) => void rig.events.push(event));
    rig.clock.advance(19 * 60_000);
    await rig.run(100);
    expect(rig.server.api.count('login')).toBe(1);
    expect(rig.fact('Session')).toMatch(/^none; login in/);
    rig.clock.advance(6 * 60_000);
    await rig.until('live', rig.isLive);
    expect(rig.server.api.count('login')).toBe(2);
  });

  it.each([
    ['an error page', { kind: 'html', status: 200 }],
    ['a server error', { kind: 'html', status: 502 }],
    ['broken JSON', { kind: 'body', status: 200, body: '{"jsonrpc":' }],
    ['a list', { kind: 'body', status: 200, body: '[]' }],
    ['a closed connection', { kind: 'reset' }],
    ['a busy service', { kind: 'error', code: 'SERVICE_BUSY' }],
    ['an unexpected error', { kind: 'error', code: 'UNEXPECTED_ERROR' }],
    ['an error of the framework', { kind: 'rpc', code: -32_603, message: 'DSC-0018' }],
    ['too much data', { kind: 'error', code: 'TOO_MUCH_DATA' }],
    ['an ended session', { kind: 'error', code: 'NO_SESSION' }],
  ] as const)('comes round after %s in place of the catalogue', async (_name, fault) => {
    await open();
    rig.server.api.inject('listMarketCatalogue', fault);
    await rig.start();
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '' });
    expect(Object.keys(rig.book().events)).toHaveLength(2);
  });

  it.each([
    ['an error page', { kind: 'html', status: 503 }],
    ['a closed connection', { kind: 'reset' }],
    ['an internal error', { kind: 'login', code: 'INTERNAL_ERROR' }],
  ] as const)('comes round after %s in place of the login', async (_name, fault) => {
    await open();
    rig.server.api.inject('login', fault);
    await rig.start();
    expect(rig.server.api.count('login')).toBe(2);
  });

  it('stops at a key Betfair does not know, and starts over when asked to', async () => {
    await openAndTry({ secrets: { ...ALL_SECRETS, 'betfair-app-key': 'other' } });
    expect(rig.source.health()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('INVALID_APP_KEY'),
    });
  });

  it('refuses a server whose certificate is not trusted', async () => {
    await open();
    const { authority: _authority, ...addresses } = rig.server.addresses;
    await rig.close();
    await open({ settings: { addresses } });
    await rig.source.start((event) => void rig.events.push(event));
    expect(rig.server.api.requests).toEqual([]);
    expect(rig.source.health().message).toMatch(/certificate|connection/i);
  });

  it('refuses a stream whose certificate is not trusted, and polls', async () => {
    await open();
    const { stream } = rig.server.addresses;
    const mixed = await openBetfairRig({ plain: true });
    try {
      Object.assign(mixed.server.addresses, { stream });
      const started = mixed.source.start((event) => void mixed.events.push(event));
      await mixed.until('polled', () => Object.keys(mixed.book().quotes).length > 0);
      await started;
      expect(mixed.isLive()).toBe(false);
      expect(mixed.source.health().message).toMatch(/certificate/i);
      expect(rig.server.stream.received).toEqual([]);
    } finally {
      await mixed.close();
    }
  });

  it('logs in with a certificate', async () => {
    await openAndStart({ values: { login: 'certificate' } });
    expect(rig.server.api.count('certlogin')).toBe(1);
    expect(rig.server.api.count('login')).toBe(0);
  });

  it('is off, and says what is missing, without credentials', async () => {
    await openAndTry({ values: { login: 'certificate' }, secrets: { 'betfair-app-key': APP_KEY } });
    expect(rig.source.health()).toMatchObject({
      state: 'off',
      message:
        'Betfair lacks: user name, password, certificate (PEM), key of the certificate (PEM). Type them into its form and save.',
    });
  });

  it('gives up on a line longer than any message', async () => {
    await openAndStart();
    rig.server.stream.faultAt(rig.server.stream.sent(), { kind: 'huge', bytes: 33_000_000 });
    publish({ rc: [{ id: HOME, atb: [[2.08, 7]] }] });
    await rig.until('live again', () => rig.isLive() && rig.server.stream.connections() === 2);
    expect(rig.book().quotes[HOME_BACK]?.[0]).toEqual([20_800, 700]);
  });
});
