import { createIdentity, type Identity } from '../services/identity/index.ts';
import type { Meter } from '../services/meter.ts';
import { createPipeline, type Pipeline } from '../services/pipeline.ts';
import { chainHooks } from '../services/predictions/index.ts';
import { worldOf } from '../services/recorded-world.ts';
import { type MarketRecorder, openRecorder, recordingsIn } from '../services/recordings/index.ts';
import { type MarketSources, openMarketSources } from '../services/sources/market-sources.ts';
import type { Topics } from '../services/topics.ts';
import type { Account } from './account.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Predictions } from './models.ts';
import type { Prices } from './prices.ts';
import type { Trading } from './trading.ts';

/** The way of a payload: sources, recorded as they tell, joined by identity, booked and priced by the pipeline. */
export type Intake = {
  readonly pipeline: Pipeline;
  readonly identity: Identity;
  readonly recorder: MarketRecorder;
  /** Not started; stopped by the root before anything that they tell. */
  readonly sources: MarketSources;
};

export type IntakeRooms = {
  readonly account: Account;
  readonly prices: Prices;
  readonly trading: Trading;
  readonly predictions: Predictions;
  readonly topics: Topics;
  readonly meter: Meter;
  /** Beats are counted anew; called when a recording begins, which the user asks for. */
  readonly beginBeats: () => void;
};

export function composeIntake(parts: EngineParts, rooms: IntakeRooms): Intake {
  const { market, feed, ports, databases } = parts;
  const { account, prices, trading, predictions, topics } = rooms;
  const { book, pricer } = prices;
  const pipeline = composePipeline(parts, rooms);
  const identity = composeIdentity(parts, rooms, pipeline);
  const recorder = composeRecorder(parts, rooms, () => sources);
  const sources = openMarketSources({
    market,
    own: feed.sources,
    identity,
    sinkFor: pipeline.sinkFor,
    tapFor: recorder.tapFor,
    onChanged: recorder.renew,
    hasOpenBets: ({ id }) => trading.orders.hasOpen(id),
    book,
    pricer,
    journal: databases.journal,
    topics,
    ports: { ...ports, clock: feed.clock },
    wall: ports.clock,
  });
  predictions.championChanges.subscribe((marketId) => {
    if (account.settings.get().fairLine === 'model') pipeline.reprice(marketId);
  });
  return { pipeline, identity, recorder, sources };
}

function composePipeline(
  { feed, ports, databases, troubles }: EngineParts,
  { prices, trading, predictions, topics, meter }: IntakeRooms,
): Pipeline {
  return createPipeline({
    book: prices.book,
    pricer: prices.pricer,
    store: databases.market,
    clock: feed.clock,
    wall: ports.clock,
    topics,
    meter,
    troubles,
    truth: prices.truth,
    hooks: chainHooks(trading.lifecycle.hooks, predictions.hooks),
  });
}

function composeIdentity(
  { feed, ports, databases, troubles, closing }: EngineParts,
  { prices, trading, topics }: IntakeRooms,
  { retire }: Pipeline,
): Identity {
  const identity = createIdentity({
    store: databases.identity,
    book: prices.book,
    orders: trading.orders,
    retire,
    clock: feed.clock,
    wall: ports.clock,
    troubles,
  });
  closing.add('identity', identity.stop);
  topics.fixtures.subscribe(({ event, retired }) => {
    if (retired) identity.retired(event.id);
  });
  return identity;
}

/** `sources` are taped by the recorder, and described by it once a recording begins. */
function composeRecorder(
  { version, feed, ports, databases, troubles, closing }: EngineParts,
  { account, beginBeats }: IntakeRooms,
  sources: () => MarketSources,
): MarketRecorder {
  const { clock: wall, log, paths } = ports;
  const { settings, money } = account;
  const recorder = openRecorder({
    held: feed.held,
    folder: recordingsIn(paths.matches),
    wall,
    log,
    version,
    describe: () => ({
      sources: sources()
        .setups()
        .filter(({ enabled }) => enabled),
      settings: settings.get(),
      openingBalance: { amount: money.bankroll(), currency: settings.get().currency },
      context: worldOf({
        settings: settings.get(),
        bankroll: money.bankroll(),
        identity: databases.identity,
      }),
    }),
    onBegin() {
      beginBeats();
      // What was told before is not in a recording that begins now.
      void Promise.all(
        sources()
          .all()
          .map((source) => source.restart?.() ?? source.retry?.()),
      ).catch((error: unknown) =>
        log.error('a source did not start over for a recording', { error: String(error) }),
      );
    },
    troubles,
  });
  closing.add('recorder', recorder.close);
  return recorder;
}
