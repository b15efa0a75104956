import { createRef } from 'react';
import { create } from 'zustand';
import { createGridSlot } from '../../grid/index.ts';
import { cancelOrder } from '../../stores/cancel-order.ts';
import { useFocus } from '../../stores/focus.ts';
import { bets, fairPrices, fixtures, orders } from '../../stores/market-data.ts';
import { onOtherMarket } from '../../stores/status.ts';
import { notify } from '../../stores/toasts.ts';
import { focusPane } from '../../stores/workspace.ts';
import { type BetRow, createBetRows } from './bet-rows.ts';
import { type BetsTab, isCancellable } from './bet-view.ts';

type BetsView = {
  readonly tab: BetsTab;
  readonly text: string;
  /** The order whose reason is shown. */
  readonly reasonOf: string | null;
  readonly curve: boolean;
};
export const useBetsView = create<BetsView>(() => ({ tab: 'open', text: '', reasonOf: null, curve: true }));
onOtherMarket(() => useBetsView.setState({ reasonOf: null }));

export const betRows = createBetRows(orders, bets, fairPrices);
export const betsSlot = createGridSlot<BetRow>();
export const betsFilterBox = createRef<HTMLInputElement>();

const NEXT_TAB: Readonly<Record<BetsTab, BetsTab>> = {
  open: 'settled',
  settled: 'unmatched',
  unmatched: 'open',
};

export const focusedBet = (): BetRow | null => betsSlot.current()?.focused()?.row ?? null;

export function focusMarketOf({ value: { order } }: BetRow): void {
  const { eventId, marketId, selectionId, bookId, side } = order;
  useFocus.getState().focusOn({ eventId, marketId, selectionId, bookId, side });
}

/** As the keyboard moves from bet to bet; one whose event is gone leaves the other panes where they are. */
export function followMarketOf(row: BetRow): void {
  if (fixtures.get(row.value.order.eventId) !== undefined) focusMarketOf(row);
}

/** To the next list, with the keyboard on its first row. */
export function nextTab(): void {
  useBetsView.setState(({ tab }) => ({ tab: NEXT_TAB[tab], reasonOf: null }));
  // The list before took the keyboard with it; the new one is on the page by the next frame.
  requestAnimationFrame(() => focusPane('bets'));
}

/** Asks the venue to cancel what is left of the focused order. Only cancels may pass every control. */
export function cancelFocused(): void {
  const row = focusedBet();
  if (row === null) return;
  const { order } = row.value;
  if (!isCancellable(row.value)) {
    notify(
      order.state === 'unresolved' ? 'warn' : 'info',
      order.state === 'unresolved'
        ? 'The venue has not answered for this order yet. It is being reconciled; it can be cancelled once its state is known.'
        : 'There is nothing left to cancel on this order.',
    );
    return;
  }
  cancelOrder(order);
}

export function showReason(row: BetRow | null = focusedBet()): void {
  if (row !== null)
    useBetsView.setState(({ reasonOf }) => ({ reasonOf: reasonOf === row.id ? null : row.id }));
}

export const hideReason = (): void => useBetsView.setState({ reasonOf: null });
