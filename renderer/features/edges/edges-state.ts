import { createRef } from 'react';
import type { Arbitrage } from '../../../shared/domain/edge.ts';
import { createGridSlot } from '../../grid/index.ts';
import { useFocus } from '../../stores/focus.ts';
import { forgetLegOrders, ordersOfLeg } from '../../stores/leg-orders.ts';
import { books, marketEdges, quotes } from '../../stores/market-data.ts';
import { useSettings } from '../../stores/settings.ts';
import { engineNow, useStatus } from '../../stores/status.ts';
import { openTicket } from '../../stores/ticket.ts';
import { focusPane } from '../../stores/workspace.ts';
import { type EdgesTab, useEdgesView } from './edge-filter.ts';
import { type ArbitrageRow, createEdgeRows, type EdgeRow } from './edge-rows.ts';
import { legInColumn } from './leg-column.ts';
import { legDoubt } from './leg-doubt.ts';
import { arbitrageKey, type LegStake, type LegStakes, legKey, legStakes } from './leg-stakes.ts';

export const edgeRows = createEdgeRows(marketEdges, () => performance.now());
export const edgesSlot = createGridSlot<EdgeRow>();
export const arbitragesSlot = createGridSlot<ArbitrageRow>();
export const edgesFilterBox = createRef<HTMLInputElement>();

/** The rows the keyboard was on last: the lists are not mounted together, and a row may go from under the keyboard. */
const last: { edge: EdgeRow | null; arbitrage: ArbitrageRow | null } = { edge: null, arbitrage: null };

const onEdges = (): boolean => useEdgesView.getState().tab === 'edges';
export const openSlot = () => (onEdges() ? edgesSlot : arbitragesSlot);

/** Shows the other list; the pane moves the keyboard into it. */
export const showList = (tab: EdgesTab): void => useEdgesView.getState().set({ tab });

/** The keyboard into the list that is shown, on the row it was on when that list was shown last. */
export function focusList(): void {
  focusPane('edges');
  openSlot()
    .current()
    ?.focus((onEdges() ? last.edge : last.arbitrage)?.id);
}

const GONE = 'That edge is gone: the price or the fair line has moved.';
const ARBITRAGE_GONE = 'That arbitrage is gone: a price has moved.';

/**
 * A ticket with the Kelly stake for an edge. Where it has gone the ticket is held: keys pressed out of habit meet it, and
 * nothing else.
 */
export function takeEdge({ value: { edge }, gone }: EdgeRow): void {
  const { eventId, marketId, selectionId, bookId, side, price, stake } = edge;
  const subject = { eventId, marketId, selectionId, bookId, side, price };
  if (gone) openTicket({ ...subject, held: GONE });
  else openTicket({ ...subject, ...(stake > 0 ? { stake } : {}) });
}

/**
 * A ticket for one leg of an arbitrage, with the stake that is the leg's: from a leg's column that leg, else the first
 * that is still to be taken.
 */
export function takeLeg({ value, gone }: ArbitrageRow, columnId: string): void {
  const stakes = stakesNow(value);
  if (stakes?.complete === true) forgetLegOrders(arbitrageKey(value));
  const now = stakes?.complete === true ? stakesNow(value) : stakes;
  const asked = legInColumn(columnId);
  const index = asked !== null && asked < value.legs.length ? asked : (now?.next ?? 0);
  const leg = value.legs[index];
  if (leg === undefined) return;
  const { stake, note, stakeAt }: Omit<LegStake, 'isTaken'> = now?.byLeg[index] ?? {
    stake: null,
    note: `Leg ${index + 1} of ${value.legs.length}: ${(leg.share * 100).toFixed(1)}%`,
  };
  const doubt = legDoubt(value, leg, engineNow());
  const held = gone ? ARBITRAGE_GONE : doubt === null ? null : `That price takes no order now: ${doubt}.`;
  const { selectionId, bookId, side, price } = leg;
  openTicket({
    eventId: value.eventId,
    marketId: value.marketId,
    selectionId,
    bookId,
    side,
    price,
    // A share of what is gone is worth nothing; what evens out a matched leg is needed all the more.
    ...(stake === null || (gone && stakeAt === undefined) ? {} : { stake }),
    ...(held === null ? {} : { held }),
    leg: {
      arbitrage: arbitrageKey(value),
      key: legKey(leg),
      note,
      ...(stakeAt === undefined ? {} : { stakeAt }),
    },
  });
}

/** The stakes of an arbitrage's legs; `null` until the account is known. */
export function stakesNow(arbitrage: Arbitrage): LegStakes | null {
  const { status } = useStatus.getState();
  const { settings } = useSettings.getState();
  if (status === null || settings === null) return null;
  const { currency, cash, atRisk } = status;
  return legStakes(arbitrage, {
    currency,
    cash,
    atRisk,
    settings,
    book: (id) => books.get(id),
    quote: (key) => quotes.get(key),
    ordersOfLeg,
  });
}

/** Prepares a ticket from the focused row of whichever list is open, or a held one from the row that has just gone. */
export function takeFocused(): void {
  if (onEdges()) {
    const focused = edgesSlot.current()?.focused();
    if (focused) takeEdge(focused.row);
    else if (last.edge !== null && edgesSlot.current()?.isLost()) takeEdge({ ...last.edge, gone: true });
  } else {
    const focused = arbitragesSlot.current()?.focused();
    if (focused) takeLeg(focused.row, focused.columnId);
    else if (last.arbitrage !== null && arbitragesSlot.current()?.isLost())
      takeLeg({ ...last.arbitrage, gone: true }, '');
  }
}

/** Whether Enter has a row to act on, be it one that has gone from under the keyboard. */
export const isOnARow = (): boolean => {
  const grid = openSlot().current();
  return grid !== null && (grid.focused() !== null || grid.isLost());
};

export function focusEdge(row: EdgeRow): void {
  last.edge = row;
  const { edge } = row.value;
  const { eventId, marketId, selectionId, bookId, side } = edge;
  useFocus.getState().focusOn({ eventId, marketId, selectionId, bookId, side });
}

export function focusArbitrage(row: ArbitrageRow, columnId: string): void {
  last.arbitrage = row;
  const { value } = row;
  const { eventId, marketId } = value;
  const leg = value.legs[legInColumn(columnId) ?? 0];
  useFocus.getState().focusOn({
    eventId,
    marketId,
    ...(leg === undefined ? {} : { selectionId: leg.selectionId, bookId: leg.bookId, side: leg.side }),
  });
}
