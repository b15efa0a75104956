import { create } from 'zustand';
import type { Market } from '../../../shared/domain/catalogue.ts';
import type { MarketId } from '../../../shared/domain/units.ts';
import { createGridSlot } from '../../grid/index.ts';
import { catalogue } from '../../stores/catalogue.ts';
import { useFocus } from '../../stores/focus.ts';
import { fixtures } from '../../stores/market-data.ts';
import { onOtherMarket } from '../../stores/status.ts';
import { openTicket } from '../../stores/ticket.ts';
import { notify } from '../../stores/toasts.ts';
import { compareMarkets } from '../../ui/market-name.ts';
import { runnerOfColumn } from './market-columns.ts';
import { createMarketSource, type MarketRow } from './market-source.ts';

export const RANGES = [
  { value: '1h', label: '1h', ms: 3_600_000 },
  { value: '6h', label: '6h', ms: 6 * 3_600_000 },
  { value: '24h', label: '24h', ms: 24 * 3_600_000 },
  { value: '7d', label: '7d', ms: 7 * 24 * 3_600_000 },
] as const;
export type Range = (typeof RANGES)[number]['value'];

type MarketView = {
  readonly range: Range;
  readonly asTable: boolean;
  /** Every price of one exchange, or the three best of each. */
  readonly fullLadder: boolean;
  /** Rises when the history shall be read again. */
  readonly reload: number;
};
export const useMarketView = create<MarketView>(() => ({
  range: '1h',
  asTable: false,
  fullLadder: false,
  reload: 0,
}));
// A replay that begins anew has not seen what the history shows.
onOtherMarket(() => useMarketView.setState(({ reload }) => ({ reload: reload + 1 })));

export const marketSource = createMarketSource();
export const marketSlot = createGridSlot<MarketRow>();

/** Exports or copies the chart's points; left here by the mounted history. */
export const historyExport: { current: { readonly save: () => void; readonly copy: () => void } | null } = {
  current: null,
};

/** An event's markets as the tabs show them. */
export const inOrder = (markets: readonly Market[]): readonly Market[] => markets.toSorted(compareMarkets);

/** Moves to the event's next (1) or previous (-1) market. */
export function switchMarket(step: 1 | -1): void {
  const { eventId, marketId } = useFocus.getState();
  const markets = eventId === null ? [] : inOrder(fixtures.get(eventId)?.markets ?? []);
  if (markets.length === 0) return;
  const at = markets.findIndex(({ id }) => id === marketId);
  const next = markets[(at + step + markets.length) % markets.length];
  if (next !== undefined) focusMarket(next.id);
}

export function focusMarket(marketId: MarketId): void {
  const found = catalogue.market(marketId);
  const first = found?.market.selections[0];
  if (found === undefined || first === undefined) return;
  useFocus.getState().focusOn({ eventId: found.event.id, marketId, selectionId: first.id });
}

/** Moves the other panes to the row's book and the column's selection. */
export function focusCell({ line }: MarketRow, columnId: string): void {
  const index = runnerOfColumn(columnId);
  const { marketId } = useFocus.getState();
  const selection =
    marketId === null || index === null ? undefined : catalogue.market(marketId)?.market.selections[index];
  const book = line.book ?? (index === null ? undefined : line.cells[index]?.book);
  useFocus.getState().focusOn({
    ...(selection === undefined ? {} : { selectionId: selection.id }),
    ...(book == null ? {} : { bookId: book.id, side: line.side }),
  });
}

/** A ticket at the price of a cell. */
export function takeCell({ line }: MarketRow, columnId: string): void {
  const { eventId, marketId } = useFocus.getState();
  const index = runnerOfColumn(columnId) ?? 0;
  const selection = marketId === null ? undefined : catalogue.market(marketId)?.market.selections[index];
  const cell = line.cells[index];
  if (
    eventId === null ||
    marketId === null ||
    selection === undefined ||
    !cell?.price ||
    cell.book === null
  ) {
    notify('info', 'There is no price to take in this cell: choose a book’s price.');
    return;
  }
  const { price, book } = cell;
  openTicket({ eventId, marketId, selectionId: selection.id, bookId: book.id, side: line.side, price });
}
