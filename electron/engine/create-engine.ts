import type { OverroundContract } from '../../shared/contract/index.ts';
import type { Mode } from '../../shared/domain/order.ts';
import type { MinorUnits } from '../../shared/domain/units.ts';
import type { Implementations } from '../../shared/rpc/types.ts';
import { createMarketBook } from './book/index.ts';
import { createSimulator } from './feeds/simulator/index.ts';
import { createScaledClock } from './feeds/simulator/scaled-clock.ts';
import type { Source } from './feeds/source.ts';
import { createTheOddsApi, type TheOddsApiConfig } from './feeds/the-odds-api/index.ts';
import { createOrders } from './orders/index.ts';
import { createPaperBroker } from './orders/paper-broker/index.ts';
import type { Clock } from './ports/clock.ts';
import type { Http } from './ports/http.ts';
import type { Ids } from './ports/ids.ts';
import type { Journal } from './ports/journal.ts';
import type { Log } from './ports/log.ts';
import type { MarketView } from './ports/market-view.ts';
import type { Paths } from './ports/paths.ts';
import type { Secrets } from './ports/secrets.ts';
import type { VenueStore } from './ports/venue-store.ts';
import { createPricer } from './pricing/index.ts';
import { createEventLifecycle } from './services/event-lifecycle.ts';
import { startHeartbeat } from './services/heartbeat.ts';
import { createMeter } from './services/meter.ts';
import { createMoney } from './services/money.ts';
import { houseOperations } from './services/operations/house.ts';
import { marketDataOperations } from './services/operations/market-data.ts';
import { orderOperations } from './services/operations/orders.ts';
import { createPipeline } from './services/pipeline.ts';
import { keepWorld, resumeWorld } from './services/practice-world.ts';
import { createSettingsStore } from './services/settings.ts';
import { createTopics } from './services/topics.ts';
import { createTroubles } from './services/troubles.ts';
import { openDatabases, StorageFailure } from './storage/index.ts';
import { openPaperVenue } from './storage/paper-venue.ts';

/** Everything outside itself that the engine touches. */
export type EnginePorts = {
  /** Human time. In practice mode the market's time is derived from it. */
  readonly clock: Clock;
  readonly http: Http;
  readonly log: Log;
  readonly ids: Ids;
  readonly paths: Paths;
  readonly secrets: Secrets;
  /** Uniform in [0, 1). */
  readonly random: () => number;
};

/** Which market it trades: the simulated one, or real odds with the paper broker. */
export type EngineMarket =
  | { readonly mode: 'practice'; readonly speed: number; readonly updatesPerSecond?: number }
  | { readonly mode: 'paper'; readonly theOddsApi: TheOddsApiConfig };

export interface Engine {
  readonly implementations: Implementations<OverroundContract>;
  /** What the user should know about this start: restored backups, recovered orders. */
  readonly notices: readonly string[];
  /** Stops sources, writes everything out and checkpoints the databases. */
  stop(): Promise<void>;
}

export type EngineStart =
  | { readonly ok: true; readonly engine: Engine }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** What a new practice or paper account starts with: 10,000.00. */
const OPENING_BALANCE = 1_000_000 as MinorUnits;

type Feed = {
  readonly clock: Clock;
  readonly sources: readonly Source[];
  readonly speed: () => number;
  readonly setSpeed: ((speed: number) => void) | null;
  readonly stop: () => void;
};

function practiceFeed(
  { clock: wall, log, random }: EnginePorts,
  journal: Journal,
  market: Extract<EngineMarket, { mode: 'practice' }>,
): Feed {
  const world = resumeWorld(journal, wall, () => Math.floor(random() * 2 ** 31));
  const clock = createScaledClock(wall, { startedAt: world.worldTime, speed: market.speed });
  const { updatesPerSecond } = market;
  const simulator = createSimulator({
    seed: world.seed,
    startedAt: world.startedAt,
    clock,
    log,
    ...(updatesPerSecond === undefined ? {} : { updatesPerSecond }),
  });
  return {
    clock,
    sources: [simulator],
    speed: () => clock.speed(),
    setSpeed: (speed) => clock.setSpeed(speed),
    stop: keepWorld(journal, world, clock, wall),
  };
}

function realFeed(ports: EnginePorts, config: TheOddsApiConfig): Feed {
  return {
    clock: ports.clock,
    sources: [createTheOddsApi({ ...ports, config })],
    speed: () => 1,
    setSpeed: null,
    stop: () => {},
  };
}

/** The paper venue's own file, refused as a value like the engine's databases. */
function openVenue(
  paths: Paths,
): { readonly ok: true; readonly store: VenueStore } | Extract<EngineStart, { ok: false }> {
  try {
    return { ok: true, store: openPaperVenue({ paths }) };
  } catch (error) {
    if (error instanceof StorageFailure) return { ok: false, code: error.code, message: error.message };
    throw error;
  }
}

/** The engine's only composition root: opens the databases, connects the rooms, starts the sources. */
export async function createEngine(
  version: string,
  market: EngineMarket,
  ports: EnginePorts,
): Promise<EngineStart> {
  const { clock: wall, log, ids, paths } = ports;
  const mode: Mode = market.mode;
  const databases = openDatabases({ paths, clock: wall, log });
  if (!databases.ok) return databases;
  const { journal, market: store } = databases;
  const venue = openVenue(paths);
  if (!venue.ok) {
    databases.close();
    return venue;
  }

  const feed =
    market.mode === 'practice' ? practiceFeed(ports, journal, market) : realFeed(ports, market.theOddsApi);
  const { clock } = feed;
  const settings = createSettingsStore(journal, wall, log);
  const topics = createTopics();
  const meter = createMeter();
  const troubles = createTroubles(log);
  const book = createMarketBook();
  const money = createMoney(journal, mode, settings.get);
  const pricer = createPricer({ settings: settings.get, bankroll: money.bankroll });
  const view: MarketView = {
    event: book.event,
    market: (id) => book.market(id)?.market,
    selection: (id) => {
      const place = book.placeOf(id);
      return place?.state.market.selections[place.index];
    },
    book: book.book,
    quote: book.quote,
    fair: pricer.fair,
    onMarketChange: topics.markets.subscribe,
  };

  const broker = createPaperBroker({
    mode,
    market: view,
    clock,
    random: ports.random,
    store: venue.store,
    log,
  });
  const orders = createOrders({
    mode,
    currency: settings.get().currency,
    journal,
    broker,
    market: view,
    clock,
    wall,
    ids,
    log,
    settings: settings.get,
  });
  const lifecycle = createEventLifecycle({ book, pricer, store, clock, log, orders });
  const pipeline = createPipeline({
    book,
    pricer,
    store,
    clock,
    wall,
    topics,
    meter,
    troubles,
    hooks: lifecycle.hooks,
  });

  book.saveBooks(store.books());
  for (const bet of journal.bets({ mode, status: 'open', limit: 10_000 })) {
    const event = store.event(bet.order.eventId);
    if (event) pipeline.restore(event, store.markets(event.id));
  }
  if (journal.ledger({ mode, limit: 1 }).length === 0) orders.deposit(OPENING_BALANCE);
  const stopHeartbeat = startHeartbeat({
    version,
    mode,
    clock,
    wall,
    speed: feed.speed,
    money,
    store,
    orders,
    pipeline,
    lifecycle,
    meter,
    sources: feed.sources,
    topics,
    troubles,
    checkpoint: databases.checkpoint,
    backup: () => void databases.backup(),
  });
  for (const source of feed.sources)
    source.start(pipeline.sinkFor(source.id)).catch((error: unknown) => {
      log.error('source failed to start', { source: source.id, error: String(error) });
    });
  orders.reconcile().catch((error: unknown) => log.error('reconciliation failed', { error: String(error) }));

  return {
    ok: true,
    engine: {
      implementations: {
        ...marketDataOperations({ book, pricer, store, topics }),
        ...orderOperations({ mode, orders, journal }),
        ...houseOperations({
          journal,
          store,
          wall,
          topics,
          sources: feed.sources,
          settings,
          setSpeed: feed.setSpeed,
          notices,
        }),
      },
      notices: notices.map(({ message }) => message),
      async stop() {
        await Promise.all(feed.sources.map((source) => source.stop()));
        stopHeartbeat();
        feed.stop();
        await orders.stop();
        venue.store.close();
        databases.close();
      },
    },
  };
}
