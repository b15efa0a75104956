import { type KeyboardEvent, useEffect, useRef } from 'react';
import type * as z from 'zod';
import type { history } from '../../../shared/contract/pricing.ts';
import type { Book } from '../../../shared/domain/catalogue.ts';
import type { EpochMs, SelectionId } from '../../../shared/domain/units.ts';
import { type HistoryPoint, historyPoints, PriceChart, type PriceChartControls } from '../../charts/index.ts';
import { Toggle } from '../../grid/index.ts';
import { useAnswer } from '../../stores/use-answer.ts';
import { engine } from '../../transport/engine.ts';
import { calculatedOddsText } from '../../ui/fair-text.ts';
import { isoMoment } from '../../ui/moment-text.ts';
import { priceText } from '../../ui/price-text.ts';
import { sizeText } from '../../ui/size-text.ts';
import type { Span } from './as-of-table.ts';
import { endOfSecond, type Offer, useHistoryView } from './history-view.ts';

type Movement = z.output<typeof history>;

/** Rows of the table that stands in for the plot. */
const TABLE_ROWS = 500;
const count = (value: number): string => value.toLocaleString('en-GB');

type MovementViewProps = {
  readonly selection: { readonly id: SelectionId; readonly name: string };
  readonly offer: Offer;
  /** Undefined where the book is not known any more. */
  readonly book: Book | undefined;
  readonly bookName: string;
  readonly span: Span;
};

/** Every change of one price against the fair line, as a plot or as a table. */
export function MovementView({ selection, offer, book, bookName, span }: MovementViewProps) {
  const asTable = useHistoryView((view) => view.asTable);
  const chart = useRef<PriceChartControls>(null);
  const readout = useRef<HTMLOutputElement>(null);
  const pointed = useRef<HistoryPoint | null>(null);
  const { from, to } = span;
  const answer = useAnswer(`movement ${selection.id} ${offer.bookId} ${offer.side} ${from} ${to}`, (signal) =>
    engine().call('history.get', { selectionId: selection.id, books: [offer], from, to }, { signal }),
  );
  const { problem, again } = answer;
  // While newer prices are read the last ones stay, so that the plot doesn't flicker.
  const subject = `${selection.id} ${offer.bookId} ${offer.side}`;
  const last = useRef<{ readonly subject: string; readonly value: Movement } | null>(null);
  if (answer.value !== null) last.current = { subject, value: answer.value };
  const value = last.current?.subject === subject ? last.current.value : null;
  useEffect(() => chart.current?.load(value === null ? [] : historyPoints(value)), [value]);
  const title = `${selection.name}, ${bookName} ${offer.side}`;
  const changes = value?.prices[0]?.points.length ?? 0;
  /** Enter looks at all prices as they stood at the point the arrows have gone to. */
  const lookAtPoint = (key: KeyboardEvent) => {
    if (key.key !== 'Enter' || pointed.current === null) return;
    useHistoryView.setState({ known: endOfSecond(pointed.current.at) });
  };
  return (
    <section className="history-movement" aria-label={`Movement of ${title}`}>
      <div className="history-movement-bar">
        <span className="history-movement-key is-price">{title}</span>
        <span className="history-movement-key is-fair">Fair</span>
        <output ref={readout} className="figure muted" aria-live="off" />
        <span className="history-spacer" />
        <span className="muted">
          {value === null ? '' : `${count(changes)} ${changes === 1 ? 'change' : 'changes'}`}
        </span>
        <Toggle
          on={asTable}
          onChange={(on) => useHistoryView.setState({ asTable: on })}
          hint="Every change as a table (T)"
        >
          Table
        </Toggle>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the plot inside has the keyboard */}
      <div className="history-movement-body" onKeyDown={lookAtPoint} data-history="plot">
        <div className={asTable ? 'history-plot is-behind' : 'history-plot'} aria-hidden={asTable}>
          <PriceChart
            ref={chart}
            label={`Price of ${title} against the fair line; Enter looks at the moment the arrows are on`}
            onPoint={(point) => {
              pointed.current = point;
              if (readout.current !== null)
                readout.current.textContent = point === null ? '' : pointText(point);
            }}
          />
        </div>
        {asTable && value !== null && <ChangesTable movement={value} book={book} />}
        {problem !== null && (
          <p role="alert" className="history-movement-state field-problem">
            The movement could not be read. {problem}{' '}
            <button type="button" className="button" onClick={again}>
              Try again
            </button>
          </p>
        )}
        {problem === null && value === null && <p className="history-movement-state">Reading…</p>}
        {value !== null && changes === 0 && (
          <p className="history-movement-state">{bookName} never had a price on this selection.</p>
        )}
      </div>
    </section>
  );
}

function ChangesTable({ movement, book }: { readonly movement: Movement; readonly book: Book | undefined }) {
  const points = movement.prices[0]?.points ?? [];
  const newest = points
    .map((point, index) => ({ ...point, number: index + 1 }))
    .slice(-TABLE_ROWS)
    .reverse();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="history-changes" tabIndex={0} aria-label="Changes, newest first">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">Received</th>
            <th scope="col">Said</th>
            <th scope="col" className="figure">
              Price
            </th>
            <th scope="col" className="figure">
              Size {book?.currency}
            </th>
          </tr>
        </thead>
        <tbody>
          {newest.map(({ number, at, sourceTime, price, size }) => (
            <tr key={number}>
              <td>{isoMoment(at)}</td>
              <td className="muted">{isoMoment(sourceTime)}</td>
              <td className="figure">{price === null ? 'withdrawn' : priceText(price)}</td>
              <td className="figure muted">
                {size === null || book === undefined ? '' : sizeText(size, book.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {points.length > newest.length && (
        <p className="muted">
          The newest {count(newest.length)} of {count(points.length)} changes: an export has them all.
        </p>
      )}
    </section>
  );
}

const odds = (decimal: number | null): string => (decimal === null ? '–' : calculatedOddsText(decimal));
const pointText = ({ at, price, fair }: HistoryPoint): string =>
  `${isoMoment(at as EpochMs)}  ${odds(price)}  fair ${odds(fair)}`;
