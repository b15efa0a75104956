import type { Bet } from '../../../shared/domain/bet.ts';
import type { FairPrice } from '../../../shared/domain/edge.ts';
import type { Order } from '../../../shared/domain/order.ts';
import { createRankedRows, type RankedRow, type RankedRows } from '../../grid/index.ts';
import type { Table } from '../../stores/table.ts';
import { type BetsTab, type BetView, tabOf } from './bet-view.ts';

export type BetRow = RankedRow<BetView>;

export type BetRows = {
  readonly [Tab in BetsTab]: RankedRows<BetView>;
} & {
  /** Called when bets were settled or came in: for totals and the curve, not for prices. */
  readonly onSettled: (listener: () => void) => () => void;
  readonly stop: () => void;
};

const TABS: readonly BetsTab[] = ['open', 'settled', 'unmatched'];

/** Orders and bets as rows of three lists, newest first; the fair line moving touches the open ones. */
export function createBetRows(orders: Table<Order>, bets: Table<Bet>, fairPrices: Table<FairPrice>): BetRows {
  const newest = (at: (view: BetView) => number) =>
    createRankedRows<BetView>({ compare: (a, b) => at(b) - at(a), keepGone: false });
  const lists = {
    open: newest(({ order }) => order.createdAt),
    settled: newest(({ bet }) => bet?.settledAt ?? 0),
    unmatched: newest(({ order }) => order.updatedAt),
  };
  const bySelection = new Map<string, Set<string>>();
  const settledListeners = new Set<() => void>();

  const update = (id: string): boolean => {
    const bet = bets.get(id) ?? null;
    const order = newestOrder(orders.get(id), bet?.order);
    const view = order === undefined ? null : { order, bet };
    const tab = view === null ? null : tabOf(view);
    // A bet whose result was taken back is open again.
    const wasSettled = tab !== 'settled' && lists.settled.get(id) !== undefined;
    for (const other of TABS) if (other !== tab) lists[other].remove(id);
    if (view === null || tab === null) return wasSettled;
    lists[tab].put(id, view);
    const { selectionId } = view.order;
    if (tab === 'open') bySelection.set(selectionId, (bySelection.get(selectionId) ?? new Set()).add(id));
    else bySelection.get(selectionId)?.delete(id);
    return tab === 'settled' || wasSettled;
  };
  const updateAll = (ids: Iterable<string>) => {
    let settled = false;
    for (const id of ids) settled = update(id) || settled;
    if (settled) for (const listener of settledListeners) listener();
  };

  updateAll(new Set([...orderIds(orders), ...betIds(bets)]));
  const stops = [
    orders.subscribe((changes) => updateAll(changes.keys())),
    bets.subscribe((changes) => updateAll(changes.keys())),
    fairPrices.subscribe((changes) => {
      for (const selectionId of changes.keys())
        for (const id of bySelection.get(selectionId) ?? []) lists.open.touch(id);
    }),
  ];
  return {
    ...lists,
    onSettled(listener) {
      settledListeners.add(listener);
      return () => settledListeners.delete(listener);
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

const orderIds = (table: Table<Order>) => [...table.values()].map(({ id }) => id);
const betIds = (table: Table<Bet>) => [...table.values()].map(({ orderId }) => orderId);

/** Both streams carry the order; the one with more transitions is the newer. */
const newestOrder = (order: Order | undefined, ofBet: Order | undefined): Order | undefined =>
  order === undefined || (ofBet !== undefined && ofBet.revision > order.revision) ? ofBet : order;
