import type { PricesAsOf } from '../../../shared/contract/history.ts';
import type { Market } from '../../../shared/domain/catalogue.ts';
import type { BookId, EpochMs, OddsE4 } from '../../../shared/domain/units.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { fairText } from '../../ui/fair-text.ts';
import { formatAge } from '../../ui/figures.ts';
import { isoMoment } from '../../ui/moment-text.ts';
import { priceText } from '../../ui/price-text.ts';
import type { AsOfCell, AsOfRow } from './as-of-table.ts';
import { useHistoryView } from './history-view.ts';

const text = (price: OddsE4 | null | undefined): string => (price == null ? '–' : priceText(price));

type PriceTableProps = {
  readonly market: Market;
  readonly rows: readonly AsOfRow[];
  readonly fair: PricesAsOf['fair'];
  readonly known: EpochMs;
  readonly nameOf: (id: BookId) => string;
  /** The row's key and the selection whose movement is shown, with a line break between. */
  readonly plotted: string | null;
};

/** Every book's opening line, its price at the moment, and its closing line. */
export function PriceTable({ market, rows, fair, known, nameOf, plotted }: PriceTableProps) {
  // Written anew when the format of odds changes.
  useOddsFormat(({ format }) => format);
  const fairOf = new Map(fair.map((one) => [one.selectionId, one.probability]));
  if (rows.length === 0)
    return (
      <div className="pane-empty">
        <strong>Nothing was recorded in this market</strong>
        <span>Choose another market with [ and ].</span>
      </div>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="history-scroll" tabIndex={0} aria-label="Prices as they stood">
      <table className="figures history-prices">
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              Book
            </th>
            {market.selections.map(({ id, name }) => (
              <th key={id} scope="colgroup" colSpan={4} className="history-group">
                {name}
              </th>
            ))}
          </tr>
          <tr>
            {market.selections.map(({ id }) => (
              <Heads key={id} />
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="history-fair">
            <th scope="row">Fair</th>
            {market.selections.map(({ id }) => (
              <FairCells key={id} text={fairText(fairOf.get(id))} />
            ))}
          </tr>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {nameOf(row.bookId)}
                {row.side === 'lay' && <span className="history-lay"> lay</span>}
              </th>
              {row.cells.map((cell, index) => {
                const selectionId = market.selections[index]?.id ?? null;
                return (
                  <Cells
                    key={selectionId}
                    cell={cell}
                    side={row.side}
                    known={known}
                    isPlotted={plotted === `${row.key}\n${selectionId}`}
                    onPlot={() =>
                      useHistoryView.setState({
                        selectionId,
                        offer: { bookId: row.bookId, side: row.side },
                      })
                    }
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Heads = () => (
  <>
    <th scope="col" className="figure history-group">
      Open
    </th>
    <th scope="col" className="figure">
      Then
    </th>
    <th scope="col" className="figure">
      Age
    </th>
    <th scope="col" className="figure">
      Close
    </th>
  </>
);

const FairCells = ({ text: fair }: { readonly text: string }) => (
  <>
    <td className="history-group" />
    <td className="figure">{fair === '' ? '–' : fair}</td>
    <td />
    <td />
  </>
);

type CellsProps = {
  readonly cell: AsOfCell;
  readonly side: 'back' | 'lay';
  readonly known: EpochMs;
  readonly isPlotted: boolean;
  readonly onPlot: () => void;
};

const Cells = ({ cell: { opening, price, closing, best }, side, known, isPlotted, onPlot }: CellsProps) => (
  <>
    <td
      className="figure muted history-group"
      title={opening === null ? undefined : `First seen ${isoMoment(opening.at)}`}
    >
      {text(opening?.price)}
    </td>
    <td
      className={`figure history-then history-${side}${best ? ' history-best' : ''}${isPlotted ? ' history-plotted' : ''}`}
      title={
        price === undefined
          ? undefined
          : `Received ${isoMoment(price.at)}, said ${isoMoment(price.sourceTime)}`
      }
    >
      <button type="button" className="history-pick" tabIndex={-1} aria-pressed={isPlotted} onClick={onPlot}>
        {text(price?.price)}
      </button>
    </td>
    <td className="figure faint">{price === undefined ? '' : formatAge(known - price.sourceTime)}</td>
    <td className="figure muted" title={closing === null ? undefined : `From ${isoMoment(closing.at)} on`}>
      {closing === null ? '' : text(closing.price)}
    </td>
  </>
);
