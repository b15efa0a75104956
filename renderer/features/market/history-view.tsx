import { useEffect, useRef, useState } from 'react';
import type { Book } from '../../../shared/domain/catalogue.ts';
import type { EpochMs, OddsE4 } from '../../../shared/domain/units.ts';
import { type HistoryPoint, PriceChart, type PriceChartControls } from '../../charts/index.ts';
import { Choice, copyText, saveFile, Toggle, ToolbarButton } from '../../grid/index.ts';
import { shortBookName } from '../../stores/book-names.ts';
import { formatOdds } from '../../stores/odds-format.ts';
import { failureMessage } from '../../stores/toasts.ts';
import { calculatedOddsText } from '../../ui/fair-text.ts';
import { formatClock } from '../../ui/figures.ts';
import { sizeText } from '../../ui/size-text.ts';
import { followLive, loadHistory, type Shown } from './history-feed.ts';
import { historyCsv } from './history-table.ts';
import { historyExport, RANGES, useMarketView } from './market-state.ts';

type Loading =
  | { readonly state: 'loading' }
  | { readonly state: 'ready' }
  | { readonly state: 'failed'; readonly message: string };

/** Rows of the table that stands in for the chart. */
const TABLE_ROWS = 300;

/** The history of one price against the fair line, as a chart or as a table. */
export function HistoryView({
  shown,
  book,
  title,
}: {
  readonly shown: Shown;
  readonly book: Book;
  readonly title: string;
}) {
  const { range, asTable, reload } = useMarketView();
  const { selectionId, bookId, side } = shown;
  const chart = useRef<PriceChartControls>(null);
  const readout = useRef<HTMLOutputElement>(null);
  const [loading, setLoading] = useState<Loading>({ state: 'loading' });
  const [tabled, setTabled] = useState<readonly HistoryPoint[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `reload` rises when the history shall be read again.
  useEffect(() => {
    const at = { selectionId, bookId, side };
    const abort = new AbortController();
    const span = RANGES.find(({ value }) => value === range)?.ms ?? RANGES[0].ms;
    let unfollow = () => {};
    setLoading({ state: 'loading' });
    loadHistory(at, span, abort.signal).then(
      (points) => {
        if (abort.signal.aborted) return;
        chart.current?.load(points);
        setTabled(points);
        setLoading({ state: 'ready' });
        unfollow = followLive(at, (point) => chart.current?.push(point));
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setLoading({ state: 'failed', message: failureMessage(error) });
      },
    );
    return () => {
      abort.abort();
      unfollow();
    };
  }, [selectionId, bookId, side, range, reload]);

  useEffect(() => {
    if (!asTable) return;
    const read = () => setTabled([...(chart.current?.points() ?? [])]);
    read();
    const timer = setInterval(read, 2000);
    return () => clearInterval(timer);
  }, [asTable]);

  useEffect(() => {
    const csv = () => historyCsv(chart.current?.points() ?? []);
    historyExport.current = {
      save: () => saveFile(`overround-history-${bookId}.csv`, 'text/csv', csv()),
      copy: () => copyText(csv()),
    };
    return () => {
      historyExport.current = null;
    };
  }, [bookId]);

  const write = (point: HistoryPoint | null) => {
    if (readout.current !== null) readout.current.textContent = point === null ? '' : pointText(point, book);
  };
  return (
    <section className="history" aria-label={`History of ${title}`}>
      <div className="history-bar">
        <Choice
          label="History"
          value={range}
          options={RANGES}
          onChange={(value) => useMarketView.setState({ range: value })}
        />
        <Toggle
          on={asTable}
          onChange={(on) => useMarketView.setState({ asTable: on })}
          hint="The same as a table (T)"
        >
          Table
        </Toggle>
        <span className="spacer" />
        <ToolbarButton onClick={() => historyExport.current?.save()} hint="Export as CSV (Shift+E)">
          CSV
        </ToolbarButton>
      </div>
      <div className="history-body">
        <div className={asTable ? 'history-chart is-behind' : 'history-chart'} aria-hidden={asTable}>
          <PriceChart
            ref={chart}
            label={`Price of ${title} against the fair line; T shows it as a table`}
            onPoint={write}
          />
        </div>
        {!asTable && (
          <div className="history-legend">
            <span className="history-key is-price">
              {shortBookName(book.id)} {side}
            </span>
            <span className="history-key is-fair">Fair</span>
            <output ref={readout} className="history-readout" aria-live="off" />
          </div>
        )}
        {asTable && <HistoryTable points={tabled} book={book} />}
        <HistoryState loading={loading} empty={tabled.every(isBlank)} />
      </div>
    </section>
  );
}

function HistoryState({ loading, empty }: { readonly loading: Loading; readonly empty: boolean }) {
  if (loading.state === 'loading') return <p className="history-state">Reading the history…</p>;
  if (loading.state === 'failed')
    return (
      <p className="history-state" role="alert">
        The history could not be read. {loading.message} Press R to try again.
      </p>
    );
  return empty ? (
    <p className="history-state">No history in this span yet: the line grows as prices change.</p>
  ) : null;
}

function HistoryTable({ points, book }: { readonly points: readonly HistoryPoint[]; readonly book: Book }) {
  return (
    <div className="history-table">
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col" className="figure">
              Price
            </th>
            <th scope="col" className="figure">
              Size
            </th>
            <th scope="col" className="figure">
              Fair
            </th>
            <th scope="col" className="figure">
              Shortest
            </th>
            <th scope="col" className="figure">
              Longest
            </th>
          </tr>
        </thead>
        <tbody>
          {points
            .slice(-TABLE_ROWS)
            .reverse()
            .map((point) => (
              <tr key={point.at}>
                <td>{formatClock(point.at)}</td>
                <td className="figure">{odds(point.price)}</td>
                <td className="figure muted">{sizeText(point.size, book.currency)}</td>
                <td className="figure">{calculated(point.fair, point)}</td>
                <td className="figure muted">{calculated(point.low, point)}</td>
                <td className="figure muted">{calculated(point.high, point)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

const isBlank = ({ price, fair }: HistoryPoint): boolean => price === null && fair === null;

const odds = (decimal: number | null): string =>
  decimal === null || decimal <= 1 ? '' : formatOdds(Math.round(decimal * 10_000) as OddsE4);

/** The fair price and its range, all rounded alike. */
const calculated = (decimal: number | null, { fair }: HistoryPoint): string =>
  decimal === null || decimal <= 1 ? '' : calculatedOddsText(decimal, fair ?? decimal);

function pointText(point: HistoryPoint, book: Book): string {
  const { at, price, fair, low, high } = point;
  const range = `${calculated(low, point)} – ${calculated(high, point)}`;
  return `${formatClock(at as EpochMs)}  ${book.name} ${odds(price) || '–'}  fair ${calculated(fair, point) || '–'} (${range})`;
}
