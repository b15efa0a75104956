import { useEffect, useRef } from 'react';
import type { OpeningClosing, PricesAsOf } from '../../../shared/contract/history.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { BookId } from '../../../shared/domain/units.ts';
import { copyText, saveFile } from '../../grid/index.ts';
import { books } from '../../stores/market-data.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { useRows } from '../../stores/use-rows.ts';
import { engine } from '../../transport/engine.ts';
import { eventName, marketName } from '../../ui/market-name.ts';
import { asOfCsv, asOfRows, inOrder, type Span, spanOf } from './as-of-table.ts';
import { minuteText, type Offer, shownPrices, stepped, useHistoryView } from './history-view.ts';
import { MomentBar } from './moment-bar.tsx';
import { MovementView } from './movement-view.tsx';
import { PriceTable } from './price-table.tsx';
import { useRefresh } from './use-refresh.ts';

/** An event's prices as they stood at a moment, between its opening and closing lines. */
export function AsOfView({ event }: { readonly event: SportingEvent }) {
  const lines = useAnswer(`lines ${event.id}`, (signal) =>
    engine().call('history.lines', { eventId: event.id }, { signal }),
  );
  useRefresh(() => {
    // Whoever walks along the plot by arrows stays where they are.
    if (document.activeElement?.closest('[data-history="plot"]') == null) lines.again();
  });
  if (lines.value === null)
    return (
      <div className="pane-empty" role={lines.problem === null ? undefined : 'alert'}>
        <strong>{lines.problem === null ? 'Reading…' : 'The lines could not be read'}</strong>
        {lines.problem !== null && <span>{lines.problem}</span>}
        {lines.problem !== null && (
          <button type="button" className="button" onClick={lines.again}>
            Try again
          </button>
        )}
      </div>
    );
  const span = spanOf(lines.value);
  if (span === null)
    return (
      <div className="pane-empty">
        <strong>No prices of this event are kept</strong>
        <span>They were never recorded, or were older than the retention.</span>
      </div>
    );
  return <At event={event} lines={lines.value} span={span} again={lines.again} />;
}

type AtProps = {
  readonly event: SportingEvent;
  readonly lines: readonly OpeningClosing[];
  readonly span: Span;
  readonly again: () => void;
};

function At({ event, lines, span, again }: AtProps) {
  const { known: chosen, said, marketId, selectionId, offer: chosenOffer } = useHistoryView();
  const known = chosen ?? span.close ?? span.to;
  const answer = useAnswer(`as of ${event.id} ${known} ${said ?? ''}`, (signal) =>
    engine().call('history.asOf', { eventId: event.id, known, said }, { signal }),
  );
  // While the next moment is read the last one stays, so that moving along the scale doesn't flicker.
  const last = useRef<PricesAsOf | null>(null);
  if (answer.value !== null) last.current = answer.value;
  const shown = answer.value ?? last.current;
  const knownBooks = new Map(useRows(books).map((book) => [book.id, book]));
  const nameOf = (id: BookId): string => knownBooks.get(id)?.name ?? id;
  const markets = inOrder(shown?.markets ?? []);
  const market = markets.find(({ id }) => id === marketId) ?? markets[0];
  const rows = market === undefined || shown === null ? [] : asOfRows(market, shown, lines, nameOf);
  const selection = market?.selections.find(({ id }) => id === selectionId) ?? market?.selections[0];
  const row = rows.find((each) => isSame(each, chosenOffer)) ?? rows[0];

  useEffect(() => {
    if (shown === null) return;
    const csv = () => asOfCsv(event, shown, lines, nameOf);
    shownPrices.current = {
      copy: () => copyText(csv()),
      save: () =>
        saveFile(
          `${eventName(event)} ${new Date(known).toISOString().replaceAll(':', '-')}.csv`,
          'text/csv',
          csv(),
        ),
      step(what, by) {
        if (what === 'market') {
          const next = stepped(markets, market, by);
          if (next) useHistoryView.setState({ marketId: next.id, selectionId: null });
        } else if (what === 'selection') {
          const next = stepped(market?.selections ?? [], selection, by);
          if (next) useHistoryView.setState({ selectionId: next.id });
        } else {
          const next = stepped(rows, row, by);
          if (next) useHistoryView.setState({ offer: { bookId: next.bookId, side: next.side } });
        }
      },
      again() {
        again();
        answer.again();
      },
      opening: () => useHistoryView.setState({ known: span.from }),
      close: span.close === null ? null : () => useHistoryView.setState({ known: span.close }),
      latest: () => useHistoryView.setState({ known: span.to }),
    };
    return () => {
      shownPrices.current = null;
    };
  });

  return (
    <>
      <header className="history-event">
        <strong>{eventName(event)}</strong>
        <span className="muted">
          {event.competition}, {minuteText(event.startsAt)}
        </span>
        <select
          className="input"
          aria-label="Market"
          value={market?.id ?? ''}
          onChange={(change) =>
            useHistoryView.setState({ marketId: change.target.value as typeof marketId, selectionId: null })
          }
        >
          {markets.map((each) => (
            <option key={each.id} value={each.id}>
              {marketName(each)}
            </option>
          ))}
        </select>
        <span className="history-spacer" />
        <button
          type="button"
          className="button"
          title="Copy all markets as they stood, as CSV (Shift+C)"
          onClick={() => shownPrices.current?.copy()}
        >
          Copy
        </button>
        <button
          type="button"
          className="button"
          title="Save all markets as they stood, as CSV (Shift+E)"
          onClick={() => shownPrices.current?.save()}
        >
          CSV
        </button>
      </header>
      <MomentBar span={span} known={known} said={said} />
      {answer.problem !== null && (
        <p role="alert" className="field-problem history-problem">
          The prices could not be read. {answer.problem}
        </p>
      )}
      {shown !== null && market !== undefined && (
        <PriceTable
          market={market}
          rows={rows}
          fair={shown.fair}
          known={known}
          nameOf={nameOf}
          plotted={row === undefined || selection === undefined ? null : `${row.key}\n${selection.id}`}
        />
      )}
      {row !== undefined && selection !== undefined && (
        <MovementView
          selection={selection}
          offer={row}
          book={knownBooks.get(row.bookId)}
          bookName={nameOf(row.bookId)}
          span={span}
        />
      )}
    </>
  );
}

const isSame = (a: Offer, b: Offer | null): boolean => a.bookId === b?.bookId && a.side === b.side;
