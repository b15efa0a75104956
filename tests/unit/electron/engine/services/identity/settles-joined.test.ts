import { beforeEach, describe, expect, test } from 'vitest';
import { createMarketBook } from '../../../../../../electron/engine/book/index.ts';
import type { MarketStore } from '../../../../../../electron/engine/ports/market-store.ts';
import { createPricer } from '../../../../../../electron/engine/pricing/index.ts';
import { createEventLifecycle } from '../../../../../../electron/engine/services/event-lifecycle.ts';
import { createIdentity } from '../../../../../../electron/engine/services/identity/index.ts';
import { createMeter } from '../../../../../../electron/engine/services/meter.ts';
import { createPipeline } from '../../../../../../electron/engine/services/pipeline.ts';
import { DEFAULT_SETTINGS } from '../../../../../../electron/engine/services/settings.ts';
import { createTopics } from '../../../../../../electron/engine/services/topics.ts';
import { createTroubles } from '../../../../../../electron/engine/services/troubles.ts';
import { createIdentityStore } from '../../../../../../electron/engine/storage/journal/identity.ts';
import type { EventStatus, SportingEvent } from '../../../../../../shared/domain/catalogue.ts';
import type { EpochMs, MinorUnits, SourceId } from '../../../../../../shared/domain/units.ts';
import { fixtureOf, KICK_OFF, marketOf, openIdentityDatabase } from '../../../../../support/identity-desk.ts';
import { createManualClock } from '../../../../../support/manual-clock.ts';
import { createSilentLog } from '../../../../../support/silent-log.ts';
import { NO_ORDERS } from '../../../../../support/stub-event-orders.ts';

const ODDS = fixtureOf('odds', 'a', 'Wolverhampton Wanderers', 'Aston Villa');
const BETFAIR = fixtureOf('betfair', 'b', 'Wolves', 'Aston Villa');
/** The other way round, as a source may have it. */
const SWAPPED = fixtureOf('betfair', 'w', 'Aston Villa', 'Wolves');

const score = (home: number, away: number, minute: number) => ({
  home,
  away,
  at: (KICK_OFF + minute * 60_000) as EpochMs,
});

/** Identity, pipeline and lifecycle as the engine joins them; what would settle bets is written down. */
function openDesk() {
  const clock = createManualClock(KICK_OFF - 7_200_000);
  const log = createSilentLog();
  const book = createMarketBook();
  const pricer = createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 0 as MinorUnits });
  const troubles = createTroubles(log);
  const nothing = () => {};
  const store = {
    saveBooks: nothing,
    saveEvent: nothing,
    saveMarkets: nothing,
    saveClosingLines: nothing,
    reopenClosingLines: nothing,
  } as unknown as MarketStore;
  const settled: string[] = [];
  const settle = (event: SportingEvent, source?: SourceId) => {
    const goals = event.score ? ` ${event.score.home}-${event.score.away}` : '';
    settled.push(`${event.id} ${event.status}${goals} by ${source ?? 'nobody'}`);
    return { settled: 1, waiting: 0 };
  };
  const lifecycle = createEventLifecycle({
    book,
    pricer,
    store,
    clock,
    log,
    orders: { ...NO_ORDERS, settleEvent: settle, voidEvent: settle, hasOpen: () => true },
  });
  const pipeline = createPipeline({
    book,
    pricer,
    store,
    clock,
    wall: clock,
    topics: createTopics(),
    meter: createMeter(),
    hooks: lifecycle.hooks,
    troubles,
  });
  const identity = createIdentity({
    store: createIdentityStore(openIdentityDatabase()),
    book,
    orders: { hasOpen: () => false, openBets: () => [], onBet: () => () => {} },
    retire: pipeline.retire,
    clock,
    wall: clock,
    troubles,
  });
  return {
    book,
    clock,
    lifecycle,
    pipeline,
    settled,
    identity,
    source: (id: string) => {
      const source = id as SourceId;
      const sink = identity.sinkFor(source, pipeline.sinkFor(source));
      return {
        event: (event: SportingEvent, of: Partial<SportingEvent> = {}) =>
          sink({ kind: 'event', event: { ...event, ...of }, markets: [] }),
        introduce: (event: SportingEvent) =>
          sink({ kind: 'event', event, markets: [marketOf(event, 'match-odds')] }),
        score: (event: SportingEvent, status: EventStatus, told: ReturnType<typeof score>) =>
          sink({ kind: 'score', eventId: event.id, status, score: told }),
      };
    },
  };
}

let desk: ReturnType<typeof openDesk>;
beforeEach(() => {
  desk = openDesk();
});

function joined(other: SportingEvent = BETFAIR) {
  const odds = desk.source('odds');
  const betfair = desk.source('betfair');
  odds.introduce(ODDS);
  betfair.introduce(other);
  expect(desk.book.event(other.id)).toBeUndefined();
  return { odds, betfair };
}
const standing = () => {
  const event = desk.book.event(ODDS.id);
  return `${event?.status} ${event?.score?.home}-${event?.score?.away}`;
};

describe('an event of two sources settles', () => {
  test('once, by the final score, though its canonical source last listed it in play', () => {
    const { odds, betfair } = joined();
    odds.event(ODDS, { status: 'live', score: score(1, 0, 30) });
    odds.score(ODDS, 'ended', score(2, 1, 95));
    betfair.event(BETFAIR, { status: 'live' });
    betfair.event(BETFAIR, { status: 'live', startsAt: (KICK_OFF + 60_000) as EpochMs });
    betfair.introduce({ ...BETFAIR, status: 'live' });
    desk.lifecycle.due(desk.clock.now());
    expect(standing()).toBe('ended 2-1');
    expect(desk.settled).toEqual([`${ODDS.id} ended 2-1 by odds`]);
  });

  test('as the source that has the score tells it, seen from the home side of the market', () => {
    const { odds, betfair } = joined(SWAPPED);
    odds.event(ODDS, { status: 'live' });
    betfair.event(SWAPPED, { status: 'live', score: score(0, 1, 30) });
    expect(standing()).toBe('live 1-0');
    betfair.score(SWAPPED, 'ended', score(1, 2, 95));
    odds.event(ODDS, { status: 'live', competition: 'Premier League' });
    expect(standing()).toBe('ended 2-1');
    expect(desk.settled).toEqual([`${ODDS.id} ended 2-1 by betfair`]);
  });

  test('by each source that tells a result, and by its correction', () => {
    const { odds, betfair } = joined();
    odds.score(ODDS, 'ended', score(2, 1, 95));
    betfair.score(BETFAIR, 'ended', score(2, 1, 94));
    odds.score(ODDS, 'ended', score(2, 2, 99));
    betfair.event(BETFAIR, { status: 'live' });
    expect(standing()).toBe('ended 2-2');
    expect(desk.settled).toEqual([
      `${ODDS.id} ended 2-1 by odds`,
      `${ODDS.id} ended 2-1 by betfair`,
      `${ODDS.id} ended 2-2 by odds`,
    ]);
  });

  test('when its source tells the end without a score first', () => {
    const { odds, betfair } = joined();
    odds.event(ODDS, { status: 'live', score: score(1, 0, 30) });
    odds.event(ODDS, { status: 'ended' });
    betfair.event(BETFAIR, { status: 'live' });
    expect(desk.book.event(ODDS.id)).toMatchObject({ status: 'ended', score: null });
    odds.score(ODDS, 'ended', score(2, 1, 95));
    expect(desk.settled).toEqual([`${ODDS.id} ended by odds`, `${ODDS.id} ended 2-1 by odds`]);
  });

  test('not again when the source that told its end is removed', () => {
    const { odds, betfair } = joined();
    odds.score(ODDS, 'ended', score(2, 1, 95));
    desk.identity.leave('odds' as SourceId);
    betfair.event(BETFAIR, { status: 'live' });
    expect(standing()).toBe('ended 2-1');
    expect(desk.settled).toEqual([`${ODDS.id} ended 2-1 by odds`]);
  });
});

describe('a score', () => {
  test('of a slower source does not undo a newer one', () => {
    const { odds, betfair } = joined();
    odds.score(ODDS, 'live', score(1, 1, 50));
    betfair.score(BETFAIR, 'live', score(1, 0, 30));
    expect(standing()).toBe('live 1-1');
    betfair.event(BETFAIR, { status: 'live' });
    expect(standing()).toBe('live 1-1');
    betfair.score(BETFAIR, 'live', score(2, 1, 60));
    odds.event(ODDS, { status: 'live', score: score(1, 1, 50) });
    expect(standing()).toBe('live 2-1');
  });

  test('outlives a listing of its own source that has none, or an older one', () => {
    const { odds, betfair } = joined();
    odds.score(ODDS, 'live', score(1, 0, 30));
    odds.event(ODDS, { status: 'live' });
    expect(standing()).toBe('live 1-0');
    odds.event(ODDS, { status: 'live', score: score(0, 0, 5) });
    betfair.event(BETFAIR, { status: 'live' });
    expect(standing()).toBe('live 1-0');
    odds.event(ODDS, { status: 'live', score: score(1, 1, 40) });
    expect(standing()).toBe('live 1-1');
  });

  test('stays when the source that told it is removed, and goes when the events are parted', async () => {
    const { odds, betfair } = joined();
    betfair.score(BETFAIR, 'live', score(1, 0, 30));
    desk.identity.leave('betfair' as SourceId);
    odds.event(ODDS, { competition: 'Premier League' });
    expect(standing()).toBe('live 1-0');

    desk = openDesk();
    const apart = joined();
    apart.betfair.score(BETFAIR, 'live', score(1, 0, 30));
    await desk.identity.operations['matching.reject'](
      { id: BETFAIR.id, candidate: ODDS.id },
      { signal: new AbortController().signal },
    );
    apart.odds.event(ODDS, { status: 'live', competition: 'Premier League' });
    expect(standing()).toBe('live undefined-undefined');
  });
});

describe('a listing', () => {
  test.each(['ended', 'postponed', 'abandoned'] as const)(
    'does not take an event back that is %s',
    (status) => {
      const odds = desk.source('odds');
      odds.introduce(ODDS);
      odds.score(ODDS, status, score(2, 1, 95));
      const told = desk.settled.length;
      odds.event(ODDS, { status: 'live', score: score(1, 0, 30) });
      odds.event(ODDS);
      expect(standing()).toBe(`${status} 2-1`);
      expect(desk.settled).toHaveLength(told);
    },
  );

  test('of another source is no result of an event that was restored as ended', () => {
    desk.pipeline.restore({ ...ODDS, status: 'ended', score: score(2, 1, 95) }, []);
    desk.source('odds').event(ODDS, { status: 'live' });
    desk.source('betfair').event(BETFAIR, { status: 'live' });
    expect(standing()).toBe('ended 2-1');
    // Looked at again, as an event is that had bets to settle when the engine stopped.
    expect(desk.settled).toEqual([`${ODDS.id} ended 2-1 by nobody`]);
  });
});
