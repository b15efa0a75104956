import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeedEvent } from '../../../../../../electron/engine/feeds/source.ts';
import { createOddsApiClient } from '../../../../../../electron/engine/feeds/the-odds-api/client.ts';
import { theOddsApiKind } from '../../../../../../electron/engine/feeds/the-odds-api/index.ts';
import { createRedactor } from '../../../../../../electron/engine/feeds/the-odds-api/redact.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { soccerPayload } from '../../../../../support/odds-api-payloads.ts';

const codeOf = (char: string): string =>
  char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
const percentOf = (char: string): string =>
  [...Buffer.from(char)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** How one character is seen to come back. */
const SPELLINGS: Readonly<Record<string, (char: string) => string>> = {
  plain: (char) => char,
  'percent-encoded': percentOf,
  'percent-encoded in capitals': (char) => percentOf(char).toUpperCase(),
  'percent-encoded twice': (char) => percentOf(char).replaceAll('%', '%25'),
  'of a URL': (char) => new URLSearchParams({ k: char }).toString().slice(2),
  'as JSON': (char) => JSON.stringify(char).slice(1, -1),
  'as JSON in JSON': (char) => JSON.stringify(JSON.stringify(char)).slice(3, -3),
  'as JSON that escapes slashes': (char) => JSON.stringify(char).slice(1, -1).replaceAll('/', '\\/'),
  'by code': codeOf,
  'by code in capitals': (char) => codeOf(char).replaceAll(/[a-f]/g, (digit) => digit.toUpperCase()),
};
const spelledBy = (key: string, spell: (char: string) => string) => [...key].map(spell).join('');
const everyForm = (key: string): readonly string[] => [
  ...Object.values(SPELLINGS).map((spell) => spelledBy(key, spell)),
  Buffer.from(key).toString('base64'),
  Buffer.from(key).toString('base64url'),
];

const keys = fc
  .string({ unit: fc.constantFrom(...'ABCz01234567+/~"\'%&=:.\\ é€😀'), minLength: 8, maxLength: 24 })
  // Backslashes in a row are looked for as one, spelled one way.
  .filter((key) => !key.includes('\\\\'));
const spelledKeys = keys.chain((key) =>
  fc.tuple(
    fc.constant(key),
    fc.oneof(
      fc.constantFrom(...everyForm(key)),
      // Each character in its own way.
      fc
        .array(fc.constantFrom(...Object.values(SPELLINGS)), {
          minLength: [...key].length,
          maxLength: [...key].length,
        })
        .map((ways) => [...key].map((char, i) => ways[i]?.(char) ?? char).join('')),
    ),
  ),
);

describe('the redactor', () => {
  it('takes the key out of texts and bytes, however it is spelled', () => {
    fc.assert(
      fc.property(spelledKeys, fc.string(), ([key, spelled], other) => {
        fc.pre(!other.includes('\\'));
        const redactor = createRedactor(key);
        expect(redactor.text(`<${spelled}>`)).toBe('<[key]>');
        expect(Buffer.from(redactor.bytes(Buffer.from(`${other}<${spelled}>`))).toString()).toBe(
          `${Buffer.from(other).toString()}<[key]>`,
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives back the very bytes where there is no key', () => {
    const { bytes } = createRedactor('S3CRET/key');
    const body = Buffer.from([0x5b, 0xff, 0xfe, 0x22, 0xc3, 0xa9, 0x22, 0x5d]);
    expect(bytes(body)).toBe(body);
    const both = Buffer.concat([body, Buffer.from('S3CRET%2fkey'), body]);
    expect(bytes(both)).toEqual(Buffer.concat([body, Buffer.from('[key]'), body]));
  });

  it.each([
    ['x a+key%2F1%2B2 y', 'x [key] y'],
    ['?apiKey=other&x=1', '?apiKey=[key]&x=1'],
    ['nothing', 'nothing'],
  ])('of a text: %s becomes %s', (text, clean) => expect(createRedactor('a key/1+2').text(text)).toBe(clean));

  it('leaves everything as it is where no key is known', () => {
    expect(createRedactor('').text('a b')).toBe('a b');
  });

  const pem = `-----BEGIN PRIVATE KEY-----\n${Buffer.from('é/+"'.repeat(500)).toString('base64')}\n-----END-----`;
  it.each([
    ['127 characters', 'S3CRET+é'.repeat(16).slice(1)],
    ['950 characters', 'S3CRET/ke~'.repeat(95)],
    ['1,500 characters', 'S3CRET+k"y'.repeat(150)],
    ['100,000 characters', 'S3CRETkey\\'.repeat(10_000)],
    ['a pasted file', pem],
    ['half a character', `S3CRET\ud800${'x'.repeat(1_000)}`],
  ])('takes out a key of %s, and never throws', (_, key) => {
    const { text, bytes } = createRedactor(key);
    const wellFormed = key.toWellFormed();
    const forms = [
      wellFormed,
      JSON.stringify(wellFormed).slice(1, -1),
      encodeURIComponent(wellFormed),
      new URLSearchParams({ k: key }).toString().slice(2),
      Buffer.from(key).toString('base64'),
      Buffer.from(key).toString('base64url'),
    ];
    for (const form of forms) {
      expect(Buffer.from(bytes(Buffer.from(`a${form}z`))).toString()).toBe('a[key]z');
      if (key.isWellFormed()) expect(text(`a${form}z €`)).toBe('a[key]z €');
    }
    expect(text(`a${key}z`)).toBe('a[key]z');
  });

  it('is not held up by a hostile answer', () => {
    const body = Buffer.from('\\'.repeat(200_000));
    expect(createRedactor('\\\\\\\\\\\\a').bytes(body)).toBe(body);
  });
});

describe('a key that a server repeats', () => {
  const KEY = 'S3CRETkey/with+odd~chars"quoteé';
  /** As they stand in a string of JSON. */
  const forms = everyForm(KEY).filter((form) => {
    try {
      return typeof JSON.parse(`"${form}"`) === 'string';
    } catch {
      return false;
    }
  });
  const plain = forms.map((form) => JSON.parse(`"${form}"`) as string);
  const answering = (status: number, body: string) =>
    createOddsApiClient({
      http: {
        get: async () => ({ ok: true, status, headers: {}, body: Buffer.from(body) }),
      } as unknown as Parameters<typeof createOddsApiClient>[0]['http'],
      clock: createManualClock(),
      baseUrl: 'http://127.0.0.1/v4',
      apiKey: KEY,
      timeoutMs: 1_000,
      maximumBytes: 1_000_000,
    }).get('/sports/soccer_epl/odds', {}, new AbortController().signal);

  const tellsNothing = (text: string) => {
    for (const form of [...forms, ...plain, KEY]) expect(text).not.toContain(form);
  };

  it.each(forms)('reaches no recording, event or quarantine sample as %s', async (form) => {
    const [event] = soccerPayload;
    const echo = JSON.stringify([
      { ...event, home_team: 'Home @', sport_title: '@' },
      { ...event, id: '@', home_team: 'Home', bookmakers: '@' },
      { ...event, id: 'x', commence_time: '@' },
    ]).replaceAll('@', () => form);
    const answer = await answering(200, echo);
    if (answer.kind !== 'payload') throw new Error(answer.kind);
    tellsNothing(Buffer.from(answer.body).toString());
    const told: FeedEvent[] = [];
    const decoder = theOddsApiKind.decoder({ oddsFormat: 'decimal' }, (each) => void told.push(each));
    decoder.take({ channel: 'odds soccer_epl', body: answer.body, at: createManualClock().now() });
    expect(told.some(({ kind }) => kind === 'quarantine')).toBe(true);
    expect(told.some(({ kind }) => kind === 'event')).toBe(true);
    tellsNothing(JSON.stringify(told));
    tellsNothing(told.map((each) => JSON.stringify(JSON.stringify(each))).join());
  });

  it.each(forms)('reaches no message as %s', async (form) => {
    for (const status of [200, 401, 500]) {
      const error = `{"error_code":"INVALID_KEY","message":"bad key ${form}, url /v4?x=${form}"}`;
      const answer = await answering(status, error);
      if (answer.kind !== 'problem') throw new Error(answer.kind);
      expect(status === 200 || answer.problem.message.includes('[key]')).toBe(true);
      tellsNothing(answer.problem.message);
    }
  });
});
