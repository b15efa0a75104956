import { describe, expect, it } from 'vitest';
import { createTheOddsApi } from '../../../../../../electron/engine/feeds/the-odds-api/index.ts';
import type { HttpAnswer } from '../../../../../../electron/engine/ports/http.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { type FeedRig, NOON } from '../../../../../support/odds-api-feed.ts';
import {
  footballPayload,
  soccerPayload,
  sportsPayload,
  TEST_KEY,
} from '../../../../../support/odds-api-payloads.ts';
import { conservedCounts, feedRigs, ODDS } from '../../../../../support/odds-api-rigs.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';

let rig: FeedRig;
const { open, openAndStart } = feedRigs((opened) => {
  rig = opened;
});
const conserved = () => conservedCounts(rig);
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
      credits: { lastCost: 4, used: 4, remaining: 9_999_996 },
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
    await openAndStart();
    expect(rig.source.health().nextPricesAt).toBe(rig.clock.now() + 60_000);
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
    expect(rig.source.statistics()).toEqual({ requests: 3, parsed: 3, unchanged: 0 });
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    expect(rig.source.statistics()).toEqual({ requests: 4, parsed: 3, unchanged: 1 });
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
    expect(rig.source.statistics()).toMatchObject({ parsed: 4, unchanged: 0 });
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

  it('goes on with the other sports when one is unknown or out of season', async () => {
    await openAndStart({ config: { sports: ['soccer_epl', 'soccer_epl', 'soccer_elp', 'icehockey_nhl'] } });
    const { state, message } = rig.source.health();
    expect(state).toBe('degraded');
    expect(message).toMatch(/sport soccer_elp: .*does not know the sport/);
    expect(message).toMatch(/icehockey_nhl is out of season/);
    expect(rig.told('quotes')).toHaveLength(1);
    expect(rig.server.requests.map(({ path }) => path)).toEqual([
      '/v4/sports',
      '/v4/sports/soccer_epl/events',
      '/v4/sports/soccer_epl/odds',
    ]);
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
      odds: Object.fromEntries(
        keys.map((key) => [
          key,
          clone().map((event) => ({ ...event, sport_key: key, id: `event-of-${key}` })),
        ]),
      ),
    };
    await open({ server, config: { sports: keys } });
    await rig.start();
    const release = rig.server.hold();
    await expect.poll(() => rig.server.load().now).toBe(4);
    expect(rig.asked('/events')).toBe(4);
    release();
    await rig.settled('/odds', 12);
    expect(rig.server.load().most).toBeLessThanOrEqual(4);
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
        post: () => Promise.reject(new Error('nothing is posted')),
        get: (url) =>
          url.includes('/odds?')
            ? new Promise((resolve) => void waiting.push(() => resolve(answered(soccerPayload))))
            : Promise.resolve(answered(url.includes('/events?') ? soccerPayload : sportsPayload)),
      },
      clock: createManualClock(NOON),
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
