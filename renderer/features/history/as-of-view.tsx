import { useEffect, useRef } from 'react';
import type { OpeningClosing, PricesAsOf } from '../../../shared/contract/history.ts';
import type { SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { BookId } from '../../../shared/domain/units.ts';
import { copyText, saveFile } from '../../grid/index.ts';
import { books } from '../../stores/market-data.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { useRows } from '../../stores/use-rows.ts';
import { engine } from '../../transport/engine.ts';
import { formatDayAndTime } from '../../ui/figures.ts';
import { eventName, marketName } from '../../ui/market-name.ts';
import { asOfCsv, asOfRows, inOrder, type Span, spanOf } from './as-of-table.ts';
import { shownPrices, useHistoryView } from './history-view.ts';
import { MomentBar } from './moment-bar.tsx';
import { PriceTable } from './price-table.tsx';

/** An event's prices as they stood at a moment, between its opening and closing lines. */
export function AsOfView({ event }: { readonly event: SportingEvent }) {
  const lines = useAnswer(`lines ${event.id}`, (signal) =>
    engine().call('history.lines', { eventId: event.id }, { signal }),
  );
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
  const span = spanOf(event, lines.value);
  if (span === null)
    return (
      <div className="pane-empty">
        <strong>No prices of this event are kept</strong>
        <span>They were never recorded, or were older than the retention.</span>
      </div>
    );
  return <At event={event} lines={lines.value} span={span} />;
}

type AtProps = {
  readonly event: SportingEvent;
  readonly lines: readonly OpeningClosing[];
  readonly span: Span;
};

function At({ event, lines, span }: AtProps) {
  const { known: chosen, said, marketId } = useHistoryView();
  const known = chosen ?? span.close ?? span.to;
  const answer = useAnswer(`as of ${event.id} ${known} ${said ?? ''}`, (signal) =>
    engine().call('history.asOf', { eventId: event.id, known, said }, { signal }),
  );
  // While the next moment is read the last one stays, so that moving along the scale doesn't flicker.
  const last = useRef<PricesAsOf | null>(null);
  if (answer.value !== null) last.current = answer.value;
  const shown = answer.value ?? last.current;
  const names = new Map(useRows(books).map(({ id, name }) => [id, name]));
  const nameOf = (id: BookId): string => names.get(id) ?? id;
  const markets = inOrder(shown?.markets ?? []);
  const market = markets.find(({ id }) => id === marketId) ?? markets[0];

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
      step: (by) => {
        const index = markets.findIndex(({ id }) => id === market?.id);
        const next = markets[(index + by + markets.length) % markets.length];
        if (next) useHistoryView.setState({ marketId: next.id });
      },
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
          {event.competition}, {formatDayAndTime(event.startsAt)}
        </span>
        <select
          className="input"
          aria-label="Market"
          value={market?.id ?? ''}
          onChange={(change) => useHistoryView.setState({ marketId: change.target.value as typeof marketId })}
        >
          {markets.map((each) => (
            <option key={each.id} value={each.id}>
              {marketName(each)}
            </option>
          ))}
        </select>
        <span className="history-spacer" />
        <button type="button" className="button" onClick={() => shownPrices.current?.copy()}>
          Copy
        </button>
        <button type="button" className="button" onClick={() => shownPrices.current?.save()}>
          CSV
        </button>
      </header>
      <MomentBar span={span} known={known} said={said} startsAt={event.startsAt} />
      {answer.problem !== null && (
        <p role="alert" className="field-problem history-problem">
          The prices could not be read. {answer.problem}
        </p>
      )}
      {shown !== null && market !== undefined && (
        <PriceTable
          market={market}
          rows={asOfRows(market, shown, lines, nameOf)}
          fair={shown.fair}
          known={known}
          nameOf={nameOf}
        />
      )}
    </>
  );
}
