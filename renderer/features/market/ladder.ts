import type { Book } from '../../../shared/domain/catalogue.ts';
import { quoteKey } from '../../../shared/domain/quote.ts';
import type { BookId, MarketId, SelectionId } from '../../../shared/domain/units.ts';
import { commitAfterFlush } from '../../stores/frame.ts';
import { quotes, standingKey, standings } from '../../stores/market-data.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { doubtOf } from '../../stores/price-doubt.ts';
import { priceText } from '../../ui/price-text.ts';
import { sizeText } from '../../ui/size-text.ts';
import { doubtText } from './ladder-standing.ts';

export const DEPTH = 3;
/** Characters of a price before its rung writes it smaller. */
const ROOM_FOR = 5;

/** A rung: `back` of depth 0 is the best price to back at. */
export type Rung = { readonly side: 'back' | 'lay'; readonly depth: number };

/** Left to right as on the exchanges: the deepest back, the best back, the best lay, the deepest lay. */
export const RUNGS: readonly Rung[] = [
  ...Array.from({ length: DEPTH }, (_, index): Rung => ({ side: 'back', depth: DEPTH - 1 - index })),
  ...Array.from({ length: DEPTH }, (_, index): Rung => ({ side: 'lay', depth: index })),
];

type LadderPlaceOf = {
  readonly marketId: MarketId;
  readonly selectionId: SelectionId;
  readonly book: Book;
};

/** Marks the frame of a held ladder and says why on it. */
function drawHeld(frame: HTMLElement, selectionId: SelectionId, marketId: MarketId, bookId: BookId): void {
  const doubt = doubtOf({ selectionId, marketId, bookId, side: 'back' });
  frame.classList.toggle('is-held', doubt === 'suspended' || doubt === 'unreliable');
  frame.title = doubt === null ? '' : doubtText(doubt, standings.get(standingKey({ marketId, bookId })));
}

/** Writes an exchange's ladder into `cells` (in the order of `RUNGS`) once a frame; ticks stay outside React. */
export function drawLadder(
  frame: HTMLElement,
  cells: readonly (HTMLElement | null)[],
  { marketId, selectionId, book }: LadderPlaceOf,
): () => void {
  const keys = {
    back: quoteKey({ selectionId, bookId: book.id, side: 'back' }),
    lay: quoteKey({ selectionId, bookId: book.id, side: 'lay' }),
  };
  let over = false;
  const draw = () => {
    if (over) return;
    drawHeld(frame, selectionId, marketId, book.id);
    RUNGS.forEach(({ side, depth }, index) => {
      const level = quotes.get(keys[side])?.levels[depth];
      const cell = cells[index];
      const [price, size] = [cell?.children[0], cell?.children[1]];
      const text = level === undefined ? '' : priceText(level.price);
      write(price, text);
      cell?.classList.toggle('is-long', text.length > ROOM_FOR);
      write(size, level === undefined ? '' : sizeText(level.size, book.currency));
    });
  };
  draw();
  const stops = [
    quotes.subscribe((changes) => {
      if (changes.has(keys.back) || changes.has(keys.lay)) commitAfterFlush(draw);
    }),
    standings.subscribe((changes) => {
      if (changes.has(standingKey({ marketId, bookId: book.id }))) commitAfterFlush(draw);
    }),
    useOddsFormat.subscribe(draw),
  ];
  return () => {
    over = true;
    for (const stop of stops) stop();
  };
}

function write(element: Element | undefined, text: string): void {
  if (element !== undefined && element.textContent !== text) element.textContent = text;
}
