import type { OfferedPrice } from '../../../shared/domain/backtest/picks.ts';
import type { Strategy } from '../../../shared/domain/backtest/strategy.ts';
import { AVERAGE_BOOK, isExchange, isSingleBook } from '../../../shared/domain/football-data-books.ts';
import { MAX_ODDS, MIN_ODDS, type OddsE4 } from '../../../shared/domain/units.ts';
import { averagePrices } from './beliefs.ts';
import type { DayPrices } from './day-prices.ts';

/** Single books, exchanges too, with a complete price at the stage. */
export const completeBooks = (prices: DayPrices, stage: Strategy['stage'], row: number): number =>
  prices.sources.filter(
    (source) => source.stage === stage && isSingleBook(source.book) && source.isComplete(row),
  ).length;

/**
 * Recorded prices a strategy is filled at, by outcome.
 *
 * `best` is the highest price of a single bookmaker with a complete market, the first recorded of equals: a price
 * that names who offered it. The maximum over all books watched, which football-data.co.uk records beside them, is
 * taken only by naming the book `maximum`: it may be a mistake, an exchange's before commission, or gone. Exchanges
 * are not among the best, because a strategy has one commission; name one with its commission instead.
 */
export function fillPrices(
  { price: taken, stage }: Pick<Strategy, 'price' | 'stage'>,
  prices: DayPrices,
  row: number,
): readonly (OfferedPrice | null)[] {
  const { outcomes } = prices;
  switch (taken.kind) {
    case 'book': {
      const source = prices.source(taken.book, stage);
      return Array.from({ length: outcomes }, (_, i) =>
        source?.isComplete(row)
          ? { price: source.prices[row * outcomes + i] as OddsE4, book: taken.book }
          : null,
      );
    }
    case 'average': {
      const average = averagePrices(prices, stage, row);
      return Array.from({ length: outcomes }, (_, i) => {
        const price = Math.round(average?.[i] ?? 0);
        return price >= MIN_ODDS && price <= MAX_ODDS ? { price: price as OddsE4, book: AVERAGE_BOOK } : null;
      });
    }
    case 'best': {
      const best = new Array<OfferedPrice | null>(outcomes).fill(null);
      for (const source of prices.sources) {
        if (source.stage !== stage || !isSingleBook(source.book) || isExchange(source.book)) continue;
        if (!source.isComplete(row)) continue;
        for (let i = 0; i < outcomes; i += 1) {
          const price = source.prices[row * outcomes + i] as OddsE4;
          if (price > (best[i]?.price ?? 0)) best[i] = { price, book: source.book };
        }
      }
      return best;
    }
  }
}
