import type { Market, Selection } from '../../../shared/domain/catalogue.ts';
import type { Edge, FairPrice } from '../../../shared/domain/edge.ts';
import type { Quote } from '../../../shared/domain/quote.ts';
import {
  type EpochMs,
  type OddsE4,
  oddsE4,
  type SelectionId,
  type SourceId,
} from '../../../shared/domain/units.ts';
import { ageStep } from '../../grid/index.ts';
import type { PriceDoubt } from '../../stores/price-doubt.ts';
import { netOdds, type PriceCell, type PriceColumn, priceCell } from './price-cell.ts';

/** One selection's line of the Odds pane. */
export type RunnerValues = {
  readonly fair: FairPrice | null;
  readonly fairOdds: OddsE4 | null;
  /** In the order of the price columns. */
  readonly prices: readonly (PriceCell | null)[];
  /** Index of the best back price among `prices`. */
  readonly bestBack: number | null;
  /** Of the market: what the best back prices, after commission, sum to above one; `null` until each runner has one. */
  readonly overround: number | null;
  readonly live: boolean;
};

/** What a market's line is made of, as it stands now. */
export type MarketInput = {
  readonly market: Market;
  readonly live: boolean;
  readonly columns: readonly PriceColumn[];
  readonly quote: (selection: Selection, column: number) => Quote | undefined;
  readonly fair: (selection: Selection) => FairPrice | undefined;
  readonly edges: readonly Edge[];
  readonly doubt: (quote: Quote) => PriceDoubt | null;
  readonly cadence: (source: SourceId) => number | null;
  /** Past this age a price is stale, milliseconds; `undefined` until the engine has said. */
  readonly ageLimit: (source: SourceId) => number | undefined;
  /** The engine's clock. */
  readonly now: EpochMs;
  /** The page's clock, milliseconds. */
  readonly page: number;
};

/** The lines of a market's selections. Lines and cells that did not change are the previous objects. */
export function marketValues(
  input: MarketInput,
  previous: ReadonlyMap<SelectionId, RunnerValues>,
): ReadonlyMap<SelectionId, RunnerValues> {
  const { market, columns, edges, now } = input;
  const suspended = market.status !== 'open';
  const lines = market.selections.map((selection) => {
    const cells = columns.map((column, index) => {
      const quote = input.quote(selection, index);
      return priceCell(quote, previous.get(selection.id)?.prices[index] ?? null, {
        page: input.page,
        step:
          quote === undefined
            ? 'fresh'
            : ageStep(now - quote.receivedAt, input.cadence(quote.sourceId), input.ageLimit(quote.sourceId)),
        edge: edges.some(
          (edge) =>
            edge.selectionId === selection.id && edge.bookId === column.book.id && edge.side === column.side,
        ),
        suspended,
        doubt: quote === undefined ? null : input.doubt(quote),
      });
    });
    const bestBack = bestOf(cells, columns);
    const fair = input.fair(selection) ?? null;
    return {
      selection,
      fair,
      bestBack,
      prices: cells.map((cell, index) => marked(cell, index === bestBack)),
    };
  });

  const overround = sumOfInverse(
    lines.map(({ prices, bestBack }) => (bestBack === null ? null : netOf(prices, columns, bestBack))),
  );
  return new Map(
    lines.map(({ selection, fair, bestBack, prices }) => {
      const before = previous.get(selection.id);
      if (before !== undefined && isSame(before, { fair, bestBack, prices, overround, live: input.live }))
        return [selection.id, before];
      const fairOdds = fair === null ? null : (oddsE4(1 / fair.probability) ?? null);
      return [selection.id, { fair, fairOdds, prices, bestBack, overround, live: input.live }];
    }),
  );
}

const isSame = (before: RunnerValues, now: Omit<RunnerValues, 'fairOdds'>): boolean =>
  before.fair === now.fair &&
  before.bestBack === now.bestBack &&
  before.overround === now.overround &&
  before.live === now.live &&
  before.prices.length === now.prices.length &&
  before.prices.every((cell, index) => cell === now.prices[index]);

/** The column of the best back price after commission; stale, suspended and doubtful prices cannot be best. */
function bestOf(cells: readonly (PriceCell | null)[], columns: readonly PriceColumn[]): number | null {
  let best: number | null = null;
  let bestNet = 0;
  cells.forEach((cell, index) => {
    if (
      cell === null ||
      cell.step === 'stale' ||
      cell.suspended ||
      cell.doubt !== null ||
      columns[index]?.side !== 'back'
    )
      return;
    const net = netOf(cells, columns, index) ?? 0;
    if (net > bestNet) [best, bestNet] = [index, net];
  });
  return best;
}

function netOf(
  cells: readonly (PriceCell | null)[],
  columns: readonly PriceColumn[],
  index: number,
): number | null {
  const cell = cells[index];
  const column = columns[index];
  return cell === undefined || cell === null || column === undefined
    ? null
    : netOdds(cell.price, column.book.commission);
}

const marked = (cell: PriceCell | null, best: boolean): PriceCell | null =>
  cell === null || cell.best === best ? cell : { ...cell, best };

/** Sum of inverse odds less one; `null` when a runner has no price. */
function sumOfInverse(odds: readonly (number | null)[]): number | null {
  let sum = -1;
  for (const price of odds) {
    if (price === null) return null;
    sum += 1 / price;
  }
  return odds.length === 0 ? null : sum;
}
