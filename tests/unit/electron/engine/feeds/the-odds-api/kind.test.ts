import { afterEach, describe, expect, it } from 'vitest';
import type { TestPorts } from '../../../../../../electron/engine/feeds/source-kind.ts';
import {
  createDiscovery,
  theOddsApiKind,
} from '../../../../../../electron/engine/feeds/the-odds-api/index.ts';
import { settingsOf, valuesOf } from '../../../../../../electron/engine/feeds/the-odds-api/settings.ts';
import { createHttp } from '../../../../../../electron/hosts/node-ports/http.ts';
import { type SourceValues, sourceOffer } from '../../../../../../shared/contract/sources.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { soccerPayload, TEST_KEY } from '../../../../../support/odds-api-payloads.ts';
import { type OddsApiServer, startOddsApiServer } from '../../../../../support/odds-api-server.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let server: OddsApiServer | undefined;
const sockets = createHttp();
afterEach(async () => {
  await server?.close();
  server = undefined;
});
const noSockets = () => {
  throw new Error('no socket is opened');
};
const ports = (key: string | undefined = TEST_KEY): TestPorts => ({
  clock: createManualClock(),
  http: sockets,
  sockets: { connect: noSockets, webSocket: noSockets },
  log: createSilentLog(),
  random: () => 0.5,
  secrets: {
    get: () => key,
    place: () => 'stored',
    save: () => ({ ok: true }),
    remove: () => ({ ok: true }),
  },
});
const defaults = (): SourceValues => valuesOf({ sports: ['soccer_epl'] });
const test = async (change: SourceValues, key?: string, options = {}) => {
  server = await startOddsApiServer({ odds: { soccer_epl: soccerPayload }, ...options });
  const values = { ...defaults(), baseUrl: server.baseUrl, ...change };
  return theOddsApiKind.test(ports(key), values, new AbortController().signal);
};

describe('The Odds API as a kind of source', () => {
  it('makes a form that the contract carries, whose defaults go together', () => {
    const { id, name, description, account, fields, secrets, check } = theOddsApiKind;
    expect(sourceOffer.parse({ id, name, description, account, fields, secrets })).toBeDefined();
    const values = Object.fromEntries(
      fields.map((field) => [field.name, Array.isArray(field.default) ? [...field.default] : field.default]),
    ) as SourceValues;
    expect(check?.(values)).toBeNull();
    expect(settingsOf(values)).toMatchObject({
      baseUrl: 'https://api.the-odds-api.com/v4',
      sports: ['soccer_epl'],
      regions: ['uk', 'eu'],
      monthlyCredits: null,
      scores: true,
      inPlay: true,
    });
  });

  it.each<[SourceValues, RegExp | null]>([
    [{ regions: [], bookmakers: [] }, /region/],
    [{ regions: [], bookmakers: ['pinnacle'] }, null],
    [{ currency: 'pounds' }, /code, such as EUR/],
    [{ commissions: ['betfair_ex_uk: 2 %'] }, /betfair_ex_uk=0.02/],
    [{ commissions: ['betfair_ex_uk=0.02'] }, null],
    [{ baseUrl: 'https://example.invalid/v4' }, /this machine/],
    [{ baseUrl: 'http://127.0.0.1:8080/v4' }, null],
  ])('checks what no field can say by itself: %o', (change, message) => {
    const said = theOddsApiKind.check?.({ ...defaults(), ...change }) ?? null;
    if (message === null) expect(said).toBeNull();
    else expect(said).toMatch(message);
  });

  it('refuses a key that can be none before anybody is asked, without repeating it', async () => {
    const { checkSecrets } = theOddsApiKind;
    expect(checkSecrets?.({ get: () => undefined }, defaults())).toBeNull();
    expect(checkSecrets?.({ get: () => ` ${TEST_KEY}\n` }, defaults())).toBeNull();
    const pasted = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADAN'.repeat(140)}`;
    const said = checkSecrets?.({ get: () => pasted }, defaults()) ?? '';
    expect(said).toMatch(/has 1,708 characters, a key has 32/);
    expect(said).not.toContain('MIIE');
    for (const key of ['nonsense key !!', 'schlüssel', 'abc def X-Evil: 1'])
      expect(checkSecrets?.({ get: () => key }, defaults())).toContain('blanks or letters that no key has');
    const steps = await test({}, pasted);
    expect(steps).toMatchObject([{ name: 'Key', ok: false, message: expect.stringContaining(said) }]);
    expect(server?.requests).toHaveLength(0);
  });

  it('reads a launch from the command line as the form would hold it', () => {
    const settings = settingsOf(
      valuesOf({
        sports: ['soccer_epl', 'upcoming'],
        bookmakers: ['pinnacle'],
        oddsFormat: 'american',
        commissions: { betfair_ex_uk: 0.02 },
        monthlyCredits: 20_000,
      }),
    );
    expect(settings).toMatchObject({
      sports: ['soccer_epl', 'upcoming'],
      regions: ['eu'],
      bookmakers: ['pinnacle'],
      markets: ['h2h', 'spreads', 'totals'],
      oddsFormat: 'american',
      commissions: { betfair_ex_uk: 0.02 },
      monthlyCredits: 20_000,
      renewalDay: 1,
    });
  });

  it('is tried without spending a credit', async () => {
    const steps = await test({ sports: ['soccer_epl', 'icehockey_nhl', 'upcoming'] });
    expect(steps.map(({ name, ok, message }) => [name, ok, message])).toEqual([
      ['Key', true, 'The key works; 3 sports are offered.'],
      ['Credits', true, '100000 credits are left, 0 used.'],
      ['soccer_epl', true, '1 event comes up.'],
      ['icehockey_nhl', true, 'Out of season; it is looked for again every hour.'],
      ['upcoming', true, 'What is on now and next in all sports.'],
    ]);
    expect(server?.spent()).toBe(0);
  });

  it.each<[string, SourceValues, string | undefined, object, RegExp]>([
    ['a wrong key', {}, 'wrong', {}, /does not know this key/],
    ['no credits', {}, TEST_KEY, { credits: 0 }, /No credits are left/],
    ['an unknown sport', { sports: ['soccer_elp'] }, TEST_KEY, {}, /has no sport soccer_elp/],
  ])('stops its trial at %s', async (_, change, key, options, message) => {
    const steps = await test(change, key, options);
    expect(steps.slice(0, -1).every(({ ok }) => ok)).toBe(true);
    expect(steps.at(-1)).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  it('fetches the names of participants, and which markets an event has', async () => {
    server = await startOddsApiServer({
      odds: { soccer_epl: soccerPayload },
      participants: {
        soccer_epl: [
          { id: 'par_1', full_name: 'Alder Rovers' },
          { id: 'par_2', name: 'Birch United' },
          { id: 3 },
        ],
      },
      eventOdds: { [soccerPayload[0]?.id ?? '']: [{ key: 'cedarbet', markets: [{ key: 'btts' }] }] },
    });
    const settings = settingsOf({ ...defaults(), baseUrl: server.baseUrl });
    const { fetchParticipants, fetchEventMarkets } = createDiscovery(ports(), settings);
    const { signal } = new AbortController();
    expect(await fetchParticipants('soccer_epl', signal)).toEqual({
      ok: true,
      items: [
        { id: 'par_1', name: 'Alder Rovers' },
        { id: 'par_2', name: 'Birch United' },
      ],
      refused: 1,
      cost: 1,
    });
    expect(await fetchEventMarkets('soccer_epl', soccerPayload[0]?.id ?? '', signal)).toMatchObject({
      ok: true,
      items: [{ book: 'cedarbet', markets: ['btts'] }],
    });
    expect(await fetchEventMarkets('soccer_epl', 'gone', signal)).toMatchObject({
      ok: false,
      problem: { code: 'EVENT_NOT_FOUND' },
    });
  });
});
