import type { OverroundContract } from '../../../shared/contract/index.ts';
import type { Implementations } from '../../../shared/rpc/types.ts';
import { marketDataOperations } from '../services/operations/market-data.ts';
import { modelOperations } from '../services/operations/models.ts';
import { orderOperations } from '../services/operations/orders.ts';
import { priceTruthOperations } from '../services/operations/price-truth.ts';
import { sourceOperations } from '../services/operations/sources.ts';
import { statusOperations } from '../services/operations/status.ts';
import { tellStorageFailures } from '../services/operations/storage-failures.ts';
import type { Topics } from '../services/topics.ts';
import { openDatabases } from '../storage/index.ts';
import type { Account } from './account.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Intake } from './intake.ts';
import type { Predictions, Runs } from './models.ts';
import type { Prices } from './prices.ts';
import type { Replays } from './replay.ts';
import type { Results, Trading } from './trading.ts';
import type { History } from './upkeep.ts';

export type ComposedRooms = {
  readonly topics: Topics;
  readonly account: Account;
  readonly prices: Prices;
  readonly trading: Trading;
  readonly predictions: Predictions;
  readonly intake: Intake;
  readonly replays: Replays;
  readonly runs: Runs;
  readonly results: Results;
  readonly history: History;
};

/** Every operation of the contract, once: the compiler asks for what is missing. */
export function composeOperations(
  parts: EngineParts,
  rooms: ComposedRooms,
): Implementations<OverroundContract> {
  const { market, feed, ports, databases, registry } = parts;
  const { account, prices, topics } = rooms;
  const { journal, market: store } = databases;
  const { book, pricer } = prices;
  const { orders } = rooms.trading;
  const { clock } = feed;
  const wall = ports.clock;
  return tellStorageFailures<OverroundContract>({
    ...marketDataOperations({ book, pricer, store, topics }),
    ...priceTruthOperations({ book, pricer, clock, topics }),
    ...rooms.history.operations,
    ...orderOperations({ mode: market.mode, orders, journal, store, clock }),
    ...rooms.results.operations,
    ...importing(parts, rooms),
    ...rooms.intake.sources.operations,
    ...rooms.replays.operations,
    ...modelOperations({ models: registry.models, files: registry.files, wall, ...registry.onnx }),
    ...rooms.predictions.operations,
    ...rooms.runs.operations,
    ...statusOperations({ journal, wall, topics, notices: account.notices }),
  });
}

/** Sources as they do, and past matches imported for all that go by them. */
function importing(
  { market, ports, databases }: EngineParts,
  { topics, intake, results, predictions, prices }: ComposedRooms,
) {
  const { clock: wall, log, paths } = ports;
  const { market: store } = databases;
  /** Other markets' files hold nothing real, so real matches go where the command line puts them too. */
  const openMatches = () =>
    market.mode !== 'paper'
      ? openDatabases({ paths: paths.matches, clock: wall, log })
      : { ok: true as const, market: store, close: () => {} };
  return sourceOperations({
    store,
    openMatches,
    onImported: async () => {
      results.imported();
      predictions.relearn();
      await prices.fairLine.refresh();
    },
    wall,
    topics,
    sources: intake.sources.all,
    healths: intake.sources.healths,
  });
}
