import { generateKeyPairSync } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { localAddresses } from '../../../../../../electron/engine/feeds/betfair/addresses.ts';
import { betfairKind, readSettings } from '../../../../../../electron/engine/feeds/betfair/index.ts';
import { testBetfair } from '../../../../../../electron/engine/feeds/betfair/test-steps.ts';
import { createHttp } from '../../../../../../electron/hosts/node-ports/http.ts';
import { createNodeSockets } from '../../../../../../electron/hosts/node-ports/sockets.ts';
import type { SourceValues } from '../../../../../../shared/contract/sources.ts';
import { type BetfairServer, CLIENT, startBetfairServer } from '../../../../../support/betfair-server.ts';
import { ALL_SECRETS, START, secretsOf, valuesOf } from '../../../../../support/betfair-server-rig.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let server: BetfairServer | undefined;
const http = createHttp();
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const ports = (secrets: Readonly<Record<string, string>> = ALL_SECRETS) => ({
  clock: createManualClock(START),
  http,
  sockets: createNodeSockets(),
  log: createSilentLog(),
  secrets: secretsOf(secrets),
  random: () => 0.5,
});
const open = async () => {
  server = await startBetfairServer({ clock: createManualClock(START) });
  return server;
};
const tested = async (
  running: BetfairServer,
  secrets?: Readonly<Record<string, string>>,
  values: SourceValues = {},
) => {
  const settings = { ...readSettings(valuesOf(values)), addresses: running.addresses };
  const steps = await testBetfair(ports(secrets), settings, new AbortController().signal);
  return steps.map(({ name, ok, message }) => `${name}: ${ok ? 'ok' : 'failed'}: ${message}`);
};

describe("Betfair's keys by themselves", () => {
  const checked = (secrets: Readonly<Record<string, string>>, login = 'certificate') =>
    betfairKind.checkSecrets?.(secretsOf({ ...ALL_SECRETS, ...secrets }), valuesOf({ login }));
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const otherKey = other.export({ type: 'pkcs8', format: 'pem' }).toString();

  it('are fine in a pair, also with their line breaks written out', () => {
    expect(checked({})).toBeNull();
    const { certificate, key } = CLIENT;
    expect(
      checked({
        'betfair-certificate': certificate.replaceAll('\n', '\\n'),
        'betfair-certificate-key': key.replaceAll('\n', '\\n'),
      }),
    ).toBeNull();
  });
  it.each([
    [
      'a certificate cut off',
      { 'betfair-certificate': CLIENT.certificate.slice(0, 300) },
      /^The certificate can not/,
    ],
    ['a key in its place', { 'betfair-certificate': CLIENT.key }, /^The certificate can not/],
    [
      'a key cut off',
      { 'betfair-certificate-key': CLIENT.key.slice(0, 100) },
      /^The key of the certificate can not/,
    ],
    ['a key of another pair', { 'betfair-certificate-key': otherKey }, /do not belong together/],
    [
      'an application key on two lines',
      { 'betfair-app-key': `${'a1B2'.repeat(20)}\nx` },
      /^The application key is none/,
    ],
    [
      'a certificate for an application key',
      { 'betfair-app-key': CLIENT.certificate },
      /^The application key is none/,
    ],
  ])('are refused with %s, and not repeated', (_what, secrets, message) => {
    const told = checked(secrets);
    expect(told).toMatch(message);
    for (const value of Object.values(secrets)) expect(told).not.toContain(value.slice(40, 60));
  });
  it('are not asked for a certificate where the login needs none', () => {
    expect(checked({ 'betfair-certificate': 'x' }, 'interactive')).toBeNull();
  });
});

describe('testing a Betfair account', () => {
  it('goes from the login to the stream', async () => {
    expect(await tested(await open())).toEqual([
      'Log in: ok: Logged in.',
      'Application key: ok: The key works.',
      'Catalogue: ok: 4 markets in the time ahead.',
      'Prices: ok: Live prices.',
      'Stream: ok: The stream lets us in; 9 more connections are free.',
    ]);
  });
  it('tells a delayed key', async () => {
    const running = await open();
    running.api.setDelayed(true);
    expect((await tested(running))[3]).toContain('1 to 180 s late');
  });
  it('counts what the choice brings, and says what is chosen where it brings nothing', async () => {
    const running = await open();
    const catalogue = async (values: SourceValues) => (await tested(running, undefined, values))[2];
    expect(await catalogue({ markets: ['totals'] })).toBe('Catalogue: ok: 1 market in the time ahead.');
    expect(await catalogue({ countries: ['gb'], sports: ['1', '2'], hoursAhead: 1 })).toBe(
      'Catalogue: ok: Betfair lists no market of Football, Tennis in GB in the next hour ' +
        '(match odds; totals; asian handicap, spreads). ' +
        'To see more, look further ahead, choose more sports or markets or other countries.',
    );
    expect(await catalogue({ competitions: ['German Bundesliga', 'Bundsliga'] })).toBe(
      'Catalogue: ok: 4 markets in the time ahead. ' +
        'Betfair has no competition called "Bundsliga" now; write it as the website does.',
    );
    expect(await catalogue({ competitions: ['Bundsliga'] })).toBe(
      'Catalogue: ok: Betfair has no competition called "Bundsliga" now; write it as the website does.',
    );
  });
  it('stops at the first step that fails', async () => {
    const running = await open();
    expect(await tested(running, { ...ALL_SECRETS, 'betfair-password': 'x' })).toEqual([
      expect.stringMatching(/^Log in: failed: .*INVALID_USERNAME_OR_PASSWORD/),
    ]);
    expect(await tested(running, { ...ALL_SECRETS, 'betfair-app-key': 'x' })).toEqual([
      'Log in: ok: Logged in.',
      expect.stringMatching(/^Application key: failed: .*INVALID_APP_KEY/),
    ]);
    running.stream.setConnectionsAvailable(0);
    expect((await tested(running)).at(-1)).toMatch(/^Stream: failed: .*MAX_CONNECTION_LIMIT_EXCEEDED/);
    expect(await tested(running, {})).toEqual([
      'Log in: failed: Betfair lacks: application key, user name, password. Type them into its form and save.',
    ]);
  });
  it('works by the form alone, against servers on this machine', async () => {
    server = await startBetfairServer({ clock: createManualClock(START), plain: true });
    const local = `127.0.0.1:${server.api.port},127.0.0.1:${server.stream.port}`;
    const values = valuesOf({ local });
    expect(betfairKind.check?.(values)).toBeNull();
    const steps = await betfairKind.test(ports(), values, new AbortController().signal);
    expect(steps.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
  });
});

describe('the form of the Betfair source', () => {
  it('sends a password to Betfair or to this machine, and nowhere else', () => {
    for (const elsewhere of [
      'example.com:1,example.com:2',
      '127.0.0.1:1',
      '127.0.0.1:1,example.com:2',
      '127.0.0.1:1,127.0.0.1:2,127.0.0.1:3',
      '127.0.0.1.example.com:1,127.0.0.1:2',
      'user@127.0.0.1:1,127.0.0.1:2',
    ]) {
      expect(localAddresses(elsewhere)).toBeUndefined();
      expect(betfairKind.check?.(valuesOf({ local: elsewhere }))).toContain('127.0.0.1:PORT');
    }
    expect(readSettings(valuesOf({ jurisdiction: 'italy' })).addresses).toMatchObject({
      identity: 'https://identitysso.betfair.it',
      stream: { host: 'stream-api.betfair.com', port: 443 },
    });
    expect(readSettings(valuesOf({ jurisdiction: 'italy' })).sessionMs).toBe(20 * 60_000);
  });
  it('says what does not go together', () => {
    expect(betfairKind.check?.(valuesOf())).toBeNull();
    expect(betfairKind.check?.(valuesOf({ countries: ['GB', 'Germany'] }))).toContain('"Germany"');
    expect(betfairKind.check?.(valuesOf({ commission: -0.5 }))).toContain('Commission');
    expect(betfairKind.check?.(valuesOf({ commission: 2 }))).toBeNull();
  });
});
