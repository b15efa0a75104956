import { OperationFailure } from '../../../../shared/contract/errors.ts';
import type { OverroundContract } from '../../../../shared/contract/index.ts';
import type { Mode } from '../../../../shared/domain/order.ts';
import type { Implementations } from '../../../../shared/rpc/types.ts';
import type { Orders } from '../../orders/index.ts';
import { ORDER_CONTROLS } from '../../orders/index.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';
import type { MarketStore } from '../../ports/market-store.ts';
import { betEnd } from '../bet-end.ts';
import { aborted } from './watch.ts';

type Operations = Pick<
  Implementations<OverroundContract>,
  | 'orders.preview'
  | 'orders.arm'
  | 'orders.disarm'
  | 'orders.place'
  | 'orders.cancel'
  | 'orders.panic'
  | 'orders.release'
  | 'orders.controls'
  | 'orders.watch'
  | 'bets.end'
  | 'bets.watch'
  | 'ledger.list'
>;

/** How far back a newly opened screen sees what is finished; everything open it sees in any case. */
const RECENT = 1000;

/** Tickets, orders, bets and money. */
export function orderOperations(deps: {
  readonly mode: Mode;
  readonly orders: Orders;
  readonly journal: Journal;
  readonly store: MarketStore;
  /** Market time. */
  readonly clock: Pick<Clock, 'now'>;
}): Operations {
  const { mode, orders, journal, store, clock } = deps;
  return {
    'orders.preview': (draft) => orders.preview(draft),
    'orders.arm': (draft) => orders.arm(draft),
    'orders.disarm': ({ id }) => {
      orders.disarm(id);
      return {};
    },
    'orders.place': ({ id }) => orders.place(id),
    'orders.cancel': ({ id }) => orders.cancel(id),
    'orders.panic': () => orders.panic(),
    'orders.release': () => {
      orders.release();
      return {};
    },
    'orders.controls': () => ORDER_CONTROLS.map((control) => control.name),
    'orders.watch': async (_input, emit, { signal }) => {
      const stop = orders.onOrder(emit);
      for (const order of [...journal.orders({ mode, limit: RECENT }), ...orders.openOrders()]) emit(order);
      await aborted(signal);
      stop();
    },
    'bets.end': ({ id }) => {
      const order = journal.order(id);
      if (order === undefined)
        throw new OperationFailure({ code: 'not-found', message: 'There is no such order: choose another.' });
      return betEnd(order, journal.bet(id), {
        store,
        results: journal.results(mode, order.eventId),
        startsAt: journal.terms(id)?.event.startsAt,
        now: clock.now(),
      });
    },
    'bets.watch': async (_input, emit, { signal }) => {
      const stop = orders.onBet(emit);
      for (const bet of [...journal.bets({ mode, status: 'settled', limit: RECENT }), ...orders.openBets()])
        emit(bet);
      await aborted(signal);
      stop();
    },
    'ledger.list': ({ limit }) =>
      journal.ledger({ mode, limit }).map(({ mode: _mode, currency: _currency, ...entry }) => entry),
  };
}
