import { afterEach, describe, expect, it } from 'vitest';
import { createTheOddsApi } from '../../../../../../electron/engine/feeds/the-odds-api/index.ts';
import type { HttpAnswer } from '../../../../../../electron/engine/ports/http.ts';
import type { SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, SourceId } from '../../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { type FeedRig, NOON, openFeedRig, type RigOptions } from '../../../../../support/odds-api-feed.ts';
import {
  footballPayload,
  soccerPayload,
  soccerScores,
  sportsPayload,
  TEST_KEY,
} from '../../../../../support/odds-api-payloads.ts';
import type { Fault } from '../../../../../support/odds-api-server.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

const ODDS = '/soccer_epl/odds';
const SCORES = '/soccer_epl/scores';

let rig: FeedRig;
/** Closed after its test. */
let opened: FeedRig | undefined;
const open = async (options?: RigOptions) => {
  rig = await openFeedRig(options);
  opened = rig;
  return rig;
};
afterEach(async () => {
  expect(opened?.shown() ?? '').not.toContain(TEST_KEY);
  await opened?.close();
  opened = undefined;
});

/** Started, with the first odds taken. */
const openAndStart = async (options?: RigOptions) => {
  await open(options);
  await rig.start();
  await rig.settled(ODDS, 1);
  return rig;
};
const conserved = () => {
  const { received, used, duplicate, quarantined } = rig.source.health().counts;
  expect(received).toBe(used + duplicate + quarantined);
  return rig.source.health().counts;
};
const clone = () => structuredClone(soccerPayload);

describe('The Odds API source', () => {
  it('tells books, event and quotes of a sport', async () => {
    await openAndStart();
    expect(rig.events.map(({ kind }) => kind)).toEqual(['books', 'event', 'quotes']);
    expect(rig.told('quotes')[0]?.quotes).toHaveLength(16);
    expect(rig.source.health()).toMatchObject({
      state: 'live',
      message: '',
      kind: 'poll',
      cadenceMs: 60_000,
      capabilities: { depth: false, lay: true, scores: false, streaming: false },
      credits: { lastCost: 4, used: 4, remaining: 99_996 },
      counts: { received: 16, used: 16, duplicate: 0, quarantined: 0, errors: 0 },
    });
  });

  it('asks with key, gzip and the configured parameters', async () => {
    await openAndStart({ config: { oddsFormat: 'american' } });
    const request = rig.server.requests.find(({ path }) => path.endsWith(ODDS));
    expect(request?.query).toEqual({
      apiKey: TEST_KEY,
      regions: 'uk',
      markets: 'h2h,h2h_lay,spreads,totals',
      oddsFormat: 'american',
      dateFormat: 'iso',
      includeBetLimits: 'true',
    });
    expect(request?.headers['accept-encoding']).toContain('gzip');
    expect(rig.told('quotes')[0]?.quotes[0]?.levels[0]?.price).toBe(21_000);
  });

  it('lets named bookmakers win over regions', async () => {
    await openAndStart({ config: { bookmakers: ['cedarbet', 'elmbook'] } });
    const query = rig.server.requests.find(({ path }) => path.endsWith(ODDS))?.query;
    expect(query).toMatchObject({ bookmakers: 'cedarbet,elmbook' });
    expect(query).not.toHaveProperty('regions');
  });

  it('never asks faster than the upstream refresh', async () => {
    await openAndStart({ config: { cadence: { prematchMs: 1, inPlayMs: 1 } } });
    rig.clock.advance(59_999);
    expect(rig.asked(ODDS)).toBe(1);
    rig.clock.advance(1);
    await rig.settled(ODDS, 2);
  });

  it('asks every 40 s while an event is under way', async () => {
    await openAndStart();
    rig.clock.advance(3 * 3_600_000);
    await rig.settled(ODDS, 2);
    expect(rig.told('event').at(-1)?.event.status).toBe('live');
    expect(rig.source.health().cadenceMs).toBe(40_000);
    rig.clock.advance(40_000);
    await rig.settled(ODDS, 3);
  });

  it.each([
    ['a 304', true],
    ['the same bytes', false],
  ])('does not parse %s again, and confirms the quotes', async (_, etag) => {
    await openAndStart({ server: { etag } });
    expect(rig.source.statistics()).toEqual({ requests: 2, parsed: 2, unchanged: 0 });
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.statistics()).toEqual({ requests: 3, parsed: 2, unchanged: 1 });
    const [first, second] = rig.told('quotes');
    expect(second?.quotes).toHaveLength(16);
    expect(second?.quotes[0]).toEqual({ ...first?.quotes[0], receivedAt: rig.clock.now() });
    expect(conserved()).toMatchObject({ received: 32, used: 16, duplicate: 16 });
    expect(rig.told('event')).toHaveLength(1);
  });

  it('counts what a changed answer repeats as duplicate', async () => {
    await openAndStart();
    const next = clone();
    const outcome = next[0]?.bookmakers[1]?.markets[0]?.outcomes[0];
    if (outcome) outcome.price = 2.25;
    rig.server.setOdds('soccer_epl', next);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.statistics()).toMatchObject({ parsed: 3, unchanged: 0 });
    expect(conserved()).toMatchObject({ received: 32, used: 17, duplicate: 15 });
  });

  it('withdraws the quotes of a book and of an event that are gone', async () => {
    await openAndStart();
    const next = clone();
    next[0]?.bookmakers.splice(1, 1);
    rig.server.setOdds('soccer_epl', next);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    const second = rig.told('quotes')[1]?.quotes ?? [];
    const gone = second.filter(({ bookId }) => bookId === 'elmbook');
    expect(gone.map(({ levels, receivedAt }) => [levels, receivedAt])).toEqual(
      Array(3).fill([[], rig.clock.now()]),
    );
    expect(second.filter(({ levels }) => levels.length > 0)).toHaveLength(13);
    rig.server.setOdds('soccer_epl', []);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 3);
    expect(rig.told('quotes')[2]?.quotes.map(({ levels }) => levels)).toEqual(Array(13).fill([]));
    conserved();
  });

  it('tells a standing quarantine once and uses the rest', async () => {
    const damaged = clone();
    Object.assign(damaged[0]?.bookmakers[0]?.markets[0]?.outcomes[0] ?? {}, { price: 'two' });
    await openAndStart({ server: { odds: { soccer_epl: damaged } } });
    expect(rig.told('quarantine').map(({ reason }) => reason)).toEqual(['malformed-outcome']);
    expect(conserved()).toMatchObject({ received: 16, used: 15, quarantined: 1 });
    const moved = structuredClone(damaged);
    Object.assign(moved[0]?.bookmakers[1]?.markets[0]?.outcomes[0] ?? {}, { price: 2.5 });
    rig.server.setOdds('soccer_epl', moved);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.told('quarantine')).toHaveLength(1);
    expect(conserved()).toMatchObject({ received: 32, quarantined: 2 });
  });

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
    rig.clock.advance(86_400_000);
    await rig.settled('/sports', 1);
    expect(rig.server.requests).toHaveLength(1);
    expect(rig.shown()).not.toContain(wrong);
    expect(rig.shown()).not.toContain(encodeURIComponent(wrong));
    key = TEST_KEY;
    await rig.source.retry();
    await rig.settled(ODDS, 1);
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '' });
  });

  it.each([401, 429])('stops when the credits are used up, sent as %d', async (status) => {
    await openAndStart();
    rig.server.inject({ kind: 'error', status, code: 'OUT_OF_USAGE_CREDITS' }, ODDS);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health()).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('credits'),
    });
    rig.clock.advance(86_400_000);
    await rig.settled(ODDS, 2);
    expect([rig.asked('/sports'), rig.asked(ODDS)]).toEqual([1, 2]);
    await rig.source.retry();
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

  it.each<[string, Fault, RegExp]>([
    ['a server error', { kind: 'error', status: 503 }, /fault of its own/],
    ['a web page', { kind: 'html' }, /web page/],
    ['a web page with an error status', { kind: 'html', status: 502 }, /fault of its own/],
    ['half the JSON', { kind: 'truncated-json' }, /cut off/],
    ['a broken transfer', { kind: 'truncated-http' }, /cannot be reached.*before/],
    ['a reset', { kind: 'reset' }, /cannot be reached/],
    ['damaged gzip', { kind: 'bad-gzip' }, /damaged/],
    ['a huge body', { kind: 'huge', bytes: 3_000_000 }, /too large/],
    ['silence', { kind: 'silent' }, /did not answer in time/],
    ['the v3 format', { kind: 'body', body: '{"success":true,"data":[]}' }, /v3 format/],
    ['other JSON', { kind: 'body', body: '{"leagues":[]}' }, /not an answer of The Odds API v4/],
    ['an empty body', { kind: 'body', body: '' }, /cut off/],
    ['bytes that are no UTF-8 JSON', { kind: 'body', body: '\u0000\u0001' }, /cut off/],
  ])('is degraded by %s, tries again later and recovers', async (_, fault, message) => {
    const timeoutMs = fault.kind === 'silent' ? 1_500 : 15_000;
    await openAndStart({ config: { timeoutMs, maximumBytes: 1_000_000 } });
    const before = conserved();
    rig.server.inject(fault, ODDS);
    rig.clock.advance(60_000);
    await expect.poll(() => rig.source.health().state, { timeout: 5_000 }).toBe('degraded');
    expect(rig.source.health().message).toMatch(message);
    expect(conserved()).toEqual({ ...before, errors: 1 });
    rig.clock.advance(2_000);
    await rig.settled(ODDS, 3);
    expect(rig.source.health()).toMatchObject({ state: 'live', message: '' });
  });

  it('says when the credits will not last the day, and reads them of every answer', async () => {
    await openAndStart({ server: { odds: { soccer_epl: soccerPayload }, credits: 500 } });
    // Four markets of one region a minute: 240 an hour.
    expect(rig.source.health()).toMatchObject({
      state: 'live',
      credits: { lastCost: 4, used: 4, remaining: 496 },
      message: expect.stringContaining('496 credits left last about 2 h'),
    });
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.health().credits).toMatchObject({ used: 8, remaining: 492 });
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

  it('goes on with the other sports when one is unknown or out of season', async () => {
    await openAndStart({ config: { sports: ['soccer_epl', 'soccer_epl', 'soccer_elp', 'icehockey_nhl'] } });
    const { state, message } = rig.source.health();
    expect(state).toBe('degraded');
    expect(message).toMatch(/sport soccer_elp: .*does not know the sport/);
    expect(message).toMatch(/icehockey_nhl is out of season/);
    expect(rig.told('quotes')).toHaveLength(1);
    expect(rig.server.requests.map(({ path }) => path)).toEqual(['/v4/sports', '/v4/sports/soccer_epl/odds']);
  });

  it('parks one sport the server refuses, not the others', async () => {
    const server = { odds: { soccer_epl: soccerPayload, americanfootball_nfl: footballPayload } };
    await open({ server, config: { sports: ['soccer_epl', 'americanfootball_nfl'] } });
    rig.server.inject({ kind: 'error', status: 404, code: 'UNKNOWN_SPORT' }, 'nfl/odds');
    await rig.start();
    await rig.settled('nfl/odds', 1);
    await rig.settled(ODDS, 1);
    expect(rig.source.health()).toMatchObject({
      state: 'degraded',
      message: expect.stringMatching(/nfl: .*Unknown sport/),
    });
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.asked('nfl/odds')).toBe(1);
  });

  it('asks at most four at a time', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `soccer_league_${index}`);
    const server = {
      sports: keys.map((key) => ({ ...sportsPayload[0], key })),
      odds: Object.fromEntries(keys.map((key) => [key, []])),
    };
    await open({ server, config: { sports: keys } });
    await rig.start();
    const release = rig.server.hold();
    await expect.poll(() => rig.server.load().now).toBe(4);
    expect(rig.asked('/odds')).toBe(4);
    release();
    await rig.settled('/odds', 12);
    expect(rig.server.load().most).toBeLessThanOrEqual(4);
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

  it('tells nothing after it has stopped, even of a request under way', async () => {
    await openAndStart();
    const release = rig.server.hold();
    rig.clock.advance(60_000);
    await expect.poll(() => rig.asked(ODDS)).toBe(2);
    const before = rig.events.length;
    await rig.source.stop();
    release();
    rig.clock.advance(600_000);
    await rig.settled(ODDS, 2);
    expect(rig.events).toHaveLength(before);
    expect(rig.asked(ODDS)).toBe(2);
    expect(rig.source.health()).toMatchObject({ state: 'off', message: '' });
    await rig.start();
    await rig.settled(ODDS, 3);
    expect(rig.source.health().state).toBe('live');
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

describe('The Odds API source on a transport that does not cancel', () => {
  it('tells nothing of an answer that comes after the stop', async () => {
    const body = (payload: unknown) => new TextEncoder().encode(JSON.stringify(payload));
    const waiting: (() => void)[] = [];
    const answered = (payload: unknown): HttpAnswer => ({
      ok: true,
      status: 200,
      headers: {},
      body: body(payload),
      elapsedMs: 1,
    });
    const source = createTheOddsApi({
      http: {
        get: (url) =>
          url.includes('/odds?')
            ? new Promise((resolve) => void waiting.push(() => resolve(answered(soccerPayload))))
            : Promise.resolve(answered(sportsPayload)),
      },
      clock: createManualClock(),
      log: createSilentLog(),
      secrets: { get: () => TEST_KEY },
      random: () => 0,
      config: { sports: ['soccer_epl'], scores: false },
    });
    const events: unknown[] = [];
    await source.start((event) => void events.push(event));
    await expect.poll(() => waiting.length).toBe(1);
    const stopped = source.stop();
    waiting[0]?.();
    await stopped;
    expect(events).toEqual([]);
    expect(source.health().counts.received).toBe(0);
  });
});

describe('The Odds API scores', () => {
  it('looks back once at the start, then asks only while an event is under way', async () => {
    await openAndStart({ config: { scores: true } });
    await rig.settled(SCORES, 1);
    expect(rig.server.requests.at(-1)?.query['daysFrom']).toBe('3');
    rig.clock.advance(3_600_000);
    await rig.settled(ODDS, 2);
    expect(rig.asked(SCORES)).toBe(1);
    rig.clock.advance(2 * 3_600_000);
    await rig.settled(ODDS, 3);
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 2);
    expect(
      rig.server.requests.find(({ path, query }) => path.endsWith(SCORES) && query['daysFrom'] === '1'),
    ).toBeDefined();
  });

  it('tells the end with the score, closes the markets, and keeps it against later odds', async () => {
    await openAndStart({
      config: { scores: true },
      server: { odds: { soccer_epl: soccerPayload }, scores: { soccer_epl: soccerScores } },
    });
    await rig.settled(SCORES, 1);
    expect(rig.told('score')).toMatchObject([{ status: 'ended', score: { home: 2, away: 1 } }]);
    expect(rig.told('market-status').map(({ status }) => status)).toEqual(['closed', 'closed', 'closed']);
    const later = clone();
    Object.assign(later[0] ?? {}, { commence_time: '2026-03-01T15:05:00Z' });
    rig.server.setOdds('soccer_epl', later);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.told('event').at(-1)?.event).toMatchObject({ status: 'ended', score: { home: 2, away: 1 } });
    expect(rig.told('score')).toHaveLength(1);
  });

  it('ends an event without a score and says that its bets need the user', async () => {
    const scores = soccerScores.map((item) => ({ ...item, scores: null }));
    await openAndStart({
      config: { scores: true },
      server: { odds: { soccer_epl: soccerPayload }, scores: { soccer_epl: scores } },
    });
    await rig.settled(SCORES, 1);
    expect(rig.told('score')).toEqual([]);
    expect(rig.told('event').at(-1)?.event.status).toBe('ended');
    expect(rig.told('quarantine').map(({ reason }) => reason)).toEqual(['completed-without-score']);
  });

  const under = (completed: boolean) =>
    soccerScores.map((item) => ({ ...item, commence_time: '2026-03-01T11:00:00Z', completed }));

  it('asks on for an event that only the scores know, until it ends', async () => {
    const server = { odds: { soccer_epl: [] }, scores: { soccer_epl: under(false) } };
    await openAndStart({ config: { scores: true }, server });
    await rig.settled(SCORES, 1);
    expect(rig.told('score').map(({ status }) => status)).toEqual(['live']);
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 2);
    rig.server.setScores('soccer_epl', under(true));
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 3);
    expect(rig.told('score').at(-1)).toMatchObject({ status: 'ended', score: { home: 2, away: 1 } });
    rig.clock.advance(600_000);
    await rig.settled(ODDS, 4);
    expect(rig.asked(SCORES)).toBe(3);
  });

  const held = (change: Partial<SportingEvent>): SportingEvent => ({
    id: `the-odds-api:${soccerScores[0]?.id}` as EventId,
    sourceId: 'the-odds-api' as SourceId,
    sport: 'soccer_epl',
    competition: 'EPL',
    home: 'Alder Rovers',
    away: 'Birch United',
    startsAt: (NOON - 30 * 3_600_000) as EpochMs,
    status: 'live',
    score: null,
    ...change,
  });

  it('asks on for an event with bets that no answer has named yet, as far back as it started', async () => {
    let bets = [held({})];
    const server = { odds: { soccer_epl: [] }, scores: { soccer_epl: [] } };
    await openAndStart({ config: { scores: true }, server, withBets: () => bets });
    await rig.settled(SCORES, 1);
    rig.clock.advance(60_000);
    await rig.settled(SCORES, 2);
    expect(rig.server.requests.filter(({ path }) => path.endsWith(SCORES)).at(-1)?.query['daysFrom']).toBe(
      '2',
    );
    bets = [];
    rig.clock.advance(600_000);
    await rig.settled(ODDS, 3);
    expect(rig.asked(SCORES)).toBe(2);
  });

  it('asks for the scores of bets in a sport that is over for the season, and for nothing else of it', async () => {
    const sport = 'icehockey_nhl';
    const scores = soccerScores.map((item) => ({ ...item, sport_key: sport }));
    await open({
      config: { sports: ['soccer_epl'], scores: true },
      server: { odds: { soccer_epl: [] }, scores: { [sport]: [], soccer_epl: [] } },
      withBets: () => [held({ sport }), held({ sport: 'tennis_atp', sourceId: 'simulator' as SourceId })],
    });
    await rig.start();
    await rig.settled(`${sport}/scores`, 1);
    rig.server.setScores(sport, scores);
    rig.clock.advance(60_000);
    await rig.settled(`${sport}/scores`, 2);
    expect(rig.told('score')).toMatchObject([{ status: 'ended', eventId: held({}).id }]);
    expect([rig.asked(`${sport}/odds`), rig.asked('tennis_atp/scores')]).toEqual([0, 0]);
  });
});
