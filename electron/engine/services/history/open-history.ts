import type { Mode } from '../../../../shared/domain/order.ts';
import type { Journal } from '../../ports/journal.ts';
import { createHistory, type HistoryDependencies } from './history.ts';
import { historyOperations } from './operations.ts';
import { saveRetention, storedRetention } from './retention.ts';

/** Price history over this mode's files, and the contract's operations on it. */
export function openHistory(
  deps: Omit<HistoryDependencies, 'retention' | 'hasOrders'> & {
    readonly journal: Journal;
    readonly mode: Mode;
  },
) {
  const { journal, mode, ...rest } = deps;
  let days = storedRetention(journal);
  const history = createHistory({
    ...rest,
    hasOrders: (id) => journal.hasOrders(mode, id),
    retention: {
      get: () => days,
      save(next) {
        saveRetention(journal, next, rest.wall.now());
        days = next;
      },
    },
  });
  return {
    operations: historyOperations({ history, store: rest.store, clock: rest.clock }),
    /** Ends what runs. */
    stop: history.stop,
  };
}
