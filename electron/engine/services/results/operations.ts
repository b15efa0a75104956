import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { EventResult, ResultEntry, ResultRevision } from '../../../../shared/contract/results.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { Telling } from '../../../../shared/domain/result.ts';
import { standingResult } from '../../../../shared/domain/result.ts';
import type { Currency, EventId, MinorUnits } from '../../../../shared/domain/units.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { Orders } from '../../orders/index.ts';
import type { Journal } from '../../ports/journal.ts';
import { watch } from '../operations/watch.ts';
import type { Topic } from '../topic.ts';
import { effectOf } from './effect.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  'results.watch' | 'results.preview' | 'results.enter' | 'results.revisions'
>;

const byHand = (entry: ResultEntry): Telling => ({
  ...entry,
  note: entry.note.trim(),
  origin: 'user',
  teller: 'user',
});

/** Results as the window sees and enters them. */
export function resultOperationsOf(deps: {
  readonly mode: Mode;
  readonly journal: Pick<Journal, 'results' | 'ordersOfEvent' | 'settlements'>;
  readonly orders: Pick<Orders, 'results'>;
  readonly rows: Topic<EventResult>;
  readonly present: () => readonly EventResult[];
  readonly currency: () => Currency;
  readonly changed: (id: EventId) => void;
}): Operations {
  const { mode, journal, orders, currency } = deps;
  return {
    'results.watch': watch(deps.rows, deps.present),
    'results.preview': (entry) => effectOf(orders.results.preview(byHand(entry)), currency()),
    'results.enter': (entry) => {
      const plan = orders.results.tell(byHand(entry));
      deps.changed(entry.eventId);
      return effectOf(plan, currency());
    },
    'results.revisions': ({ eventId }) => {
      const told = journal.results(mode, eventId);
      const standing = standingResult(told)?.revision;
      const moved = movedBy(journal, mode, eventId);
      return told.map(
        ({ eventId: _event, ...revision }): ResultRevision => ({
          ...revision,
          stands: revision.revision === standing,
          ...(moved.get(revision.revision) ?? { bets: 0, profit: 0 as MinorUnits }),
        }),
      );
    },
  };
}

/** Bets that each revision settled otherwise than before, and the profit that came to. */
function movedBy(
  journal: Pick<Journal, 'ordersOfEvent' | 'settlements'>,
  mode: Mode,
  eventId: EventId,
): ReadonlyMap<number, { readonly bets: number; readonly profit: MinorUnits }> {
  const moved = new Map<number, { bets: number; profit: MinorUnits }>();
  for (const { id } of journal.ordersOfEvent(mode, eventId)) {
    let before = 0;
    for (const { resultRevision, profit } of journal.settlements(id)) {
      const known = moved.get(resultRevision ?? 0) ?? { bets: 0, profit: 0 as MinorUnits };
      moved.set(resultRevision ?? 0, {
        bets: known.bets + 1,
        profit: (known.profit + profit - before) as MinorUnits,
      });
      before = profit;
    }
  }
  return moved;
}
