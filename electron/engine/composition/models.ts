import { tellModelTroubles } from '../services/models/model-troubles.ts';
import { openPredictions } from '../services/predictions/index.ts';
import { openRuns } from '../services/runs/open-runs.ts';
import type { Topics } from '../services/topics.ts';
import type { Account } from './account.ts';
import type { EngineParts } from './engine-parts.ts';
import type { Prices } from './prices.ts';

/** Champions and shadows at work on live events. */
export type Predictions = ReturnType<typeof openPredictions>;

export function composePredictions(
  { market, feed, ports, registry, troubles, closing }: EngineParts,
  {
    account,
    prices,
    topics,
  }: { readonly account: Account; readonly prices: Prices; readonly topics: Topics },
): Predictions {
  const predictions = openPredictions({
    registry,
    mode: market.mode,
    book: prices.book,
    topics,
    troubles,
    clock: feed.clock,
    wall: ports.clock,
    log: ports.log,
    history: prices.history,
    maximumQuoteAgeMs: () => account.marketSettings().maximumQuoteAgeMs,
    isDoubtful: (quote) => prices.pricer.suspicion(quote) !== undefined,
  });
  closing.add('predictions', predictions.stop);
  return predictions;
}

/** Training, evaluation and backtests in child processes. */
export type Runs = Pick<ReturnType<typeof openRuns>, 'operations'>;

/** Watches the folders of models, and makes new ones. */
export function composeRuns({ ports, registry, troubles, closing }: EngineParts): Runs {
  const { jobs, clock: wall, ids, log, paths } = ports;
  closing.add('watch on models', registry.models.watch());
  tellModelTroubles(registry.models, troubles);
  const { runs, operations } = openRuns({
    store: registry.runs,
    jobs,
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
  return { operations };
}
