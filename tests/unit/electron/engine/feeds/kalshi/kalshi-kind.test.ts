import { constants, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { kalshiKind } from '../../../../../../electron/engine/feeds/kalshi/index.ts';
import { readKey, signedHeaders } from '../../../../../../electron/engine/feeds/kalshi/signature.ts';
import type { EpochMs } from '../../../../../../shared/domain/units.ts';
import {
  KALSHI_KEY_ID,
  KALSHI_PRIVATE_KEY,
  type KalshiServerOptions,
  startKalshiServer,
} from '../../../../../support/kalshi-server.ts';
import { createVenuePorts } from '../../../../../support/venue-source.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function tested(
  secrets: Record<string, string>,
  prepare: (server: Awaited<ReturnType<typeof startKalshiServer>>) => void = () => {},
  leagues: readonly string[] = ['NFL'],
  options: KalshiServerOptions = {},
) {
  const server = await startKalshiServer(options);
  prepare(server);
  const { ports, close } = createVenuePorts(secrets);
  closers.push(close, () => server.close());
  const values = {
    leagues: [...leagues],
    address: server.address,
    depth: 5,
    pollSeconds: 10,
    orderContracts: 100,
    server: 'elections',
  };
  return kalshiKind.test(ports, values, new AbortController().signal);
}

describe('signedHeaders', () => {
  it('signs time, method and path as the exchange verifies it', () => {
    const key = readKey(KALSHI_KEY_ID, KALSHI_PRIVATE_KEY);
    if (typeof key === 'string') throw new Error(key);
    const headers = signedHeaders(key, 'GET', '/trade-api/v2/markets', 1_700_000_000_123 as EpochMs);
    expect(headers['KALSHI-ACCESS-KEY']).toBe(KALSHI_KEY_ID);
    expect(headers['KALSHI-ACCESS-TIMESTAMP']).toBe('1700000000123');
    const good = (message: string) =>
      verify(
        'sha256',
        Buffer.from(message),
        {
          key: createPublicKey(createPrivateKey(KALSHI_PRIVATE_KEY)),
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: 32,
        },
        Buffer.from(headers['KALSHI-ACCESS-SIGNATURE'] ?? '', 'base64'),
      );
    expect(good('1700000000123GET/trade-api/v2/markets')).toBe(true);
    expect(good('1700000000123POST/trade-api/v2/markets')).toBe(false);
  });

  it('takes a key whose line breaks were written out', () => {
    expect(readKey('id', KALSHI_PRIVATE_KEY.replaceAll('\n', '\\n'))).toBeTypeOf('object');
  });

  it.each([
    ['', KALSHI_PRIVATE_KEY],
    ['id', ''],
    ['id', 'not a key'],
    ['id', KALSHI_PRIVATE_KEY.slice(0, 200)],
    ['two\nlines', KALSHI_PRIVATE_KEY],
    ['“id”', KALSHI_PRIVATE_KEY],
    ['id'.repeat(200), KALSHI_PRIVATE_KEY],
  ])('says what is wrong with a key without repeating it', (id, pem) => {
    const problem = readKey(id, pem);
    expect(problem).toBeTypeOf('string');
    if (pem.length > 20) expect(problem).not.toContain(pem.slice(30, 60));
  });
});

describe('kalshiKind', () => {
  it.each([
    ['half a login', { 'kalshi-key-id': KALSHI_KEY_ID }, /^The private key is missing.*or neither/],
    ['the other half', { 'kalshi-private-key': KALSHI_PRIVATE_KEY }, /^The key id is missing.*or neither/],
    [
      'a key cut off',
      { 'kalshi-key-id': KALSHI_KEY_ID, 'kalshi-private-key': KALSHI_PRIVATE_KEY.slice(0, 200) },
      /can not be read\. Paste the whole file/,
    ],
  ])('tells %s of the keys alone', (_what, secrets: Record<string, string>, message) => {
    expect(kalshiKind.checkSecrets?.({ get: (name) => secrets[name] }, {})).toMatch(message);
  });

  it('finds nothing wrong with a whole login, or none', () => {
    const whole: Record<string, string> = {
      'kalshi-key-id': KALSHI_KEY_ID,
      'kalshi-private-key': KALSHI_PRIVATE_KEY,
    };
    expect(kalshiKind.checkSecrets?.({ get: (name) => whole[name] }, {})).toBeNull();
    expect(kalshiKind.checkSecrets?.({ get: () => undefined }, {})).toBeNull();
  });

  it('tests reach, games and stream', async () => {
    const steps = await tested({ 'kalshi-key-id': KALSHI_KEY_ID, 'kalshi-private-key': KALSHI_PRIVATE_KEY });
    expect(steps.map(({ name, ok, message }) => [name, ok, message])).toEqual([
      ['Reach the exchange', true, 'It is open.'],
      ['Find games', true, 'NFL has games.'],
      ['Open the stream with the key', true, 'The stream is open to us.'],
    ]);
  });

  it('says plainly which leagues have nothing now, and refuses only those that are not there', async () => {
    const quiet = 'NBA, EPL: nothing listed now; looked again every 5 min.';
    expect((await tested({}, () => {}, ['NFL', 'NBA', 'EPL'])).slice(1)).toMatchObject([
      { name: 'Find games', ok: true, message: `NFL has games. ${quiet}` },
      { ok: true },
    ]);
    expect(await tested({}, (server) => server.setEvents([]), ['NFL'])).toMatchObject([
      { ok: true },
      { ok: true, message: 'NFL: nothing listed now; looked again every 5 min.' },
      { ok: true },
    ]);
    const unknownSeries = ['KXNBAGAME'];
    expect((await tested({}, () => {}, ['NFL', 'NBA'], { unknownSeries })).slice(1)).toMatchObject([
      { ok: false, message: 'Kalshi does not know NBA: choose other leagues. NFL has games.' },
    ]);
  });

  it('does not ask for a key', async () => {
    expect((await tested({})).at(-1)).toMatchObject({
      ok: true,
      message: 'No key is given: books will be polled.',
    });
  });

  it('stops at what fails', async () => {
    const refused = await tested({ 'kalshi-key-id': 'wrong', 'kalshi-private-key': KALSHI_PRIVATE_KEY });
    expect(refused.at(-1)).toMatchObject({ name: 'Open the stream with the key', ok: false });
    expect(refused.at(-1)?.message).toContain('401');
    const down = await tested({}, (server) => server.injectHttp({ kind: 'html' }, 'status'));
    expect(down).toHaveLength(1);
    expect(down[0]).toMatchObject({ ok: false });
  });

  it('has a default for every field, and refuses servers that are not here', () => {
    const values = Object.fromEntries(kalshiKind.fields.map(({ name, default: usual }) => [name, usual]));
    expect(kalshiKind.check?.(values as never)).toBeNull();
    expect(kalshiKind.check?.({ ...values, address: 'http://127.0.0.1:8080' } as never)).toBeNull();
    for (const address of [
      'http://example.com',
      'https://127.0.0.1',
      'ws://127.0.0.1',
      'http://127.0.0.1.example.com',
    ])
      expect(kalshiKind.check?.({ ...values, address } as never)).toContain('this machine');
  });
});
