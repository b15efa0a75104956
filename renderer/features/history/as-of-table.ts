import type { OpeningClosing, PricesAsOf } from '../../../shared/contract/history.ts';
import type { Market, SportingEvent } from '../../../shared/domain/catalogue.ts';
import type { BackLay } from '../../../shared/domain/quote.ts';
import {
  type BookId,
  decimalOdds,
  type EpochMs,
  type OddsE4,
  type SelectionId,
} from '../../../shared/domain/units.ts';
import { csvFile } from '../../grid/index.ts';
import { compareMarkets, eventName, marketName } from '../../ui/market-name.ts';

type Price = PricesAsOf['prices'][number];
export type AsOfCell = {
  readonly opening: OpeningClosing['opening'];
  readonly price: Price | undefined;
  readonly closing: OpeningClosing['closing'];
  /** No other book's is better. */
  readonly best: boolean;
};
export type AsOfRow = {
  readonly key: string;
  readonly bookId: BookId;
  readonly side: BackLay;
  /** Parallel to the market's selections. */
  readonly cells: readonly AsOfCell[];
};

const keyOf = (of: { readonly selectionId: SelectionId; readonly bookId: BookId; readonly side: BackLay }) =>
  `${of.selectionId}\n${of.bookId}\n${of.side}`;

export const inOrder = (markets: readonly Market[]): readonly Market[] => [...markets].sort(compareMarkets);

/** What every book offered in a market: backs by name, then lays. */
export function asOfRows(
  market: Market,
  { prices }: Pick<PricesAsOf, 'prices'>,
  lines: readonly OpeningClosing[],
  nameOf: (id: BookId) => string,
): readonly AsOfRow[] {
  const then = new Map(prices.map((price) => [keyOf(price), price]));
  const line = new Map(lines.map((each) => [keyOf(each), each]));
  const ids = new Set(market.selections.map(({ id }) => id));
  const offers = new Map<string, Pick<AsOfRow, 'bookId' | 'side'>>();
  for (const { selectionId, bookId, side } of [...prices, ...lines])
    if (ids.has(selectionId)) offers.set(`${side}\n${bookId}`, { bookId, side });
  const best = market.selections.map(({ id }) => ({
    back: bestOf(prices, id, 'back'),
    lay: bestOf(prices, id, 'lay'),
  }));
  return [...offers]
    .map(([key, { bookId, side }]) => ({
      key,
      bookId,
      side,
      cells: market.selections.map(({ id: selectionId }, index): AsOfCell => {
        const of = keyOf({ selectionId, bookId, side });
        const price = then.get(of);
        return {
          opening: line.get(of)?.opening ?? null,
          price,
          closing: line.get(of)?.closing ?? null,
          best: price !== undefined && price.price === best[index]?.[side],
        };
      }),
    }))
    .sort((a, b) => a.side.localeCompare(b.side) || nameOf(a.bookId).localeCompare(nameOf(b.bookId)));
}

function bestOf(prices: PricesAsOf['prices'], selectionId: SelectionId, side: BackLay): OddsE4 | undefined {
  const offered = prices.filter((price) => price.selectionId === selectionId && price.side === side);
  return offered.reduce<OddsE4 | undefined>((best, { price }) => {
    if (best === undefined) return price;
    return (side === 'back' ? price > best : price < best) ? price : best;
  }, undefined);
}

/** What the event's prices cover, from the first seen to the newest; `close` is the last moment before the start where that lies within. */
export type Span = {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly startsAt: EpochMs;
  readonly close: EpochMs | null;
};

/** Events start late: the start is what their lines ended at. */
export function spanOf(lines: readonly OpeningClosing[]): Span | null {
  if (lines.length === 0) return null;
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  let startsAt = 0;
  for (const line of lines) {
    from = Math.min(from, line.firstAt);
    to = Math.max(to, line.lastAt);
    startsAt = Math.max(startsAt, line.startsAt);
  }
  const close = startsAt > from && startsAt <= to ? ((startsAt - 1) as EpochMs) : null;
  return { from: from as EpochMs, to: to as EpochMs, startsAt: startsAt as EpochMs, close };
}

const iso = (at: EpochMs | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();
const decimal = (price: OddsE4 | null | undefined): number | null =>
  price == null ? null : decimalOdds(price);

/** All markets of the event: decimal odds, sizes in minor units, times in UTC. */
export const asOfCsv = (
  event: SportingEvent,
  prices: PricesAsOf,
  lines: readonly OpeningClosing[],
  nameOf: (id: BookId) => string,
): string =>
  csvFile(
    [
      'event',
      'market',
      'selection',
      'book',
      'side',
      'price',
      'size',
      'received',
      'said',
      'opening',
      'opened',
      'closing',
      'closed',
    ],
    inOrder(prices.markets).flatMap((market) =>
      asOfRows(market, prices, lines, nameOf).flatMap((row) =>
        row.cells.flatMap((cell, index) =>
          cell.price === undefined && cell.opening === null
            ? []
            : [
                [
                  eventName(event),
                  marketName(market),
                  market.selections[index]?.name ?? '',
                  nameOf(row.bookId),
                  row.side,
                  decimal(cell.price?.price),
                  cell.price?.size ?? null,
                  iso(cell.price?.at),
                  iso(cell.price?.sourceTime),
                  decimal(cell.opening?.price),
                  iso(cell.opening?.at),
                  decimal(cell.closing?.price),
                  iso(cell.closing?.at),
                ],
              ],
        ),
      ),
    ),
  );
