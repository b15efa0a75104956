import type { BackLay } from '../../../shared/domain/quote.ts';
import { useFocus } from '../../stores/focus.ts';
import { openTicket, type TicketRequest } from '../../stores/ticket.ts';
import { notify } from '../../stores/toasts.ts';
import { selectionName } from '../../ui/market-name.ts';
import { oddsSlot, oddsSource } from './odds-rows.ts';
import type { OddsRow } from './odds-source.ts';
import { bookColumn, netOdds, type PriceColumn } from './price-cell.ts';

/**
 * The ticket for a cell. `side` is the cell's own when absent. A book's cell gives that book's price or nothing, never
 * another book's; away from the book columns, and for a side the book never offers, it is the best price of the row.
 */
export function ticketFor(
  row: OddsRow,
  columnId: string,
  columns: readonly PriceColumn[],
  side?: BackLay,
): TicketRequest | null {
  const at = bookColumn(columnId);
  const wanted = side ?? at?.side ?? 'back';
  const own = columns.findIndex((column) => column.book.id === at?.bookId && column.side === wanted);
  const index = own >= 0 ? own : bestIndex(row, columns, wanted);
  const column = columns[index];
  const cell = row.values.prices[index];
  if (column === undefined || cell === undefined || cell === null) return null;
  const { event, market, selection } = row.runner;
  return {
    eventId: event.id,
    marketId: market.id,
    selectionId: selection.id,
    bookId: column.book.id,
    side: wanted,
    price: cell.price,
  };
}

/** The best column of a side: the longest back after commission, the shortest lay. -1 when nothing is offered. */
function bestIndex(row: OddsRow, columns: readonly PriceColumn[], side: BackLay): number {
  if (side === 'back' && row.values.bestBack !== null) return row.values.bestBack;
  let best = -1;
  let bestNet = side === 'back' ? 0 : Number.POSITIVE_INFINITY;
  columns.forEach((column, index) => {
    const cell = row.values.prices[index];
    if (column.side !== side || cell === undefined || cell === null) return;
    const net = side === 'back' ? netOdds(cell.price, column.book.commission) : cell.price;
    if (side === 'back' ? net > bestNet : net < bestNet) [best, bestNet] = [index, net];
  });
  return best;
}

/** Prepares a ticket from the focused cell. */
export function prepareTicket(side?: BackLay): void {
  const focused = oddsSlot.current()?.focused();
  if (focused === null || focused === undefined)
    notify('info', 'Choose a price first: move to a cell with the arrow keys.');
  else prepareFrom(focused.row, focused.columnId, side);
}

export function prepareFrom(row: OddsRow, columnId: string, side?: BackLay): void {
  const request = ticketFor(row, columnId, oddsSource.priceColumns(), side);
  if (request !== null) {
    openTicket(request);
    // A lay from a bookmaker's cell is at an exchange: the market's chart shows what the ticket is about.
    useFocus.getState().focusOn({ bookId: request.bookId, side: request.side });
  } else
    notify(
      'info',
      `There is no price to ${side ?? 'take'} on ${selectionName(row.runner.market, row.runner.selection)} here at the moment.`,
    );
}
