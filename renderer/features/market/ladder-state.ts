import type { Book, Market } from '../../../shared/domain/catalogue.ts';
import { type BackLay, quoteKey } from '../../../shared/domain/quote.ts';
import type { BookId, OddsE4, SelectionId } from '../../../shared/domain/units.ts';
import { cancelOrder } from '../../stores/cancel-order.ts';
import { catalogue } from '../../stores/catalogue.ts';
import { useFocus } from '../../stores/focus.ts';
import { books, quotes } from '../../stores/market-data.ts';
import { openTicket } from '../../stores/ticket.ts';
import { notify } from '../../stores/toasts.ts';
import { focusPane } from '../../stores/workspace.ts';
import { waitingOrders } from './ladder-live.ts';
import type { LadderPlace } from './ladder-table.ts';
import { useMarketView } from './market-state.ts';

type LadderControls = {
  readonly hasKeyboard: () => boolean;
  readonly place: () => LadderPlace | null;
  readonly focus: () => void;
  readonly centre: () => void;
  readonly selectionId: SelectionId;
  readonly bookId: BookId;
};

/** What commands may do with the full ladder while it is on screen; left here by it. */
export const ladderSlot: { current: LadderControls | null } = { current: null };

/** Whether the ladder that is about to be shown takes the keyboard: it was asked for by key. */
let keyboardWanted = false;
export function claimKeyboard(): boolean {
  const wanted = keyboardWanted;
  keyboardWanted = false;
  return wanted;
}

/** Between the three best prices and every price; the keyboard goes along. */
export function toggleLadder(): void {
  const { fullLadder } = useMarketView.getState();
  keyboardWanted = !fullLadder;
  useMarketView.setState({ fullLadder: !fullLadder });
  if (fullLadder) requestAnimationFrame(() => focusPane('market'));
}

/** The exchanges that price a market now, in the order of their names. */
export const exchangesOn = (market: Market): readonly Book[] =>
  [...books.values()]
    .filter(
      ({ id, kind }) =>
        kind === 'exchange' &&
        market.selections.some(({ id: selectionId }) =>
          (['back', 'lay'] as const).some((side) => quotes.get(quoteKey({ selectionId, bookId: id, side }))),
        ),
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));

const focusedMarket = (): Market | undefined => {
  const { marketId } = useFocus.getState();
  return marketId === null ? undefined : catalogue.market(marketId)?.market;
};

export function nextExchange(): void {
  const market = focusedMarket();
  const list = market === undefined ? [] : exchangesOn(market);
  const at = list.findIndex(({ id }) => id === ladderSlot.current?.bookId);
  const next = list[(at + 1) % Math.max(1, list.length)];
  if (next !== undefined) useFocus.getState().focusOn({ bookId: next.id });
}

/** Moves every linked pane to the market's next (1) or previous (-1) selection. */
export function nextSelection(step: 1 | -1): void {
  const list = focusedMarket()?.selections ?? [];
  const { selectionId, focusOn } = useFocus.getState();
  const at = Math.max(
    0,
    list.findIndex(({ id }) => id === selectionId),
  );
  const next = list[(at + step + list.length) % Math.max(1, list.length)];
  if (next !== undefined) focusOn({ selectionId: next.id });
}

/** A ticket at the price that has the keyboard; `false` when the keyboard isn't in the ladder. */
export function takeFromLadder(): boolean {
  const ladder = ladderSlot.current;
  if (ladder === null || !ladder.hasKeyboard()) return false;
  const place = ladder.place();
  if (place !== null) takePlace(ladder.bookId, place);
  return true;
}

/** A ticket at any price of the ladder: away from the best one it waits in the queue, or takes what is better. */
export function takePlace(bookId: BookId, { price, side }: LadderPlace): void {
  const market = focusedMarket();
  const { eventId, selectionId } = useFocus.getState();
  const selection = market?.selections.find(({ id }) => id === selectionId) ?? market?.selections[0];
  if (market === undefined || eventId === null || selection === undefined) return;
  const best = quotes.get(quoteKey({ selectionId: selection.id, bookId, side }))?.levels[0]?.price;
  const waits = isBeyond(price, side, best);
  const chosen = price !== best;
  openTicket({ eventId, marketId: market.id, selectionId: selection.id, bookId, side, price, waits, chosen });
}

/** Whether nobody offers a price as good as this for the bettor: longer than the best to back, shorter to lay. */
export const isBeyond = (price: OddsE4, side: BackLay, best: OddsE4 | undefined): boolean =>
  best === undefined || (side === 'back' ? price > best : price < best);

/** Cancels the user's orders that wait at the price that has the keyboard: those of its side, else of the other. */
export function cancelFromLadder(): void {
  const ladder = ladderSlot.current;
  const place = ladder?.place() ?? null;
  if (ladder === null || place === null) return;
  const { selectionId, bookId } = ladder;
  const here = waitingOrders(selectionId, bookId).filter(({ price }) => price === place.price);
  const mine = here.filter(({ side }) => side === place.side);
  const cancelled = mine.length > 0 ? mine : here;
  if (cancelled.length === 0) notify('info', 'None of your orders waits at this price.');
  for (const order of cancelled) cancelOrder(order);
}
