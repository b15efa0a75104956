import * as z from 'zod';
import { historyStorage } from '../../../../shared/contract/history.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { Journal } from '../../ports/journal.ts';
import { createHistory, type HistoryDependencies } from './history.ts';
import { historyOperations } from './operations.ts';

const KEY = 'history.retention';
const stored = z.object({ days: historyStorage.shape.retentionDays });

/** Price history over this mode's files, and the contract's operations on it. */
export function openHistory(
  deps: Omit<HistoryDependencies, 'retention' | 'hasOrders'> & {
    readonly journal: Journal;
    readonly mode: Mode;
  },
) {
  const { journal, mode, ...rest } = deps;
  const parsed = stored.safeParse(journal.setting(KEY));
  let days = parsed.success ? parsed.data.days : null;
  const history = createHistory({
    ...rest,
    hasOrders: (id) => journal.ordersOfEvent(mode, id).length > 0,
    retention: {
      get: () => days,
      save(next) {
        const at = rest.wall.now();
        journal.transaction(() => {
          journal.saveSetting(KEY, { days: next }, at);
          journal.audit({
            at,
            actor: 'user',
            action: 'history.retention',
            subject: KEY,
            detail: { days: next },
          });
        });
        days = next;
      },
    },
  });
  const operations = historyOperations({ history, store: rest.store, clock: rest.clock });
  return { history, operations, stop: history.stop };
}
