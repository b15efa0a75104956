import { afterEach, describe, expect, it } from 'vitest';
import {
  ALL_SECRETS,
  type BetfairRig,
  bookOf,
  openBetfairRig,
  type RigOptions,
  replayed,
} from '../../../../../support/betfair-server-rig.ts';
import { HOME, redefined, sampleCatalogue } from '../../../../../support/betfair-server-world.ts';

let rig: BetfairRig | undefined;
afterEach(async () => {
  const closing = rig;
  rig = undefined;
  await closing?.close();
});
const open = async (options?: RigOptions) => {
  rig = await openBetfairRig(options);
  return rig;
};
const openAndStart = async (options?: RigOptions) => {
  const opened = await open(options);
  await opened.start();
  return opened;
};
/** Started, whatever comes of it. */
const openAndTry = async (...[options, prepare]: [RigOptions, (opened: BetfairRig) => void]) => {
  const opened = await open(options);
  prepare(opened);
  await opened.source.start((event) => void opened.events.push(event));
  return opened;
};
const HOME_BACK = 'betfair:3001:match-odds:home/back';
const MINUTE_MS = 60_000;
const refusals = (code: string) => Array.from({ length: 20 }, () => ({ kind: 'login', code }) as const);

/** What was tapped and told from here on. */
function follow({ payloads, events }: BetfairRig) {
  const [tapped, told] = [payloads.length, events.length];
  return { payloads: () => payloads.slice(tapped), events: () => events.slice(told) };
}

describe('Betfair, when a recording begins in the middle of a session', () => {
  it('shows the catalogue and new images without another login, request or connection', async () => {
    const { server, source, events, until, run, isLive, book } = await openAndStart();
    server.stream.publish('1.101', { rc: [{ id: HOME, atb: [[2.04, 7]] }] });
    server.stream.publish('1.101', redefined(server.world, '1.101', { inPlay: true }));
    server.stream.publish('1.102', redefined(server.world, '1.102', { status: 'SUSPENDED' }));
    await until('told', () => JSON.stringify(events).includes('suspended by Betfair'));
    await until('orders read', () => server.api.count('listCurrentOrders') === 1);
    await run(200);
    const [before, requests, images] = [book(), server.api.requests.length, server.stream.kinds.length];
    const { received } = source.health().counts;
    const recording = follow(rig as BetfairRig);

    await source.restart?.();
    expect(isLive()).toBe(false);
    await until('live again', isLive);
    expect(server.api.requests.length).toBe(requests);
    expect(server.stream.connections()).toBe(1);
    expect(server.stream.kinds.slice(images)).toContain('SUB_IMAGE');
    expect(server.stream.kinds).not.toContain('RESUB_DELTA');
    expect(book()).toEqual(before);
    expect(bookOf(replayed(recording.payloads()))).toEqual(before);
    expect(source.health().counts.received).toBeGreaterThan(received);

    server.stream.publish('1.101', { rc: [{ id: HOME, atb: [[2.06, 3]] }] });
    await until('told of the change', () => book().quotes[HOME_BACK]?.[0]?.[0] === 20_600);
    // Whatever was told after the old prices were given up follows from the recording, to the last word.
    const again = replayed(recording.payloads());
    const told = recording.events();
    expect(told.slice(told.length - again.length)).toEqual(again);
    expect(bookOf(again)).toEqual(book());
  });

  it('gives up the prices that no longer come', async () => {
    const { server, source, clock, until, run, isLive, book } = await openAndStart();
    await until('orders read', () => server.api.count('listCurrentOrders') === 1);
    await run(200);
    // Not listed any more, yet streamed on, for it was asked for before.
    const body = JSON.stringify({ jsonrpc: '2.0', result: sampleCatalogue().slice(0, 3), id: 1 });
    server.api.inject('listMarketCatalogue', { kind: 'body', status: 200, body });
    clock.advance(5 * MINUTE_MS);
    await until('read again', () => server.api.count('listCurrentOrders') === 2 && isLive());
    await run(200);
    expect(book().standings).toEqual({});
    await source.restart?.();
    await until('live again', isLive);
    expect(book().standings).toEqual({
      'betfair:3002:match-odds': 'unreliable: images of all markets are asked for again',
    });
  });

  it('starts afresh where the stream is lost, and polls until then', async () => {
    const { server, source, clock, until, isLive, book } = await openAndStart();
    server.stream.setConnectionsAvailable(0);
    server.stream.dropAll();
    await until('polled', () => server.api.count('listMarketBook') > 0);
    const [polls, recording] = [server.api.count('listMarketBook'), follow(rig as BetfairRig)];
    const began = clock.now();
    await source.restart?.();
    await until('polled anew', () => server.api.count('listMarketBook') > polls);
    // Not only when the next round is due, in five seconds.
    expect(clock.now() - began).toBeLessThan(3_000);
    await until('reliable', () => Object.keys(book().standings).length === 0);
    expect(bookOf(replayed(recording.payloads())).quotes).toEqual(book().quotes);
    server.stream.setConnectionsAvailable(5);
    await until('streaming again', isLive);
    expect(server.stream.kinds).not.toContain('RESUB_DELTA');
    expect(server.api.count('login')).toBe(1);
  });

  it('holds the last whole catalogue where the newest can not be read', async () => {
    const { server, source, clock, until, run, isLive, book } = await openAndStart();
    await until('orders read', () => server.api.count('listCurrentOrders') === 1);
    await run(200);
    const reads = () => server.api.count('listMarketCatalogue');
    server.api.inject('listMarketCatalogue', ...Array(1_000).fill({ kind: 'html', status: 503 }));
    const before = reads();
    clock.advance(5 * MINUTE_MS);
    await until('refused', () => reads() > before && isLive());
    const recording = follow(rig as BetfairRig);
    await source.restart?.();
    await until('live again', isLive);
    expect(bookOf(replayed(recording.payloads()))).toEqual(book());
    expect(book().quotes).toHaveProperty(HOME_BACK);
  });

  it('shows nothing where it is off', async () => {
    const { source, payloads } = await open();
    await source.restart?.();
    expect(payloads).toEqual([]);
  });
});

describe('a retry of Betfair', () => {
  it('uses the session it has', async () => {
    const { server, source, until, isLive } = await openAndStart();
    await source.retry?.();
    await until('live again', () => isLive() && server.stream.connections() === 2);
    expect(server.api.count('login')).toBe(1);
  });

  it.each(['retry', 'restart'] as const)('sends no login while Betfair blocks them (%s)', async (again) => {
    const { server, source, run, fact } = await openAndTry({ plain: true }, (opened) =>
      opened.server.api.inject('login', ...refusals('TEMPORARY_BAN_TOO_MANY_REQUESTS')),
    );
    for (let times = 0; times < 12; times += 1) {
      await source[again]?.();
      await run(1_000);
    }
    expect(server.api.count('login')).toBe(1);
    expect(fact('Session')).toMatch(/^none; login in/);
  });

  it('counts its logins through retries', async () => {
    const { server, source } = await openAndTry({ plain: true }, (opened) =>
      opened.server.api.inject('login', ...refusals('SUSPENDED')),
    );
    for (let times = 0; times < 10; times += 1) await source.retry?.();
    expect(server.api.count('login')).toBe(6);
    expect(source.health().message).toContain('There were 6 logins in 15 minutes');
  });

  it('logs in at once after a refusal that only the user could mend', async () => {
    const { server, source, until, isLive } = await openAndTry({}, (opened) =>
      opened.server.api.inject('login', { kind: 'login', code: 'ACTIONS_REQUIRED' }),
    );
    expect(source.health().state).toBe('failed');
    void source.retry?.();
    await until('live', isLive);
    expect(server.api.count('login')).toBe(2);
  });

  it('logs in anew to another account, blocked as the old one may be, and not with another password', async () => {
    const secrets = { ...ALL_SECRETS, 'betfair-username': 'other' };
    const { server, source, until, isLive } = await openAndTry({ secrets }, (opened) =>
      opened.server.api.inject('login', { kind: 'login', code: 'TEMPORARY_BAN_TOO_MANY_REQUESTS' }),
    );
    await source.retry?.();
    expect(server.api.count('login')).toBe(1);
    secrets['betfair-password'] = 'another';
    await source.retry?.();
    expect(server.api.count('login')).toBe(1);
    Object.assign(secrets, ALL_SECRETS);
    void source.retry?.();
    await until('live', isLive);
    expect(server.api.count('login')).toBe(2);
  });
});
