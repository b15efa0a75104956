import type { OverroundContract } from '../../shared/contract/index.ts';
import type { Mode } from '../../shared/domain/order.ts';
import type { MinorUnits, SourceId } from '../../shared/domain/units.ts';
import { createMarketBook } from './book/index.ts';
import type { Closing } from './closing-steps.ts';
import type { Engine, EnginePorts } from './engine.ts';
import { createOrders } from './orders/index.ts';
import { createPaperBroker } from './orders/paper-broker/index.ts';
import { createPricer } from './pricing/index.ts';
import { createEventLifecycle } from './services/event-lifecycle.ts';
import { openFairLine } from './services/fair-line.ts';
import { startHeartbeat } from './services/heartbeat.ts';
import { openHistory } from './services/history/open-history.ts';
import { createIdentity } from './services/identity/index.ts';
import type { EngineMarket, MarketFeed } from './services/market-feeds.ts';
import { createMarketView } from './services/market-view.ts';
import { createMeter } from './services/meter.ts';
import { tellModelTroubles } from './services/models/model-troubles.ts';
import type { OpenedModels } from './services/models/open-models.ts';
import { createMoney } from './services/money.ts';
import { marketOperations } from './services/operations/market.ts';
import { marketDataOperations } from './services/operations/market-data.ts';
import { modelOperations } from './services/operations/models.ts';
import { orderOperations } from './services/operations/orders.ts';
import { priceTruthOperations } from './services/operations/price-truth.ts';
import { settingsOperations } from './services/operations/settings.ts';
import { sourceOperations } from './services/operations/sources.ts';
import { statusOperations } from './services/operations/status.ts';
import { tellStorageFailures } from './services/operations/storage-failures.ts';
import { openPastMatches } from './services/past-matches.ts';
import { createPipeline } from './services/pipeline.ts';
import { chainHooks, openPredictions } from './services/predictions/index.ts';
import { createPriceTruth } from './services/price-truth.ts';
import { readWorld, replayedSettings, restoreIdentity, worldOf } from './services/recorded-world.ts';
import {
  checkReplayIn,
  keptUserChanges,
  openRecorder,
  recordingOperations,
  recordingsIn,
  repeatUserChange,
} from './services/recordings/index.ts';
import { tradingIn } from './services/replay-trading.ts';
import { restoreEvents } from './services/restore-events.ts';
import { openResults } from './services/results/index.ts';
import { openRuns } from './services/runs/open-runs.ts';
import { createSettingsStore, settingsAtSpeed } from './services/settings.ts';
import { openMarketSources } from './services/sources/market-sources.ts';
import { createTopics } from './services/topics.ts';
import type { Troubles } from './services/troubles.ts';
import { type Databases, openDatabases } from './storage/index.ts';
import { openPaperVenue } from './storage/paper-venue.ts';
import { openRecentFiles } from './storage/recordings/index.ts';

/** What a new practice or paper account starts with: 10,000.00. */
const OPENING_BALANCE = 1_000_000 as MinorUnits;

export type EngineParts = {
  readonly version: string;
  readonly market: EngineMarket;
  readonly feed: MarketFeed;
  readonly ports: EnginePorts;
  readonly databases: Databases;
  readonly registry: OpenedModels;
  readonly troubles: Troubles;
  readonly closing: Closing;
};

/** The engine's only composition root: connects the rooms and starts the sources; what it opens is closed with `closing`, whatever happens. */
export function composeEngine({
  version,
  market,
  feed,
  ports,
  databases,
  registry,
  troubles,
  closing,
}: EngineParts): Engine {
  const { clock: wall, log, ids, paths } = ports;
  const { clock, replay } = feed;
  const mode: Mode = market.mode;
  const { journal, market: store } = databases;
  const venue = openPaperVenue({ paths });
  closing.add('paper venue', venue.close);

  /** Other markets' files hold nothing real, so real matches go where the command line puts them too. */
  const openMatches = () =>
    mode !== 'paper'
      ? openDatabases({ paths: paths.matches, clock: wall, log })
      : { ok: true as const, market: store, close: () => {} };
  const settings = createSettingsStore(journal, wall, log);
  const settingsNotice =
    settings.notice === null ? [] : [{ severity: 'warning', message: settings.notice } as const];
  const told = (ports.notices ?? []).map((message) => ({ severity: 'warning' as const, message }));
  const notices = [...told, ...databases.notices, ...registry.notices, ...settingsNotice].map(
    ({ severity, message }) => ({ id: ids.next(), severity, message }),
  );
  const world = replay === null ? undefined : readWorld(replay.context);
  if (world !== undefined) {
    settings.save({ ...world.settings, currency: settings.get().currency });
    restoreIdentity(databases.identity, world, wall);
  }
  // A replay comes to the same prices at any speed; its time stands still when its user stops it.
  const marketSettings = replay === null ? settingsAtSpeed(settings.get, feed.speed) : settings.get;
  const topics = createTopics();
  const meter = createMeter();
  const book = createMarketBook();
  const money = createMoney(journal, mode, settings.get);
  const matches = openPastMatches(mode, store, paths, troubles);
  closing.add('past matches', matches.close);
  const fairLine = openFairLine({ files: registry.files, history: matches.history, troubles, log });
  closing.add('fair line', fairLine.stop);
  const trading = tradingIn(replay, { clock, random: ports.random });
  const openingBalance = world?.bankroll ?? OPENING_BALANCE;
  const pricer = createPricer({
    settings: marketSettings,
    // What is bet in a replay changes none of its edges: it comes to the same ones each time it is played.
    bankroll: replay === null ? money.bankroll : () => openingBalance,
    standing: (...of) => (replay === null ? orders.standing(...of) : (0 as MinorUnits)),
    line: fairLine.current,
    model: (state, out) => predictions.fair(state, out),
    maximumAgeMs: (source) => maximumAgeMs(source),
    changesPerMs: (source) => truth.changesPerMs(source),
  });
  const maximumAgeMs = (source: SourceId) =>
    Math.min(sources.maximumAgeMs(source) ?? Number.POSITIVE_INFINITY, marketSettings().maximumQuoteAgeMs);
  const truth = createPriceTruth({ book, pricer, clock, healths: () => sources.healths(), maximumAgeMs });
  const view = createMarketView({ book, pricer, topics, maximumAgeMs });

  const broker = createPaperBroker({
    mode,
    market: view,
    ...trading.broker,
    store: venue,
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
    settings: marketSettings,
    ...trading.orders,
  });
  const lifecycle = createEventLifecycle({
    book,
    pricer,
    store,
    clock,
    log,
    orders: trading.eventOrders(orders),
  });
  const predictions = openPredictions({
    registry,
    mode,
    book,
    topics,
    troubles,
    clock,
    wall,
    log,
    history: matches.history,
    maximumQuoteAgeMs: () => marketSettings().maximumQuoteAgeMs,
    isDoubtful: (quote) => pricer.suspicion(quote) !== undefined,
  });
  closing.add('predictions', predictions.stop);
  const pipeline = createPipeline({
    book,
    pricer,
    store,
    clock,
    wall,
    topics,
    meter,
    troubles,
    truth,
    hooks: chainHooks(lifecycle.hooks, predictions.hooks),
  });
  const identity = createIdentity({
    store: databases.identity,
    book,
    orders,
    retire: pipeline.retire,
    clock,
    wall,
    troubles,
  });
  closing.add('identity', identity.stop);
  topics.fixtures.subscribe(({ event, retired }) => {
    if (retired) identity.retired(event.id);
  });
  const recorder = openRecorder({
    held: feed.held,
    folder: recordingsIn(paths.matches),
    wall,
    log,
    version,
    describe: () => ({
      sources: sources.setups().filter(({ enabled }) => enabled),
      settings: settings.get(),
      openingBalance: { amount: money.bankroll(), currency: settings.get().currency },
      context: worldOf({
        settings: settings.get(),
        bankroll: money.bankroll(),
        identity: databases.identity,
      }),
    }),
    onBegin() {
      heartbeat.begin();
      // What was told before is not in a recording that begins now.
      void Promise.all(sources.all().map((source) => source.restart?.() ?? source.retry?.())).catch(
        (error: unknown) =>
          log.error('a source did not start over for a recording', { error: String(error) }),
      );
    },
    troubles,
  });
  closing.add('recorder', recorder.close);
  const sources = openMarketSources({
    market,
    own: feed.sources,
    identity,
    sinkFor: pipeline.sinkFor,
    tapFor: recorder.tapFor,
    onChanged: recorder.renew,
    hasOpenBets: ({ id }) => orders.hasOpen(id),
    book,
    pricer,
    journal,
    topics,
    ports: { ...ports, clock },
    wall,
  });
  predictions.championChanges.subscribe((marketId) => {
    if (settings.get().fairLine === 'model') pipeline.reprice(marketId);
  });

  const userChanges = { ...settingsOperations({ journal, settings, wall }), ...identity.operations };
  replay?.onUserChange((change) =>
    repeatUserChange(userChanges, change, (recorded) => ({
      ...replayedSettings(recorded),
      currency: settings.get().currency,
    })),
  );

  const hasOrders = () => journal.orders({ mode, limit: 1 }).length > 0;
  const recentFiles = openRecentFiles(paths.matches.data);
  if (market.mode === 'replay') recentFiles.add(market.file);

  restoreEvents({ book, pipeline, orders, store });
  if (journal.ledger({ mode, limit: 1 }).length === 0) orders.deposit(openingBalance);
  const heartbeat = startHeartbeat({
    version,
    mode,
    clock,
    wall,
    clockTrouble: ports.clockTrouble ?? (() => null),
    speed: feed.speed,
    settings: marketSettings,
    money,
    store,
    orders,
    pipeline,
    lifecycle,
    meter,
    healths: sources.healths,
    truth,
    topics,
    troubles,
    onBeat:
      replay === null
        ? recorder.everyBeat
        : (task) => {
            replay.onBeat(task);
            return () => replay.onBeat(() => {});
          },
    checkpoint: () => {
      databases.checkpoint();
      registry.checkpoint();
    },
    backup: () => {
      databases.backup();
      registry.backup();
    },
  });
  closing.add('watch on models', registry.models.watch());
  tellModelTroubles(registry.models, troubles);
  const { runs, operations: runOperations } = openRuns({
    store: registry.runs,
    jobs: ports.jobs,
    wall,
    ids,
    log,
    paths,
    onModel: () => {
      registry.models.rescan().catch((error: unknown) => {
        log.error('a trained model could not be listed', { error: String(error) });
      });
    },
  });
  closing.add('runs', runs.stop);
  const results = openResults({
    mode,
    currency: () => settings.get().currency,
    journal,
    orders,
    book,
    store,
    history: matches.history,
    topics,
    clock,
    wall,
    troubles,
    ...(replay === null ? {} : { marketEnd: replay }),
  });
  closing.add('results', results.stop);
  closing.add('orders', orders.stop);
  closing.add('heartbeat', heartbeat.stop);
  const history = openHistory({
    store,
    jobs: ports.jobs,
    clock,
    wall,
    log,
    data: paths.data,
    journal,
    mode,
  });
  closing.add('history', history.stop);
  closing.add('sources', sources.stop);
  // What a replay prices must not depend on how quickly the line was read.
  (replay === null ? sources.start() : fairLine.ready.then(sources.start)).catch((error: unknown) => {
    log.error('sources failed to start', { error: String(error) });
  });
  orders
    .reconcile()
    // What was imported while the engine was not running.
    .then(results.imported)
    .catch((error: unknown) => log.error('reconciliation failed', { error: String(error) }));

  return {
    implementations: tellStorageFailures<OverroundContract>({
      ...marketDataOperations({ book, pricer, store, topics }),
      ...orderOperations({ mode, orders, journal, store, clock }),
      ...sourceOperations({
        store,
        openMatches,
        onImported: async () => {
          results.imported();
          predictions.relearn();
          await fairLine.refresh();
        },
        wall,
        topics,
        sources: sources.all,
        healths: sources.healths,
      }),
      ...sources.operations,
      ...userChanges,
      ...keptUserChanges(userChanges, recorder.keep),
      ...recordingOperations({
        recorder,
        replay: replay?.controls ?? null,
        hasOrders,
        recent: recentFiles,
        check: checkReplayIn(paths.matches),
        restartAt: async (at, { speed, skipsQuiet }) =>
          market.mode === 'replay' && ports.reopen !== undefined
            ? ports.reopen({ kind: 'replay', file: market.file, at, speed, skipsQuiet })
            : 'This engine plays its file forward only. Stop it and start it again to play from the beginning.',
      }),
      ...history.operations,
      ...marketOperations({
        setSpeed: feed.setSpeed,
        reopen: ports.reopen ?? null,
        hasBetsToForget: () => mode === 'replay' && hasOrders(),
      }),
      ...priceTruthOperations({ book, pricer, clock, topics }),
      ...statusOperations({ journal, wall, topics, notices }),
      ...modelOperations({ models: registry.models, files: registry.files, wall, ...registry.onnx }),
      ...predictions.operations,
      ...runOperations,
      ...results.operations,
    }),
    notices: notices.map(({ message }) => message),
    stop: closing.run,
  };
}
