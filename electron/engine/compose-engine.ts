import { composeAccount } from './composition/account.ts';
import type { EngineParts } from './composition/engine-parts.ts';
import { composeIntake } from './composition/intake.ts';
import { composePredictions, composeRuns } from './composition/models.ts';
import { type ComposedRooms, composeOperations } from './composition/operations.ts';
import { composePrices } from './composition/prices.ts';
import { composeReplays } from './composition/replay.ts';
import { composeResults, composeTrading } from './composition/trading.ts';
import { composeHeartbeat, composeHistory } from './composition/upkeep.ts';
import type { Engine } from './engine.ts';
import { createMeter } from './services/meter.ts';
import { restoreEvents } from './services/restore-events.ts';
import { createTopics } from './services/topics.ts';

/** The engine's only composition root: connects the rooms and starts the sources; what it opens is closed with `closing`, whatever happens. */
export function composeEngine(parts: EngineParts): Engine {
  const { closing } = parts;
  const topics = createTopics();
  const meter = createMeter();
  const account = composeAccount(parts);
  // Rooms that stand on prices are asked when something is priced: not before `restoreMarket`, when all are there.
  const prices = composePrices(
    parts,
    { account, topics },
    {
      standing: (...of) => trading.orders.standing(...of),
      championFair: (state, out) => predictions.fair(state, out),
      healths: () => intake.sources.healths(),
      sourceMaximumAgeMs: (source) => intake.sources.maximumAgeMs(source),
    },
  );
  // A market's change is told to the broker before predictions follow it: they listen in this order.
  const trading = composeTrading(parts, { account, prices });
  const predictions = composePredictions(parts, { account, prices, topics });
  const beginBeats = () => heartbeat.begin();
  const intake = composeIntake(parts, { account, prices, trading, predictions, topics, meter, beginBeats });
  const replays = composeReplays(parts, { account, intake });

  restoreMarket(parts, { account, prices, trading, intake });
  const heartbeat = composeHeartbeat(parts, { account, prices, trading, intake, topics, meter });
  const runs = composeRuns(parts);
  const results = composeResults(parts, { account, prices, trading, topics });
  // Closed before all that was added above, the last first: what brings news before what it is told to.
  closing.add('orders', trading.orders.stop);
  closing.add('heartbeat', heartbeat.stop);
  const history = composeHistory(parts);
  closing.add('history', history.stop);
  closing.add('sources', intake.sources.stop);
  const rooms = { topics, account, prices, trading, predictions, intake, replays, runs, results, history };
  startMarket(parts, rooms);
  return {
    implementations: composeOperations(parts, rooms),
    notices: account.notices.map(({ message }) => message),
    stop: closing.run,
  };
}

/** Events with bets, and those that began early, come back from the last run, and an account that is new gets its money. */
function restoreMarket(
  { market, databases, feed }: EngineParts,
  { account, prices, trading, intake }: Pick<ComposedRooms, 'account' | 'prices' | 'trading' | 'intake'>,
): void {
  const { journal, market: store } = databases;
  restoreEvents({
    book: prices.book,
    pipeline: intake.pipeline,
    orders: trading.orders,
    store,
    clock: feed.clock,
  });
  if (journal.ledger({ mode: market.mode, limit: 1 }).length === 0)
    trading.orders.deposit(account.openingBalance);
}

/** Sources begin to tell, and the venue is asked about what earlier runs left unfinished. */
function startMarket(
  { feed, ports }: EngineParts,
  { prices, trading, intake, results }: Pick<ComposedRooms, 'prices' | 'trading' | 'intake' | 'results'>,
): void {
  const { log } = ports;
  const { sources } = intake;
  // What a replay prices must not depend on how quickly the line was read.
  const started = feed.replay === null ? sources.start() : prices.fairLine.ready.then(sources.start);
  started.catch((error: unknown) => {
    log.error('sources failed to start', { error: String(error) });
  });
  trading.orders
    .reconcile()
    // What was imported while the engine was not running.
    .then(results.imported)
    .catch((error: unknown) => log.error('reconciliation failed', { error: String(error) }));
}
