import { useEffect, useMemo, useRef } from 'react';
import './market.css';
import type { Fixture } from '../../../shared/contract/index.ts';
import type { Book, Market, Selection } from '../../../shared/domain/catalogue.ts';
import type { BackLay } from '../../../shared/domain/quote.ts';
import type { BookId } from '../../../shared/domain/units.ts';
import { DataGrid, useWidth } from '../../grid/index.ts';
import { useFocus } from '../../stores/focus.ts';
import { books, fixtures } from '../../stores/market-data.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { engineNow } from '../../stores/status.ts';
import { useRow } from '../../stores/use-row.ts';
import { useRows } from '../../stores/use-rows.ts';
import { selectionName } from '../../ui/market-name.ts';
import { FullLadder } from './full-ladder.tsx';
import { HistoryView } from './history-view.tsx';
import { LadderView } from './ladder-view.tsx';
import { explainDoubts, marketBreak, marketColumns } from './market-columns.ts';
import { MarketHeader } from './market-header.tsx';
import type { MarketRow } from './market-source.ts';
import { focusCell, inOrder, marketSlot, marketSource, takeCell, useMarketView } from './market-state.ts';

/** Pixels across the pane, ladder and all. */
const TIGHT = 1000;

/** The market in focus: every book's prices, the exchange's depth and the history. */
export function MarketPane() {
  const { eventId, marketId, selectionId } = useFocus();
  const fixture = useRow(fixtures, eventId);
  const market = fixture?.markets.find(({ id }) => id === marketId) ?? inOrder(fixture?.markets ?? [])[0];
  if (eventId === null)
    return (
      <div className="pane-empty" data-pane-focus="" tabIndex={-1}>
        <strong>No market chosen</strong>
        <span>Move to a row in Odds, Edges or Bets and its market opens here.</span>
      </div>
    );
  if (fixture === undefined || market === undefined)
    return (
      <div className="pane-empty" data-pane-focus="" tabIndex={-1}>
        <strong>This event is no longer offered</strong>
        <span>It has ended or its source has dropped it. Choose another row in Odds or Edges.</span>
      </div>
    );
  const selection = market.selections.find(({ id }) => id === selectionId) ?? market.selections[0];
  return <OpenMarket fixture={fixture} market={market} selection={selection} />;
}

type OpenMarketProps = {
  readonly fixture: Fixture;
  readonly market: Market;
  readonly selection: Selection | undefined;
};

function OpenMarket({ fixture, market, selection }: OpenMarketProps) {
  const { bookId, side } = useFocus();
  const bookList = useRows(books);
  const isFull = useMarketView(({ fullLadder }) => fullLadder);
  const body = useRef<HTMLDivElement>(null);
  const format = useOddsFormat(({ format: chosen }) => chosen);
  const { ref: measured, width } = useWidth(960);
  // The ladder leaves three runners no room for more than their prices.
  const tight = isFull && width < TIGHT;
  const marketId = market.id;
  const runnerNames = market.selections.map(({ name }) => name).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns depend on who runs, not on every new fixture.
  const columns = useMemo(
    () => marketColumns(market, engineNow, () => performance.now(), { format, tight }),
    [marketId, runnerNames, format, tight],
  );
  useEffect(() => {
    marketSource.show(marketId);
    return () => marketSource.show(null);
  }, [marketId]);
  useEffect(
    () => (body.current === null ? undefined : explainDoubts(body.current, (id) => marketSource.row(id))),
    [],
  );
  const exchanges = bookList.filter(({ kind }) => kind === 'exchange');
  const book = chosenBook(bookList, bookId, side);
  const shownSide = book?.kind === 'exchange' ? side : 'back';

  return (
    <div
      ref={measured}
      className={market.status === 'open' ? 'grid-pane market' : 'grid-pane market is-halted'}
    >
      <MarketHeader event={fixture.event} markets={fixture.markets} market={market} />
      <div ref={body} className={isFull ? 'market-body has-ladder' : 'market-body'}>
        <DataGrid
          id="market"
          label="Prices of the market by book"
          columns={columns}
          source={marketSource}
          rowId={rowId}
          breakBetween={marketBreak}
          slot={marketSlot}
          // Whoever has the ladder open trades from it: coming to the pane is coming to the ladder.
          takesFocus={!isFull}
          onFocus={focusCell}
          onAction={takeCell}
          empty={
            <>
              <strong>No book prices this market at the moment</strong>
              <span>Switch with [ and ], or wait for the next prices.</span>
            </>
          }
        />
        {isFull && selection !== undefined && (
          <FullLadder market={market} selection={selection} bookId={bookId} />
        )}
        {selection !== undefined && (
          <div className="market-side">
            {!isFull && (
              <div className="market-depth">
                <span className="market-runner">{selectionName(market, selection)}</span>
                <div className="market-ladders">
                  {exchanges.map((exchange) => (
                    <LadderView
                      key={exchange.id}
                      book={exchange}
                      eventId={fixture.event.id}
                      marketId={marketId}
                      selectionId={selection.id}
                    />
                  ))}
                </div>
              </div>
            )}
            {book !== undefined && (
              <HistoryView
                shown={{ selectionId: selection.id, bookId: book.id, side: shownSide }}
                book={book}
                title={`${selectionName(market, selection)} at ${book.name}`}
              />
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** The book in focus; an exchange when none is or when it doesn't offer the side in focus; else any. */
const chosenBook = (list: readonly Book[], bookId: BookId | null, side: BackLay): Book | undefined =>
  list.find(({ id, kind }) => id === bookId && (side === 'back' || kind === 'exchange')) ??
  list.find(({ kind }) => kind === 'exchange') ??
  list[0];

const rowId = ({ id }: MarketRow): string => id;
