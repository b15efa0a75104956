/** The models at work on live events: predictions, their records, and whether the world is still the one of training. */
import type { Mode } from '../../../../shared/domain/order.ts';
import type { Quote } from '../../../../shared/domain/quote.ts';
import type { MarketBook } from '../../book/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { MatchHistory } from '../../ports/market-store.ts';
import type { ModelFair } from '../../pricing/index.ts';
import type { OpenedModels } from '../models/open-models.ts';
import { predictionOperations } from '../operations/predictions.ts';
import type { EventHooks } from '../pipeline.ts';
import type { Topics } from '../topics.ts';
import type { Troubles } from '../troubles.ts';
import { watchDrift } from './drift-watch.ts';
import { createLivePredictions } from './live-predictions.ts';
import { createPredictionRecords } from './prediction-records.ts';

/** Starts serving champions and shadows. `clock` is market time, `wall` human time. */
export function openPredictions(deps: {
  readonly registry: Pick<OpenedModels, 'models' | 'store'>;
  readonly mode: Mode;
  readonly book: MarketBook;
  readonly topics: Topics;
  readonly troubles: Troubles;
  readonly clock: Clock;
  readonly wall: Clock;
  readonly log: Log;
  readonly history: MatchHistory;
  readonly maximumQuoteAgeMs: () => number;
  readonly isDoubtful: (quote: Quote) => boolean;
}) {
  const { registry, mode, troubles, clock, wall } = deps;
  const { models, store } = registry;
  const live = createLivePredictions({ ...deps, models, bookName: (id) => id });
  const records = createPredictionRecords({ store, live, mode, clock });
  const stopDrift = watchDrift({ models, store, mode, clock, wall, guard: troubles.guard });
  /** What the champion of a market's slot says of it now, for the pricer. */
  const fair: ModelFair = ({ market }, out) => {
    const standing = live.champion(market.id);
    if (standing === undefined) return undefined;
    market.selections.forEach(({ id }, i) => {
      const at = standing.selections.indexOf(id);
      out.fair[i] = standing.probabilities[at] ?? Number.NaN;
      out.low[i] = standing.low[at] ?? Number.NaN;
      out.high[i] = standing.high[at] ?? Number.NaN;
    });
    return `${standing.model.id}@${standing.model.version}`;
  };
  const hooks: EventHooks = {
    beforeStart: (event) => troubles.guard('predictions', () => records.started(event)),
    afterChange: (event) => troubles.guard('predictions', () => records.changed(event)),
  };
  return {
    hooks,
    fair,
    championChanges: live.championChanges,
    /** Imports have brought results. */
    relearn: live.relearn,
    operations: predictionOperations({ live }),
    async stop(): Promise<void> {
      stopDrift();
      await live.stop();
    },
  };
}

/** Hooks that are called one after the other. */
export const chainHooks = (...all: readonly EventHooks[]): EventHooks => ({
  beforeWithdrawal: (withdrawal) => {
    for (const { beforeWithdrawal } of all) beforeWithdrawal?.(withdrawal);
  },
  beforeStanding: (...change) => {
    for (const { beforeStanding } of all) beforeStanding?.(...change);
  },
  beforeStart: (event) => {
    for (const { beforeStart } of all) beforeStart(event);
  },
  afterChange: (event, source) => {
    for (const { afterChange } of all) afterChange(event, source);
  },
  bookSettled: (result) => {
    for (const { bookSettled } of all) bookSettled?.(result);
  },
});
