import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { DamagedOrder } from '../../../../../electron/engine/ports/journal.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { createEventLifecycle } from '../../../../../electron/engine/services/event-lifecycle.ts';
import { createMeter } from '../../../../../electron/engine/services/meter.ts';
import { createPipeline } from '../../../../../electron/engine/services/pipeline.ts';
import { chainHooks } from '../../../../../electron/engine/services/predictions/index.ts';
import { restoreEvents } from '../../../../../electron/engine/services/restore-events.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import { createTopics } from '../../../../../electron/engine/services/topics.ts';
import { createTroubles } from '../../../../../electron/engine/services/troubles.ts';
import { createMarketStore } from '../../../../../electron/engine/storage/market/market-store.ts';
import { marketMigrations } from '../../../../../electron/engine/storage/market/migrations/index.ts';
import { migrate } from '../../../../../electron/engine/storage/migration.ts';
import type { SportingEvent } from '../../../../../shared/domain/catalogue.ts';
import type { EpochMs, MinorUnits, SelectionId, SourceId } from '../../../../../shared/domain/units.ts';
import { createManualClock, type ManualClock } from '../../../../support/manual-clock.ts';
import { bookmaker, event, market, NOW, quote } from '../../../../support/market-fixture.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';
import { NO_ORDERS } from '../../../../support/stub-event-orders.ts';

const MINUTE = 60_000;
/** Listed for ten minutes from now. */
const fixture = event({ startsAt: (NOW + 10 * MINUTE) as EpochMs });
const matchOdds = market(fixture);
const sharp = bookmaker('sharp');
const home = matchOdds.selections[0]?.id as SelectionId;

let db: Database.Database;
let clock: ManualClock;
beforeEach(() => {
  db = new Database(':memory:');
  migrate(db, marketMigrations);
  clock = createManualClock();
});
afterEach(() => void db.close());

/** One run of the engine on the same file, without a bet. */
function run(damaged: readonly DamagedOrder[] = []) {
  const log = createSilentLog();
  const store = createMarketStore(db, log);
  const book = createMarketBook();
  const pricer = createPricer({ settings: () => DEFAULT_SETTINGS, bankroll: () => 0 as MinorUnits });
  const lifecycle = createEventLifecycle({ book, pricer, store, clock, log, orders: NO_ORDERS });
  const pipeline = createPipeline({
    book,
    pricer,
    store,
    clock,
    wall: clock,
    topics: createTopics(),
    meter: createMeter(),
    hooks: chainHooks(lifecycle.hooks),
    troubles: createTroubles(log),
  });
  restoreEvents({
    book,
    pipeline,
    orders: { openBets: () => [], openOrders: () => [], damaged: () => damaged },
    store,
    clock,
  });
  const sink = pipeline.sinkFor('test' as SourceId);
  return {
    list(change: Partial<SportingEvent> = {}) {
      sink({ kind: 'books', books: [sharp] });
      sink({ kind: 'event', event: { ...fixture, ...change }, markets: [matchOdds] });
    },
    offer: (...prices: number[]) =>
      sink({
        kind: 'quotes',
        quotes: prices.map((price, i) => quote(matchOdds, i, sharp, price, { receivedAt: clock.now() })),
      }),
    /** The heartbeat starts what is due. */
    beat() {
      for (const { id } of lifecycle.due(clock.now()).started) pipeline.changeEvent(id, 'live', null);
    },
    status: () => book.event(fixture.id)?.status,
    close: () => store.closingLine(home)?.prices[sharp.id],
  };
}

/** It begins five minutes ahead of its listed start, at 2.0. */
function beganEarly() {
  const first = run();
  first.list();
  clock.advance(5 * MINUTE);
  first.offer(2, 3.5, 4.2);
  first.list({ status: 'live' });
  expect(first.close()).toBe(20_000);
}

describe('an event of an order that cannot be read', () => {
  const order = { eventId: fixture.id, isFinished: true } as DamagedOrder;

  it('comes back while the order may be at stake', () => {
    run().list();
    expect(run([{ ...order, isOver: true }]).status()).toBeUndefined();
    expect(run([{ ...order, isOver: false }]).status()).toBe('scheduled');
  });
});

describe('an event that began ahead of its listed start', () => {
  it('keeps its close through any number of restarts, without a bet on it', () => {
    beganEarly();
    for (let restart = 0; restart < 3; restart += 1) {
      clock.advance(MINUTE);
      const again = run();
      // Its source was started anew too, and doesn't know yet.
      again.list();
      again.offer(1.2, 7, 15);
      expect([again.status(), again.close()]).toEqual(['live', 20_000]);
    }
    clock.advance(5 * MINUTE);
    const last = run();
    last.list();
    last.offer(1.1, 9, 21);
    last.list({ status: 'live' });
    expect(last.close()).toBe(20_000);
  });

  it('loses it when its start is put off, also after a restart', () => {
    beganEarly();
    const again = run();
    again.list({ startsAt: (fixture.startsAt + 30 * MINUTE) as EpochMs });
    expect([again.status(), again.close()]).toEqual(['scheduled', undefined]);
  });

  it('is not restored once its listed start has passed, nor is one that has not begun', () => {
    beganEarly();
    clock.advance(6 * MINUTE);
    expect(run().status()).toBeUndefined();
    run().list({ startsAt: (clock.now() + MINUTE) as EpochMs, status: 'scheduled' });
    expect(run().status()).toBeUndefined();
  });

  it('is none that a clock has begun that was wrong', () => {
    clock = createManualClock(fixture.startsAt - 1_000);
    const ahead = run();
    ahead.list();
    ahead.offer(2, 3.5, 4.2);
    clock.advance(1_000);
    ahead.beat();
    expect([ahead.status(), ahead.close()]).toEqual(['live', 20_000]);
    clock = createManualClock(NOW);
    const again = run();
    again.list();
    again.offer(1.9, 3.6, 4.4);
    expect(again.status()).toBe('scheduled');
    clock.advance(10 * MINUTE - 1_000);
    again.offer(1.7, 3.8, 5);
    clock.advance(1_000);
    again.beat();
    expect([again.status(), again.close()]).toEqual(['live', 17_000]);
  });
});
