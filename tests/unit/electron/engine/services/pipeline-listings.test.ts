import { beforeEach, describe, expect, test } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import { betfairKind } from '../../../../../electron/engine/feeds/betfair/index.ts';
import type { MarketStore } from '../../../../../electron/engine/ports/market-store.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { createMeter } from '../../../../../electron/engine/services/meter.ts';
import { createPipeline } from '../../../../../electron/engine/services/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import { createTopics } from '../../../../../electron/engine/services/topics.ts';
import { createTroubles } from '../../../../../electron/engine/services/troubles.ts';
import type { SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { EpochMs, MinorUnits, SourceId } from '../../../../../shared/domain/units.ts';
import { valuesOf } from '../../../../support/betfair-server-rig.ts';
import { createWorld, redefined } from '../../../../support/betfair-server-world.ts';
import { fixtureOf, KICK_OFF } from '../../../../support/identity-desk.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';

const MINUTE_MS = 60_000;
const FIXTURE = fixtureOf('odds', 'a', 'Wolverhampton Wanderers', 'Aston Villa');
const SCORE = { home: 1, away: 0, at: (KICK_OFF + 30 * MINUTE_MS) as EpochMs };

/** A pipeline whose stored events and closing lines are written down. */
function openDesk(now: number) {
  const clock = createManualClock(now);
  const saved: string[] = [];
  const starts: string[] = [];
  const nothing = () => {};
  const book = createMarketBook();
  const pipeline = createPipeline({
    book,
    pricer: createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 0 as MinorUnits }),
    store: {
      saveBooks: nothing,
      saveMarkets: nothing,
      quarantine: nothing,
      saveEvent: ({ status, score }: SportingEvent) =>
        saved.push(score === null ? status : `${status} ${score.home}-${score.away}`),
    } as unknown as MarketStore,
    clock,
    wall: clock,
    topics: createTopics(),
    meter: createMeter(),
    hooks: { beforeStart: ({ id }) => starts.push(id), afterChange: nothing },
    troubles: createTroubles(createSilentLog()),
  });
  const sink = pipeline.sinkFor('odds' as SourceId);
  return {
    book,
    clock,
    pipeline,
    saved,
    starts,
    list: (of: Partial<SportingEvent> = {}) =>
      sink({ kind: 'event', event: { ...FIXTURE, ...of }, markets: [] }),
    score: (status: 'live' | 'ended') => sink({ kind: 'score', eventId: FIXTURE.id, status, score: SCORE }),
  };
}

describe('a listing of an event in play', () => {
  let desk: ReturnType<typeof openDesk>;
  beforeEach(() => {
    desk = openDesk(KICK_OFF - MINUTE_MS);
    desk.list();
  });

  test('that calls it scheduled takes back neither its start nor its score', () => {
    desk.clock.advance(31 * MINUTE_MS);
    desk.score('live');
    desk.list();
    desk.list({ home: 'Wolves' });
    expect(desk.saved).toEqual(['scheduled', 'live 1-0', 'live 1-0', 'live 1-0']);
    expect(desk.book.event(FIXTURE.id)).toMatchObject({ home: 'Wolves', status: 'live' });
    expect(desk.starts).toEqual([FIXTURE.id]);
  });

  test('that calls it scheduled takes nothing back where it began by the clock alone, or before its time', () => {
    desk.pipeline.changeEvent(FIXTURE.id, 'live', null);
    desk.list();
    desk.clock.advance(MINUTE_MS);
    desk.list();
    // Corrected, and over by then.
    desk.list({ startsAt: (KICK_OFF - MINUTE_MS) as EpochMs });
    desk.list({ startsAt: KICK_OFF as EpochMs });
    expect(desk.saved).toEqual(['scheduled', 'live', 'live', 'live', 'live', 'live']);
    expect(desk.starts).toHaveLength(1);
  });

  test('takes its start back where the start was put off to a moment still to come', () => {
    desk.clock.advance(2 * MINUTE_MS);
    desk.pipeline.changeEvent(FIXTURE.id, 'live', null);
    desk.list({ startsAt: (KICK_OFF + 30 * MINUTE_MS) as EpochMs });
    expect(desk.saved).toEqual(['scheduled', 'live', 'scheduled']);
    desk.pipeline.changeEvent(FIXTURE.id, 'live', null);
    expect(desk.starts).toHaveLength(2);
  });

  test('is heard where it says that the event is off', () => {
    desk.clock.advance(31 * MINUTE_MS);
    desk.score('live');
    desk.list({ status: 'postponed' });
    expect(desk.saved).toEqual(['scheduled', 'live 1-0', 'postponed']);
  });
});

test('a match in play stays so while a new decoder of Betfair reads the catalogue again', () => {
  const world = createWorld();
  const now = Date.parse('2026-03-01T13:00:00Z') as EpochMs;
  const { book, pipeline, saved } = openDesk(now);
  const open = () => {
    const decoder = betfairKind.decoder(valuesOf(), pipeline.sinkFor('betfair' as SourceId));
    return (channel: string, value: unknown) =>
      decoder.take({ channel, body: new TextEncoder().encode(JSON.stringify(value)), at: now });
  };
  const catalogue = { result: world.catalogue.slice(0, 3) };
  const first = open();
  first('catalogue', catalogue);
  const change = redefined(world, '1.101', { inPlay: true });
  first('stream', { op: 'mcm', id: 1, pt: now, mc: [{ id: '1.101', ...change }] });
  const [event] = [...book.events()];
  expect(event?.status).toBe('live');
  saved.length = 0;
  open()('catalogue', catalogue);
  expect(new Set(saved)).toEqual(new Set(['live']));
});
