import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MarketStore } from '../../ports/market-store.ts';
import type { History } from './history.ts';
import { openingAndClosing, pricesAsOf } from './past-prices.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  | 'history.events'
  | 'history.asOf'
  | 'history.lines'
  | 'history.storage'
  | 'history.retention'
  | 'history.compact'
  | 'history.export'
>;

/** What prices were, and what becomes of them. */
export function historyOperations({
  history,
  store,
  clock,
}: {
  readonly history: History;
  readonly store: MarketStore;
  /** Market time. */
  readonly clock: Pick<Clock, 'now'>;
}): Operations {
  const eventOf = (id: Parameters<MarketStore['event']>[0]) => {
    const event = store.event(id);
    if (event === undefined)
      throw new OperationFailure({ code: 'not-found', message: 'There is no such event: choose another.' });
    return event;
  };
  return {
    'history.events': ({ text, limit }) => [...store.findEvents(text.trim(), limit)],
    'history.asOf': ({ eventId, known, said }) => pricesAsOf(store, eventOf(eventId).id, known, said),
    'history.lines': ({ eventId }) => openingAndClosing(store, eventOf(eventId), clock.now()),
    'history.storage': () => history.storage(),
    'history.retention': ({ days }) => history.retain(days),
    'history.compact': async (_input, emit, { signal }) => void (await history.compact(signal, emit)),
    'history.export': async (spec, emit, { signal }) => void (await history.export(spec, signal, emit)),
  };
}
