import { useEffect, useRef } from 'react';
import type { Book } from '../../../shared/domain/catalogue.ts';
import { quoteKey } from '../../../shared/domain/quote.ts';
import type { EventId, MarketId, SelectionId } from '../../../shared/domain/units.ts';
import { shortBookName } from '../../stores/book-names.ts';
import { quotes } from '../../stores/market-data.ts';
import { openTicket } from '../../stores/ticket.ts';
import { drawLadder, RUNGS, type Rung } from './ladder.ts';

type LadderProps = {
  readonly book: Book;
  readonly eventId: EventId;
  readonly marketId: MarketId;
  readonly selectionId: SelectionId;
};

/** An exchange's three best prices on both sides of one selection. A rung prepares a ticket at its price. */
export function LadderView({ book, eventId, marketId, selectionId }: LadderProps) {
  const cells = useRef<(HTMLButtonElement | null)[]>([]);
  const frame = useRef<HTMLFieldSetElement>(null);
  useEffect(
    () =>
      frame.current === null
        ? undefined
        : drawLadder(frame.current, cells.current, { marketId, selectionId, book }),
    [marketId, selectionId, book],
  );
  const take = ({ side, depth }: Rung) => {
    const level = quotes.get(quoteKey({ selectionId, bookId: book.id, side }))?.levels[depth];
    if (level !== undefined)
      openTicket({
        eventId,
        marketId,
        selectionId,
        bookId: book.id,
        side,
        price: level.price,
        chosen: depth > 0,
      });
  };
  return (
    <fieldset ref={frame} className="ladder" aria-label={`${book.name}: three prices deep`}>
      <span className="ladder-book" title={book.name}>
        {shortBookName(book.id)}
      </span>
      {RUNGS.map((rung, index) => (
        <button
          key={`${rung.side}${rung.depth}`}
          ref={(element) => {
            cells.current[index] = element;
          }}
          type="button"
          className={`rung is-${rung.side} depth-${rung.depth}`}
          title={`${rung.side === 'back' ? 'Back' : 'Lay'} at this price`}
          onClick={() => take(rung)}
        >
          <span className="rung-price" />
          <span className="rung-size" />
        </button>
      ))}
    </fieldset>
  );
}
