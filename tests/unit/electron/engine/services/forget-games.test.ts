import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMarketBook } from '../../../../../electron/engine/book/index.ts';
import type { FeedSink } from '../../../../../electron/engine/feeds/source.ts';
import type { MarketStore } from '../../../../../electron/engine/ports/market-store.ts';
import { createPricer } from '../../../../../electron/engine/pricing/index.ts';
import { createEventLifecycle } from '../../../../../electron/engine/services/event-lifecycle.ts';
import { createIdentity } from '../../../../../electron/engine/services/identity/index.ts';
import { createMeter } from '../../../../../electron/engine/services/meter.ts';
import { createPipeline } from '../../../../../electron/engine/services/pipeline.ts';
import { createPriceTruth } from '../../../../../electron/engine/services/price-truth.ts';
import { DEFAULT_SETTINGS } from '../../../../../electron/engine/services/settings.ts';
import { createTopics } from '../../../../../electron/engine/services/topics.ts';
import { createTroubles } from '../../../../../electron/engine/services/troubles.ts';
import { openDatabases } from '../../../../../electron/engine/storage/index.ts';
import type { EpochMs, MinorUnits, SourceId } from '../../../../../shared/domain/units.ts';
import { bookNamed, fixtureOf, KICK_OFF, marketOf, quoteOn } from '../../../../support/identity-desk.ts';
import { type LiveEntries, watchEntries } from '../../../../support/live-entries.ts';
import { createManualClock } from '../../../../support/manual-clock.ts';
import { temporaryFolder } from '../../../../support/serve.ts';
import { createSilentLog } from '../../../../support/silent-log.ts';
import { NO_ORDERS } from '../../../../support/stub-event-orders.ts';

const DAY_MS = 86_400_000;
/** Links between events are kept for 45 days. */
const SETTLED = 60;
const DAYS = 260;

let entries: LiveEntries;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  entries = watchEntries();
});
afterEach(() => {
  entries.stop();
  folder.remove();
});

/** Everything that stands between sources and the window, on real databases. */
function openMarket() {
  const clock = createManualClock(KICK_OFF - 3_600_000);
  const log = createSilentLog();
  const backups = join(folder.path, 'backups');
  mkdirSync(backups);
  const databases = openDatabases({ paths: { data: folder.path, backups }, clock, log });
  if (!databases.ok) throw new Error(databases.message);
  const { identity: identities, market: stored } = databases;
  // Histories leave memory by the size of their log, which so few prices never fill.
  const store: MarketStore = { ...stored, priceTrack: () => ({ record: () => {} }), recordFair: () => {} };
  const book = createMarketBook();
  const pricer = createPricer({
    settings: () => DEFAULT_SETTINGS,
    bankroll: () => 1_000_000 as MinorUnits,
    line: () => undefined,
  });
  const troubles = createTroubles(log);
  const lifecycle = createEventLifecycle({
    book,
    pricer,
    store,
    clock,
    log,
    orders: NO_ORDERS,
  });
  const pipeline = createPipeline({
    book,
    pricer,
    store,
    clock,
    wall: clock,
    topics: createTopics(),
    meter: createMeter(),
    troubles,
    hooks: lifecycle.hooks,
  });
  const identity = createIdentity({
    store: identities,
    book,
    orders: { hasOpen: () => false, openBets: () => [], onBet: () => () => {} },
    retire: (id) => {
      pipeline.retire(id);
      identity.retired(id);
    },
    clock,
    wall: clock,
    troubles,
  });
  const truth = createPriceTruth({
    book,
    pricer,
    clock,
    healths: () => [],
    maximumAgeMs: () => 60_000,
  });
  return {
    clock,
    book,
    truth,
    sink: (id: string): FeedSink => identity.sinkFor(id as SourceId, pipeline.sinkFor(id as SourceId)),
    due() {
      const { started, over } = lifecycle.due(clock.now());
      for (const { id } of started) pipeline.changeEvent(id, 'live', null);
      for (const { id } of over) {
        pipeline.retire(id);
        identity.retired(id);
      }
      store.flush();
    },
    close() {
      identity.stop();
      databases.close();
    },
  };
}

it('keeps nothing of the games that are over, however many there were', async () => {
  const market = openMarket();
  const { clock } = market;
  const sinks = ['one', 'two'].map((id) => {
    const sink = market.sink(id);
    sink({ kind: 'books', books: [bookNamed(id), bookNamed(`${id}-other`)] });
    return [id, sink] as const;
  });

  const playDay = (day: number) => {
    const startsAt = (KICK_OFF + day * DAY_MS) as EpochMs;
    clock.advance(startsAt - 3_600_000 - clock.now());
    for (const [id, sink] of sinks) {
      const event = fixtureOf(id, `game-${day}`, 'Arsenal', 'Chelsea', { startsAt });
      const markets = [marketOf(event, 'match-odds'), marketOf(event, 'totals', 2.5)];
      const [winner] = markets;
      if (winner === undefined) throw new Error('There is no market.');
      sink({ kind: 'event', event, markets });
      for (const [at, price] of [
        [-3_000_000, 21_000],
        [-2_000_000, 60_000],
      ] as const)
        sink({
          kind: 'quotes',
          quotes: (['home', 'draw', 'away'] as const).flatMap((side) =>
            [id, `${id}-other`].map((name) => quoteOn(winner, side, name, price, startsAt + at)),
          ),
        });
      sink({
        kind: 'book-standing',
        marketId: winner.id,
        bookId: bookNamed(id).id,
        standing: { state: 'suspended', reason: 'goal' },
        at: clock.now(),
      });
      clock.advance(1_000);
    }
    clock.advance(startsAt - clock.now());
    market.due();
    clock.advance(2 * 3_600_000);
    for (const [id, sink] of sinks) {
      const event = fixtureOf(id, `game-${day}`, 'Arsenal', 'Chelsea', { startsAt });
      for (const { id: marketId } of [marketOf(event, 'match-odds'), marketOf(event, 'totals', 2.5)])
        sink({ kind: 'market-status', marketId, status: 'closed', at: clock.now() });
      sink({
        kind: 'score',
        eventId: event.id,
        status: 'ended',
        score: { home: 2, away: 1, at: clock.now() },
      });
    }
    market.due();
    market.truth.survey();
    clock.advance(3_600_000);
    market.due();
    expect([...market.book.events()]).toEqual([]);
  };

  for (let day = 0; day < SETTLED; day += 1) playDay(day);
  const early = await entries.count();
  for (let day = SETTLED; day < DAYS; day += 1) playDay(day);
  expect(await entries.count()).toBeLessThanOrEqual(early * 1.1 + 5);
  market.close();
}, 120_000);
