import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { OddsRow, OddsSource } from './odds-source.ts';
import { type PriceColumn, priceColumnId, sizeColumnId } from './price-cell.ts';

/** Columns come no more often than this, milliseconds: prices of a new book arrive over several frames. */
const LOOK_MS = 1_000;

/** How columns stand by the prices in them; those in neither have none. */
export type Coverage = {
  readonly many: ReadonlySet<string>;
  readonly few: ReadonlySet<string>;
  /** Size columns with anything in them. */
  readonly sized: ReadonlySet<string>;
};

/**
 * A book has few prices whose best covered side has less than this of the fullest one's. A share for coming and one for
 * going, so that a book near the border doesn't change sides with every event.
 */
const ENOUGH_TO_JOIN = 0.15;
const ENOUGH_TO_STAY = 0.05;

/** Columns with a price by how many rows they have one on; a book's two sides stay together. */
export function coverageOf(
  prices: readonly PriceColumn[],
  counts: ReadonlyMap<string, number>,
  before: Coverage,
): Coverage {
  const most = Math.max(0, ...prices.map((column) => counts.get(priceColumnId(column)) ?? 0));
  const ofBook = new Map<string, number>();
  for (const column of prices) {
    const count = counts.get(priceColumnId(column)) ?? 0;
    ofBook.set(column.book.id, Math.max(count, ofBook.get(column.book.id) ?? 0));
  }
  const many = new Set<string>();
  const few = new Set<string>();
  for (const column of prices) {
    const id = priceColumnId(column);
    if (!counts.has(id)) continue;
    const enough = before.many.has(id) ? ENOUGH_TO_STAY : ENOUGH_TO_JOIN;
    ((ofBook.get(column.book.id) ?? 0) >= most * enough ? many : few).add(id);
  }
  const sizes = prices.map(sizeColumnId).filter((id) => counts.has(id));
  return { many, few, sized: new Set(sizes) };
}

/**
 * Indices of the price columns to show: books with prices on most of the rows, books with a few, and, where every book is
 * wanted, those without.
 */
export function shownOrder(
  prices: readonly PriceColumn[],
  { many, few }: Pick<Coverage, 'many' | 'few'>,
  everyBook: boolean,
): readonly number[] {
  const rank = (column: PriceColumn) => {
    const id = priceColumnId(column);
    return many.has(id) ? 0 : few.has(id) ? 1 : 2;
  };
  const ranked = prices.map((column, index) => ({ index, rank: rank(column) }));
  return ranked
    .filter((column) => everyBook || column.rank < 2)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ index }) => index);
}

const sameIds = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));
const same = (a: Coverage, b: Coverage): boolean =>
  sameIds(a.many, b.many) && sameIds(a.few, b.few) && sameIds(a.sized, b.sized);
const hasPrice = ({ many, few }: Coverage, id: string): boolean => many.has(id) || few.has(id);
const NOT_LOOKED: Coverage = { many: new Set(), few: new Set(), sized: new Set() };

/**
 * Which price columns stand in the pane. It is decided when rows come, go or are filtered, and when a book without any
 * price gets one, never by a tick: a price that goes leaves its column where it is until then.
 */
export function useShownPrices(
  source: OddsSource,
  prices: readonly PriceColumn[],
  everyBook: boolean,
  /** Anything that differs where the filter does. */
  filter: string,
  shownRows: () => readonly OddsRow[],
): {
  readonly order: readonly number[];
  readonly sized: ReadonlySet<string>;
  readonly hidden: number;
  readonly lookSoon: () => void;
} {
  const [coverage, setCoverage] = useState(() =>
    coverageOf(prices, source.pricedAmong(source.rows()), NOT_LOOKED),
  );
  const rows = useRef(shownRows);
  rows.current = shownRows;
  const look = useCallback(() => {
    const shown = rows.current();
    // Nothing passes the filters: the columns stay as they are.
    if (shown.length === 0) return;
    const counts = source.pricedAmong(shown);
    setCoverage((before) => {
      const now = coverageOf(source.priceColumns(), counts, before);
      return same(before, now) ? before : now;
    });
  }, [source]);

  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const lookSoon = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      look();
    }, LOOK_MS);
  }, [look]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other books and another filter are looked at at once
  useEffect(look, [look, prices, filter]);
  useEffect(() => {
    const waiting = new Set([
      ...prices.map(priceColumnId).filter((id) => !hasPrice(coverage, id)),
      ...prices.map(sizeColumnId).filter((id) => !coverage.sized.has(id)),
    ]);
    return waiting.size === 0 ? undefined : source.awaitPrices(waiting, lookSoon);
  }, [source, prices, coverage, lookSoon]);

  const order = useMemo(() => shownOrder(prices, coverage, everyBook), [prices, coverage, everyBook]);
  const hidden = prices.filter((column) => !hasPrice(coverage, priceColumnId(column))).length;
  return { order, sized: coverage.sized, hidden, lookSoon };
}
