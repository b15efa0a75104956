import type { PricesAsOf } from '../../../shared/contract/history.ts';
import type { Market } from '../../../shared/domain/catalogue.ts';
import type { BookId, EpochMs, OddsE4 } from '../../../shared/domain/units.ts';
import { useOddsFormat } from '../../stores/odds-format.ts';
import { fairText } from '../../ui/fair-text.ts';
import { formatAge, formatDayAndTime } from '../../ui/figures.ts';
import { priceText } from '../../ui/price-text.ts';
import type { AsOfCell, AsOfRow } from './as-of-table.ts';

const text = (price: OddsE4 | null | undefined): string => (price == null ? '–' : priceText(price));

type PriceTableProps = {
  readonly market: Market;
  readonly rows: readonly AsOfRow[];
  readonly fair: PricesAsOf['fair'];
  readonly known: EpochMs;
  readonly nameOf: (id: BookId) => string;
};

/** Every book's opening line, its price at the moment, and its closing line. */
export function PriceTable({ market, rows, fair, known, nameOf }: PriceTableProps) {
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
              {row.cells.map((cell, index) => (
                <Cells key={market.selections[index]?.id} cell={cell} side={row.side} known={known} />
              ))}
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

type CellsProps = { readonly cell: AsOfCell; readonly side: 'back' | 'lay'; readonly known: EpochMs };

const Cells = ({ cell: { opening, price, closing, best }, side, known }: CellsProps) => (
  <>
    <td
      className="figure muted history-group"
      title={opening === null ? undefined : `First seen ${formatDayAndTime(opening.at)}`}
    >
      {text(opening?.price)}
    </td>
    <td
      className={`figure history-then history-${side}${best ? ' history-best' : ''}`}
      title={
        price === undefined
          ? undefined
          : `Received ${new Date(price.at).toISOString()}, said ${new Date(price.sourceTime).toISOString()}`
      }
    >
      {text(price?.price)}
    </td>
    <td className="figure faint">{price === undefined ? '' : formatAge(known - price.sourceTime)}</td>
    <td
      className="figure muted"
      title={closing === null ? undefined : `From ${formatDayAndTime(closing.at)} on`}
    >
      {closing === null ? '' : text(closing.price)}
    </td>
  </>
);
