import { describe, expect, it } from 'vitest';
import type { Prospect } from '../../../../../../electron/engine/feeds/source-kind.ts';
import { doubleChanceSide } from '../../../../../../electron/engine/feeds/the-odds-api/market-shapes.ts';
import { normaliseOdds } from '../../../../../../electron/engine/feeds/the-odds-api/normalise-odds.ts';
import type { SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { Currency, EpochMs, EventId, SourceId } from '../../../../../../shared/domain/units.ts';
import { type FeedRig, NOON } from '../../../../../support/odds-api-feed.ts';
import { soccerPayload } from '../../../../../support/odds-api-payloads.ts';
import { conservedCounts, feedRigs, ODDS } from '../../../../../support/odds-api-rigs.ts';

let rig: FeedRig;
const { openAndStart } = feedRigs((opened) => {
  rig = opened;
});

const match = soccerPayload[0];
const nativeId = match?.id ?? '';
const last_update = '2026-03-01T12:00:00Z';
const served = {
  key: 'cedarbet',
  title: 'Cedarbet',
  markets: [
    {
      key: 'btts',
      last_update,
      outcomes: [
        { name: 'Yes', price: 1.8 },
        { name: 'No', price: 2 },
      ],
    },
    {
      key: 'double_chance',
      last_update,
      outcomes: [
        { name: 'Alder Rovers or Draw', price: 1.3 },
        { name: 'Alder Rovers or Birch United', price: 1.25 },
        { name: 'Draw or Birch United', price: 1.7 },
      ],
    },
    {
      key: 'draw_no_bet',
      last_update,
      outcomes: [
        { name: 'Alder Rovers', price: 1.6 },
        { name: 'Birch United', price: 2.3 },
      ],
    },
    {
      key: 'alternate_totals',
      last_update,
      outcomes: [
        { name: 'Over', price: 1.91, point: 2.5 },
        { name: 'Under', price: 1.94, point: 2.5 },
        { name: 'Over', price: 3.1, point: 3.5 },
      ],
    },
    {
      key: 'totals_h1',
      last_update,
      outcomes: [
        { name: 'Over', price: 2.6, point: 1.5 },
        { name: 'Under', price: 1.5, point: 1.5 },
      ],
    },
    {
      key: 'h2h_h1',
      last_update,
      outcomes: [
        { name: 'Alder Rovers', price: 2.7 },
        { name: 'Birch United', price: 4 },
        { name: 'Draw', price: 2.1 },
      ],
    },
  ],
};
const additional = ['btts', 'double_chance', 'draw_no_bet', 'alternate_totals', 'totals_h1', 'h2h_h1'];
const EVENT_ODDS = `/events/${nativeId}/odds`;
const server = { odds: { soccer_epl: soccerPayload }, eventOdds: { [nativeId]: [served] } };

describe('additional markets', () => {
  it('are read into our market types, halves apart from the match', () => {
    const { fixtures, quarantined, counts } = normaliseOdds(
      { ...match, bookmakers: [served] },
      { oddsFormat: 'decimal', currency: 'EUR' as Currency, receivedAt: NOON as EpochMs },
    );
    expect(quarantined).toEqual([]);
    expect(counts).toMatchObject({ received: 15, used: 15 });
    const markets = fixtures[0]?.markets ?? [];
    expect(markets.map(({ id, period }) => [id.slice(`the-odds-api:${nativeId}:`.length), period])).toEqual([
      ['both-teams-to-score', 'match'],
      ['double-chance', 'match'],
      ['draw-no-bet', 'match'],
      ['totals:2.5', 'match'],
      ['totals:3.5', 'match'],
      ['totals:first-half:1.5', 'first-half'],
      ['match-odds:first-half', 'first-half'],
    ]);
    expect(markets[1]?.selections.map(({ side, name }) => [side, name])).toEqual([
      ['1X', 'Alder Rovers or Draw'],
      ['12', 'Alder Rovers or Birch United'],
      ['X2', 'Draw or Birch United'],
    ]);
  });

  it.each([
    ['Draw or Alder Rovers', '1X'],
    ['Alder Rovers/Draw', '1X'],
    ['Birch United or Alder Rovers', '12'],
    ['Birch United or Draw', 'X2'],
    ['X2', 'X2'],
    ['Alder Rovers or Alder Rovers', undefined],
  ])('reads the double chance "%s" as %s', (name, side) => {
    if (match === undefined) throw new Error('the payload has a match');
    expect(doubleChanceSide(name, match)).toBe(side);
  });

  it('are asked for event by event, for what came back, and leave the other prices alone', async () => {
    await openAndStart({ server, config: { additional } });
    await rig.settled(EVENT_ODDS, 1);
    expect(rig.server.requests.find(({ path }) => path.endsWith(EVENT_ODDS))?.query).toMatchObject({
      markets: additional.join(','),
      regions: 'uk',
    });
    // Four for the odds of the sport, six for what came back of the event.
    expect([rig.server.spent(), rig.source.health().credits]).toMatchObject([10, { lastCost: 6, used: 10 }]);
    const told = rig.told('quotes').flatMap(({ quotes }) => quotes);
    expect(told).toHaveLength(31);
    expect(told.filter(({ levels }) => levels.length === 0)).toEqual([]);
    expect(rig.payloads.map(({ channel }) => channel).at(-1)).toBe(`event-odds soccer_epl ${nativeId}`);
    conservedCounts(rig);
  });

  it('give way to newer prices of the same line, and do not withdraw what the sport still has', async () => {
    await openAndStart({ server, config: { additional } });
    await rig.settled(EVENT_ODDS, 1);
    const newer = structuredClone(soccerPayload);
    const totals = newer[0]?.bookmakers[0]?.markets[1];
    Object.assign(totals ?? {}, { last_update: '2026-03-01T12:01:00Z' });
    Object.assign(totals?.outcomes[0] ?? {}, { price: 2.05 });
    rig.server.setOdds('soccer_epl', newer);
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 2);
    await rig.settled(EVENT_ODDS, 2);
    rig.clock.advance(60_000);
    await rig.settled(EVENT_ODDS, 3);
    const over = rig
      .told('quotes')
      .flatMap(({ quotes }) => quotes)
      .filter(({ selectionId }) => selectionId.endsWith('totals:2.5:over'))
      .map(({ levels }): number => levels[0]?.price ?? 0);
    // Of the same time the event's own answer came last; of a newer one the sport's stands, whatever is confirmed.
    expect(over.slice(0, 2)).toEqual([19_000, 19_100]);
    const newest = over.indexOf(20_500);
    expect(newest).toBeGreaterThan(1);
    expect(over.slice(newest).every((price) => price === 20_500)).toBe(true);
    conservedCounts(rig);
  });

  const prospect = (edge: number): Prospect => ({
    event: {
      id: `the-odds-api:${nativeId}` as EventId,
      sourceId: 'the-odds-api' as SourceId,
      sport: 'soccer_epl',
      competition: 'EPL',
      home: 'Alder Rovers',
      away: 'Birch United',
      startsAt: (NOON + 3 * 86_400_000) as EpochMs,
      status: 'scheduled',
      score: null,
    } satisfies SportingEvent,
    edge,
    quotedAt: null,
  });
  const far = structuredClone(soccerPayload).map((event) => ({
    ...event,
    commence_time: '2026-03-04T12:00:05Z',
  }));

  it.each([
    [0, 0],
    [0.04, 1],
  ])('of an event days away with an edge of %d are asked %d times', async (edge, times) => {
    await openAndStart({
      server: { ...server, odds: { soccer_epl: far } },
      config: { additional },
      prospects: () => [prospect(edge)],
    });
    rig.clock.advance(30_000);
    await rig.settled(EVENT_ODDS, times);
    expect(rig.asked(EVENT_ODDS)).toBe(times);
  });

  it('that are refused for one event stop nothing else', async () => {
    await openAndStart({ config: { additional }, server });
    await rig.settled(EVENT_ODDS, 1);
    rig.server.inject({ kind: 'error', status: 422, code: 'INVALID_MARKET' }, EVENT_ODDS);
    rig.clock.advance(60_000);
    await rig.settled(EVENT_ODDS, 2);
    expect(rig.source.health().message).toContain('does not offer one of the markets');
    rig.clock.advance(60_000);
    await rig.settled(ODDS, 3);
    expect(rig.asked(EVENT_ODDS)).toBe(2);
  });
});
