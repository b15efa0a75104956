import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';
import './full-ladder.css';
import type { Book, Market, Selection } from '../../../shared/domain/catalogue.ts';
import type { BookId } from '../../../shared/domain/units.ts';
import { shortBookName } from '../../stores/book-names.ts';
import { useFocus } from '../../stores/focus.ts';
import { books, quotes } from '../../stores/market-data.ts';
import { selectionName } from '../../ui/market-name.ts';
import { followLadder } from './ladder-live.ts';
import { claimKeyboard, exchangesOn, ladderSlot, takePlace } from './ladder-state.ts';
import { createLadderTable } from './ladder-table.ts';

type FullLadderProps = {
  readonly market: Market;
  readonly selection: Selection;
  /** The book in focus; shown when it is one of the exchanges. */
  readonly bookId: BookId | null;
};

/** Every price of one selection at one exchange, with the other selections and exchanges to go to. */
export function FullLadder({ market, selection, bookId }: FullLadderProps) {
  const exchanges = useExchanges(market);
  const book = exchanges.find(({ id }) => id === bookId) ?? exchanges[0];
  const choose = useFocus(({ focusOn }) => focusOn);
  return (
    <section className="full-ladder" aria-label={`Ladder of ${selectionName(market, selection)}`}>
      <div className="full-ladder-bar" role="tablist" aria-label="Selections, Shift and left or right">
        {market.selections.map(({ id, name, side }) => (
          <button
            key={id}
            type="button"
            role="tab"
            tabIndex={id === selection.id ? 0 : -1}
            aria-selected={id === selection.id}
            className="market-tab"
            onClick={() => choose({ selectionId: id })}
          >
            {selectionName(market, { name, side })}
          </button>
        ))}
        <span className="full-ladder-gap" />
        {exchanges.length > 1 && (
          <fieldset className="button-group" aria-label="Exchange, X">
            {exchanges.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className="button"
                title={name}
                aria-pressed={id === book?.id}
                onClick={() => choose({ bookId: id })}
              >
                {shortBookName(id)}
              </button>
            ))}
          </fieldset>
        )}
        {exchanges.length === 1 && book !== undefined && (
          <span className="muted full-ladder-book" title={book.name}>
            {shortBookName(book.id)}
          </span>
        )}
      </div>
      {book === undefined ? (
        <NoExchange />
      ) : (
        <LadderBody key={`${selection.id}/${book.id}`} market={market} selection={selection} book={book} />
      )}
    </section>
  );
}

function NoExchange() {
  useEffect(() => void claimKeyboard(), []);
  return (
    <div className="pane-empty" data-pane-focus="" tabIndex={-1}>
      <strong>No exchange prices this market</strong>
      <span>Add Betfair, Kalshi or Polymarket in Sources, or switch markets with [ and ].</span>
    </div>
  );
}

type LadderBodyProps = { readonly market: Market; readonly selection: Selection; readonly book: Book };

/** Whether the ladder that was last taken away had the keyboard: the next one takes it up. */
let hadKeyboard = false;

function LadderBody({ market, selection, book }: LadderBodyProps) {
  const frame = useRef<HTMLDivElement>(null);
  const standing = useRef<HTMLParagraphElement>(null);
  const figures = useRef<HTMLParagraphElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const newest = useRef({ market, book });
  useLayoutEffect(() => {
    newest.current = { market, book };
  });
  const { id: marketId } = market;
  const { id: selectionId } = selection;
  const { id: bookId } = book;
  useLayoutEffect(() => {
    const parts = [frame.current, standing.current, figures.current, scroller.current] as const;
    const [frameNow, standingNow, figuresNow, scrollerNow] = parts;
    const rows = body.current;
    if (!frameNow || !standingNow || !figuresNow || !scrollerNow || !rows) return;
    const table = createLadderTable(rows, scrollerNow, newest.current.book, (place) =>
      takePlace(bookId, place),
    );
    const stop = followLadder(
      { marketId, selectionId, book: newest.current.book, status: () => newest.current.market.status },
      table,
      { frame: frameNow, standing: standingNow, figures: figuresNow },
    );
    const hasKeyboard = () => frameNow.contains(document.activeElement);
    ladderSlot.current = {
      hasKeyboard,
      place: table.place,
      focus: table.focus,
      centre: table.centre,
      selectionId,
      bookId,
    };
    if (claimKeyboard() || hadKeyboard) table.focus();
    hadKeyboard = false;
    return () => {
      hadKeyboard = hasKeyboard();
      // Where no ladder follows in this very change, the keyboard is given back.
      queueMicrotask(() => {
        hadKeyboard = false;
      });
      stop();
      table.stop();
      ladderSlot.current = null;
    };
  }, [marketId, selectionId, bookId]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hands the keyboard on to the grid inside.
    <div
      ref={frame}
      className="full-ladder-frame"
      tabIndex={-1}
      data-pane-focus=""
      onFocus={(event) => {
        if (event.target === event.currentTarget) ladderSlot.current?.focus();
      }}
    >
      <p ref={figures} className="full-ladder-figures" />
      <p ref={standing} className="full-ladder-standing" role="status" />
      <div ref={scroller} className="full-ladder-scroll">
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its sizes are chosen by arrows, as in a grid.
          role="grid"
          className="full-ladder-table"
          aria-label={`${selection.name} at ${book.name}: arrows move, Enter prepares a ticket`}
        >
          <thead>
            <tr>
              <th scope="col" title="Your unmatched backs">
                Mine
              </th>
              <th scope="col" title="What can be backed from the best price to this one">
                Σ back
              </th>
              <th scope="col" className="is-back-text" title="What can be backed at this price">
                Back
              </th>
              <th scope="col">Price</th>
              <th scope="col" className="is-lay-text" title="What can be laid at this price">
                Lay
              </th>
              <th scope="col" title="What can be laid from the best price to this one">
                Σ lay
              </th>
              <th scope="col" title="Your unmatched lays">
                Mine
              </th>
            </tr>
          </thead>
          <tbody ref={body} />
        </table>
      </div>
    </div>
  );
}

/** The exchanges that price a market, drawn again only when one comes or goes. */
function useExchanges(market: Market): readonly Book[] {
  const ids = useSyncExternalStore(subscribeExchanges, () =>
    exchangesOn(market)
      .map(({ id }) => id)
      .join('\n'),
  );
  return ids.split('\n').flatMap((id) => books.get(id) ?? []);
}

function subscribeExchanges(changed: () => void): () => void {
  const stops = [quotes.subscribe(changed), books.subscribe(changed)];
  return () => {
    for (const stop of stops) stop();
  };
}
