import { createRef } from 'react';
import { createGridSlot } from '../../grid/index.ts';
import { useFocus } from '../../stores/focus.ts';
import { marketEdges } from '../../stores/market-data.ts';
import { engineNow } from '../../stores/status.ts';
import { openTicket } from '../../stores/ticket.ts';
import { notify } from '../../stores/toasts.ts';
import { legOfColumn } from './arbitrage-columns.ts';
import { useEdgesView } from './edge-filter.ts';
import { type ArbitrageRow, createEdgeRows, type EdgeRow } from './edge-rows.ts';
import { legDoubt } from './leg-doubt.ts';

export const edgeRows = createEdgeRows(marketEdges, () => performance.now());
export const edgesSlot = createGridSlot<EdgeRow>();
export const arbitragesSlot = createGridSlot<ArbitrageRow>();
export const edgesFilterBox = createRef<HTMLInputElement>();

const GONE = 'That edge is gone: the price or the fair line has moved. Choose another one.';

/** A ticket with the Kelly stake for an edge. */
export function takeEdge({ value: { edge }, gone }: EdgeRow): void {
  if (gone) {
    notify('warn', GONE);
    return;
  }
  const { eventId, marketId, selectionId, bookId, side, price, stake } = edge;
  openTicket({ eventId, marketId, selectionId, bookId, side, price, ...(stake > 0 ? { stake } : {}) });
}

/** A ticket for one leg of an arbitrage. The stake is left to the trader: it depends on what the other legs take. */
export function takeLeg({ value, gone }: ArbitrageRow, columnId: string): void {
  const leg = value.legs[legOfColumn(columnId)];
  if (gone || leg === undefined) {
    notify('warn', GONE);
    return;
  }
  const doubt = legDoubt(value, leg, engineNow());
  if (doubt !== null) {
    notify('warn', `That price takes no order now: ${doubt}. Choose another arbitrage.`);
    return;
  }
  const { selectionId, bookId, side, price } = leg;
  openTicket({ eventId: value.eventId, marketId: value.marketId, selectionId, bookId, side, price });
}

/** Prepares a ticket from the focused row of whichever list is open. */
export function takeFocused(): void {
  if (useEdgesView.getState().tab === 'edges') {
    const focused = edgesSlot.current()?.focused();
    if (focused) takeEdge(focused.row);
  } else {
    const focused = arbitragesSlot.current()?.focused();
    if (focused) takeLeg(focused.row, focused.columnId);
  }
}

export const hasFocusedRow = (): boolean =>
  (useEdgesView.getState().tab === 'edges' ? edgesSlot : arbitragesSlot).current()?.focused() != null;

export function focusEdge({ value: { edge } }: EdgeRow): void {
  const { eventId, marketId, selectionId, bookId, side } = edge;
  useFocus.getState().focusOn({ eventId, marketId, selectionId, bookId, side });
}

export function focusArbitrage({ value }: ArbitrageRow, columnId: string): void {
  const { eventId, marketId } = value;
  const leg = value.legs[legOfColumn(columnId)];
  useFocus.getState().focusOn({
    eventId,
    marketId,
    ...(leg === undefined ? {} : { selectionId: leg.selectionId, bookId: leg.bookId, side: leg.side }),
  });
}
