import { beforeEach, describe, expect, test } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { MarketState } from '../../../../../electron/engine/ports/market-state.ts';
import type { ClosingLine, MarketStore } from '../../../../../electron/engine/ports/market-store.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { createEventLifecycle } from '../../../../../electron/engine/services/event-lifecycle.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import type { SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { EpochMs, EventId, MinorUnits } from '../../../../../shared/domain/units.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { bookmaker, event, market, NOW, quote } from '../../../../support/market-fixture.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';
import { NO_ORDERS } from '../../../../support/stub-event-orders.ts';

const MINUTE_MS = 60_000;
const eventOf = (id: string, change: Partial<SportingEvent>): SportingEvent =>
  event({ id: `test:${id}` as EventId, ...change });
const ended = eventOf('ended', { status: 'ended', score: { home: 1, away: 0, at: NOW } });
const first = eventOf('first', { startsAt: (NOW + MINUTE_MS) as EpochMs });
const second = eventOf('second', { startsAt: (NOW + 2 * MINUTE_MS) as EpochMs });
const matchOdds = market(second);
const sharp = bookmaker('sharp');

/** Three events; what fails of which is in `world`. */
function openDesk() {
  const clock = createManualClock(NOW);
  const book = createMarketBook();
  const pricer = createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 0 as MinorUnits });
  book.saveBooks([sharp]);
  book.saveEvent(ended, []);
  book.saveEvent(first, []);
  book.saveEvent(second, [matchOdds]);
  const saved: ClosingLine[] = [];
  const settled: EventId[] = [];
  const world = { unsettleable: '' as EventId, unopenable: '' as EventId, full: false, uncapturable: false };
  const lifecycle = createEventLifecycle({
    book,
    pricer,
    clock,
    log: createSilentLog(),
    store: {
      closingLine: () => undefined,
      reopenClosingLines: () => false,
      saveClosingLines: (lines: readonly ClosingLine[]) => {
        if (world.full) throw new Error('market.db is full');
        saved.push(...lines);
      },
    } as unknown as MarketStore,
    orders: {
      ...NO_ORDERS,
      reopenClosing: (id) => {
        if (id === world.unopenable) throw new Error(`an order of ${id} is damaged`);
      },
      captureClosing: () => {
        if (world.uncapturable) throw new Error('journal.db is full');
      },
      settleEvent: ({ id }) => {
        if (id === world.unsettleable) throw new Error(`a bet of ${id} is damaged`);
        settled.push(id);
        return { settled: 1, waiting: 0 };
      },
    },
  });
  return {
    clock,
    book,
    lifecycle,
    world,
    saved,
    settled,
    put(...prices: number[]) {
      for (const [i, price] of prices.entries())
        book.apply(quote(matchOdds, i, sharp, price, { receivedAt: clock.now() }), new Set());
      pricer.price(book.market(matchOdds.id) as MarketState, clock.now());
    },
    /** As the heartbeat does it; what failed, in words. */
    beat() {
      const { started, failure } = lifecycle.due(clock.now());
      for (const each of started) {
        try {
          lifecycle.hooks.beforeStart(each);
        } catch {
          // Told by the pipeline; the event goes on.
        }
        book.saveEvent({ ...each, status: 'live' }, []);
      }
      return failure instanceof Error ? failure.message : failure;
    },
    status: (id: EventId) => book.event(id)?.status,
    /** Of the home side of the second event. */
    close: () => saved.map(({ prices, at }) => [prices[sharp.id], at])[0],
  };
}

let desk: ReturnType<typeof openDesk>;
beforeEach(() => {
  desk = openDesk();
});

describe('an event that fails', () => {
  test('to be settled starts the others all the same, and is told', () => {
    desk.world.unsettleable = ended.id;
    desk.clock.advance(MINUTE_MS);
    expect(desk.beat()).toBe('a bet of test:ended is damaged');
    expect([desk.status(first.id), desk.status(second.id)]).toEqual(['live', 'scheduled']);
    desk.world.unsettleable = '' as EventId;
    expect(desk.beat()).toBeUndefined();
    expect(desk.settled).toEqual([ended.id]);
  });

  test('to have its close taken back leaves the others theirs', () => {
    desk.world.unopenable = first.id;
    expect(() => desk.lifecycle.hooks.afterChange(first)).toThrow('damaged');
    desk.put(2, 3.5, 4.2);
    desk.lifecycle.hooks.beforeStart(second);
    expect(desk.close()).toEqual([20_000, NOW]);
    expect(desk.beat()).toBe('an order of test:first is damaged');
    expect(desk.settled).toEqual([ended.id]);
  });
});

describe('a close that can not be written to a bet', () => {
  test('is kept of the market, told, and tried again', () => {
    desk.put(2, 3.5, 4.2);
    desk.world.uncapturable = true;
    expect(() => desk.lifecycle.hooks.beforeStart(second)).toThrow('journal.db is full');
    expect(desk.close()).toEqual([20_000, NOW]);
    expect(desk.beat()).toBe('journal.db is full');
    desk.world.uncapturable = false;
    expect(desk.beat()).toBeUndefined();
  });
});

describe('a start that nobody tells', () => {
  test('has the close of its time, though market.db was full for long', () => {
    desk.put(2, 3.5, 4.2);
    desk.world.full = true;
    desk.clock.advance(MINUTE_MS);
    expect(desk.beat()).toBe(undefined);
    expect(desk.beat()).toBe('market.db is full');
    desk.clock.advance(MINUTE_MS);
    desk.put(2.02, 3.5, 4.1);
    desk.beat();
    expect(desk.status(second.id)).toBe('live');
    desk.clock.advance(20 * MINUTE_MS);
    desk.put(1.2, 7, 15);
    desk.world.full = false;
    expect(desk.beat()).toBeUndefined();
    expect(desk.close()).toEqual([20_200, second.startsAt]);
  });

  test('and is noticed late has the close of its time, where nothing was heard since', () => {
    desk.clock.advance(MINUTE_MS);
    desk.put(2, 3.5, 4.2);
    desk.clock.advance(20 * MINUTE_MS);
    desk.beat();
    expect(desk.close()).toEqual([20_000, second.startsAt]);
  });

  test('and is noticed late has no close where only prices in play are known', () => {
    desk.put(2, 3.5, 4.2);
    desk.clock.advance(20 * MINUTE_MS);
    desk.put(1.2, 7, 15);
    desk.beat();
    expect(desk.status(second.id)).toBe('live');
    expect(desk.saved).toEqual([]);
  });
});
