import type { Quote } from '../../../../../shared/domain/quote.ts';
import type { Series } from './series.ts';

/**
 * The newest recorded price and size of every quote, in flat arrays: asking whether a quote has changed touches two
 * small maps and two numbers, and allocates nothing. A book's back and lay of a selection are slots `n` and `n + 1`.
 */
export type QuoteSlots = {
  slotOf(quote: Quote): number;
  /** OddsE4, 0 when withdrawn, -1 when the slot has no series yet. */
  price(slot: number): number;
  size(slot: number): number;
  seriesAt(slot: number): Series | undefined;
  /** Gives the slot its series; the price stays -1 until the series has a point. */
  adopt(slot: number, series: Series): void;
  remember(slot: number, price: number, size: number): void;
  forget(series: Series): void;
};

export function createQuoteSlots(): QuoteSlots {
  const selections = new Map<string, Map<string, number>>();
  const series: (Series | undefined)[] = [];
  const free: number[] = [];
  let prices = new Int32Array(1024).fill(-1);
  let sizes = new Float64Array(1024);
  let used = 0;

  const grow = (): void => {
    const [oldPrices, oldSizes] = [prices, sizes];
    prices = new Int32Array(oldPrices.length * 2).fill(-1);
    prices.set(oldPrices);
    sizes = new Float64Array(oldSizes.length * 2);
    sizes.set(oldSizes);
  };
  const take = (selectionId: string, bookId: string): number => {
    const books = selections.get(selectionId) ?? new Map<string, number>();
    selections.set(selectionId, books);
    const base = free.pop() ?? used;
    if (base === used) used += 2;
    if (used > prices.length) grow();
    books.set(bookId, base);
    return base;
  };

  return {
    slotOf(quote) {
      const base =
        selections.get(quote.selectionId)?.get(quote.bookId) ?? take(quote.selectionId, quote.bookId);
      return quote.side === 'back' ? base : base + 1;
    },
    price: (slot) => prices[slot] as number,
    size: (slot) => sizes[slot] as number,
    seriesAt: (slot) => series[slot],
    adopt(slot, adopted) {
      series[slot] = adopted;
      if (adopted.last.at < 0) return;
      prices[slot] = adopted.last.x;
      sizes[slot] = adopted.last.y;
    },
    remember(slot, price, size) {
      prices[slot] = price;
      sizes[slot] = size;
    },
    forget({ selectionId, bookId, kind }) {
      const books = selections.get(selectionId);
      const base = books?.get(bookId);
      if (!books || base === undefined) return;
      const slot = kind === 'back' ? base : base + 1;
      series[slot] = undefined;
      prices[slot] = -1;
      if (series[base] || series[base + 1]) return;
      books.delete(bookId);
      if (books.size === 0) selections.delete(selectionId);
      free.push(base);
    },
  };
}
